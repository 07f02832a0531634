/** What a policy sees of a list: it is kept to the unit that runs it, and restricted whatever it names. */
import type { ClassAttributes } from '#kernel/capability.ts'

export const listClass = ({ member, unit }: Pick<ClassAttributes, 'member' | 'unit'>): ClassAttributes => ({
  kind: 'screening.list',
  member,
  classification: 'restricted',
  unit,
})
