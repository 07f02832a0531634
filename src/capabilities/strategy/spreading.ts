/** Hands words on to members that were not there when they were said: each its own, the chair also those of who has left. */
import type { Applying } from '#kernel/capability.ts'
import { Refusal } from '#wire/refusal.ts'
import { openForum, openSigned, openWord } from './contents.ts'
import { audienceOf } from './forum.ts'
import { type ForumRow, forumsSpreading, setSpreading } from './store/forums.ts'
import { type ForumKey, markSent, wordsUnsent } from './store/words.ts'

/** Under whose unit a node itself says something that no officer wrote. */
const NODE_UNIT = 'node'
const FORUMS_AT_ONCE = 5
const SCANNED_AT_ONCE = 500
const PASSAGE_WORDS = 100
const PASSAGE_BYTES = 150_000
/** Bounds one run; the duty goes on with what is left. */
const PASSAGES_AT_ONCE = 100
const START = '00000000-0000-0000-0000-000000000000'

export async function spreadOn(how: Applying): Promise<void> {
  for (const row of await forumsSpreading(how.writing, how.own, FORUMS_AT_ONCE))
    if (!(await spread(how, row))) await setSpreading(how.writing, how.own, row.forum, false)
}

/** Answers whether there is more to hand on. */
export async function spread(how: Applying, row: ForumRow): Promise<boolean> {
  const { own, writing, vault } = how
  const key: ForumKey = { holder: own, forum: row.forum }
  const forum = openForum(vault, row)?.standing
  if (!forum || row.part === 'left') return false
  const authors = forum.chair === own ? [own, ...forum.left] : [own]
  let passages = 0
  for (const to of audienceOf(forum, 'forum', undefined, own)) {
    for (let after = START; ; ) {
      const rows = await wordsUnsent(writing, key, to, authors, SCANNED_AT_ONCE, after)
      if (rows.length === 0) break
      const words: string[] = []
      const sent: string[] = []
      let bytes = 0
      for (const one of rows) {
        const text = openWord(vault, one)
        const signed = text && openSigned(vault, one)
        if (text && signed && audienceOf(forum, one.kind, text.set, one.author).includes(to)) {
          if (words.length === PASSAGE_WORDS || (words.length > 0 && bytes + signed.length > PASSAGE_BYTES)) break
          words.push(signed)
          bytes += signed.length
          sent.push(one.statement)
        }
        after = one.statement
      }
      if (words.length === 0) continue
      if (++passages > PASSAGES_AT_ONCE) return true
      if (!(await handed(how, row, to, words))) break
      await markSent(writing, key, sent, to)
    }
  }
  return false
}

/** Answers whether it could be sent: who is out of the network gets nothing. */
async function handed(how: Applying, { network, forum }: ForumRow, to: string, words: string[]): Promise<boolean> {
  try {
    await how.send({
      network,
      case: forum,
      unit: NODE_UNIT,
      classification: 'restricted',
      language: 'en',
      to: [to],
      type: 'strategy.passage.v1',
      body: { forum, words },
    })
    return true
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.code === 'partner.unknown') return false
    throw thrown
  }
}
