/** Writes machine-readable zones, for specimens and synthetic documents: ICAO Doc 9303, parts 3 to 7. */
import { checkDigit } from './check-digit.ts'
import { LAYOUTS, type Layout, type Place, textAt } from './layouts.ts'
import { transliterate } from './transliterate.ts'
import type { Format } from './types.ts'

export interface MrzDocument {
  format: Format
  /** `P` for TD3, `I` for TD1 and TD2, `V` for visas where absent. */
  document_code?: string
  issuer: string
  /** In Latin, Cyrillic or Arabic script. */
  names: { primary: string; secondary?: string }
  document_number: string
  nationality: string
  /** ISO 8601: `1974-08-12`, or with less precision `1974-08`, `1974`; empty when unknown. */
  birth_date: string
  sex: 'F' | 'M' | 'X'
  expiry_date: string
  optional_data?: string
  /** TD1 only: the second line's. */
  optional_data_2?: string
}

export type MrzWriteRefusal =
  | 'bad-code'
  | 'bad-document-number'
  | 'document-number-too-long'
  | 'bad-date'
  | 'optional-data-too-long'
  | 'bad-optional-data'
  | 'name-not-transliterable'

export type MrzWriting =
  /** `unknown` lists letters of the names that no table spells and that are therefore left out. */
  { ok: true; lines: string[]; text: string; unknown: string[] } | { ok: false; reason: MrzWriteRefusal }

/** Lays out one document with all check digits; long names are cut as Doc 9303-4, section 4.2.3 prescribes. */
export function writeMrz(document: MrzDocument): MrzWriting {
  const layout = LAYOUTS[document.format]
  const code = coded(document.document_code ?? defaultCode(document.format), 2)
  const issuer = coded(document.issuer, 3)
  const nationality = coded(document.nationality, 3)
  if (code === undefined || issuer === undefined || nationality === undefined) return refused('bad-code')
  const birth = dateField(document.birth_date)
  const expiry = dateField(document.expiry_date)
  if (birth === undefined || expiry === undefined) return refused('bad-date')
  const number = numberFields(layout, document.document_number, document.optional_data ?? '')
  if (!number.ok) return number
  const optional_2 = optionalField(document.optional_data_2 ?? '', layout.optional_data_2)
  if (!optional_2.ok) return optional_2
  const primary = transliterate(document.names.primary, document.issuer)
  const secondary = transliterate(document.names.secondary ?? '', document.issuer)
  if (primary.text === '') return refused('name-not-transliterable')

  const lines = Array.from({ length: layout.lines }, () => '<'.repeat(layout.width))
  put(lines, layout.document_code, code)
  put(lines, layout.issuer, issuer)
  put(lines, layout.names, nameField(primary.text, secondary.text, layout.names.to - layout.names.from))
  put(lines, layout.document_number, number.principal)
  put(lines, layout.document_number_check, number.check)
  put(lines, layout.optional_data, number.optional)
  put(lines, layout.nationality, nationality)
  put(lines, layout.birth_date, birth)
  put(lines, layout.birth_date_check, String(checkDigit(birth)))
  put(lines, layout.sex, document.sex === 'X' ? '<' : document.sex)
  put(lines, layout.expiry_date, expiry)
  put(lines, layout.expiry_date_check, String(checkDigit(expiry)))
  if (layout.optional_data_2) put(lines, layout.optional_data_2, optional_2.field)
  if (layout.optional_data_check) put(lines, layout.optional_data_check, String(checkDigit(textAt(lines, layout.optional_data))))
  if (layout.composite_check) {
    const covered = layout.composite.map((place) => textAt(lines, place)).join('')
    put(lines, layout.composite_check, String(checkDigit(covered)))
  }
  return { ok: true, lines, text: lines.join('\n'), unknown: [...primary.unknown, ...secondary.unknown] }
}

const refused = (reason: MrzWriteRefusal): { ok: false; reason: MrzWriteRefusal } => ({ ok: false, reason })

