/** What is said of a thing, field by field: the values that travel, the form that a field takes, and what is wrong where one does not fit. */
import Type, { type Static, type TObject } from 'typebox'
import { areaFault, readCorners } from '#lib/areas.ts'
import { ID_PATTERN } from './address.ts'
import { LANGUAGES } from './vocabulary.ts'

const UUID_PATTERN = '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'
const INSTANT_PATTERN = '^(19|20|21)\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z$'
const SHA256_PATTERN = '^[0-9a-f]{64}$'
const DATE_PATTERN = '^(19|20|21)\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$'
/** A code, an id, a number, a time, a hash: what needs no language. */
const CODE_PATTERN = '^[A-Za-z0-9+#@-][A-Za-z0-9:._/+#@-]{0,199}$'

export const closed = <P extends Record<string, Type.TSchema>>(properties: P): TObject<P> =>
  Type.Object(properties, { additionalProperties: false })

export const Uuid = Type.String({ pattern: UUID_PATTERN })
export const Instant = Type.String({ pattern: INSTANT_PATTERN })
export const Day = Type.String({ pattern: DATE_PATTERN })
export const Member = Type.String({ pattern: ID_PATTERN })
export const Sha256 = Type.String({ pattern: SHA256_PATTERN })
export const Code = Type.String({ pattern: CODE_PATTERN })
export const Text = closed({ text: Type.String({ minLength: 1, maxLength: 8_000 }), language: Type.Enum([...LANGUAGES]) })
export type Text = Static<typeof Text>
/** A proper name, in whatever script. */
const Name = closed({ name: Type.String({ minLength: 1, maxLength: 300 }) })

export const Value = Type.Union([
  Code,
  Text,
  Name,
  Type.Boolean(),
  Type.Integer({ minimum: -9_007_199_254_740_991, maximum: 9_007_199_254_740_991 }),
  Type.Array(Code, { maxItems: 100 }),
])
export type Value = Static<typeof Value>

export const MAX_FIELDS = 40
const FIELD_PATTERN = '^[a-z][a-z0-9_]{0,39}$'
export const Fields = Type.Record(Type.String({ pattern: FIELD_PATTERN }), Value, {
  maxProperties: MAX_FIELDS,
  additionalProperties: false,
})
export type Fields = { readonly [field: string]: Value }
export const KIND_PATTERN = '^[a-z][a-z-]{1,31}$'

/** What a field takes. */
export type FieldForm =
  | { readonly form: 'code'; readonly of: readonly string[] }
  /** Any of a list, each once. */
  | { readonly form: 'codes'; readonly of: readonly string[] }
  /** Up to so many either way. */
  | { readonly form: 'degree'; readonly most: 90 | 180 }
  | {
      readonly form:
        | 'text'
        | 'name'
        | 'time'
        | 'day'
        | 'amount'
        | 'count'
        | 'yes-no'
        | 'member'
        | 'members'
        | 'countries'
        | 'sha256'
        | 'code-free'
        /** Longitude and latitude of each corner of an area. */
        | 'corners'
    }
  /** The thing of one of these kinds. */
  | { readonly form: 'thing'; readonly of: readonly string[] }
  /** Several things of these kinds. */
  | { readonly form: 'things'; readonly of: readonly string[] }

export interface Field {
  readonly takes: FieldForm
  readonly required?: true
}
export type FieldTable = { readonly [field: string]: Field }

export const code = (...of: string[]): Field => ({ takes: { form: 'code', of } })
export const codes = (...of: string[]): Field => ({ takes: { form: 'codes', of } })
export const thing = (...of: string[]): Field => ({ takes: { form: 'thing', of } })
export const things = (...of: string[]): Field => ({ takes: { form: 'things', of } })
export const plain = (form: Exclude<FieldForm['form'], 'code' | 'codes' | 'thing' | 'things' | 'degree'>): Field => ({ takes: { form } })
export const must = (field: Field): Field => ({ ...field, required: true })

const INSTANT = new RegExp(INSTANT_PATTERN)
const DAY = new RegExp(DATE_PATTERN)
const UUID = new RegExp(UUID_PATTERN)
const MEMBER = new RegExp(ID_PATTERN)

const eachOnce = (value: Value, fits: (one: string) => boolean): boolean =>
  Array.isArray(value) && value.every(fits) && new Set(value).size === value.length

const FITS: { readonly [form in FieldForm['form']]: (value: Value, takes: FieldForm) => boolean } = {
  code: (value, takes) => 'of' in takes && typeof value === 'string' && takes.of.includes(value),
  codes: (value, takes) => 'of' in takes && eachOnce(value, (one) => takes.of.includes(one)),
  thing: (value) => typeof value === 'string' && UUID.test(value),
  things: (value) => eachOnce(value, (one) => UUID.test(one)),
  text: (value) => typeof value === 'object' && 'text' in value,
  name: (value) => typeof value === 'object' && 'name' in value,
  time: (value) => typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value)),
  day: (value) => typeof value === 'string' && DAY.test(value),
  amount: (value) => typeof value === 'string' && /^\d{1,12}(\.\d{1,6})?$/.test(value),
  count: (value) => typeof value === 'number' && value >= 0,
  // WGS 84, up to seven places
  degree: (value, takes) =>
    'most' in takes && typeof value === 'string' && /^-?\d{1,3}(\.\d{1,7})?$/.test(value) && Math.abs(Number(value)) <= takes.most,
  'yes-no': (value) => typeof value === 'boolean',
  member: (value) => typeof value === 'string' && MEMBER.test(value),
  members: (value) => Array.isArray(value) && value.length > 0 && eachOnce(value, (one) => MEMBER.test(one)),
  countries: (value) => Array.isArray(value) && value.every((one) => /^[A-Z]{3}$/.test(one)),
  sha256: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  'code-free': (value) => typeof value === 'string',
  corners: (value) => {
    const corners = Array.isArray(value) ? readCorners(value) : undefined
    return corners !== undefined && areaFault(corners) === undefined
  },
}

export interface FieldFault {
  readonly path: string
  readonly reason: string
}

/** What is wrong with what is said of a thing whose kind has these fields; nothing where it is of the form. A first word on a thing names all that is required. */
export function faultsIn(fields: FieldTable | undefined, set: Fields, first: boolean): readonly FieldFault[] {
  if (!fields) return [{ path: '/kind', reason: 'unknown kind' }]
  const faults: FieldFault[] = []
  for (const [field, value] of Object.entries(set)) {
    const takes = Object.hasOwn(fields, field) ? fields[field]?.takes : undefined
    if (!takes) faults.push({ path: `/set/${field}`, reason: 'unknown field' })
    else if (!FITS[takes.form](value, takes)) faults.push({ path: `/set/${field}`, reason: `not of the form ${takes.form}` })
  }
  if (first)
    for (const [field, { required }] of Object.entries(fields))
      if (required && !(field in set)) faults.push({ path: `/set/${field}`, reason: 'missing' })
  return faults
}

/** What is of its form; fields that this node does not know are kept as they are. A partner's word is not believed to be well formed. */
export function fittingIn(fields: FieldTable | undefined, set: Fields): Fields {
  if (!fields) return set
  const wrong = Object.entries(set).some(([field, value]) => !fits(fields, field, value))
  return wrong ? Object.fromEntries(Object.entries(set).filter(([field, value]) => fits(fields, field, value))) : set
}

function fits(fields: FieldTable, field: string, value: Value): boolean {
  const takes = Object.hasOwn(fields, field) ? fields[field]?.takes : undefined
  return !takes || FITS[takes.form](value, takes)
}
