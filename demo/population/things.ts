/** Synthetic documents, vehicles, firearms and identifiers. Numbers are of ranges kept for fiction or documentation where such exist, else of shapes that the series of life leaves out. */
import { vinCheckDigit } from '#lib/identifiers/vin.ts'
import { type Chance, chanceOf, skewed, weighted } from './chance.ts'
import { COUNTRIES, type Country, PROFILES } from './countries.ts'
import { named, people, type SyntheticPerson, type WrittenName } from './people.ts'
import { latin } from './words.ts'

export interface ThingsOptions {
  readonly seed: number
  readonly count: number
  /** Whose register they stand in. */
  readonly country: Country
  readonly from?: number
}

export const DOCUMENT_TYPES = [
  'passport',
  'identity-card',
  'visa',
  'residence-permit',
  'travel-document',
  'driving-licence',
  'vehicle-registration',
] as const
export const DOCUMENT_STATUSES = ['stolen-blank', 'stolen', 'lost', 'invalid', 'revoked'] as const

export interface SyntheticDocument {
  readonly reference: string
  readonly number: string
  readonly issuer: Country
  readonly type: (typeof DOCUMENT_TYPES)[number]
  readonly document_status: (typeof DOCUMENT_STATUSES)[number]
  readonly holder?: { readonly name: WrittenName; readonly birth_date: string }
}

const typeDraw = weighted<(typeof DOCUMENT_TYPES)[number]>({
  passport: 55,
  'identity-card': 25,
  'residence-permit': 8,
  'driving-licence': 6,
  visa: 3,
  'travel-document': 2,
  'vehicle-registration': 1,
})
const statusDraw = weighted<(typeof DOCUMENT_STATUSES)[number]>({ lost: 52, stolen: 33, 'stolen-blank': 6, invalid: 6, revoked: 3 })

/** Stream numbers keep the kinds of thing apart. */
const DOCUMENT = 4
const VEHICLE = 5
const FIREARM = 6
const IDENTIFIER = 7

const numbers = ({ count, from = 1 }: ThingsOptions) => Array.from({ length: count }, (_, i) => from + i)
const chanceFor = ({ seed, country }: ThingsOptions, number: number, stream: number): Chance =>
  chanceOf(seed, number, COUNTRIES.indexOf(country) * 8 + stream)
const referenceOf = (country: Country, letter: string, number: number) => `DEMO-${country}-${letter}${String(number).padStart(7, '0')}`
const digits = (chance: Chance, count: number): string => Array.from({ length: count }, () => chance.below(10)).join('')
const letters = (chance: Chance, count: number, from: string): string =>
  Array.from({ length: count }, () => from[chance.below(from.length)]).join('')

/** Documents by number, mostly of the own country; those that are not blank have a holder. */
export function* documents(options: ThingsOptions): Generator<SyntheticDocument> {
  const { seed, country } = options
  const holders = people({ seed: seed + 1, country, count: options.count, from: options.from, shared: 0 })
  for (const number of numbers(options)) {
    const chance = chanceFor(options, number, DOCUMENT)
    const document_status = statusDraw(chance)
    const person: SyntheticPerson | undefined = holders.next().value
    const is_blank = document_status === 'stolen-blank' || !person
    yield {
      reference: referenceOf(country, 'D', number),
      // XD marks a number of the demonstration; the digits hold the count, so that no two are alike
      number: `XD${String(number % 1_000_000).padStart(6, '0')}${digits(chance, 2)}`,
      issuer: is_blank ? country : person.nationality,
      type: is_blank ? 'passport' : typeDraw(chance),
      document_status,
      ...(!is_blank && { holder: { name: inPassport(person), birth_date: person.birth_date } }),
    }
  }
}

/** A travel document spells its holder in Latin letters, as the country that issues it does. */
const inPassport = ({ identity, nationality }: SyntheticPerson): WrittenName =>
  named(identity, 'Latn', ({ word }) => latin(word, PROFILES[nationality].hand), 'main')

export interface SyntheticVehicle {
  readonly reference: string
  readonly plate: string
  readonly country: Country
  readonly vin: string
  readonly make: string
  readonly model: string
  readonly colour: string
}

