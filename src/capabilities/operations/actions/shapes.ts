/** Shapes that several actions share. */
import Type, { type TProperties } from 'typebox'
import { Member, Uuid } from '#wire/fields.ts'
import { MAX_PARTIES } from '../bodies.ts'

export const closed = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })
export const maybe = <S extends Type.TSchema>(schema: S) => Type.Union([schema, Type.Null()])
export const list = <S extends Type.TSchema>(schema: S, maxItems: number) => Type.Array(schema, { maxItems })
export const time = Type.String({ maxLength: 30, description: 'ISO 8601, UTC' })
export const count = Type.Integer({ minimum: 0 })
export const Page = { limit: Type.Integer({ minimum: 1, maximum: 200 }), offset: Type.Integer({ minimum: 0, maximum: 1_000_000 }) }
export const Quantity = Type.String({ maxLength: 40, description: 'a decimal' })
export const TotalOut = closed({
  category: Type.String({ maxLength: 20 }),
  unit: Type.String({ maxLength: 10 }),
  quantity: Quantity,
  results: count,
  by_member: list(closed({ member: Member, quantity: Quantity, results: count }), MAX_PARTIES),
})
export const LookAlikes = list(closed({ a: Uuid, b: Uuid }), 200)