const defaultCode = (format: Format) => (format === 'TD3' ? 'P' : format.startsWith('MRV') ? 'V' : 'I')

function put(lines: string[], { line, from, to }: Place, text: string): void {
  const field = text.padEnd(to - from, '<')
  lines[line] = lines[line]!.slice(0, from) + field + lines[line]!.slice(to)
}

const coded = (code: string, width: number): string | undefined =>
  code.length <= width && /^[A-Z][A-Z0-9]*$/.test(code.toUpperCase()) ? code.toUpperCase() : undefined

function dateField(iso: string): string | undefined {
  if (iso === '') return '<<<<<<'
  const match = /^\d\d(\d\d)(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/.exec(iso)
  return match === null ? undefined : `${match[1]}${match[2] ?? '<<'}${match[3] ?? '<<'}`
}

type NumberFields = { ok: true; principal: string; check: string; optional: string } | { ok: false; reason: MrzWriteRefusal }

/** On TD1 and TD2 a number over nine characters runs over into the optional data, its check digit after it (Doc 9303-5, note j). */
function numberFields(layout: Layout, typed: string, optional_data: string): NumberFields {
  const number = plain(typed)
  if (!/^[A-Z0-9]+$/.test(number)) return refused('bad-document-number')
  if (number.length <= 9) {
    const optional = optionalField(optional_data, layout.optional_data)
    return optional.ok
      ? { ok: true, principal: number, check: String(checkDigit(number.padEnd(9, '<'))), optional: optional.field }
      : optional
  }
  if (!layout.long_numbers) return refused('document-number-too-long')
  const overflow = `${number.slice(9)}${checkDigit(number)}<`
  const optional = optionalField(overflow + optional_data, layout.optional_data)
  if (!optional.ok)
    return refused(overflow.length > layout.optional_data.to - layout.optional_data.from ? 'document-number-too-long' : optional.reason)
  return { ok: true, principal: number.slice(0, 9), check: '<', optional: optional.field }
}

function optionalField(typed: string, place: Place | undefined): { ok: true; field: string } | { ok: false; reason: MrzWriteRefusal } {
  const field = typed.toUpperCase().replace(/[ -]/g, '<').replace(/<+$/, '')
  if (field.length > (place === undefined ? 0 : place.to - place.from)) return refused('optional-data-too-long')
  return /^[A-Z0-9<]*$/.test(field) ? { ok: true, field } : refused('bad-optional-data')
}

const plain = (typed: string) => typed.toUpperCase().replace(/[\s<.\-/]/g, '')

/**
 * Primary and secondary identifier in one field. Where both do not fit, parts of the primary go to initials from the last until two letters
 * of the secondary fit, get back what space remains, and the rest is cut so that a letter stands in the last position.
 */
function nameField(primary: string, secondary: string, width: number): string {
  if (secondary === '') return cutAt(primary, width)
  if (primary.length + 2 + secondary.length <= width) return `${primary}<<${secondary}`
  const most = width - 2 - Math.min(secondary.length, 2)
  const whole = primary.split('<')
  const parts = [...whole]
  for (let i = parts.length - 1; i > 0 && parts.join('<').length > most; i--) parts[i] = parts[i]![0]!
  for (const [i, part] of parts.entries()) {
    const spare = Math.max(width - 2 - secondary.length - parts.join('<').length, 0)
    parts[i] = whole[i]!.slice(0, part.length + spare)
  }
  return cutAt(`${parts.join('<').slice(0, most).replace(/<$/, '')}<<${secondary}`, width)
}

/** Cuts to the width with a letter in the last position, which tells readers that something may be missing. */
function cutAt(field: string, width: number): string {
  if (field.length <= width) return field
  if (field[width - 1] !== '<') return field.slice(0, width)
  const before = field.slice(0, width - 1).replace(/<+$/, '')
  const after = field.slice(width - 1).replace(/^<+/, '')
  const gap = field.slice(before.length, field.length - after.length)
  return (before.slice(0, width - gap.length - 1) + gap + after).slice(0, width)
}
