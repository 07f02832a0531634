/** Who belongs to a forum, read out of what its chairs have said: the same at every member, whatever came first. */
import type { MemberId } from '#wire/address.ts'
import type { Fields, Value } from '#wire/fields.ts'
import { type By, kindOf, SHARED, type To } from './kinds.ts'

export interface Forum {
  readonly chairs: readonly MemberId[]
  readonly chair: MemberId
  readonly participants: readonly MemberId[]
  readonly observers: readonly MemberId[]
  readonly guests: readonly MemberId[]
  /** Who took part, or looked on, and does no more: what they said stays. */
  readonly left: readonly MemberId[]
  readonly closed: boolean
}

/** One word on the forum itself. */
export interface ForumWord {
  readonly maker: MemberId
  readonly author: MemberId
  readonly version: number
  readonly set: Fields
}

const membersIn = (value: Value | undefined): readonly MemberId[] => (Array.isArray(value) ? value : [])

/** The word that stands: the maker's, or the newest of somebody who had the chair by a word that stands. */
export function standingWord(words: readonly ForumWord[]): ForumWord | undefined {
  const sorted = [...words].sort((a, b) => a.version - b.version || (a.author < b.author ? -1 : 1))
  let standing: ForumWord | undefined
  for (const word of sorted) {
    const may = standing ? membersIn(standing.set.chairs).at(-1) === word.author : word.author === word.maker
    if (may) standing = word
  }
  return standing
}

export function forumOf(words: readonly ForumWord[]): Forum | undefined {
  const word = standingWord(words)
  if (!word) return undefined
  return withSet({ chair: word.maker }, word.set)
}

/** The forum as a word on it says. */
export function withSet({ chair }: Pick<Forum, 'chair'>, set: Fields): Forum {
  const chairs = membersIn(set.chairs)
  return {
    chairs,
    chair: chairs.at(-1) ?? chair,
    participants: membersIn(set.participants),
    observers: membersIn(set.observers),
    guests: membersIn(set.guests),
    left: membersIn(set.left),
    closed: set.state === 'closed',
  }
}

/** Whether a member's word on a thing of this kind counts. Who has left keeps what it said. */
export function mayState(forum: Forum, kind: string, author: MemberId, now_there = false): boolean {
  const by: By = kindOf(kind)?.by ?? 'participants'
  if (by === 'chair') return now_there ? forum.chair === author : forum.chairs.includes(author)
  const left = now_there ? [] : forum.left
  if ([...forum.participants, ...left].includes(author)) return true
  return by === 'anybody' && [...forum.observers, ...forum.guests].includes(author)
}

/** Who gets a word, beside its maker. A guest gets what it is named in. */
export function audienceOf(forum: Forum, kind: string, set: Fields | undefined, own: MemberId): MemberId[] {
  const known = kindOf(kind)
  const to: To = known?.to === 'chair' && set?.[SHARED] === true ? 'participants' : (known?.to ?? 'participants')
  if (kind === 'forum') return others([...forum.participants, ...forum.observers, ...forum.guests, ...forum.left], own)
  if (to === 'chair') return others([forum.chair], own)
  const named = Object.entries(set ?? {}).flatMap(([field, value]) => {
    const form = known?.fields[field]?.takes.form
    return form === 'member' ? [String(value)] : form === 'members' ? membersIn(value) : []
  })
  const guests = forum.guests.filter((guest) => named.includes(guest))
  return others([...forum.participants, ...(to === 'all' ? forum.observers : []), ...guests], own)
}

const others = (members: readonly MemberId[], own: MemberId): MemberId[] => [...new Set(members)].filter((one) => one !== own).sort()
