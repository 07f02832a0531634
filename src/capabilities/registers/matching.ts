/** Whether a record is what was asked about, how surely, and why: part by part, never a bare number. */
import { compareCalibres, compareIdentifiers, compareMakes, type IdentifierVerdict, type Kind } from '#lib/identifiers/index.ts'
import { compareNames, comparePeople, type PersonComparison, type PersonName } from '#lib/names/index.ts'
import { type Content, type Document, type Firearm, type Identifier, type Person, type Vehicle, wholeName } from './kinds.ts'
import { countryOf } from './look-up-keys.ts'
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
/** How sure a number is by how it met; what is not listed did not. */
const SURENESS: Partial<Record<IdentifierVerdict, number>> = { equal: 1, compatible: 0.9, 'look-alike': 0.85, near: 0.75 }
/** Longest text that a reason carries. */
const MOST_TOLD = 260

/** Where numbers without a country were written: the asking and the holding member's countries. */
export interface Homes {
  readonly asked?: string | undefined
  readonly held?: string | undefined
}

interface Ways {
  readonly with_look_alikes: boolean
  readonly homes: Homes
  /** From which score on a name is a hit. */
  readonly threshold: number
}

/**
 * Compares a record with all subjects of one question; `undefined` where none is met, a name from `threshold` on. Reasons of the other
 * subjects are added to a hit.
 */
export function matchRecord(
  subjects: readonly AskedSubject[],
  content: Content,
  with_look_alikes: boolean,
  threshold: number,
  homes: Homes = {},
): Match | undefined {
  const found = subjects.map((asked) => matchOne(asked, content, { with_look_alikes, homes, threshold }))
  const met = found.flatMap((one, i) => (one === undefined ? [] : [i]))
  if (met.length === 0) return undefined
  const scores = met.map((i) => found[i]!.score)
  const reasons = found.flatMap((one, subject) =>
    (one?.reasons ?? besides(subjects[subject]!, content)).map((reason) => ({ subject, ...reason })),
  )
  return { score: rounded(Math.max(...scores)), subjects: met, reasons: reasons.slice(0, MAX_REASONS) }
}

