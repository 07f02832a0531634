/** Shapes that several actions share. */
import Type, { type TProperties } from 'typebox'
import { ID_PATTERN } from '#wire/address.ts'

export const closed = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })
export const maybe = <S extends Type.TSchema>(schema: S) => Type.Union([schema, Type.Null()])
export const list = <S extends Type.TSchema>(schema: S, maxItems: number) => Type.Array(schema, { maxItems })
export const time = Type.String({ maxLength: 30, description: 'ISO 8601, UTC' })
export const count = Type.Integer({ minimum: 0 })
export const Id = Type.String({ pattern: ID_PATTERN })
export const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' })
/** `space:ID` of a team, `register:UNIT` of a unit's records. */
export const Matter = Type.String({ pattern: '^(space:[0-9a-f-]{36}|register:[a-z][a-z0-9-]{1,31})$' })
