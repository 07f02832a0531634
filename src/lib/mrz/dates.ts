/** Dates of the machine-readable zone, YYMMDD with fillers for unknown parts: ICAO Doc 9303-3, section 4.8. */
import type { MrzDate } from './types.ts'

interface Parts {
  printed: string
  yy?: number
  month?: number
  day?: number
  impossible: boolean
}

/** Documents outlive their issue by decades at most: an expiry date lies within this many years after today. */
const EXPIRY_AHEAD_YEARS = 30
/** Machine-readable documents exist since the 1980s; without a clock a year of 70 or more expired in the last century. */
const EXPIRY_PIVOT = 70

/** Reads both dates together: the expiry date helps to place the birth date in its century. */
export function readDates(
  birth: string,
  expiry: string,
  today?: { year: number; month: number; day: number },
): { birth: MrzDate; expiry: MrzDate; birth_impossible: boolean; expiry_impossible: boolean } {
  const b = partsOf(birth)
  const e = partsOf(expiry)
  const expiry_year = e.yy === undefined ? undefined : expiryYear(e.yy, today?.year)
  const latest = today ?? (expiry_year === undefined ? undefined : { year: expiry_year, month: e.month ?? 12, day: e.day ?? 31 })
  const birth_year = b.yy === undefined || latest === undefined ? undefined : birthYear(b, latest)
  return {
    birth: dateOf(b, birth_year),
    expiry: dateOf(e, expiry_year),
    birth_impossible: b.impossible || isImpossible(b, birth_year),
    expiry_impossible: e.impossible || isImpossible(e, expiry_year),
  }
}

function partsOf(printed: string): Parts {
  const parts: Parts = { printed, impossible: false }
  const [yy, mm, dd] = [printed.slice(0, 2), printed.slice(2, 4), printed.slice(4, 6)]
  for (const part of [yy, mm, dd]) if (!/^(\d\d|<<)$/.test(part)) parts.impossible = true
  if (/^\d\d$/.test(yy)) parts.yy = Number(yy)
  if (/^\d\d$/.test(mm)) parts.month = Number(mm)
  if (/^\d\d$/.test(dd)) parts.day = Number(dd)
  return parts
}

function expiryYear(yy: number, this_year: number | undefined): number {
  if (this_year === undefined) return yy >= EXPIRY_PIVOT ? 1900 + yy : 2000 + yy
  const latest = this_year + EXPIRY_AHEAD_YEARS
  return latest - ((((latest - yy) % 100) + 100) % 100)
}

function birthYear(parts: Parts, latest: { year: number; month: number; day: number }): number {
  const year = latest.year - ((((latest.year - parts.yy!) % 100) + 100) % 100)
  const later_that_year =
    year === latest.year &&
    parts.month !== undefined &&
    (parts.month > latest.month || (parts.month === latest.month && (parts.day ?? 0) > latest.day))
  return later_that_year ? year - 100 : year
}

function isImpossible(parts: Parts, year: number | undefined): boolean {
  const { month, day } = parts
  if (month !== undefined && (month < 1 || month > 12)) return true
  if (day === undefined) return false
  if (day < 1 || day > 31) return true
  return month !== undefined && day > daysIn(month, year ?? 2000)
}

function daysIn(month: number, year: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function dateOf(parts: Parts, year: number | undefined): MrzDate {
  const date: MrzDate = { printed: parts.printed, century_inferred: year !== undefined }
  if (parts.month !== undefined) date.month = parts.month
  if (parts.day !== undefined) date.day = parts.day
  if (year === undefined) return date
  date.year = year
  if (parts.impossible || isImpossible(parts, year)) return date
  date.iso = [String(year).padStart(4, '0'), two(parts.month), parts.month === undefined ? undefined : two(parts.day)]
    .filter((part) => part !== undefined)
    .join('-')
  return date
}

const two = (part: number | undefined) => (part === undefined ? undefined : String(part).padStart(2, '0'))
