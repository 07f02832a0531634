/** What pages follow of a team: that something has changed; what it is they read as ever. */
import Type from 'typebox'
import { view } from '#kernel/capability.ts'
import { Uuid } from '#wire/fields.ts'
import { knownSpace } from '../saying.ts'
import { closed, time } from './shapes.ts'
import { onSpace, subjectOf } from './spaces.ts'

const readLastChange = view({
  name: 'operations.read-last-change',
  summary: 'When something in a team changed at this node: each change moves it on',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ space: Uuid, after: Type.Optional(Type.String({ maxLength: 30, description: 'what was answered before' })) }),
  output: closed({ after: time }),
  on: onSpace,
  subject: subjectOf,
  run: async ({ space }, viewing) => ({ after: (await knownSpace(viewing, space)).space.touched_at.toISOString() }),
})

export const followingActions = [readLastChange]
