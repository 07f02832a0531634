/** What a policy sees of a course and of who is nominated for it: the own member's, restricted. */
import type { ClassAttributes } from '#kernel/capability.ts'
import type { MemberId } from '#wire/address.ts'

export const courseClass = (member: MemberId): ClassAttributes => ({
  kind: 'training.course',
  member,
  classification: 'restricted',
  unit: '',
})
