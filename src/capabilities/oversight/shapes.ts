/** The schemas that several actions of oversight share. */
import Type, { type TProperties, type TSchema } from 'typebox'
import { ID_PATTERN } from '#wire/address.ts'

export const closed = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })
export const maybe = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])
export const list = <S extends TSchema>(schema: S, maxItems = 200) => Type.Array(schema, { maxItems })
export const oneOf = <const T extends string>(values: readonly T[]) => Type.Enum([...values])

export const Id = Type.String({ pattern: ID_PATTERN })
export const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' })
export const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' })
export const Moment = Type.String({ maxLength: 30, description: 'ISO 8601' })
/** A moment as it is asked for. */
export const MomentIn = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]{5,12}Z)?$' })
export const Count = Type.Integer({ minimum: 0 })
export const Code = Type.String({ maxLength: 120 })

export const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200 }))
export const DEFAULT_LIMIT = 50

/** A count that stops: the list has at least this many rows. */
export const TotalOut = { total: Count, total_capped: Type.Boolean() } as const

export const iso = (at: Date): string => at.toISOString()
export const maybeIso = (at: Date | null): string | null => (at ? at.toISOString() : null)
