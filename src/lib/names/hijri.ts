/**
 * Birth dates by the Hijri calendar beside those by the Gregorian one. Days are counted by the tabular calendar (thirty years with eleven leap
 * years; Reingold and Dershowitz, Calendrical Calculations, "Islamic calendar"); what was proclaimed, or Umm al-Qura, is up to two days off.
 */

/** Year, month and day; 0 where unknown. */
export type PartialDate = { year: number; month: number; day: number }

/** Years that people whose dates are compared were born in by the one calendar: 1882 to 2077 by the other, where nobody was born in such a year. */
const [FIRST, LAST] = [1300, 1500]
/** Days by which calendars that were converted by different tables differ. */
export const CALENDARS_DIFFER = 2
const DAY_MS = 86_400_000
/** The day before the first of the Hijri calendar (16 July 622 of the Julian one), in days from 1970. */
const EPOCH = -492_149

export const isHijri = (year: number): boolean => year >= FIRST && year <= LAST

/** A day of the Hijri calendar, in days from 1970. */
export const dayOfHijri = (year: number, month: number, day: number): number =>
  EPOCH + day + 29 * (month - 1) + Math.floor(month / 2) + 354 * (year - 1) + Math.floor((3 + 11 * year) / 30)

/** The Hijri date of a day. */
export function hijriOfDay(day: number): PartialDate {
  const year = Math.floor((30 * (day - EPOCH - 1) + 10_646) / 10_631)
  const month = Math.min(12, Math.floor((2 * (day - dayOfHijri(year, 1, 1)) + 1) / 59) + 1)
  const from = dayOfHijri(year, month, 1)
  return from > day ? { year, month: month - 1, day: day - dayOfHijri(year, month - 1, 1) + 1 } : { year, month, day: day - from + 1 }
}

const dayOfGregorian = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY_MS

export function gregorianOfDay(day: number): PartialDate {
  const date = new Date(day * DAY_MS)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** The days that a date may be, from the first to the last, in days from 1970. The first of a year stands for the year, as registers write it. */
export function daysOf({ year, month, day }: PartialDate): [first: number, last: number] {
  const count = isHijri(year) ? dayOfHijri : dayOfGregorian
  if (month === 0 || (month === 1 && day <= 1)) return [count(year, 1, 1), count(year + 1, 1, 1) - 1]
  if (day === 0) return [count(year, month, 1), (month === 12 ? count(year + 1, 1, 1) : count(year, month + 1, 1)) - 1]
  return [count(year, month, day), count(year, month, day)]
}

/** Days between what two dates may be; 0 where they may be the same. */
export function daysApart(a: PartialDate, b: PartialDate): number {
  const [[first, last], [other_first, other_last]] = [daysOf(a), daysOf(b)]
  return Math.max(0, other_first - last, first - other_last)
}
