/** Whether a record is what was asked about, how surely, and why: part by part, never a bare number. */
import { matchSerial } from '#lib/identifiers/index.ts'
import { compareNames, comparePeople, type PersonComparison, type PersonName } from '#lib/names/index.ts'
import { type Content, type Document, type Firearm, type Identifier, type Person, type Vehicle, wholeName } from './kinds.ts'
import { canonical } from './look-up-keys.ts'
import {
  type AskedDocument,
  type AskedFirearm,
  type AskedIdentifier,
  type AskedPerson,
  type AskedSubject,
  type AskedVehicle,
  MAX_REASONS,
  type Reason,
} from './query.ts'

export interface Match {
  /** 0 to 1; a name alone never reaches 1. */
  readonly score: number
  readonly subjects: readonly number[]
  readonly reasons: readonly Reason[]
}

type Found = { readonly score: number; readonly reasons: readonly Omit<Reason, 'subject'>[] }

/** Least likeness of the names by themselves. */
const LEAST_NAME = 0.45
/** Least readable characters that two serials must share where one of them is worn. */
const LEAST_READABLE = 4
const LOOK_ALIKE_FACTOR = 0.85

/**
 * Compares a record with all subjects of one question; `undefined` where none is met, a name from `threshold` on. Reasons of the other
 * subjects are added to a hit.
 */
export function matchRecord(
  subjects: readonly AskedSubject[],
  content: Content,
  with_look_alikes: boolean,
  threshold: number,
): Match | undefined {
  const found = subjects.map((asked) => matchOne(asked, content, with_look_alikes, threshold))
  const met = found.flatMap((one, i) => (one === undefined ? [] : [i]))
  if (met.length === 0) return undefined
  const scores = met.map((i) => found[i]!.score)
  const reasons = found.flatMap((one, subject) =>
    (one?.reasons ?? besides(subjects[subject]!, content)).map((reason) => ({ subject, ...reason })),
  )
  return { score: rounded(Math.max(...scores)), subjects: met, reasons: reasons.slice(0, MAX_REASONS) }
}

function matchOne(asked: AskedSubject, { subject }: Content, with_look_alikes: boolean, threshold: number): Found | undefined {
  const { person, document, vehicle, firearm, identifier } = subject
  if (asked.person) return person && matchPerson(asked.person, person, threshold)
  if (asked.document) {
    if (document) return matchDocument(asked.document, document, with_look_alikes)
    return person && matchDocumentOf(asked.document, person, with_look_alikes)
  }
  if (asked.vehicle) return vehicle && matchVehicle(asked.vehicle, vehicle, with_look_alikes)
  if (asked.firearm) return firearm && matchFirearm(asked.firearm, firearm, with_look_alikes)
  return asked.identifier && identifier && matchIdentifier(asked.identifier, identifier)
}

function matchPerson(asked: AskedPerson, held: Person, threshold: number): Found | undefined {
  const best = bestComparison(asked, held)
  if (best === undefined || scoreAsHit(best.asked, best.held, best.comparison) < threshold) return undefined
  const { comparison } = best
  const reasons: Omit<Reason, 'subject'>[] = [nameReason(best, 'name', true)]
  const { birth_date, sex, nationality } = comparison
  reasons.push({ field: 'birth_date', verdict: DATE_VERDICTS[birth_date.verdict] })
  reasons.push({ field: 'sex', verdict: PLAIN_VERDICTS[sex.verdict] })
  reasons.push({ field: 'nationality', verdict: PLAIN_VERDICTS[nationality.verdict] })
  return { score: comparison.score, reasons }
}

/** A birth date makes a likely name sure; it does not make one person of two who share a surname: such a pair scores 0. */
export const scoreAsHit = (a: string, b: string, { score }: PersonComparison): number => (compareNames(a, b).score < LEAST_NAME ? 0 : score)

const DATE_VERDICTS = {
  same: 'equal',
  partial: 'compatible',
  swapped: 'swapped',
  near: 'near',
  different: 'different',
  unknown: 'unknown',
} as const
const PLAIN_VERDICTS = { same: 'equal', different: 'different', unknown: 'unknown' } as const

interface Compared {
  readonly asked: string
  readonly held: string
  readonly comparison: PersonComparison
}

