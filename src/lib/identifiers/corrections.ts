/** What was meant by a number whose check digit does not hold: every number one slip away for which it does. */
import { isValidIBAN } from 'ibantools'
import type { Kind } from './kinds.ts'
import { nationalNumber } from './national-numbers.ts'
import { normalise } from './normalise.ts'
import { containerDigit, imoDigit, luhnDigit } from './transport.ts'
import { mustHoldCheckDigit, vinCheckDigit } from './vin.ts'

/** How people and cameras slip: two neighbours swapped, one character taken for its look-alike, one character wrong. */
export type Slip = 'swapped' | 'look-alike' | 'one-character'

export interface Correction {
  readonly value: string
  readonly slip: Slip
  /** Where it differs: the place of the character, or of the first of two. */
  readonly at: number
}

/** Most numbers one slip away that are given; the longest list, a vehicle number's, is shorter. */
const MAX_CORRECTIONS = 96

interface Checked {
  /** Whether the check digit has to hold and does not. */
  readonly isWrong: (value: string) => boolean
  readonly holds: (value: string) => boolean
  /** What may stand in the place of a character. */
  readonly choices: (value: string, at: number) => string
}

const DIGITS = '0123456789'
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const isDigit = (character: string) => character >= '0' && character <= '9'
/** Letters for letters, digits for digits. */
const alike = (value: string, at: number) => (isDigit(value[at]!) ? DIGITS : LETTERS)

const luhn = (value: string) => luhnDigit(value.slice(0, -1)) === value.at(-1)
const imo = (value: string) => imoDigit(value) === value[6]
const container = (value: string) => /^[A-Z]{4}\d{7}$/.test(value) && containerDigit(value) === value[10]
const vin = (value: string) => vinCheckDigit(value) === value[8]

/** ISO/IEC 7064, MOD 97-10, before the slower look at the structure of the country. */
function iban(value: string): boolean {
  let rest = 0
  for (let i = 0; i < value.length; i++) {
    const number = Number.parseInt(value[(i + 4) % value.length]!, 36)
    rest = (rest * (number > 9 ? 100 : 10) + number) % 97
  }
  return rest === 1 && isValidIBAN(value)
}

const CHECKED: Partial<Record<Kind, Checked>> = {
  vin: {
    isWrong: (value) => value.length === 17 && mustHoldCheckDigit(value) && !vin(value),
    holds: vin,
    choices: (_, at) => (at === 8 ? '0123456789X' : at > 12 ? DIGITS : '0123456789ABCDEFGHJKLMNPRSTUVWXYZ'),
  },
  imei: { isWrong: (value) => value.length === 15 && !luhn(value), holds: luhn, choices: alike },
  imo: { isWrong: (value) => !imo(value), holds: imo, choices: alike },
  container: { isWrong: (value) => !container(value), holds: container, choices: (value, at) => (at === 3 ? 'UJZR' : alike(value, at)) },
  'bank-account': { isWrong: (value) => /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(value) && !iban(value), holds: iban, choices: alike },
}

/**
 * The numbers one slip away whose check digit holds, likeliest first; none where it holds already, is not required, or the kind has none.
 * The check digit proves that a number can be right, not which one was meant.
 */
export function corrections(kind: Kind, text: string, country?: string): Correction[] {
  const normal = normalise(kind, text, country === undefined ? {} : { country })
  const checked = kind === 'document' && country !== undefined ? documentOf(country) : CHECKED[kind]
  if (!normal.ok || checked === undefined || !checked.isWrong(normal.value)) return []
  const { value } = normal
  const found = new Map<string, Correction>()
  for (const candidate of slips(value, checked)) {
    if (!found.has(candidate.value) && checked.holds(candidate.value)) found.set(candidate.value, candidate)
    if (found.size === MAX_CORRECTIONS) break
  }
  return [...found.values()]
}

const documentOf = (country: string): Checked => ({
  isWrong: (value) => nationalNumber(value, country)?.holds === false,
  holds: (value) => nationalNumber(value, country)?.holds === true,
  choices: alike,
})

const LOOK_ALIKES = ['0OQD', '1IL', '8B', '5S', '2Z', '6G', '17', '38', '06', '35', '49', 'UV', 'MN', 'PR', 'EF']

function* slips(value: string, { choices }: Checked): Generator<Correction> {
  for (let at = 0; at + 1 < value.length; at++) {
    if (value[at] !== value[at + 1])
      yield { value: value.slice(0, at) + value[at + 1] + value[at] + value.slice(at + 2), slip: 'swapped', at }
  }
  for (const slip of ['look-alike', 'one-character'] as const) {
    for (let at = 0; at < value.length; at++) {
      for (const choice of choices(value, at)) {
        if (choice === value[at]) continue
        const looks_alike = LOOK_ALIKES.some((set) => set.includes(choice) && set.includes(value[at]!))
        if (looks_alike === (slip === 'look-alike')) yield { value: value.slice(0, at) + choice + value.slice(at + 1), slip, at }
      }
    }
  }
}

/** The place in which two values of one length differ by one slip; `undefined` where they do not. */
export function slipBetween(a: string, b: string): { slip: Slip; at: number } | undefined {
  if (a.length !== b.length || a === b) return undefined
  const places = [...a].flatMap((character, i) => (character === b[i] ? [] : [i]))
  const [at, next] = places
  if (places.length === 1) return { slip: 'one-character', at: at! }
  const swapped = places.length === 2 && next === at! + 1 && a[at!] === b[next] && a[next] === b[at!]
  return swapped ? { slip: 'swapped', at: at! } : undefined
}
