/** What a machine-readable zone says, field by field: ICAO Doc 9303, parts 3 to 7. */
export type Format = 'TD1' | 'TD2' | 'TD3' | 'MRV-A' | 'MRV-B'

export type CheckedField = 'document_number' | 'birth_date' | 'expiry_date' | 'optional_data' | 'composite'

export interface Check {
  field: CheckedField
  /** The character that stands in the document. */
  printed: string
  /** The digit the field should have had. */
  computed: string
  ok: boolean
}

/** One replaced character; line and column count from 1. */
export interface Correction {
  line: number
  column: number
  from: string
  to: string
  /** `check-digit`: the field's check digit agrees only so; `letters-only`: the field admits no digit. */
  reason: 'check-digit' | 'letters-only'
}

/** A date of the zone. Unknown parts are absent; the century is never printed, so a year is always inferred. */
export interface MrzDate {
  printed: string
  year?: number
  month?: number
  day?: number
  century_inferred: boolean
  /** ISO 8601 at the precision known: `1974-08-12`, `1974-08`, `1974`; absent when the year is unknown. */
  iso?: string
}

export interface Names {
  primary: string
  secondary: string
  /** The field is full to its last position, so the name may have been cut (Doc 9303-4, section 4.2.3). */
  truncated: boolean
}

export type Note =
  | 'issuer-unknown'
  | 'nationality-unknown'
  | 'document-code-unusual'
  | 'digit-in-name'
  | 'birth-date-impossible'
  | 'expiry-date-impossible'
  | 'century-unknown'
  | 'sex-unreadable'
  | 'expired'
  | 'name-line-filled-up'

export interface Mrz {
  format: Format
  document_code: string
  issuer: string
  names: Names
  document_number: string
  nationality: string
  birth_date: MrzDate
  sex: 'F' | 'M' | 'X'
  expiry_date: MrzDate
  /** Trailing fillers removed; of TD1 the first line's, the rest of a long document number excluded. */
  optional_data: string
  /** Of TD1 only: the second line's. */
  optional_data_2?: string
  checks: Check[]
  /** Every check digit agrees and no date is impossible. It says nothing about the names, which carry no check digit. */
  valid: boolean
  corrections: Correction[]
  /** Other document numbers one or two look-alike characters away that the check digits allow; never put in place of the printed one. */
  alternatives: string[]
  notes: Note[]
  /** The lines as read, after corrections. */
  lines: string[]
}

export type MrzRefusal = 'empty' | 'too-long' | 'no-mrz' | 'line-length' | 'bad-character' | 'french-national-layout'

export type MrzReading = { ok: true; mrz: Mrz } | { ok: false; reason: MrzRefusal; line?: number; column?: number }

export interface ReadOptions {
  /** Replaces look-alike characters (O/0, I/1, B/8, S/5, Z/2, G/6) where check digits or the field's alphabet decide. */
  correct?: boolean
  /** Decides centuries; without it the expiry date does. */
  today?: { year: number; month: number; day: number }
}
