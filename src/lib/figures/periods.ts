/** Months and years as the publishers write them. */
import { isAmbiguous, readDate } from '../tables/dates.ts'
import { latinDigits, plainWords } from '../tables/plain.ts'

const ENGLISH = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const EARLIEST_YEAR = 1900
const LATEST_YEAR = 2100

/** The month of a heading such as `JAN2009`, `Jan-09` or `2009-01`; `undefined` for other headings. */
export function isWideMonth(heading: string): string | undefined {
  const parts = /^\s*([a-z]{3})[a-z]*[-_ /]?(\d{4}|\d{2})\s*$/i.exec(heading)
  if (parts) {
    const month = ENGLISH.indexOf(parts[1]!.toLowerCase())
    if (month < 0) return undefined
    return `${parts[2]!.length === 2 ? `20${parts[2]}` : parts[2]}-${String(month + 1).padStart(2, '0')}`
  }
  return /^\s*(19|20)\d\d-(0[1-9]|1[0-2])(-\d\d)?\s*$/.test(heading) ? heading.trim().slice(0, 7) : undefined
}

export type PeriodRead =
  | { readonly ok: true; readonly period: string; readonly is_day: boolean }
  | { readonly ok: false; readonly reason: 'not-a-period' | 'ambiguous-date' }

/** A year, a month, or the month of a day; where day and month could be taken for each other, neither. */
export function readPeriod(typed: string): PeriodRead {
  const text = latinDigits(typed).trim()
  const wide = isWideMonth(text)
  if (wide !== undefined && !/^\d{4}-\d\d-\d\d$/.test(text)) return inRange(wide, false)
  const read = readDate(text.replace(/^[A-Za-z]{3}, /, ''))
  if (!read.ok) return { ok: false, reason: 'not-a-period' }
  if (isAmbiguous(read)) {
    // the same month by both readings is one month
    if (read['day-first']!.slice(0, 7) !== read['month-first']!.slice(0, 7)) return { ok: false, reason: 'ambiguous-date' }
  }
  const date = (read['day-first'] ?? read['month-first'])!
  return inRange(date.slice(0, 7), date.length === 10)
}

/** A month from a year and a month in columns of their own; the month by number or by word. */
export function readYearMonth(year: string, month: string): PeriodRead {
  const y = latinDigits(year).trim().replace(/\.0$/, '')
  const m = latinDigits(month).trim().replace(/\.0$/, '')
  if (!/^\d{4}$/.test(y)) return { ok: false, reason: 'not-a-period' }
  if (/^\d{1,2}$/.test(m) && Number(m) >= 1 && Number(m) <= 12) return inRange(`${y}-${m.padStart(2, '0')}`, false)
  const word = plainWords(m)
  return word === '' ? { ok: false, reason: 'not-a-period' } : readPeriod(`${word} ${y}`)
}

function inRange(period: string, is_day: boolean): PeriodRead {
  const year = Number(period.slice(0, 4))
  return year >= EARLIEST_YEAR && year <= LATEST_YEAR ? { ok: true, period, is_day } : { ok: false, reason: 'not-a-period' }
}
