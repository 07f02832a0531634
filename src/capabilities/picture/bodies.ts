/** What a member states of its seizures in a year, as published in types/picture: amounts by month, kind and unit, of the whole country. */
import Type, { type Static, type TProperties } from 'typebox'
import { LANGUAGES } from '#wire/vocabulary.ts'
import { COUNTED, DATED_BY, MADE_BY, SEIZED_KINDS, SEIZED_UNITS, WEIGHED } from './vocabulary.ts'

const closed = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })
const code = <const T extends readonly string[]>(values: T) => Type.Enum([...values] as unknown as T[number][])

export const FIRST_YEAR = 1990
export const LAST_YEAR = 2100
export const MAX_FIGURES = 1_000
/** Counts below it may be held back; more than that would hide what everybody may know. */
export const MAX_BELOW = 20

const Said = closed({ text: Type.String({ minLength: 1, maxLength: 1_000 }), language: code(LANGUAGES) })

/** A number; or less than one, held back by its owner; or held back altogether. */
const Told = (whole: boolean) =>
  Type.Union([
    closed({ value: whole ? Type.Integer({ minimum: 0, maximum: 1e9 }) : Type.Number({ minimum: 0, maximum: 1e12 }) }),
    closed({ below: Type.Integer({ minimum: 1, maximum: MAX_BELOW }) }),
    closed({ withheld: Type.Literal(true) }),
  ])
export type Told = { readonly value: number } | { readonly below: number } | { readonly withheld: true }

export const Figure = closed({
  month: Type.Integer({ minimum: 1, maximum: 12 }),
  kind: code(SEIZED_KINDS),
  unit: code(SEIZED_UNITS),
  quantity: Told(false),
  /** How many seizures it comes from. */
  seizures: Type.Optional(Told(true)),
})
export type Figure = Static<typeof Figure>

export const Counting = closed({
  counted: code(COUNTED),
  dated_by: code(DATED_BY),
  weighed: code(WEIGHED),
  made_by: code(MADE_BY),
  note: Type.Optional(Said),
})
export type Counting = Static<typeof Counting>

export const FiguresBody = closed({
  version: Type.Integer({ minimum: 1, maximum: 9_007_199_254_740_991 }),
  stated_at: Type.String({
    pattern: '^(19|20|21)\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z$',
  }),
  year: Type.Integer({ minimum: FIRST_YEAR, maximum: LAST_YEAR }),
  counting: Counting,
  figures: Type.Array(Figure, { maxItems: MAX_FIGURES }),
  /** Why the year is stated again. */
  correction: Type.Optional(Said),
})
export type FiguresBody = Static<typeof FiguresBody>

export const BODIES = { 'picture.figures.v1': FiguresBody }
