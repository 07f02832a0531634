/** What a policy sees of a forum: that the own member takes part in it; restricted, for what is planned tells what is not watched. */
import type { ClassAttributes } from '#kernel/capability.ts'
import type { MemberId } from '#wire/address.ts'

export const forumClass = (member: MemberId): ClassAttributes => ({
  kind: 'strategy.forum',
  member,
  classification: 'restricted',
  unit: '',
})
