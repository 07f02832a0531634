/**
 * What birth date, sex and nationality tell, as natural logarithms of likelihood ratios (Fellegi and Sunter, 1969): how often they agree
 * so when two records are one person, over how often they do by chance among the records held.
 */

import { dateOf, dayOf, keyOf, monthOf, nationalityOf, sexOf, yearOf } from './facts.ts'
import { FINDING } from './finding.ts'
import { CALENDARS_DIFFER, daysApart, daysOf, gregorianOfDay, hijriOfDay, isHijri } from './hijri.ts'

/** Records that an index is supposed to stand for at least: few records tell little of how common anything is. */
export const SUPPOSED = 20_000
const DAYS = 365.25
const SHARE = FINDING.date

/** How many records there are of one date key, of a stretch of keys, of a nationality and of a sex. */
export type Counts = {
  size: number
  between(from: number, to: number): number
  nationality(number: number): number
}

/** Dates for which records may be of the asked person: stretches of keys; those of one day are `near`. `most` is the most that such a date tells. */
export type Window = { from: number; to: number; near: boolean; most: number }

export type Evidence = {
  of(facts: number): number
  windows: Window[]
  /** The most that the date tells of a record outside of the windows, and the most that all else does. */
  otherwise: number
  else_most: number
}

/** Readies what an asked person's facts tell of each record's. */
export function evidenceOf(facts: number, counts: Counts): Evidence {
  const date = dateOf(facts)
  const total = counts.size + SUPPOSED
  const share = (from: number, to: number, supposed: number) => (counts.between(from, to) + SUPPOSED * supposed) / total
  const log = (agree: number, chance: number) => Math.log(agree / Math.max(chance, 1e-9))
  const [year, month, day] = [yearOf(date), monthOf(date), dayOf(date)]
  const only_year = date > 0 && (month === 0 || (month === 1 && day <= 1))
  const year_share = date > 0 ? share(keyOf(year, 0, 0), keyOf(year, 15, 31), 1 / 60) : 1
  const same = date > 0 ? log(SHARE.same, only_year ? year_share : share(date, date, 1 / (60 * DAYS))) : 0
  // the first of January is what registers write when only the year is known
  const compatible = log(only_year ? 1 : SHARE.compatible, year_share)
  const swapped = log(SHARE.swapped, 1 / (60 * DAYS))
  const year_off = log(SHARE.year_off * (only_year ? 2 : 1), only_year ? 2 * year_share : 2 / (60 * DAYS))
  const day_off = log(SHARE.day_off, (40 * year_share) / DAYS)
  const otherwise = Math.log(SHARE.otherwise)
  // a date by the other calendar: the same day as near as calendars are converted, or one that fits what is known of it
  const asked_date = { year, month, day }
  const hijri = isHijri(year)
  const converted = log(SHARE.same, (2 * CALENDARS_DIFFER + 1) / (60 * DAYS))
  const fits = log(SHARE.compatible, 1.2 / 60)
  const known = date > 0 && !only_year && day > 0
  const is_year = (key: number) => monthOf(key) === 0 || (monthOf(key) === 1 && dayOf(key) <= 1)

  const ofDate = (key: number): number => {
    if (date === 0 || key === 0) return 0
    const [y, m, d] = [yearOf(key), monthOf(key), dayOf(key)]
    if (isHijri(y) !== hijri) {
      if (daysApart(asked_date, { year: y, month: m, day: d }) > CALENDARS_DIFFER) return otherwise
      return known && d > 0 && !is_year(key) ? converted : fits
    }
    if (y === year) {
      if (only_year) return same - (is_year(key) ? 0 : 0.05)
      if (m === month && d === day) return same
      if (is_year(key) || (m === month && (d === 0 || day === 0))) return compatible
      if (m === day && d === month) return swapped
      return m === month || d === day ? day_off : otherwise
    }
    const off = Math.abs(y - year) === 1 || turned(y, year)
    if (off && only_year) return Math.abs(y - year) === 1 ? year_off : otherwise
    if (off && is_year(key)) return year_off - 2
    if (off && m === month && d === day) return year_off
    return otherwise
  }
  const nationality = nationalityOf(facts)
  const same_nationality = nationality === 0 ? 0 : log(FINDING.nationality, (counts.nationality(nationality) + SUPPOSED * 0.03) / total)
  const other_nationality = Math.log(1 - FINDING.nationality)
  const sex = sexOf(facts)
  const same_sex = Math.log(FINDING.sex / 0.5)
  const other_sex = Math.log((1 - FINDING.sex) / 0.5)
  const ofRest = (other: number): number => {
    let sum = 0
    const of = nationalityOf(other)
    if (nationality !== 0 && of !== 0) sum += of === nationality ? same_nationality : other_nationality
    const other_is = sexOf(other)
    if (sex !== 0 && other_is !== 0 && sex !== 3 && other_is !== 3) sum += sex === other_is ? same_sex : other_sex
    return sum
  }
  const else_most = Math.max(0, same_nationality) + (sex !== 0 && sex !== 3 ? same_sex : 0)
  // records lie in order of their dates, so that one after the other is mostly of the same
  let last_date = 0
  let last_told = 0
  return {
    of(other) {
      const key = dateOf(other)
      if (key !== last_date) {
        last_date = key
        last_told = ofDate(key)
      }
      return last_told + ofRest(other)
    },
    windows:
      date === 0
        ? []
        : [
            ...windowsOf(date, only_year, { same, compatible, swapped, year_off, day_off }),
            ...(counts.between(...(hijri ? GREGORIAN : HIJRI)) > 0 ? otherCalendar(asked_date, known, converted, fits) : []),
          ],
    otherwise: date === 0 ? 0 : Math.max(otherwise, year_off - 2),
    else_most,
  }
}

