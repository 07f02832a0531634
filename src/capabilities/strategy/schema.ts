/** Words of which schemas are put together. */
import Type from 'typebox'

export const maybe = <S extends Type.TSchema>(schema: S) => Type.Union([schema, Type.Null()])
export const list = <S extends Type.TSchema>(schema: S, maxItems: number) => Type.Array(schema, { maxItems })
export const count = Type.Integer({ minimum: 0 })