/** The pair of names that meets best, with the nationality of the record that agrees, where one does. */
function bestComparison(asked: AskedPerson, held: Person): Compared | undefined {
  const nationality = held.nationalities?.find((one) => one === asked.nationality) ?? held.nationalities?.[0]
  const known = { birth_date: held.birth_date, sex: held.sex, nationality }
  let best: Compared | undefined
  for (const asked_name of asked.names) {
    for (const held_name of held.names) {
      const texts = { asked: wholeName(asked_name), held: wholeName(held_name) }
      const comparison = comparePeople(askedAs(texts.asked, asked), defined({ name: texts.held, ...known }))
      if (best === undefined || comparison.score > best.comparison.score) best = { ...texts, comparison }
    }
  }
  return best
}

const askedAs = (name: string, { birth_date, sex, nationality }: AskedPerson): PersonName => defined({ name, birth_date, sex, nationality })

function nameReason({ asked, held, comparison }: Compared, field: 'name' | 'holder', met: boolean): Omit<Reason, 'subject'> {
  const { reasons, score } = comparison
  const all_same = reasons.length > 0 && reasons.every(({ rule }) => rule === 'same')
  return {
    field,
    verdict: all_same ? 'equal' : met ? 'similar' : 'different',
    asked,
    held,
    score,
    parts: reasons.slice(0, 16).map(({ a, b, rule, score }) => ({ asked: a, held: b, rule, score })),
  }
}

function matchDocument(asked: AskedDocument, held: Document, with_look_alikes: boolean): Found | undefined {
  const number = numberReason(asked, held, with_look_alikes)
  if (number === undefined) return undefined
  const issuer = compareIssuers(asked.issuer, held.issuer)
  // numbers are unique within one issuer only
  if (issuer === 'different') return undefined
  const type = asked.type === undefined ? 'unknown' : asked.type === held.type ? 'equal' : 'different'
  const score = (number.verdict === 'equal' ? 1 : LOOK_ALIKE_FACTOR) * (issuer === 'unknown' ? 0.85 : 1) * (type === 'different' ? 0.9 : 1)
  return {
    score,
    reasons: [number, { field: 'document_issuer', verdict: issuer }, { field: 'document_type', verdict: type, held: held.type }],
  }
}

function matchDocumentOf(asked: AskedDocument, held: Person, with_look_alikes: boolean): Found | undefined {
  const found = (held.documents ?? []).flatMap((document) => {
    const number = numberReason(asked, document, with_look_alikes)
    const issuer = compareIssuers(asked.issuer, document.issuer)
    if (number === undefined || issuer === 'different') return []
    const score = (number.verdict === 'equal' ? 1 : LOOK_ALIKE_FACTOR) * (issuer === 'unknown' ? 0.85 : 1)
    return [{ score, reasons: [number, { field: 'document_issuer' as const, verdict: issuer }] }]
  })
  return found.sort((a, b) => b.score - a.score)[0]
}

function numberReason(
  asked: { readonly number: string; readonly issuer?: string },
  held: { readonly number: string; readonly issuer?: string },
  with_look_alikes: boolean,
): Omit<Reason, 'subject'> | undefined {
  const [a, b] = [canonical('document', asked.number, asked.issuer), canonical('document', held.number, held.issuer)]
  if (a === undefined || b === undefined) return undefined
  if (a === b) return { field: 'document_number', verdict: 'equal' }
  return with_look_alikes && areLookAlikes(a, b) ? { field: 'document_number', verdict: 'look-alike', asked: a, held: b } : undefined
}

const LOOK_ALIKES: Record<string, string> = { O: '0', I: '1', B: '8', S: '5', Z: '2', G: '6' }
const plainest = (text: string) => [...text].map((character) => LOOK_ALIKES[character] ?? character).join('')
const areLookAlikes = (a: string, b: string) => plainest(a) === plainest(b)

/** Germany prints D in its documents where others print three letters. */
const threeLetters = (issuer: string) => (issuer === 'D' ? 'DEU' : issuer)

function compareIssuers(asked: string | undefined, held: string | undefined): 'equal' | 'different' | 'unknown' {
  if (asked === undefined || held === undefined) return 'unknown'
  return threeLetters(asked) === threeLetters(held) ? 'equal' : 'different'
}

