/** Birth date, sex and nationality of a person in 32 bits, so that records lie in order of their dates. */
import countries from 'i18n-iso-countries'
import type { PartialDate } from './hijri.ts'
import { readDate } from './people.ts'

/** Bits, from the highest: year 12, month 4, day 5, sex 2, nationality 9. Zero is unknown. */
export type Facts = number

const FIRST_YEAR = 1000
const SEXES = ['', 'F', 'M', 'X']

/** The date alone, as a number in order of time; 0 where nothing is known. Month and day are 0 where unknown. */
export function dateKey(date: PartialDate | undefined): number {
  if (!date || date.year < FIRST_YEAR || date.year > FIRST_YEAR + 4094) return 0
  return ((date.year - FIRST_YEAR + 1) << 9) | (Math.min(15, date.month) << 5) | Math.min(31, date.day)
}

export const dateOf = (facts: Facts): number => facts >>> 11
export const sexOf = (facts: Facts): number => (facts >>> 9) & 3
export const nationalityOf = (facts: Facts): number => facts & 511

export const yearOf = (key: number): number => (key >> 9) + FIRST_YEAR - 1
export const monthOf = (key: number): number => (key >> 5) & 15
export const dayOf = (key: number): number => key & 31
export const keyOf = (year: number, month: number, day: number): number => dateKey({ year, month, day })

export function textOfDate(key: number): string | undefined {
  if (key === 0) return undefined
  const two = (n: number) => String(n).padStart(2, '0')
  return `${yearOf(key)}${monthOf(key) ? `-${two(monthOf(key))}` : ''}${monthOf(key) && dayOf(key) ? `-${two(dayOf(key))}` : ''}`
}

/** Numbers for nationalities as they come; more than 511 of them are unknown. */
export function createNationalities() {
  const codes: string[] = ['']
  const numbers = new Map<string, number>([['', 0]])
  const numberOf = (text: string | undefined): number => {
    if (!text) return 0
    const known = numbers.get(text)
    if (known !== undefined) return known
    const upper = text.trim().toUpperCase()
    const code = upper.length === 2 ? (countries.alpha2ToAlpha3(upper) ?? upper) : upper
    let number = codes.indexOf(code)
    if (number < 0) {
      if (codes.length > 511) return 0
      number = codes.push(code) - 1
    }
    if (numbers.size < 4_096) numbers.set(text, number)
    return number
  }
  return {
    numberOf,
    codeOf: (number: number): string | undefined => codes[number] || undefined,
    codes,
    restore: (stored: readonly string[]): void => {
      codes.length = 0
      codes.push(...stored)
      numbers.clear()
      for (const [number, code] of codes.entries()) numbers.set(code, number)
    },
  }
}

export const packFacts = (date: number, sex: string | undefined, nationality: number): Facts =>
  ((date << 11) | (Math.max(0, SEXES.indexOf(sex ?? '')) << 9) | nationality) >>> 0

export const readFacts = (birth_date: string | undefined, sex: string | undefined, nationality: number): Facts =>
  packFacts(dateKey(readDate(birth_date)), sex, nationality)

export const sexText = (number: number): 'F' | 'M' | 'X' | undefined => (SEXES[number] || undefined) as 'F' | 'M' | 'X' | undefined
