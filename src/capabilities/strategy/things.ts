/** What stands of what members have said: of each thing its newest word that counts. */
import type { MemberId } from '#wire/address.ts'
import type { Fields, Text, Value } from '#wire/fields.ts'
import { type Forum, mayState } from './forum.ts'
import { fittingOf, kindOf } from './kinds.ts'

/** A word as it is kept: the newest of its author on a thing. */
export interface Word {
  readonly thing: string
  readonly kind: string
  readonly maker: MemberId
  readonly author: MemberId
  readonly version: number
  readonly first_at: string
  readonly said_at: string
  /** The receipt's time of the first word, for what is late; of the own words the time they were said. */
  readonly came_at: string
  readonly set: Fields
  readonly withdrawn: Text | undefined
}
/** A word with the statement that it came in. */
export interface KeptWord extends Word {
  readonly statement: string
}

export interface Thing {
  readonly id: string
  readonly kind: string
  readonly by: MemberId
  readonly version: number
  readonly first_at: string
  readonly said_at: string
  readonly came_at: string
  readonly set: Fields
  readonly withdrawn: Text | undefined
}

/** Things by what stands of them, in the order they were first said. What somebody said who may not say it is not there. */
export function thingsOf(words: readonly Word[], forum: Forum): Thing[] {
  const things = new Map<string, Word>()
  for (const word of words) {
    if (!counts(word, forum)) continue
    const known = things.get(word.thing)
    if (!known || known.version < word.version || (known.version === word.version && known.author < word.author))
      things.set(word.thing, word)
  }
  return [...things.values()]
    .map(({ thing, maker, kind, version, first_at, said_at, came_at, set, withdrawn }) => ({
      id: thing,
      kind,
      by: maker,
      version,
      first_at,
      said_at,
      came_at,
      set: fittingOf(kind, set),
      withdrawn,
    }))
    .sort((a, b) => (a.first_at < b.first_at ? -1 : a.first_at > b.first_at ? 1 : a.id < b.id ? -1 : 1))
}

/** The maker's word counts; on what the chair states, that of whoever has the chair after it, too. */
export function counts({ kind, maker, author, said_at }: Word, forum: Forum): boolean {
  if (!mayState(forum, kind, maker, false, author === maker ? said_at : undefined)) return false
  return author === maker || (kindOf(kind)?.by === 'chair' && forum.chairs.includes(author))
}

export const fieldIn = (thing: Thing | undefined, field: string): Value | undefined => thing?.set[field]
export const codeIn = (thing: Thing | undefined, field: string): string | undefined => {
  const value = thing?.set[field]
  return typeof value === 'string' ? value : undefined
}
export const membersIn = (thing: Thing | undefined, field: string): readonly MemberId[] => {
  const value = thing?.set[field]
  return Array.isArray(value) ? value : []
}
export const live = ({ withdrawn }: Thing): boolean => withdrawn === undefined
/** Things of a kind that point to one, each maker's newest alone where `once`. */
export const pointing = (things: readonly Thing[], kind: string, field: string, id: string): Thing[] =>
  things.filter((one) => one.kind === kind && live(one) && one.set[field] === id)

/** The newest of each maker: a member has one vote, one position. */
export function newestOfEach(things: readonly Thing[]): Thing[] {
  const newest = new Map<MemberId, Thing>()
  for (const one of things) {
    const known = newest.get(one.by)
    if (!known || known.said_at < one.said_at || (known.said_at === one.said_at && known.id < one.id)) newest.set(one.by, one)
  }
  return [...newest.values()].sort((a, b) => (a.by < b.by ? -1 : 1))
}
