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
  /** When each of those left (ISO 8601): what is said after that counts for nothing. */
  readonly left_at?: Readonly<Record<MemberId, string>>
  readonly closed: boolean
}

/** One word on the forum itself. */
export interface ForumWord {
  readonly maker: MemberId
  readonly author: MemberId
  readonly version: number
  readonly said_at: string
  readonly set: Fields
}

const membersIn = (value: Value | undefined): readonly MemberId[] => (Array.isArray(value) ? value : [])

/** The words that stood one after the other: the maker's, then each of somebody who had the chair by the one before. */
function standingWords(words: readonly ForumWord[]): ForumWord[] {
  const sorted = [...words].sort((a, b) => a.version - b.version || (a.author < b.author ? -1 : 1))
  const standing: ForumWord[] = []
  for (const word of sorted) {
    const before = standing.at(-1)
    const may = before ? membersIn(before.set.chairs).at(-1) === word.author : word.author === word.maker
    if (may) standing.push(word)
  }
  return standing
}
export const standingWord = (words: readonly ForumWord[]): ForumWord | undefined => standingWords(words).at(-1)

export function forumOf(words: readonly ForumWord[]): Forum | undefined {
  const standing = standingWords(words)
  const word = standing.at(-1)
  if (!word) return undefined
  const left_at: Record<MemberId, string> = {}
  for (const { set, said_at } of standing) {
    const gone = membersIn(set.left)
    for (const member of gone) left_at[member] ??= said_at
    for (const member of Object.keys(left_at)) if (!gone.includes(member)) delete left_at[member]
  }
  return { ...withSet({ chair: word.maker }, word.set), left_at }
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

/** Whether a member's word on a thing of this kind counts. Who has left keeps what it said before that. */
export function mayState(forum: Forum, kind: string, author: MemberId, now_there = false, said_at?: string): boolean {
  const by: By = kindOf(kind)?.by ?? 'participants'
  if (by === 'chair') return now_there ? forum.chair === author : forum.chairs.includes(author)
  const left = now_there ? [] : forum.left
  const over = said_at !== undefined && said_at > (forum.left_at?.[author] ?? said_at)
  if (forum.participants.includes(author) || (left.includes(author) && !over)) return true
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
