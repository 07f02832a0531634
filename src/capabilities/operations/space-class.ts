/** What a policy sees of a space: it is kept to the unit that works in it, and restricted whatever it holds. */
import type { ClassAttributes } from '#kernel/capability.ts'

export const spaceClass = ({ member, unit }: Pick<ClassAttributes, 'member' | 'unit'>): ClassAttributes => ({
  kind: 'operations.space',
  member,
  classification: 'restricted',
  unit,
})