const LATIN = 'ABCDEFGHJKLMNPRSTVWXYZ'
/** Plates of each country's shape, with a letter or a number that its series, as we know it, never issues. README.md says which. */
const PLATES: Readonly<Partial<Record<Country, (chance: Chance) => string>>> = {
  ESP: (chance) => `${digits(chance, 4)} Q${letters(chance, 2, 'BCDFGHJKLMNPRSTVWXYZ')}`,
  FRA: (chance) => `U${letters(chance, 1, LATIN)}-${digits(chance, 3)}-${letters(chance, 2, LATIN)}`,
  ITA: (chance) => `Q${letters(chance, 1, LATIN)} ${digits(chance, 3)} ${letters(chance, 2, LATIN)}`,
  MAR: (chance) => `${1 + chance.below(99_999)}|${chance.pick([...'أبدهوط'])}|${90 + chance.below(9)}`,
  DZA: (chance) => `${digits(chance, 5)}-1${digits(chance, 2)}-${90 + chance.below(9)}`,
  TUN: (chance) => `${900 + chance.below(99)} تونس ${1 + chance.below(9_999)}`,
  SEN: (chance) => `QQ-${digits(chance, 4)}-${letters(chance, 1, LATIN)}`,
}
const anyPlate = (chance: Chance) => `QX ${digits(chance, 4)} ${letters(chance, 2, LATIN)}`

const MODELS =
  'Renault Clio, Peugeot 208, Dacia Logan, Toyota Corolla, Volkswagen Golf, Renault Kangoo, Peugeot 206, Toyota Hilux, Dacia Duster, Seat Ibiza, Ford Transit, Citroën C3, Mercedes-Benz Sprinter, Hyundai i10, Kia Picanto, Fiat Doblò, Nissan Qashqai, BMW X5, Opel Corsa, Audi A4, Ford Focus, Mercedes-Benz C 220, Land Rover Defender, Iveco Daily, Volkswagen Passat, Fiat 500, Mitsubishi L200, Yamaha TMAX, Piaggio Liberty, Peugeot Partner'
    .split(', ')
    .map((text) => [text.slice(0, text.indexOf(' ')), text.slice(text.indexOf(' ') + 1)] as const)
const modelDraw = skewed(
  MODELS.map(([make, model]) => (make === 'Land' ? (['Land Rover', 'Defender'] as const) : ([make, model] as const))),
  0.7,
)
const colourDraw = weighted({ white: 28, black: 20, grey: 20, silver: 10, blue: 9, red: 8, green: 3, brown: 2 })

/** Vehicles with plate and VIN; the VIN's check digit (49 CFR 565) is right, its maker's code DEM names no maker. */
export function* vehicles(options: ThingsOptions): Generator<SyntheticVehicle> {
  for (const number of numbers(options)) {
    const chance = chanceFor(options, number, VEHICLE)
    const country = chance.is(0.8) ? options.country : chance.pick(COUNTRIES)
    const [make, model] = modelDraw(chance)
    yield {
      reference: referenceOf(options.country, 'V', number),
      plate: (PLATES[country] ?? anyPlate)(chance),
      country,
      vin: vinOf(`DEM${letters(chance, 5, LATIN)}`, `${letters(chance, 1, 'KLMNPRSTVWX')}Z${String(number % 1_000_000).padStart(6, '0')}`),
      make,
      model,
      colour: colourDraw(chance),
    }
  }
}

/** Puts the check digit between the eight characters before it and the eight after. */
export function vinOf(before: string, after: string): string {
  return before + vinCheckDigit(`${before}0${after}`) + after
}

export interface SyntheticFirearm {
  readonly reference: string
  readonly category: 'handgun' | 'rifle' | 'shotgun' | 'automatic'
  readonly serial: string
  readonly make: string
  readonly model: string
  readonly calibre: string
}

const FIREARMS =
  'handgun|Glock|17|9x19; handgun|Beretta|92FS|9x19; automatic|Izhmash|AKM|7.62x39; handgun|Zastava|M57|7.62x25; shotgun|Beretta|A300|12; handgun|Česká zbrojovka|CZ 75|9x19; handgun|Ekol|Volga|9 PAK; automatic|Zastava|M70|7.62x39; handgun|Star|BM|9x19; rifle|Mauser|98|7.92x57; shotgun|Baikal|MP-153|12; rifle|Remington|700|.308 Win; handgun|Walther|P99|9x19; handgun|Retay|Mod 92|9 PAK; automatic|MAT|49|9x19; shotgun|Benelli|M4|12'
    .split('; ')
    .map((text) => text.split('|') as unknown as readonly [SyntheticFirearm['category'], string, string, string])
const firearmDraw = skewed(FIREARMS, 0.6)

