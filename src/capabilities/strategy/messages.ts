/** What members of a forum say to each other, and what each makes of it. */
import Value from 'typebox/value'
import type { MessageHandler } from '#kernel/capability.ts'
import { verifiedStatement } from '#kernel/post/originals.ts'
import type { Statement } from '#wire/statement.ts'
import { type PassageBody, WordBody } from './bodies.ts'
import { isSaidToForum, keepWord } from './keeping.ts'

const word: MessageHandler = {
  type: 'strategy.word.v1',
  audience: 'space',
  async apply(statement, how, signed) {
    if (isSaidToForum(statement)) await keepWord(statement, signed, how)
  },
}

/** A word that another member hands on counts as if its maker had sent it, for it bears its maker's signature. */
const passage: MessageHandler = {
  type: 'strategy.passage.v1',
  async apply(statement, how) {
    const { header, body } = statement as Statement as unknown as Statement & { body: PassageBody }
    if (how.direction === 'sent') return
    const { forum, words } = body as unknown as PassageBody
    for (const signed of words) {
      const original = await verifiedStatement(how.writing, header.network, signed)
      if (!original || !isSaidToForum(original) || original.header.to.space !== forum || !Value.Check(WordBody, original.body))
        await how.record('strategy.passage-refused', `forum:${forum}`, { from: header.from.member })
      else await keepWord(original, signed, how)
    }
  },
}

export const messages: readonly MessageHandler[] = [word, passage]
