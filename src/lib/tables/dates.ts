/** Dates as files have them: what is written, and where day and month can be taken for each other both readings, never one in silence. */
import { latinDigits, plainWords } from './plain.ts'

export type DateOrder = 'day-first' | 'month-first'

/** A date by either order, whole or partial ISO 8601; the same twice where the writing leaves no choice. */
export type DateRead =
  | { readonly ok: true; readonly 'day-first'?: string; readonly 'month-first'?: string }
  | { readonly ok: false; readonly reason: 'not-a-date' | 'two-digit-year' }

const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const MAX_LENGTH = 60

/** A day that the calendar has: the pattern alone lets the 31st of February pass. */
export function isDay(text: string): boolean {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (parts === null) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const is_leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = month === 2 && is_leap ? 29 : (DAYS_OF_MONTH[month - 1] ?? 0)
  return year > 0 && day >= 1 && day <= days
}

/** Whether both orders give a date, and not the same one. */
export const isAmbiguous = (read: DateRead): boolean =>
  read.ok && read['day-first'] !== undefined && read['month-first'] !== undefined && read['day-first'] !== read['month-first']

/** The date in the order that is said; `undefined` where it is none. */
export function isoDate(typed: string, order: DateOrder): string | undefined {
  const read = readDate(typed)
  return read.ok ? read[order] : undefined
}

/** Reads ISO dates whole or partial, compact ones, numbers in any order with any separator, and months in words of four languages. */
export function readDate(typed: string): DateRead {
  if (typed.length > MAX_LENGTH) return NOT_A_DATE
  const text = latinDigits(typed)
    .trim()
    // a spreadsheet's midnight says nothing
    .replace(/[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?Z?$/i, '')
  const iso = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text)
  if (iso) return sure(partial(iso[1]!, iso[2], iso[3]))
  const compact = /^((?:19|20)\d\d)(\d\d)(\d\d)$/.exec(text)
  if (compact) return sure(day(compact[1]!, compact[2]!, compact[3]!))
  const year_first = /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})$/.exec(text)
  if (year_first) return sure(day(year_first[1]!, year_first[2]!, year_first[3]!))
  const numbers = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$/.exec(text)
  if (numbers) {
    const [, first = '', second = '', year = ''] = numbers
    if (year.length === 2) return { ok: false, reason: 'two-digit-year' }
    return either(day(year, second, first), day(year, first, second))
  }
  return inWords(text)
}

const NOT_A_DATE = { ok: false, reason: 'not-a-date' } as const
const sure = (iso: string | undefined): DateRead => either(iso, iso)

function either(day_first: string | undefined, month_first: string | undefined): DateRead {
  if (day_first === undefined && month_first === undefined) return NOT_A_DATE
  return {
    ok: true,
    ...(day_first !== undefined && { 'day-first': day_first }),
    ...(month_first !== undefined && { 'month-first': month_first }),
  }
}

function partial(year: string, month: string | undefined, of_month: string | undefined): string | undefined {
  if (month === undefined || (month === '00' && (of_month === undefined || of_month === '00'))) return year
  if (of_month === undefined || of_month === '00') return Number(month) >= 1 && Number(month) <= 12 ? `${year}-${month}` : undefined
  return day(year, month, of_month)
}

function day(year: string, month: string, of_month: string): string | undefined {
  const iso = `${year}-${month.padStart(2, '0')}-${of_month.padStart(2, '0')}`
  return isDay(iso) ? iso : undefined
}

/** `12 mars 1985`, `12-Mar-1985`, `March 12, 1985`, `12 de marzo de 1985`, `مارس 1985`. */
function inWords(text: string): DateRead {
  const parts = plainWords(text.replace(/(\d)(st|nd|rd|th|er)\b/gi, '$1').replace(/(\d)(?=\p{L})|(\p{L})(?=\d)/gu, '$& '))
    .split(' ')
    .filter((part) => part !== 'de' && part !== 'del' && part !== 'of')
  const words = parts.filter((part) => !/^\d/.test(part)).join(' ')
  const month = words === '' ? undefined : monthOf(words)
  if (month === undefined) return NOT_A_DATE
  const numbers = parts.filter((part) => /^\d/.test(part))
  const year = numbers.find((number) => /^\d{4}$/.test(number))
  const others = numbers.filter((number) => number !== year)
  if (year === undefined) return numbers.length === 2 ? { ok: false, reason: 'two-digit-year' } : NOT_A_DATE
  if (others.length === 0) return sure(`${year}-${month}`)
  return others.length === 1 && /^\d{1,2}$/.test(others[0]!) ? sure(day(year, month, others[0]!)) : NOT_A_DATE
}

/** English, French, Spanish, then Arabic as it is written in Egypt and the Gulf, in the Maghreb, and in the Levant. */
const MONTHS = [
  'january janvier enero يناير جانفي كانون-الثاني',
  'february fevrier febrero فبراير فيفري شباط',
  'march mars marzo مارس آذار',
  'april avril abril أبريل إبريل أفريل نيسان',
  'may mai mayo مايو ماي أيار',
  'june juin junio يونيو يونيه جوان حزيران',
  'july juillet julio يوليو يوليه يوليوز جويلية تموز',
  'august aout agosto أغسطس أوت غشت آب',
  'september septembre septiembre setiembre سبتمبر شتنبر أيلول',
  'october octobre octubre أكتوبر تشرين-الأول',
  'november novembre noviembre نوفمبر نونبر تشرين-الثاني',
  'december decembre diciembre ديسمبر دجنبر كانون-الأول',
].map((names) => names.split(' ').map(plainWords))
const SHORTEST = 3

/** The number of a month, `03`: by its whole name, or by a beginning that no other month has. */
function monthOf(word: string): string | undefined {
  const whole = MONTHS.findIndex((names) => names.includes(word))
  const begun = word.length < SHORTEST ? [] : MONTHS.flatMap((names, i) => (names.some((name) => name.startsWith(word)) ? [i] : []))
  const month = whole >= 0 ? whole : begun.length === 1 ? begun[0]! : -1
  return month < 0 ? undefined : String(month + 1).padStart(2, '0')
}
