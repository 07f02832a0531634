/** The commitments of 2015 are taken over into a forum: by its chair, each once, with where it is from. */
import Type from 'typebox'
import { act } from '#kernel/capability.ts'
import { closed, Uuid } from '#wire/fields.ts'
import { LANGUAGES } from '#wire/vocabulary.ts'
import { commitmentsOf2015 } from '../commitments-2015.ts'
import { forumToChange, say, thingsIn } from '../saying.ts'
import { live } from '../things.ts'
import { count, onForum, subjectOf } from './shapes.ts'

const takeCommitments = act({
  name: 'strategy.take-commitments',
  summary: 'Takes the eight commitments of 2015 over into a forum, with their source; what was taken over before is left alone',
  purpose: 'none',
  journal: 'always',
  on: onForum,
  subject: subjectOf,
  input: closed({ forum: Uuid, language: Type.Enum([...LANGUAGES]) }),
  output: closed({ taken: count, there: count }),
  refusals: ['thing.unknown', 'state.conflict', 'record.not-owner', 'input.malformed'],
  async run({ forum, language }, doing) {
    const known = await forumToChange(doing, forum)
    const there = new Set((await thingsIn(doing, known, ['commitment'])).filter(live).map(({ set }) => set.source))
    const missing = commitmentsOf2015(language).filter(({ source }) => !there.has(source))
    for (const { set } of missing) await say(doing, known, { kind: 'commitment', set })
    return { taken: missing.length, there: commitmentsOf2015(language).length - missing.length }
  },
})

export const commitmentActions = [takeCommitments]
