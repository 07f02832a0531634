/** Devices, vessels, aircraft and containers: IMEI, IMO number, MMSI, aircraft registration and 24-bit address, ISO 6346. */
import { capitals, fold, SEPARATORS } from './fold.ts'
import { type Normalised, type Remark, refused } from './kinds.ts'

const digitsOf = (text: string, label: RegExp): string => capitals(fold(text)).replace(label, '').replace(SEPARATORS, '')

const verdict = (is_right: boolean): Remark => (is_right ? 'checksum-ok' : 'checksum-wrong')

/** Fourteen digits get their check digit, sixteen (IMEISV) lose the software version and get it: 3GPP TS 23.003, section 6.2. */
export function normaliseImei(text: string): Normalised {
  const digits = digitsOf(text, /^IMEI(?:SV)?\b[\s:#]*/)
  if (digits === '') return refused('empty')
  if (!/^\d+$/.test(digits)) return refused('bad-character')
  if (digits.length < 14 || digits.length > 16) return refused('bad-length')
  const body = digits.slice(0, 14)
  const value = digits.length === 15 ? digits : body + luhnDigit(body)
  const notes: Remark[] = []
  if (digits.length === 15) notes.push(verdict(digits[14] === luhnDigit(body)))
  if (digits.length === 14) notes.push('check-digit-added')
  if (digits.length === 16) notes.push('software-version-removed', 'check-digit-added')
  return { ok: true, value, display: `${value.slice(0, 8)} ${value.slice(8, 14)} ${value[14]}`, notes }
}

/** The Luhn digit that completes a number: ISO/IEC 7812-1, annex B. */
export function luhnDigit(body: string): string {
  let sum = 0
  for (let i = 0; i < body.length; i++) {
    const digit = Number(body[body.length - 1 - i])
    const doubled = i % 2 === 0 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return String((10 - (sum % 10)) % 10)
}

/** Seven digits, the last a check digit over the six before: IMO Resolution A.1117(30). */
export function normaliseImo(text: string): Normalised {
  const digits = digitsOf(text, /^IMO\b[\s:#]*|^IMO(?=\d)/)
  if (digits === '') return refused('empty')
  if (!/^\d+$/.test(digits)) return refused('bad-character')
  if (digits.length !== 7) return refused('bad-length')
  const sum = [...digits.slice(0, 6)].reduce((total, digit, i) => total + Number(digit) * (7 - i), 0)
  return { ok: true, value: digits, display: `IMO ${digits}`, notes: [verdict(sum % 10 === Number(digits[6]))] }
}

/** Nine digits; the first ones say what kind of station it is: ITU-R M.585. */
export function normaliseMmsi(text: string): Normalised {
  const digits = digitsOf(text, /^MMSI\b[\s:#]*|^MMSI(?=\d)/)
  if (digits === '') return refused('empty')
  if (!/^\d+$/.test(digits)) return refused('bad-character')
  if (digits.length !== 9) return refused('bad-length')
  return { ok: true, value: digits, display: digits, notes: [], scheme: stationOf(digits) }
}

function stationOf(digits: string): string {
  if (digits.startsWith('00')) return 'coast-station'
  if (digits.startsWith('0')) return 'group'
  if (digits.startsWith('111')) return 'rescue-aircraft'
  if (digits.startsWith('8')) return 'handheld'
  if (/^97[024]/.test(digits)) return 'distress-beacon'
  if (digits.startsWith('98')) return 'craft-of-a-ship'
  if (digits.startsWith('99')) return 'aid-to-navigation'
  return /^[2-7]/.test(digits) ? 'ship' : 'other'
}

/** Nationality marks of ICAO Annex 7 around the Mediterranean and on the routes to it, longest first. */
const MARKS: [mark: string, country: string][] = [
  ['CN', 'MAR'],
  ['7T', 'DZA'],
  ['TS', 'TUN'],
  ['5A', 'LBY'],
  ['SU', 'EGY'],
  ['5T', 'MRT'],
  ['EC', 'ESP'],
  ['CS', 'PRT'],
  ['CR', 'PRT'],
  ['9H', 'MLT'],
  ['SX', 'GRC'],
  ['5B', 'CYP'],
  ['TC', 'TUR'],
  ['OD', 'LBN'],
  ['JY', 'JOR'],
  ['4X', 'ISR'],
  ['YK', 'SYR'],
  ['HB', 'CHE'],
  ['OO', 'BEL'],
  ['PH', 'NLD'],
  ['OE', 'AUT'],
  ['EI', 'IRL'],
  ['9A', 'HRV'],
  ['S5', 'SVN'],
  ['T7', 'SMR'],
  ['3A', 'MCO'],
  ['6V', 'SEN'],
  ['6W', 'SEN'],
  ['TZ', 'MLI'],
  ['3X', 'GIN'],
  ['C5', 'GMB'],
  ['TU', 'CIV'],
  ['5U', 'NER'],
  ['5N', 'NGA'],
  ['9G', 'GHA'],
  ['HZ', 'SAU'],
  ['A6', 'ARE'],
  ['A7', 'QAT'],
  ['F', 'FRA'],
  ['I', 'ITA'],
  ['D', 'DEU'],
  ['G', 'GBR'],
  ['N', 'USA'],
]

/**
 * A registration (`CN-ROA`, value `CNROA`) or a 24-bit address (`icao24:3C6444`, or six hexadecimal digits with a figure among them).
 * A registration keeps its dash only where it would read as an address without it (`B-12345`).
 */
export function normaliseAircraft(text: string): Normalised {
  const typed = capitals(fold(text))
  if (typed === '') return refused('empty')
  const joined = typed.replace(SEPARATORS, '')
  const address = /^(?:ICAO24|0X)?([0-9A-F]{6})$/.exec(joined)
  const is_address = address !== null && (joined.length > 6 || (/\d/.test(joined) && !/^[A-Z0-9]{1,2}-/.test(typed)))
  if (is_address) return { ok: true, value: `ICAO24:${address[1]}`, display: address[1]!, notes: [], scheme: 'icao24' }
  if (!/^[A-Z0-9]+$/.test(joined)) return refused('bad-character')
  if (joined.length < 3 || joined.length > 7) return refused('bad-length')
  if (!/[A-Z]/.test(joined)) return refused('bad-form')
  const mark = markOf(joined)
  const dash = address === null ? -1 : typed.indexOf('-')
  const value = dash === -1 ? joined : `${joined.slice(0, dash)}-${joined.slice(dash)}`
  const display = dash !== -1 || mark === undefined || mark[0] === 'N' ? value : `${mark[0]}-${joined.slice(mark[0].length)}`
  return { ok: true, value, display, notes: [], ...(mark && { country: mark[1] }), scheme: 'registration' }
}

/** The nationality mark that a registration without its dash begins with, and the state it stands for. */
export function markOf(value: string): [mark: string, country: string] | undefined {
  return MARKS.find(([mark]) => value.startsWith(mark) && isSuffix(mark, value.slice(mark.length)))
}

const isSuffix = (mark: string, suffix: string): boolean =>
  mark === 'N' ? /^[1-9]\d{0,4}[A-Z]{0,2}$/.test(suffix) && suffix.length <= 5 : /^[A-Z0-9]{3,4}$/.test(suffix)

/** Owner, category U, J or Z, serial and check digit: ISO 6346. Ten characters get their check digit. */
export function normaliseContainer(text: string): Normalised {
  const typed = capitals(fold(text)).replace(SEPARATORS, '')
  if (typed === '') return refused('empty')
  if (!/^[A-Z0-9]+$/.test(typed)) return refused('bad-character')
  if (typed.length !== 10 && typed.length !== 11) return refused('bad-length')
  if (!/^[A-Z]{4}\d{6,7}$/.test(typed)) return refused('bad-form')
  const due = containerDigit(typed)
  const value = typed.slice(0, 10) + (typed[10] ?? due)
  const notes: Remark[] = [typed.length === 10 ? 'check-digit-added' : verdict(typed[10] === due)]
  return { ok: true, value, display: `${value.slice(0, 4)} ${value.slice(4, 10)} ${value[10]}`, notes }
}

/** Letters count from 10 and leave out the multiples of 11; each place doubles the weight; 10 is written 0. */
function containerDigit(container: string): string {
  let sum = 0
  for (let i = 0; i < 10; i++) {
    const code = container.charCodeAt(i)
    const letter = code - 55
    const value = code < 65 ? code - 48 : letter + Math.floor((letter - 1) / 10)
    sum += value * 2 ** i
  }
  return String((sum % 11) % 10)
}
