/** How words are kept: sealed under the forum's key, each version beside the one before; and what a word on the forum itself changes. */
import type { Applying } from '#kernel/capability.ts'
import { forgetStatements } from '#kernel/post/originals.ts'
import { sameBytes, sha256, utf8 } from '#lib/bytes.ts'
import type { MemberId } from '#wire/address.ts'
import type { Header, Statement } from '#wire/statement.ts'
import type { WordBody } from './bodies.ts'
import { type ForumText, forumLabel, openWord, scopeOf, sealSigned, type WordText, wordLabel } from './contents.ts'
import { type Forum, type ForumWord, forumOf, standingWord } from './forum.ts'
import { forumClass } from './forum-class.ts'
import { parentOf } from './kinds.ts'
import { spread } from './spreading.ts'
import { type ForumRow, maybeForumToChange, type Part, saveForum, setSpreading, touchForum } from './store/forums.ts'
import { countOf, type ForumKey, firstOf, forumWords, insertWord, maybeWord } from './store/words.ts'
import { thingId } from './thing-id.ts'

/** Words of one member in one forum; and before the forum is known here. */
const MOST_OF_ONE = 200_000
const MOST_UNKNOWN = 2_000
const MOST_VERSIONS = 500
/** As far as a statement may be dated ahead (protocol, rule 12), and as much for the clock that its maker follows. */
const AHEAD_MS = 240_000

export interface SaidToForum {
  readonly header: Header & { readonly to: { readonly space: string; readonly epoch: number } }
  readonly body: WordBody
}
export const isSaidToForum = (statement: Statement): statement is Statement & SaidToForum =>
  statement.header.type === 'strategy.word.v1' && 'space' in statement.header.to

/** Keeps one word and gives effect to it; the second time it does nothing. */
export async function keepWord({ header, body }: SaidToForum, signed: string, how: Applying): Promise<void> {
  const { writing, own, vault } = how
  const { member: author } = header.from
  const key: ForumKey = { holder: own, forum: header.to.space }
  const forum = await maybeForumToChange(writing, own, key.forum)
  const digest = sha256(utf8(signed))
  const why = faultOf({ header, body }, forum, how)
  const drop = async (reason: string) => {
    await how.record('strategy.word-dropped', `forum:${key.forum}`, { from: author, thing: body.thing, why: reason })
    await forgetStatements(writing, vault, own, { ids: [header.id] })
  }
  if (why) return drop(why)
  const known = await maybeWord(writing, key, { network: header.network, thing: body.thing, author, version: body.version })
  if (known) {
    if (!sameBytes(known.digest, digest))
      await how.record('strategy.told-differently', `forum:${key.forum}`, { from: author, thing: body.thing })
    return
  }
  if ((await countOf(writing, key, author)) >= (forum ? MOST_OF_ONE : MOST_UNKNOWN)) return drop('too-many')
  const first = await firstOf(writing, key, body.thing)
  if (first && first.n >= MOST_VERSIONS) return drop('too-many')
  const said_at = new Date(header.sent_at)
  const slot = forum?.slot ?? (await vault.slotOf(scopeOf(key)))
  const row = {
    ...key,
    network: header.network,
    thing: body.thing,
    author,
    version: body.version,
    maker: body.maker,
    kind: body.kind,
    first_at: first && first.first_at < said_at ? first.first_at : said_at,
    said_at,
    came_at: how.at,
    statement: header.id,
    digest,
    sent_to: how.recipients,
    under: parentOf(body.kind, body.set ?? {}),
    slot,
  }
  const text: WordText = { set: body.set ?? {}, seed: body.seed, ...(body.withdrawn && { withdrawn: body.withdrawn }) }
  await insertWord(writing, { ...row, sealed: vault.sealJson(slot, wordLabel(row), text), signed: sealSigned(vault, row, signed) })
  if (body.thing === key.forum) await settle(how, key, header.network, slot, forum)
  else if (forum) await touchForum(writing, own, key.forum, how.now)
  if (how.direction === 'received' && body.kind !== 'forum')
    await how.record('strategy.stated', `forum:${key.forum}`, { from: author, kind: body.kind, thing: body.thing, version: body.version })
}

/** What no honest node says. */
function faultOf({ header, body }: SaidToForum, forum: ForumRow | undefined, { direction, at, now }: Applying): string | undefined {
  if (thingId(body.maker, body.seed) !== body.thing) return 'not-its-id'
  if ((body.kind === 'forum') !== (body.thing === header.to.space)) return 'not-the-forum'
  if (forum && forum.network !== header.network) return 'another-network'
  if ((body.set === undefined) === (body.withdrawn === undefined)) return 'says-nothing'
  return Date.parse(header.sent_at) > (direction === 'sent' ? now : at).getTime() + AHEAD_MS ? 'clock' : undefined
}

/** Writes down who belongs now, and has newcomers sent what they have not had. */
async function settle(how: Applying, key: ForumKey, network: string, slot: number, before: ForumRow | undefined): Promise<void> {
  const { own, writing, vault, now } = how
  const rows = await forumWords(writing, key, network)
  const words = rows.flatMap((row): (ForumWord & { seed: string })[] => {
    const text = openWord(vault, row)
    return text
      ? [{ maker: row.maker, author: row.author, version: row.version, said_at: row.said_at.toISOString(), set: text.set, seed: text.seed }]
      : []
  })
  const standing = forumOf(words)
  const word = standingWord(words) as (ForumWord & { seed: string }) | undefined
  const part = standing && partOf(standing, own)
  if (!standing || !word || !part) return
  const row: ForumRow = {
    ...key,
    network,
    kind: String(word.set.kind ?? ''),
    state: standing.closed ? 'closed' : 'open',
    part,
    access_class: before?.access_class ?? (await how.classOf(forumClass(own))),
    touched_at: now,
    closed_at: standing.closed ? (before?.closed_at ?? now) : null,
    slot,
    sealed: vault.sealJson(slot, forumLabel(key.forum), {
      standing,
      set: word.set,
      founder: word.maker,
      seed: word.seed,
    } satisfies ForumText),
  }
  await saveForum(writing, row)
  if (before?.part !== part) await how.record('strategy.part', `forum:${key.forum}`, { part, chair: standing.chair })
  await setSpreading(writing, own, key.forum, await spread(how, row))
}

export function partOf(forum: Forum, member: MemberId): Part | undefined {
  if (forum.chair === member) return 'chair'
  if (forum.participants.includes(member)) return 'participant'
  if (forum.observers.includes(member)) return 'observer'
  if (forum.guests.includes(member)) return 'guest'
  return forum.left.includes(member) ? 'left' : undefined
}
