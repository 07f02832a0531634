/** Compares two people: the names, and what birth date, sex, nationality and place of birth add to or take from them. */
import countries from 'i18n-iso-countries'
import { compareNames, compareRead, MATCH_THRESHOLD, type NameComparison, type PartReason, type ReadName } from './compare.ts'
import { CALENDARS_DIFFER, daysApart, daysOf, isHijri, type PartialDate } from './hijri.ts'
import type { Part } from './parts.ts'
import type { Likeness } from './similarity.ts'

/**
 * A person as asked or as held. `birth_date` is ISO and may be partial: '1985', '1985-03'; of a year from 1300 to 1500 it is by the Hijri calendar.
 * `nationality` is alpha-3 (alpha-2 is read); `birth_place` is a name as written, in any script.
 */
export type PersonName = { name: string; birth_date?: string; sex?: 'F' | 'M' | 'X'; nationality?: string; birth_place?: string }

/** `converted`: one date is by the Hijri calendar, and by the Gregorian one it is the other, or as near as tables of conversion are. */
export type DateVerdict = 'same' | 'partial' | 'swapped' | 'converted' | 'near' | 'different' | 'unknown'
export type Verdict = 'same' | 'different' | 'unknown'

export type PersonComparison = NameComparison & {
  birth_date: { verdict: DateVerdict }
  sex: { verdict: Verdict }
  nationality: { verdict: Verdict }
  /** With the parts of the places that met; absent where no place was given on either side. */
  birth_place?: { verdict: Verdict; reasons: PartReason[] }
}

/** Natural log-odds that each verdict adds to the score of the names. */
const DATE_ODDS: Record<DateVerdict, number> = { same: 3, partial: 1, swapped: 2, converted: 2.3, near: 0.2, different: -3, unknown: 0 }
const SEX_ODDS: Record<Verdict, number> = { same: 0.05, different: -1, unknown: 0 }
const NATIONALITY_ODDS: Record<Verdict, number> = { same: 0.2, different: -0.25, unknown: 0 }
/** A place is written as a village, a town or a province, so that another one tells little. */
const PLACE_ODDS: Record<Verdict, number> = { same: 0.5, different: -0.2, unknown: 0 }
/** From which score on two places are the same one, and below which they are two. */
const [SAME_PLACE, OTHER_PLACE] = [MATCH_THRESHOLD, 0.4]

export function comparePeople(a: PersonName, b: PersonName): PersonComparison {
  return refine(compareNames(a.name, b.name), a, b)
}

/** The same for names already read; `likeness` may remember what it has compared. */
export function compareReadPeople(
  a: PersonName & { read: ReadName },
  b: PersonName & { read: ReadName },
  likeness?: (a: Part, b: Part) => Likeness,
): PersonComparison {
  return refine(compareRead(a.read, b.read, likeness), a, b)
}

function refine(names: NameComparison, a: PersonName, b: PersonName): PersonComparison {
  const birth_date = { verdict: compareDates(readDate(a.birth_date), readDate(b.birth_date)) }
  const sex = { verdict: compareSex(a.sex, b.sex) }
  const nationality = { verdict: compareNationality(a.nationality, b.nationality) }
  const birth_place = a.birth_place || b.birth_place ? comparePlaces(a.birth_place, b.birth_place) : undefined
  const odds = refineOdds(birth_date.verdict, sex.verdict, nationality.verdict) + PLACE_ODDS[birth_place?.verdict ?? 'unknown']
  const score = names.score === 0 ? 0 : withOdds(names.score, odds)
  return { ...names, score, match: score >= MATCH_THRESHOLD, birth_date, sex, nationality, ...(birth_place && { birth_place }) }
}

export const refineOdds = (date: DateVerdict, sex: Verdict, nationality: Verdict): number =>
  DATE_ODDS[date] + SEX_ODDS[sex] + NATIONALITY_ODDS[nationality]

/** Moves a score by natural log-odds; neither reaches 0 nor 1. */
export function withOdds(score: number, odds: number): number {
  const within = Math.min(0.995, Math.max(0.001, score))
  const moved = Math.log(within / (1 - within)) + odds
  return Math.round(Math.min(0.9999, 1 / (1 + Math.exp(-moved))) * 10_000) / 10_000
}

/** Reads an ISO date, whole or partial; anything else is unknown. */
export function readDate(text: string | undefined): PartialDate | undefined {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text?.trim() ?? '')
  if (!found || found[1] === '0000') return undefined
  return { year: Number(found[1]), month: Number(found[2] ?? 0), day: Number(found[3] ?? 0) }
}

/** The first of January is what registers write when only the year is known: it is then read as the year alone. */
export function compareDates(a: PartialDate | undefined, b: PartialDate | undefined): DateVerdict {
  if (!a || !b) return 'unknown'
  if (isHijri(a.year) !== isHijri(b.year)) return compareAcrossCalendars(a, b)
  if (a.year === b.year) {
    if (a.month === b.month && a.day === b.day) return a.day > 0 && !firstDay(a) ? 'same' : 'partial'
    if (a.month === 0 || b.month === 0 || firstDay(a) || firstDay(b)) return 'partial'
    if (a.month === b.month && (a.day === 0 || b.day === 0)) return 'partial'
    if (a.day > 0 && a.month === b.day && a.day === b.month) return 'swapped'
    return a.month === b.month || (a.day > 0 && a.day === b.day) ? 'near' : 'different'
  }
  const years = Math.abs(a.year - b.year)
  const digits = turnedDigits(a.year, b.year)
  if (years > 1 && !digits) return 'different'
  if (a.month > 0 && b.month > 0 && !firstDay(a) && !firstDay(b) && (a.month !== b.month || a.day !== b.day)) return 'different'
  return 'near'
}

/** A date known to the day meets a day; one that is not, a stretch of them. */
function compareAcrossCalendars(a: PartialDate, b: PartialDate): DateVerdict {
  if (daysApart(a, b) > CALENDARS_DIFFER) return 'different'
  const known = [a, b].every((date) => {
    const [first, last] = daysOf(date)
    return first === last
  })
  return known ? 'converted' : 'partial'
}

const firstDay = (date: PartialDate) => date.month === 1 && date.day === 1

const turnedDigits = (a: number, b: number) =>
  Math.floor(a / 100) === Math.floor(b / 100) && (a % 10) * 10 + (Math.floor(a / 10) % 10) === b % 100

export function compareSex(a: string | undefined, b: string | undefined): Verdict {
  if (!a || !b || a === 'X' || b === 'X') return 'unknown'
  return a === b ? 'same' : 'different'
}

export function compareNationality(a: string | undefined, b: string | undefined): Verdict {
  if (!a || !b) return 'unknown'
  return a === b || alpha3(a) === alpha3(b) ? 'same' : 'different'
}

function alpha3(code: string): string {
  const upper = code.toUpperCase()
  return upper.length === 2 ? (countries.alpha2ToAlpha3(upper) ?? upper) : upper
}

/** Places of birth are names too: the same rules across scripts and spellings. */
export function comparePlaces(a: string | undefined, b: string | undefined): { verdict: Verdict; reasons: PartReason[] } {
  if (!a || !b) return { verdict: 'unknown', reasons: [] }
  const { score, reasons, refused } = compareNames(a, b)
  if (refused !== undefined) return { verdict: 'unknown', reasons: [] }
  return { verdict: score >= SAME_PLACE ? 'same' : score < OTHER_PLACE ? 'different' : 'unknown', reasons }
}
