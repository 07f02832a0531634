/** How an officer's act becomes a word: checked against what stands, said to all that it is for, in the name of the own member. */
import { randomBytes } from 'node:crypto'
import type { Act, View } from '#kernel/capability.ts'
import { hex } from '#lib/bytes.ts'
import type { MemberId } from '#wire/address.ts'
import type { Fields, Text } from '#wire/fields.ts'
import { Refusal } from '#wire/refusal.ts'
import { type ForumText, openForum, openWord, wordsOf } from './contents.ts'
import { audienceOf, mayState, withSet } from './forum.ts'
import { faultsOf, kindOf } from './kinds.ts'
import { faultOf, needed } from './rules.ts'
import { type ForumRow, maybeForum, maybeForumToChange, setSpreading } from './store/forums.ts'
import { type ForumKey, highestVersion, latestUnder, latestWords, type WordRow, wordsOn } from './store/words.ts'
import { thingId } from './thing-id.ts'
import { type Thing, thingsOf } from './things.ts'

export interface Known {
  readonly row: ForumRow
  readonly text: ForumText
  readonly key: ForumKey
}
function readable(row: ForumRow | undefined, vault: View['vault'], id: string): Known {
  const text = row && openForum(vault, row)
  if (!row || !text) throw new Refusal('thing.unknown', { inside: `forum ${id}` })
  return { row, text, key: { holder: row.holder, forum: row.forum } }
}
/** A forum of the officer's member; else `thing.unknown`. */
export const knownForum = async ({ reading, vault, officer }: Pick<View, 'reading' | 'vault' | 'officer'>, id: string): Promise<Known> =>
  readable(await maybeForum(reading, officer.member, id), vault, id)
/** The same, held until the transaction ends. */
export const forumToChange = async ({ writing, vault, officer }: Pick<Act, 'writing' | 'vault' | 'officer'>, id: string): Promise<Known> =>
  readable(await maybeForumToChange(writing, officer.member, id), vault, id)

/** What stands in a forum, of some kinds or of all. */
export async function thingsIn(
  { reading, vault }: Pick<View, 'reading' | 'vault'>,
  { row, text, key }: Known,
  kinds?: readonly string[],
): Promise<Thing[]> {
  return thingsOf(wordsOf(vault, await latestWords(reading, key, row.network, kinds)), text.standing)
}

/** What belongs to some things, of some kinds. */
export async function thingsUnder(
  { reading, vault }: Pick<View, 'reading' | 'vault'>,
  { row, text, key }: Known,
  kinds: readonly string[],
  under: readonly string[],
): Promise<Thing[]> {
  if (under.length === 0) return []
  return thingsOf(wordsOf(vault, await latestUnder(reading, key, row.network, kinds, under)), text.standing)
}

/** Versions grow with time, so that a restored node does not say something older than what it said before. */
const nextVersion = (known: number, now: Date): number => Math.max(known + 1, Math.floor(now.getTime() / 1_000))
export const newSeed = (): string => hex(randomBytes(16))

export interface ToSay {
  readonly kind: string
  /** The thing of which more is said; without it a new one. */
  readonly thing?: string | undefined
  readonly set: Fields
}

const conflict = (field: string, reason: string) => new Refusal('state.conflict', { details: [{ path: `/set/${field}`, reason }] })

/** Says a word; answers the thing's id. Refuses what is not of the form, what may not be said, and what another member made. */
export async function say(doing: Act, known: Known, { kind, thing, set }: ToSay): Promise<string> {
  const { row, text } = known
  const own = doing.officer.member
  if (row.part === 'left' || (text.standing.closed && kind !== 'forum'))
    throw new Refusal('state.conflict', { details: [{ path: '/forum', reason: row.part === 'left' ? 'left' : 'closed' }] })
  const things = await thingsIn(doing, known, needed(kind))
  const there = thing === undefined ? undefined : things.find(({ id }) => id === thing)
  if (thing !== undefined && (!there || there.kind !== kind)) throw new Refusal('thing.unknown', { inside: thing })
  if (there?.withdrawn) throw conflict('thing', 'withdrawn')
  if (!mayState(text.standing, kind, own, true)) throw new Refusal('record.not-owner', { inside: `${kind} by ${row.part}` })
  if (there && there.by !== own && kindOf(kind)?.by !== 'chair')
    throw new Refusal('record.not-owner', { inside: `${thing} is of ${there.by}` })
  const faults = faultsOf(kind, set, true)
  if (faults.length > 0) throw new Refusal('input.malformed', { details: faults.slice(0, 20) })
  const fault = faultOf({ kind, set, known: there, things, forum: text.standing, own, now: doing.now.toISOString() })
  if (fault) throw conflict(fault.field, fault.reason)
  const made = there ? { maker: there.by, seed: await seedOf(doing, known, there) } : { maker: own, seed: newSeed() }
  await speak(doing, known, { ...made, kind, set })
  return thingId(made.maker, made.seed)
}

export async function seedOf(doing: Pick<View, 'reading' | 'vault'>, { row, key }: Known, { id, by }: Thing): Promise<string> {
  const words = await wordsOn(doing.reading, key, row.network, id)
  const text = words
    .filter((one) => one.maker === by)
    .map((one: WordRow) => openWord(doing.vault, one))
    .find(Boolean)
  if (!text) throw new Refusal('thing.unknown', { inside: id })
  return text.seed
}

interface Spoken {
  readonly maker: MemberId
  readonly seed: string
  readonly kind: string
  readonly set?: Fields
  readonly withdrawn?: Text
  /** What was said of it, where this says nothing: it names who gets it. */
  readonly before?: Fields
}

/** Puts a word in the outbox of all that it is for. */
export async function speak(doing: Act, { row, text, key }: Known, { maker, seed, kind, set, withdrawn, before }: Spoken): Promise<void> {
  const thing = thingId(maker, seed)
  const { unit, language, member: own } = doing.officer
  // who belongs from now on hears of it, too
  const standing = kind === 'forum' && set ? withSet(text.standing, set) : text.standing
  const audience = audienceOf(standing, kind, set ?? before, own)
  const active = new Set(doing.networks.partners(row.network).map(({ id }) => id))
  const to = audience.filter((one) => active.has(one))
  // who cannot be written to now gets it once it can
  if (to.length < audience.length) await setSpreading(doing.writing, key.holder, key.forum, true)
  await doing.send({
    network: row.network,
    case: key.forum,
    space: { id: key.forum, epoch: 0 },
    to,
    unit,
    type: 'strategy.word.v1',
    classification: 'restricted',
    language,
    body: {
      thing,
      maker,
      seed,
      kind,
      version: nextVersion(await highestVersion(doing.reading, key, thing), doing.now),
      ...(set && { set }),
      ...(withdrawn && { withdrawn }),
    },
  })
}