function matchVehicle(asked: AskedVehicle, held: Vehicle, with_look_alikes: boolean): Found | undefined {
  const reasons: Omit<Reason, 'subject'>[] = []
  const country = compareIssuers(asked.country, held.country)
  const pairs = [
    ['vin', canonical('vin', asked.vin), canonical('vin', held.vin)],
    ['plate', canonical('plate', asked.plate, asked.country), canonical('plate', held.plate, held.country)],
  ] as const
  let score = 0
  for (const [field, a, b] of pairs) {
    if (a === undefined || b === undefined) continue
    const verdict = a === b ? 'equal' : with_look_alikes && areLookAlikes(a, b) ? 'look-alike' : 'different'
    reasons.push(
      verdict === 'equal' ? { field, verdict } : verdict === 'look-alike' ? { field, verdict, asked: a, held: b } : { field, verdict },
    )
    if (verdict === 'different' || (field === 'plate' && country === 'different')) continue
    const worth = field === 'vin' ? 1 : country === 'equal' ? 0.95 : 0.8
    score = Math.max(score, worth * (verdict === 'equal' ? 1 : LOOK_ALIKE_FACTOR))
  }
  if (score === 0) return undefined
  if (asked.plate !== undefined && held.plate !== undefined) reasons.push({ field: 'plate_country', verdict: country })
  // a plate on another vehicle is worth knowing and less sure
  return {
    score: reasons.some(({ verdict, field }) => verdict === 'different' && field !== 'plate_country') ? score * 0.8 : score,
    reasons,
  }
}

function matchFirearm(asked: AskedFirearm, held: Firearm, with_look_alikes: boolean): Found | undefined {
  const [a, b] = [canonical('firearm', asked.serial), canonical('firearm', held.serial)]
  if (a === undefined || b === undefined) return undefined
  const serial = serialReason(a, b, with_look_alikes)
  if (serial === undefined) return undefined
  const described = (['make', 'model', 'calibre'] as const).flatMap((field) => {
    const [x, y] = [asked[field], held[field]]
    return x === undefined || y === undefined
      ? []
      : [{ field, verdict: plainWords(x) === plainWords(y) ? ('equal' as const) : ('different' as const) }]
  })
  const sure = { equal: 0.75, 'look-alike': 0.6, worn: 0.55 }[serial.verdict as 'equal' | 'look-alike' | 'worn']
  const weights = { make: 0.15, model: 0.05, calibre: 0.04 }
  const score = described.reduce((sum, { field, verdict }) => sum + (verdict === 'equal' ? 1 : -1) * weights[field], sure)
  return { score, reasons: [serial, ...described] }
}

function serialReason(a: string, b: string, with_look_alikes: boolean): Omit<Reason, 'subject'> | undefined {
  if (a === b && !/[*…]/.test(a)) return { field: 'serial', verdict: 'equal' }
  if (/[*…]/.test(a + b)) {
    const agreement = matchSerial(a, b)
    return agreement.matches && agreement.readable >= LEAST_READABLE ? { field: 'serial', verdict: 'worn', asked: a, held: b } : undefined
  }
  return with_look_alikes && areLookAlikes(a, b) ? { field: 'serial', verdict: 'look-alike', asked: a, held: b } : undefined
}

const plainWords = (text: string) =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

function matchIdentifier(asked: AskedIdentifier, held: Identifier): Found | undefined {
  if (asked.kind !== held.kind) return undefined
  const [a, b] = [canonical(asked.kind, asked.value, asked.country), canonical(held.kind, held.value, held.country)]
  return a !== undefined && a === b ? { score: 1, reasons: [{ field: 'identifier', verdict: 'equal' }] } : undefined
}

/** What a subject that did not meet the record by itself still says of it: the asked person against a stolen document's holder. */
function besides(asked: AskedSubject, { subject }: Content): Omit<Reason, 'subject'>[] {
  const holder = subject.document?.holder
  if (!asked.person || !holder) return []
  const person: Person = { names: [holder.name], ...(holder.birth_date !== undefined && { birth_date: holder.birth_date }) }
  const best = bestComparison(asked.person, person)
  if (best === undefined) return []
  const { verdict } = best.comparison.birth_date
  // whose document it is stays with the owner unless it is plainly the bearer's
  const reason = nameReason(best, 'holder', best.comparison.match)
  return [
    best.comparison.match ? reason : { field: 'holder', verdict: 'different', score: best.comparison.score },
    ...(verdict === 'unknown' ? [] : [{ field: 'birth_date' as const, verdict: DATE_VERDICTS[verdict] }]),
  ]
}

const rounded = (score: number) => Math.round(Math.min(1, Math.max(0, score)) * 10_000) / 10_000

/** Leaves out what is undefined, as the comparison wants it. */
function defined(person: {
  name: string
  birth_date?: string | undefined
  sex?: 'F' | 'M' | 'X' | undefined
  nationality?: string | undefined
}): PersonName {
  return Object.fromEntries(Object.entries(person).filter(([, value]) => value !== undefined)) as PersonName
}
