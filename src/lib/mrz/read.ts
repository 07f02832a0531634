/** Reads a machine-readable zone of a travel document: ICAO Doc 9303, parts 3 to 7. */
import { checksOf, numberOf, unfilled } from './checks.ts'
import { alternativeNumbers, corrected } from './correct.ts'
import { readDates } from './dates.ts'
import { isKnownIssuer } from './issuers.ts'
import { textAt } from './layouts.ts'
import { findLines } from './lines.ts'
import type { Check, Mrz, MrzReading, Names, Note, ReadOptions } from './types.ts'

/**
 * Reads one zone from text as scanned, pasted or typed, and reports every check digit. A wrong check digit is a finding, not a refusal;
 * text that is no zone at all is refused. Nothing is corrected unless asked, and every correction is listed. Texts over 1,000 characters
 * are refused unread.
 */
export function readMrz(text: string, options: ReadOptions = {}): MrzReading {
  const found = findLines(text)
  if (!found.ok) return found
  const { lines, corrections } = options.correct ? corrected(found.layout, found.lines) : { lines: found.lines, corrections: [] }
  const checks = checksOf(found.layout, lines)
  const dates = readDates(textAt(lines, found.layout.birth_date), textAt(lines, found.layout.expiry_date), options.today)
  if (!isPlausible(checks, dates)) return { ok: false, reason: 'no-mrz' }
  const number = numberOf(found.layout, lines)
  const names = namesOf(textAt(lines, found.layout.names), found.filled_up)
  const mrz: Mrz = {
    format: found.layout.format,
    document_code: unfilled(textAt(lines, found.layout.document_code)),
    issuer: unfilled(textAt(lines, found.layout.issuer)),
    names,
    document_number: number.value,
    nationality: unfilled(textAt(lines, found.layout.nationality)),
    birth_date: dates.birth,
    sex: sexOf(textAt(lines, found.layout.sex)),
    expiry_date: dates.expiry,
    optional_data: unfilled(number.optional_data),
    ...(found.layout.optional_data_2 && { optional_data_2: unfilled(textAt(lines, found.layout.optional_data_2)) }),
    checks,
    valid: checks.every((check) => check.ok) && !dates.birth_impossible && !dates.expiry_impossible,
    corrections,
    alternatives: alternativeNumbers(found.layout, lines, options.correct === true),
    notes: [],
    lines: [...lines],
  }
  mrz.notes = notesOf(mrz, dates, textAt(lines, found.layout.sex), found.filled_up, options)
  return { ok: true, mrz }
}

/** Hexadecimal text and serial lists can have the right length; a zone has readable dates or at least two agreeing check digits. */
function isPlausible(checks: readonly Check[], dates: { birth_impossible: boolean; expiry_impossible: boolean }): boolean {
  return checks.filter((one) => one.ok).length >= 2 || !dates.birth_impossible || !dates.expiry_impossible
}

function namesOf(field: string, filled_up: boolean): Names {
  const split = field.search(/<</)
  const [primary, secondary] = split === -1 ? [field, ''] : [field.slice(0, split), field.slice(split)]
  return { primary: spaced(primary), secondary: spaced(secondary), truncated: !filled_up && !field.endsWith('<') }
}

const spaced = (part: string) => part.replace(/<+/g, ' ').trim()
const sexOf = (printed: string) => (printed === 'F' || printed === 'M' ? printed : 'X')

function notesOf(mrz: Mrz, dates: ReturnType<typeof readDates>, sex: string, filled_up: boolean, options: ReadOptions): Note[] {
  const notes: Note[] = []
  if (!isKnownIssuer(mrz.issuer)) notes.push('issuer-unknown')
  if (!isKnownIssuer(mrz.nationality)) notes.push('nationality-unknown')
  if (!isUsualCode(mrz)) notes.push('document-code-unusual')
  if (/\d/.test(mrz.names.primary + mrz.names.secondary)) notes.push('digit-in-name')
  if (dates.birth_impossible) notes.push('birth-date-impossible')
  if (dates.expiry_impossible) notes.push('expiry-date-impossible')
  if (dates.birth.year === undefined && /^\d\d/.test(dates.birth.printed)) notes.push('century-unknown')
  if (!/^[FMX<]$/.test(sex)) notes.push('sex-unreadable')
  if (options.today && isBefore(mrz.expiry_date, options.today)) notes.push('expired')
  if (filled_up) notes.push('name-line-filled-up')
  return notes
}

function isUsualCode({ format, document_code }: Mrz): boolean {
  if (format === 'TD3') return document_code.startsWith('P')
  if (format === 'TD1' || format === 'TD2') return /^[ACI]/.test(document_code)
  return true
}

function isBefore(date: Mrz['expiry_date'], today: { year: number; month: number; day: number }): boolean {
  if (date.iso === undefined) return false
  const last_day = [date.year!, date.month ?? 12, date.day ?? 31]
  const now = [today.year, today.month, today.day]
  const first_difference = last_day.findIndex((part, i) => part !== now[i])
  return first_difference !== -1 && last_day[first_difference]! < now[first_difference]!
}
