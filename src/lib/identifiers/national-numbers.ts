/**
 * Numbers of persons and identity documents that prove themselves, by the state that gives them: Spain's DNI and NIE, Portugal's citizen card,
 * Italy's codice fiscale, France's registration number, Belgium's register number, Turkey's and Israel's identity numbers, Germany's cards.
 */
import { checkDigit } from '#lib/mrz/check-digit.ts'
import { luhnDigit } from './transport.ts'

interface NationalNumber {
  readonly country: string
  readonly scheme: string
  readonly shape: RegExp
  readonly holds: (value: string) => boolean
}

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE'
export const dniLetter = (digits: string): string => DNI_LETTERS[Number(digits) % 23]!

const NUMBERS: readonly NationalNumber[] = [
  { country: 'ESP', scheme: 'dni', shape: /^\d{8}[A-Z]$/, holds: (value) => dniLetter(value.slice(0, 8)) === value[8] },
  {
    country: 'ESP',
    scheme: 'nie',
    shape: /^[XYZ]\d{7}[A-Z]$/,
    holds: (value) => dniLetter('XYZ'.indexOf(value[0]!) + value.slice(1, 8)) === value[8],
  },
  { country: 'PRT', scheme: 'cartao-de-cidadao', shape: /^\d{9}[A-Z0-9]{2}\d$/, holds: isCitizenCard },
  {
    country: 'ITA',
    scheme: 'codice-fiscale',
    shape: /^[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]$/,
    holds: isCodiceFiscale,
  },
  { country: 'FRA', scheme: 'nir', shape: /^[12]\d{4}(?:\d{2}|2A|2B)\d{8}$/, holds: isNir },
  { country: 'BEL', scheme: 'register-number', shape: /^\d{11}$/, holds: isBelgian },
  { country: 'TUR', scheme: 'kimlik', shape: /^[1-9]\d{10}$/, holds: isTurkish },
  { country: 'ISR', scheme: 'teudat-zehut', shape: /^\d{9}$/, holds: (value) => luhnDigit(value.slice(0, 8)) === value[8] },
  {
    country: 'DEU',
    scheme: 'ausweis',
    shape: /^[CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}\d$/,
    holds: (value) => String(checkDigit(value.slice(0, 9))) === value[9],
  },
]

/** The states one of whose numbers this is by its own check digit. */
export const provenNumbers = (value: string): { country: string; scheme: string }[] =>
  NUMBERS.filter(({ shape, holds }) => shape.test(value) && holds(value)).map(({ country, scheme }) => ({ country, scheme }))

/** Whether the check digit of a number of this state holds; `undefined` where it has none of ours. */
export function nationalNumber(value: string, country: string): { scheme: string; holds: boolean } | undefined {
  const found = NUMBERS.filter((one) => one.country === country && one.shape.test(value))
  const right = found.find(({ holds }) => holds(value)) ?? found[0]
  return right && { scheme: right.scheme, holds: right.holds(value) }
}

const numberOf = (character: string) => Number.parseInt(character, 36)

/** Every second character from the right but one doubled, nine taken off, the sum divisible by ten: Autenticação.gov, número de documento. */
function isCitizenCard(value: string): boolean {
  let sum = 0
  for (let i = 0; i < 12; i++) {
    const doubled = i % 2 === 0 ? numberOf(value[i]!) * 2 : numberOf(value[i]!)
    sum += i % 2 === 0 && doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

const ODD_PLACES = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

/** Decreto ministeriale 12 marzo 1974: odd places by table, even ones as they are, the rest by 26 as a letter. */
function isCodiceFiscale(value: string): boolean {
  let sum = 0
  for (let i = 0; i < 15; i++) {
    const code = /\d/.test(value[i]!) ? Number(value[i]) : value.charCodeAt(i) - 65
    sum += i % 2 === 0 ? ODD_PLACES[code]! : code
  }
  return String.fromCharCode(65 + (sum % 26)) === value[15]
}

/** 97 less the rest of thirteen digits; Corsica's departments count as 19 and 18. */
function isNir(value: string): boolean {
  const digits = value.slice(0, 13).replace('2A', '19').replace('2B', '18')
  return /^\d{13}$/.test(digits) && 97 - (Number(digits) % 97) === Number(value.slice(13))
}

/** 97 less the rest of nine digits, with a 2 before them for the born since 2000; the first six are a birth date. */
function isBelgian(value: string): boolean {
  const [body, key] = [value.slice(0, 9), Number(value.slice(9))]
  if (!/^\d{2}(?:[024][0-9]|[135][0-2])[0-3]\d/.test(value) || /^0+$/.test(value)) return false
  return 97 - (Number(body) % 97) === key || 97 - (Number(`2${body}`) % 97) === key
}

function isTurkish(value: string): boolean {
  const digits = [...value].map(Number)
  const odd = digits[0]! + digits[2]! + digits[4]! + digits[6]! + digits[8]!
  const even = digits[1]! + digits[3]! + digits[5]! + digits[7]!
  const tenth = (((odd * 7 - even) % 10) + 10) % 10
  return digits[9] === tenth && digits[10] === (odd + even + tenth) % 10
}
