/** From what was typed, pasted or scanned into the one box to what can be asked about. */
import { type Correction, maybeAlpha3, normalise, type Recognition, recognise as recogniseText } from '#lib/identifiers/index.ts'
import type { Mrz } from '#lib/mrz/index.ts'
import type { Subject } from '#wire/checks/subjects.ts'
import { IDENTIFIER_KINDS } from '#wire/vocabulary.ts'

export const MAX_TEXT = 1_000

export interface Candidate {
  /** `mrz`, `name`, or the kind of identifier. */
  readonly as: string
  /** What tells it from the other candidates: `as`, with the country where it has one (`plate/FRA`). */
  readonly choice: string
  readonly confidence: number
  readonly reason: string
  readonly notes: readonly string[]
  /** The usual spelling, for people. */
  readonly display: string
  readonly subjects: readonly Subject[]
  readonly mrz?: Mrz
  /** Whose it is, ISO 3166-1 alpha-3. */
  readonly country?: string
  /** What it belongs to: a maker, a currency, a sort of plate or station. */
  readonly scheme?: string
  /** What may have been meant where the check digit does not hold, likeliest first. */
  readonly proposals?: readonly Correction[]
}

/** What a text may be, surest first; the same text always gives the same answer. `member` says whose numbers lack a country. */
export function recognise(text: string, member: string, now: Date): Candidate[] {
  const today = { year: now.getUTCFullYear(), month: now.getUTCMonth() + 1, day: now.getUTCDate() }
  const country = maybeAlpha3(member)
  const candidates = recogniseText(text, { today, ...(country && { country }) }).map(candidateOf)
  return candidates.filter(({ choice }, i) => candidates.findIndex((one) => one.choice === choice) === i)
}

/** The candidate that is meant: by its choice, or the surest of a kind. */
export const chosenOf = (candidates: readonly Candidate[], as: string | undefined): Candidate | undefined =>
  as === undefined ? candidates[0] : (candidates.find(({ choice }) => choice === as) ?? candidates.find((one) => one.as === as))

function candidateOf(found: Recognition): Candidate {
  const { confidence, reason } = found
  switch (found.as) {
    case 'mrz':
      return {
        as: 'mrz',
        choice: 'mrz',
        confidence,
        reason,
        notes: found.notes,
        display: found.mrz.lines.join('\n'),
        subjects: subjectsOfMrz(found.mrz),
        mrz: found.mrz,
      }
    case 'name': {
      const { name, birth_date } = found
      const person = { names: [{ text: name.slice(0, 200) }], ...(birth_date !== undefined && { birth_date }) }
      const display = birth_date === undefined ? name : `${name} · ${birth_date}`
      return { as: 'name', choice: 'name', confidence, reason, notes: found.notes, display, subjects: [{ person }] }
    }
    case 'identifier': {
      const { kind, notes, display, country, scheme, proposals } = found
      return {
        as: kind,
        choice: country === undefined ? kind : `${kind}/${country}`,
        confidence,
        reason,
        notes,
        display,
        subjects: [subjectOfIdentifier(found), ...hostOf(found)],
        ...(country !== undefined && { country }),
        ...(scheme !== undefined && { scheme }),
        ...(proposals && { proposals }),
      }
    }
  }
}

/** Who asks about an address asks about the site or the machine it leads to as well. */
function hostOf({ kind, value }: Extract<Recognition, { as: 'identifier' }>): Subject[] {
  if (kind !== 'url') return []
  const host = /^\[([^\]]+)\]|^[^/?:]+/.exec(value)
  const text = host?.[1] ?? host?.[0] ?? ''
  for (const as of ['ip', 'domain'] as const) {
    const normal = normalise(as, text)
    if (normal.ok) return [{ identifier: { kind: as, value: normal.value } }]
  }
  return []
}

function subjectOfIdentifier({ kind, value, country }: Extract<Recognition, { as: 'identifier' }>): Subject {
  const from = country === undefined ? {} : { country }
  switch (kind) {
    case 'document':
      return { document: { number: value, ...(country !== undefined && { issuer: country }) } }
    case 'plate':
      return { vehicle: { plate: value, ...from } }
    case 'vin':
      return { vehicle: { vin: value } }
    case 'firearm':
      return { firearm: { serial: value } }
    default: {
      // a kind that the registers do not know yet cannot be asked about
      const known = IDENTIFIER_KINDS.find((one) => one === kind)
      if (known === undefined) throw new TypeError(`no register holds ${kind}`)
      return { identifier: { kind: known, value, ...from } }
    }
  }
}

/** The document and its bearer, asked about in one go. */
export function subjectsOfMrz(mrz: Mrz): Subject[] {
  const issuer = /^[A-Z]{1,3}$/.test(mrz.issuer) ? { issuer: mrz.issuer } : {}
  const type = mrz.document_code.startsWith('P')
    ? { type: 'passport' as const }
    : mrz.document_code.startsWith('V')
      ? { type: 'visa' as const }
      : {}
  const subjects: Subject[] = []
  if (mrz.document_number !== '') subjects.push({ document: { number: mrz.document_number, ...issuer, ...type } })
  const { primary, secondary } = mrz.names
  if (primary !== '' || secondary !== '') {
    const name = { kind: 'main' as const, ...(primary !== '' && { family: primary }), ...(secondary !== '' && { given: secondary }) }
    subjects.push({
      person: {
        names: [name],
        ...(mrz.birth_date.iso !== undefined && { birth_date: mrz.birth_date.iso }),
        ...(mrz.sex !== 'X' && { sex: mrz.sex }),
        ...(/^[A-Z]{1,3}$/.test(mrz.nationality) && { nationality: mrz.nationality }),
      },
    })
  }
  return subjects
}
