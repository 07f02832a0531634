/** What of forums, words and drafts is sealed at rest, and how it is read. */
import type { Sealing, Unsealing } from '#kernel/capability.ts'
import type { MemberId } from '#wire/address.ts'
import type { Fields, Text } from '#wire/fields.ts'
import type { Forum } from './forum.ts'
import type { ForumRow } from './store/forums.ts'
import type { ForumKey, WordRow } from './store/words.ts'
import type { KeptWord } from './things.ts'

export interface WordText {
  readonly set: Fields
  readonly withdrawn?: Text
  readonly seed: string
}
export interface ForumText {
  readonly standing: Forum
  readonly set: Fields
  readonly founder: MemberId
  readonly seed: string
}

export const wordLabel = ({ forum, thing, author, version }: Pick<WordRow, 'forum' | 'thing' | 'author' | 'version'>) =>
  `strategy.word:${forum}/${thing}/${author}/${version}`
export const forumLabel = (forum: string) => `strategy.forum:${forum}`
export const draftLabel = (draft: string) => `strategy.draft:${draft}`
export const scopeOf = ({ holder, forum }: ForumKey) => `strategy:${holder}/${forum}`

export const openWord = (vault: Unsealing, row: WordRow): WordText | undefined =>
  row.sealed === null ? undefined : vault.openJson<WordText>(row.slot, wordLabel(row), row.sealed)
const signedLabel = (row: Pick<WordRow, 'forum' | 'thing' | 'author' | 'version'>) => `${wordLabel(row)}/signed`
/** The compact JWS, to be handed on to members that were not there, and shown as proof. */
export const openSigned = (vault: Unsealing, row: WordRow): string | undefined =>
  row.signed === null ? undefined : vault.openJson<string>(row.slot, signedLabel(row), row.signed)
export const sealSigned = (
  vault: Sealing,
  row: Pick<WordRow, 'forum' | 'thing' | 'author' | 'version' | 'slot'>,
  signed: string,
): Uint8Array => vault.sealJson(row.slot, signedLabel(row), signed)
export const openForum = (vault: Unsealing, { forum, slot, sealed }: ForumRow): ForumText | undefined =>
  sealed === null ? undefined : vault.openJson<ForumText>(slot, forumLabel(forum), sealed)

/** Rows as words that can be read. */
export const wordsOf = (vault: Unsealing, rows: readonly WordRow[]): KeptWord[] =>
  rows.flatMap((row) => {
    const text = openWord(vault, row)
    return text
      ? [
          {
            thing: row.thing,
            kind: row.kind,
            maker: row.maker,
            author: row.author,
            version: row.version,
            first_at: row.first_at.toISOString(),
            said_at: row.said_at.toISOString(),
            came_at: row.came_at.toISOString(),
            set: text.set,
            withdrawn: text.withdrawn,
            statement: row.statement,
          },
        ]
      : []
  })
