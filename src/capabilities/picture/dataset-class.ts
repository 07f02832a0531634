/** What a policy sees: of a dataset, that it is public and the own member's; of a statement, who holds it and how secret it is. */
import type { ClassAttributes } from '#kernel/capability.ts'
import type { MemberId } from '#wire/address.ts'
import type { Classification } from '#wire/vocabulary.ts'

export const datasetClass = (member: MemberId): ClassAttributes => ({
  kind: 'picture.dataset',
  member,
  classification: 'unclassified',
  unit: '',
})
export const seizuresClass = (holder: MemberId, classification: Classification): ClassAttributes => ({
  kind: 'picture.seizures',
  member: holder,
  classification,
  unit: '',
})