const turned = (a: number, b: number) =>
  Math.floor(a / 100) === Math.floor(b / 100) && (a % 10) * 10 + (Math.floor(a / 10) % 10) === b % 100

const HIJRI = [keyOf(1300, 0, 0), keyOf(1500, 15, 31)] as const
const GREGORIAN = [keyOf(1501, 0, 0), keyOf(5094, 15, 31)] as const

/** Where the same days stand by the other calendar, and its years and months that hold one of them. */
function otherCalendar(date: { year: number; month: number; day: number }, known: boolean, converted: number, fits: number): Window[] {
  const [first, last] = daysOf(date)
  const other = isHijri(date.year) ? gregorianOfDay : hijriOfDay
  const [from, to] = [other(first - CALENDARS_DIFFER), other(last + CALENDARS_DIFFER)]
  const windows: Window[] = [
    {
      from: keyOf(from.year, from.month, from.day),
      to: keyOf(to.year, to.month, to.day),
      near: known,
      most: known ? converted : fits,
    },
  ]
  for (const year of new Set([from.year, to.year])) windows.push({ from: keyOf(year, 0, 0), to: keyOf(year, 1, 1), near: true, most: fits })
  for (const { year, month } of [from, to]) windows.push({ from: keyOf(year, month, 0), to: keyOf(year, month, 0), near: true, most: fits })
  return windows
}

type Telling = Record<'same' | 'compatible' | 'swapped' | 'year_off' | 'day_off', number>

function windowsOf(date: number, only_year: boolean, told: Telling): Window[] {
  const [year, month, day] = [yearOf(date), monthOf(date), dayOf(date)]
  const { same, compatible, swapped, year_off, day_off } = told
  const windows: Window[] = [{ from: 0, to: 0, near: true, most: 0 }]
  const add = (from: number, to: number, near: boolean, most: number) => windows.push({ from, to, near, most })
  if (only_year) {
    add(keyOf(year, 0, 0), keyOf(year, 15, 31), true, same)
    for (const one of [year - 1, year + 1]) add(keyOf(one, 0, 0), keyOf(one, 15, 31), false, year_off)
    return windows
  }
  add(date, date, true, same)
  add(keyOf(year, 0, 0), keyOf(year, 1, 1), true, compatible)
  if (day >= 1 && day <= 12 && day !== month) add(keyOf(year, day, month), keyOf(year, day, month), true, swapped)
  const other = Math.floor(year / 100) * 100 + (year % 10) * 10 + (Math.floor(year / 10) % 10)
  for (const one of new Set([year - 1, year + 1, other]))
    if (one !== year) add(keyOf(one, month, day), keyOf(one, month, day), true, year_off)
  add(keyOf(year, 0, 0), keyOf(year, 15, 31), false, Math.max(compatible, day_off))
  return windows
}
