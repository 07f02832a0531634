/** A published strategy is taken over into a forum: priorities and goals as proposals of the chair, each with its source. */
import Type from 'typebox'
import { act } from '#kernel/capability.ts'
import { closed, Uuid } from '#wire/fields.ts'
import { LANGUAGES } from '#wire/vocabulary.ts'
import { forumToChange, say, thingsIn } from '../saying.ts'
import { proposalsOf, STRATEGIES } from '../taking-over.ts'
import { live } from '../things.ts'
import { count, onForum, subjectOf } from './shapes.ts'

const takeOver = act({
  name: 'strategy.take-over',
  summary:
    'Takes a published strategy over as proposals: its priorities and goals with their source; what was taken over before is left alone',
  purpose: 'none',
  journal: 'always',
  on: onForum,
  subject: subjectOf,
  input: closed({ forum: Uuid, strategy: Type.Enum([...STRATEGIES]), language: Type.Enum([...LANGUAGES]) }),
  output: closed({ taken: count, there: count }),
  refusals: ['thing.unknown', 'state.conflict', 'record.not-owner', 'input.malformed'],
  async run({ forum, strategy, language }, doing) {
    const known = await forumToChange(doing, forum)
    const ids = new Map<string, string>()
    for (const one of await thingsIn(doing, known, ['priority', 'goal']))
      if (live(one) && typeof one.set.source === 'string') ids.set(one.set.source, one.id)
    let [taken, there] = [0, 0]
    for (const { kind, source, set, of } of proposalsOf(strategy, language)) {
      if (ids.has(source)) {
        there += 1
        continue
      }
      const priority = of === undefined ? undefined : ids.get(of)
      ids.set(source, await say(doing, known, { kind, set: { ...set, ...(priority && { priority }) } }))
      taken += 1
    }
    return { taken, there }
  },
})

export const strategyActions = [takeOver]
