/** What statements of this capability say: the bodies published in types/strategy, as schemas the code can use. */
import Type, { type Static } from 'typebox'
import { closed, Fields, KIND_PATTERN, Member, Text, Uuid } from '#wire/fields.ts'

/** One word of one member on one thing: the whole of it, each time. */
export const WordBody = closed({
  thing: Uuid,
  maker: Member,
  seed: Type.String({
    pattern: '^[0-9a-f]{32}$',
    description: 'with its maker it gives the id of the thing: nobody takes the id of another',
  }),
  kind: Type.String({ pattern: KIND_PATTERN }),
  version: Type.Integer({ minimum: 1, maximum: 9_007_199_254_740_991, description: 'grows; the highest is what stands' }),
  set: Type.Optional(Fields),
  withdrawn: Type.Optional(Text),
})
export type WordBody = Static<typeof WordBody>

/** Words as their makers signed them, for a member that was not there. */
export const PassageBody = closed({
  forum: Uuid,
  words: Type.Array(Type.String({ pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$', maxLength: 120_000 }), {
    minItems: 1,
    maxItems: 100,
  }),
})
export type PassageBody = Static<typeof PassageBody>

export const BODIES = {
  'strategy.word.v1': WordBody,
  'strategy.passage.v1': PassageBody,
} as const
export type TypeName = keyof typeof BODIES
