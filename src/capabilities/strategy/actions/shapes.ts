/** What the actions share. */
import Type from 'typebox'
import type { View } from '#kernel/capability.ts'
import { closed, Fields, Instant, Member, Text, Uuid } from '#wire/fields.ts'
import { Refusal } from '#wire/refusal.ts'
import { forumClass } from '../forum-class.ts'
import { count, list, maybe } from '../schema.ts'
import { maybeForum, PARTS } from '../store/forums.ts'
import type { Thing } from '../things.ts'
import { FORUM_KINDS } from '../vocabulary.ts'

export { count, list, maybe }
export const Page = { limit: Type.Integer({ minimum: 1, maximum: 200 }), offset: Type.Integer({ minimum: 0, maximum: 1_000_000 }) }

export const onForum = async ({ forum }: { readonly forum: string }, { reading, officer }: Pick<View, 'reading' | 'officer'>) => {
  if (!(await maybeForum(reading, officer.member, forum))) throw new Refusal('thing.unknown', { inside: `forum ${forum}` })
  return forumClass(officer.member)
}
export const onOwn = (_: unknown, { officer }: Pick<View, 'officer'>) => forumClass(officer.member)
export const subjectOf = ({ forum }: { readonly forum: string }) => `forum:${forum}`

export const MOST_MEMBERS = 100
export const Members = list(Member, MOST_MEMBERS)
export const ForumLine = closed({
  id: Uuid,
  network: Member,
  title: Text,
  kind: Type.Enum([...FORUM_KINDS]),
  state: Type.Enum(['open', 'closed'] as const),
  part: Type.Enum([...PARTS]),
  chair: Member,
  participants: count,
  touched_at: Instant,
})

export const ThingOut = closed({
  id: Uuid,
  kind: Type.String({ maxLength: 32 }),
  by: Member,
  version: count,
  first_at: Instant,
  said_at: Instant,
  came_at: Instant,
  set: Fields,
  withdrawn: maybe(Text),
})
export const thingOut = ({ withdrawn, set, ...thing }: Thing) => ({ ...thing, set: { ...set }, withdrawn: withdrawn ?? null })
