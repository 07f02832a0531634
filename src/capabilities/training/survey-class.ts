/** What a policy sees of a survey: that it is the own member's to answer or to read; restricted, for needs tell where a police force is weak. */
import type { ClassAttributes } from '#kernel/capability.ts'
import type { MemberId } from '#wire/address.ts'

export const surveyClass = (member: MemberId): ClassAttributes => ({
  kind: 'training.survey',
  member,
  classification: 'restricted',
  unit: '',
})
