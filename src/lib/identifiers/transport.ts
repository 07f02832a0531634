/** Devices, vessels, aircraft and containers: IMEI, IMO number, MMSI, aircraft registration and 24-bit address, ISO 6346. */
import { capitals, fold, SEPARATORS } from './fold.ts'
import { type Normalised, type Remark, refused } from './kinds.ts'
import { countryOfAircraft, countryOfStation } from './stations.ts'

/** The digits without label and separators. Where no letter can stand, O and I are misread digits; the remark says so. */
function digitsOf(text: string, label: RegExp): { digits: string; notes: Remark[] } {
  const typed = capitals(fold(text).replaceAll('l', '1')).replace(label, '').replace(SEPARATORS, '')
  const digits = /\d{4}/.test(typed) ? typed.replace(/[OQ]/g, '0').replace(/I/g, '1') : typed
  return { digits, notes: digits === typed ? [] : ['look-alikes-replaced'] }
}

const verdict = (is_right: boolean): Remark => (is_right ? 'checksum-ok' : 'checksum-wrong')

/** Fourteen digits get their check digit, sixteen (IMEISV) lose the software version and get it: 3GPP TS 23.003, section 6.2. */
export function normaliseImei(text: string): Normalised {
  const { digits, notes } = digitsOf(text, /^IMEI(?:SV)?\b[\s:#]*/)
  if (digits === '') return refused('empty')
  if (!/^\d+$/.test(digits)) return refused('bad-character')
  if (digits.length < 14 || digits.length > 16) return refused('bad-length')
  const body = digits.slice(0, 14)
  const value = digits.length === 15 ? digits : body + luhnDigit(body)
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
  const { digits, notes } = digitsOf(text, /^IMO\b[\s:#]*|^IMO(?=\d)/)
  if (digits === '') return refused('empty')
  if (!/^\d+$/.test(digits)) return refused('bad-character')
  if (digits.length !== 7) return refused('bad-length')
  return { ok: true, value: digits, display: `IMO ${digits}`, notes: [...notes, verdict(imoDigit(digits) === digits[6])] }
}

/** The last digit of the sum of the first six, weighted 7 to 2. */
export function imoDigit(number: string): string {
  const sum = [...number.slice(0, 6)].reduce((total, digit, i) => total + Number(digit) * (7 - i), 0)
  return String(sum % 10)
}

/** Nine digits; the first ones say what kind of station it is: ITU-R M.585. */
export function normaliseMmsi(text: string): Normalised {
  const { digits, notes } = digitsOf(text, /^MMSI\b[\s:#]*|^MMSI(?=\d)/)
  if (digits === '') return refused('empty')
  if (!/^\d+$/.test(digits)) return refused('bad-character')
  if (digits.length !== 9) return refused('bad-length')
  const country = countryOfStation(digits)
  return { ok: true, value: digits, display: digits, notes, ...(country && { country }), scheme: stationOf(digits) }
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

/** Nationality marks of ICAO Annex 7, longest first where one begins another. */
const MARKS: [mark: string, country: string][] = `
CN MAR, 7T DZA, TS TUN, 5A LBY, SU EGY, 5T MRT, EC ESP, CS PRT, CR PRT, 9H MLT, SX GRC, 5B CYP, TC TUR, OD LBN, JY JOR, 4X ISR, YK SYR, HB CHE,
OO BEL, PH NLD, OE AUT, EI IRL, 9A HRV, S5 SVN, T7 SMR, 3A MCO, 6V SEN, 6W SEN, TZ MLI, 3X GIN, C5 GMB, TU CIV, 5U NER, 5N NGA, 9G GHA, J5 GNB,
HZ SAU, A6 ARE, A7 QAT, A9C BHR, 9K KWT, A4O OMN, 7O YEM, YI IRQ, EP IRN, E4 PSE, D2 AGO, D4 CPV, 9L SLE, EL LBR, A8 LBR, 5V TGO, TY BEN, XT BFA,
TT TCD, TJ CMR, TL CAF, TR GAB, TN COG, 9Q COD, 9S COD, ST SDN, ET ETH, E3 ERI, 6O SOM, J2 DJI, 5Y KEN, 5X UGA, 5H TZA, 9J ZMB, 5R MDG, ZS ZAF,
SE SWE, LN NOR, OY DNK, OH FIN, TF ISL, LX LUX, SP POL, OK CZE, OM SVK, HA HUN, YR ROU, LZ BGR, YU SRB, 4O MNE, E7 BIH, Z3 MKD, ZA ALB, ER MDA,
UR UKR, EW BLR, RA RUS, RF RUS, LY LTU, YL LVA, ES EST, 4K AZE, 4L GEO, EK ARM, VT IND, AP PAK, VH AUS, ZK NZL, JA JPN, HL KOR, HS THA, 9M MYS,
9V SGP, PK IDN, RP PHL, VN VNM, PP BRA, PR BRA, PT BRA, PU BRA, LV ARG, CC CHL, HK COL, YV VEN, XA MEX, XB MEX, XC MEX, HP PAN, CU CUB, HI DOM,
OB PER, CP BOL, HC ECU, ZP PRY, CX URY, VP BMU, VQ BMU, VR BMU, M IMN, F FRA, I ITA, D DEU, G GBR, C CAN, B CHN, N USA`
  .trim()
  .split(/,\s/)
  .map((entry) => entry.split(' ') as [string, string])

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
  if (is_address) {
    const country = countryOfAircraft(address[1]!)
    return { ok: true, value: `ICAO24:${address[1]}`, display: address[1]!, notes: [], ...(country && { country }), scheme: 'icao24' }
  }
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

/** What the fourth letter of a container says that it is: ISO 6346, section 3.2. */
const CATEGORIES: Record<string, string> = { U: 'freight-container', J: 'container-equipment', Z: 'trailer-or-chassis', R: 'refrigerated' }

/**
 * Owner, category, serial and check digit: ISO 6346. Ten characters get their check digit. Letters stand in the first four places and
 * digits behind them, so that a zero before and an O behind are misread; the remark says so.
 */
export function normaliseContainer(text: string): Normalised {
  const typed = capitals(fold(text)).replace(SEPARATORS, '')
  if (typed === '') return refused('empty')
  if (!/^[A-Z0-9]+$/.test(typed)) return refused('bad-character')
  if (typed.length !== 10 && typed.length !== 11) return refused('bad-length')
  const placed = typed.slice(0, 4).replace(/0/g, 'O').replace(/1/g, 'I') + typed.slice(4).replace(/[OQ]/g, '0').replace(/I/g, '1')
  if (!/^[A-Z]{4}\d{6,7}$/.test(placed)) return refused('bad-form')
  const due = containerDigit(placed)
  const value = placed.slice(0, 10) + (placed[10] ?? due)
  const notes: Remark[] = placed === typed ? [] : ['look-alikes-replaced']
  notes.push(placed.length === 10 ? 'check-digit-added' : verdict(placed[10] === due))
  const scheme = CATEGORIES[value[3]!]
  return { ok: true, value, display: `${value.slice(0, 4)} ${value.slice(4, 10)} ${value[10]}`, notes, ...(scheme && { scheme }) }
}

/** Letters count from 10 and leave out the multiples of 11; each place doubles the weight; 10 is written 0: ISO 6346, annex A. */
export function containerDigit(container: string): string {
  let sum = 0
  for (let i = 0; i < 10; i++) {
    const code = container.charCodeAt(i)
    const letter = code - 55
    const value = code < 65 ? code - 48 : letter + Math.floor((letter - 1) / 10)
    sum += value * 2 ** i
  }
  return String((sum % 11) % 10)
}