function matchOne(asked: AskedSubject, { subject }: Content, ways: Ways): Found | undefined {
  const { person, document, vehicle, firearm, identifier } = subject
  if (asked.person) return person && matchPerson(asked.person, person, ways.threshold)
  if (asked.document) {
    if (document) return matchDocument(asked.document, document, ways)
    return person && matchDocumentOf(asked.document, person, ways)
  }
  if (asked.vehicle) return vehicle && matchVehicle(asked.vehicle, vehicle, ways)
  if (asked.firearm) return firearm && matchFirearm(asked.firearm, firearm, ways)
  return asked.identifier && identifier && matchIdentifier(asked.identifier, identifier, ways)
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
  // the answer has no word of its own for a day by the other calendar: its words say both
  converted: 'compatible',
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

interface Written {
  readonly text: string | undefined
  readonly country?: string | undefined
}

/** How one number met another, as a reason with its sureness; both are told where they are not the same. `undefined` where one is missing. */
function compareNumbers(
  field: Reason['field'],
  kind: Kind,
  asked: Written,
  held: Written,
  { with_look_alikes, homes }: Ways,
): { reason: Omit<Reason, 'subject'>; sureness: number } | undefined {
  if (asked.text === undefined || held.text === undefined) return undefined
  const found = compareIdentifiers(
    kind,
    { text: asked.text, country: countryOf(asked.country), home: homes.asked },
    { text: held.text, country: countryOf(held.country), home: homes.held },
    { look_alikes: with_look_alikes },
  )
  const { verdict, a, b } = found
  const differs = verdict !== 'equal' && verdict !== 'different'
  const told = differs ? { asked: a.slice(0, MOST_TOLD), held: b.slice(0, MOST_TOLD) } : {}
  return { reason: { field, verdict, ...told }, sureness: SURENESS[verdict] ?? 0 }
}

function matchDocument(asked: AskedDocument, held: Document, ways: Ways): Found | undefined {
  const number = matchNumber(asked, held, ways)
  if (number === undefined) return undefined
  const type = asked.type === undefined ? 'unknown' : asked.type === held.type ? 'equal' : 'different'
  return {
    score: number.score * (type === 'different' ? 0.9 : 1),
    reasons: [...number.reasons, { field: 'document_type', verdict: type, held: held.type }],
  }
}

function matchDocumentOf(asked: AskedDocument, held: Person, ways: Ways): Found | undefined {
  const found = (held.documents ?? []).flatMap((document) => matchNumber(asked, document, ways) ?? [])
  return found.sort((a, b) => b.score - a.score)[0]
}

/** Numbers are unique within one issuer only. */
function matchNumber(
  asked: { readonly number: string; readonly issuer?: string },
  held: { readonly number: string; readonly issuer?: string },
  ways: Ways,
): Found | undefined {
  const issuer = compareIssuers(asked.issuer, held.issuer)
  const [a, b] = [
    { text: asked.number, country: asked.issuer },
    { text: held.number, country: held.issuer },
  ]
  const number = compareNumbers('document_number', 'document', a, b, ways)
  if (issuer === 'different' || number === undefined || number.sureness === 0) return undefined
  return {
    score: number.sureness * (issuer === 'unknown' ? 0.85 : 1),
    reasons: [number.reason, { field: 'document_issuer', verdict: issuer }],
  }
}

function compareIssuers(asked: string | undefined, held: string | undefined): 'equal' | 'different' | 'unknown' {
  if (asked === undefined || held === undefined) return 'unknown'
  return countryOf(asked) === countryOf(held) ? 'equal' : 'different'
}

function matchVehicle(asked: AskedVehicle, held: Vehicle, ways: Ways): Found | undefined {
  const country = compareIssuers(asked.country, held.country)
  const [asked_plate, held_plate] = [
    { text: asked.plate, country: asked.country },
    { text: held.plate, country: held.country },
  ]
  const compared = [
    compareNumbers('vin', 'vin', { text: asked.vin }, { text: held.vin }, ways),
    compareNumbers('plate', 'plate', asked_plate, held_plate, ways),
  ].flatMap((one) => one ?? [])
  let score = 0
  for (const { reason, sureness } of compared) {
    if (reason.field === 'plate' && country === 'different') continue
    const worth = reason.field === 'vin' ? 1 : country === 'equal' ? 0.95 : 0.8
    score = Math.max(score, worth * sureness)
  }
  if (score === 0) return undefined
  const reasons = compared.map(({ reason }) => reason)
  const both_plates = asked.plate !== undefined && held.plate !== undefined
  // a plate on another vehicle is worth knowing and less sure
  const is_other = reasons.some(({ verdict }) => verdict === 'different')
  return {
    score: is_other ? score * 0.8 : score,
    reasons: both_plates ? [...reasons, { field: 'plate_country', verdict: country }] : reasons,
  }
}

const SERIAL_SURENESS: Partial<Record<IdentifierVerdict, number>> = { equal: 0.75, compatible: 0.7, 'look-alike': 0.6, worn: 0.55 }
const DESCRIPTION_WEIGHTS = { make: 0.15, model: 0.05, calibre: 0.04 }
/** What a description adds where it agrees, half agrees, and does not. */
const AGREEMENT = { equal: 1, compatible: 0.5, different: -1 }

/** Serials repeat among makers, so that the make decides most of what is left. */
function matchFirearm(asked: AskedFirearm, held: Firearm, ways: Ways): Found | undefined {
  const serial = compareNumbers('serial', 'firearm', { text: asked.serial }, { text: held.serial }, ways)
  const sure = serial && SERIAL_SURENESS[serial.reason.verdict as IdentifierVerdict]
  if (serial === undefined || sure === undefined) return undefined
  const described = (['make', 'model', 'calibre'] as const).flatMap((field) => {
    const [x, y] = [asked[field], held[field]]
    return x === undefined || y === undefined ? [] : [{ field, verdict: COMPARISONS[field](x, y), held: y }]
  })
  const score = described.reduce((sum, { field, verdict }) => sum + AGREEMENT[verdict] * DESCRIPTION_WEIGHTS[field], sure)
  const told = described.map(({ field, verdict, held: y }) => (verdict === 'compatible' ? { field, verdict, held: y } : { field, verdict }))
  return { score, reasons: [serial.reason, ...told] }
}

const COMPARISONS = {
  make: compareMakes,
  model: (a: string, b: string) => (plainWords(a) === plainWords(b) ? ('equal' as const) : ('different' as const)),
  calibre: compareCalibres,
}

const plainWords = (text: string) =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

function matchIdentifier(asked: AskedIdentifier, held: Identifier, ways: Ways): Found | undefined {
  if (asked.kind !== held.kind) return undefined
  const [a, b] = [
    { text: asked.value, country: asked.country },
    { text: held.value, country: held.country },
  ]
  const found = compareNumbers('identifier', asked.kind, a, b, ways)
  return found && found.sureness > 0 ? { score: found.sureness, reasons: [found.reason] } : undefined
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