/** Firearms; the serial begins with XD, the mark of the demonstration, and now and then a character is worn away (*). */
export function* firearms(options: ThingsOptions): Generator<SyntheticFirearm> {
  for (const number of numbers(options)) {
    const chance = chanceFor(options, number, FIREARM)
    const [category, make, model, calibre] = firearmDraw(chance)
    const serial = `XD${letters(chance, 1, LATIN)}${String(number % 100_000).padStart(5, '0')}${digits(chance, 1)}`
    const worn = 3 + chance.below(5)
    yield {
      reference: referenceOf(options.country, 'F', number),
      category,
      serial: chance.is(0.05) ? `${serial.slice(0, worn)}*${serial.slice(worn + 1)}` : serial,
      make,
      model,
      calibre,
    }
  }
}

export const IDENTIFIER_KINDS = ['telephone', 'email', 'handle', 'domain', 'url', 'ip', 'bank-account', 'imei'] as const
export interface SyntheticIdentifier {
  readonly reference: string
  readonly kind: (typeof IDENTIFIER_KINDS)[number]
  readonly value: string
}

const kindDraw = weighted<(typeof IDENTIFIER_KINDS)[number]>({
  telephone: 50,
  email: 18,
  handle: 10,
  ip: 7,
  imei: 6,
  'bank-account': 4,
  domain: 3,
  url: 2,
})
const WORDS =
  'north, harbour, cedar, atlas, quay, lantern, copper, saffron, dune, orchard, tide, granite, falcon, meridian, amber, willow'.split(', ')
const EXAMPLE_DOMAINS = ['example.com', 'example.net', 'example.org']

/** Telephone numbers that France (ARCEP), the United Kingdom (Ofcom) and North America keep for fiction. */
export const FICTION_TELEPHONES: readonly (readonly [prefix: string, digits: number])[] = [
  ['+3363998', 4],
  ['+3319900', 4],
  ['+3326191', 4],
  ['+3335301', 4],
  ['+3346571', 4],
  ['+3353649', 4],
  ['+447700900', 3],
  ['+441632960', 3],
  ['+442079460', 3],
  ['+12025550', 3],
  ['+13055550', 3],
]
const VALUES: Readonly<Record<(typeof IDENTIFIER_KINDS)[number], (chance: Chance, number: number) => string>> = {
  telephone(chance) {
    const [prefix, count] = chance.pick(FICTION_TELEPHONES)
    // in North America only 555-0100 to 555-0199
    return prefix.startsWith('+1') ? `${prefix}1${digits(chance, 2)}` : `${prefix}${digits(chance, count)}`
  },
  email: (chance, number) => `${chance.pick(WORDS)}.${chance.pick(WORDS)}${number}@${chance.pick(EXAMPLE_DOMAINS)}`,
  handle: (chance, number) => `telegram:demo_${chance.pick(WORDS)}_${number}`,
  domain: (chance, number) => `${chance.pick(WORDS)}-${number}.example`,
  url: (chance, number) => `https://${chance.pick(WORDS)}-${number}.example/${chance.pick(WORDS)}`,
  ip: (chance) =>
    chance.is(0.2)
      ? `2001:db8:${chance.below(65_536).toString(16)}::${(1 + chance.below(65_535)).toString(16)}`
      : `${chance.pick(['192.0.2', '198.51.100', '203.0.113'])}.${1 + chance.below(254)}`,
  'bank-account': (chance) => ibanOf('GB', `DEMO000000${digits(chance, 8)}`),
  imei: (chance) => luhn(`00${digits(chance, 12)}`),
}

export function* identifiers(options: ThingsOptions): Generator<SyntheticIdentifier> {
  for (const number of numbers(options)) {
    const chance = chanceFor(options, number, IDENTIFIER)
    const kind = kindDraw(chance)
    yield { reference: referenceOf(options.country, 'I', number), kind, value: VALUES[kind](chance, number) }
  }
}

/** An IBAN with its check digits (ISO 13616, mod 97). */
export function ibanOf(country: string, account: string): string {
  const numeric = [...`${account}${country}00`].map((one) => parseInt(one, 36)).join('')
  return `${country}${String(98 - Number(BigInt(numeric) % 97n)).padStart(2, '0')}${account}`
}

/** Adds the check digit of ISO/IEC 7812-1. */
function luhn(text: string): string {
  const sum = [...text].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return text + String((10 - (sum % 10)) % 10)
}
