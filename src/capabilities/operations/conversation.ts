/**
 * What the posts of a team say to each other: from which to which, and which has acknowledged which words. A post speaks and acknowledges through
 * its own member alone; what somebody says in another's name is not read.
 */
import type { MemberId } from '#wire/address.ts'
import type { Fields, Text, Value } from '#wire/fields.ts'
import type { ActRef } from './bodies.ts'
import type { Thing } from './things.ts'

export interface Post {
  readonly id: string
  /** Whose post it is, as is said of it. */
  readonly member: MemberId | null
  readonly name: string | null
  readonly telephone: string | null
  readonly place: string | null
  readonly at: string
}

export interface Acknowledgement {
  readonly post: string
  readonly by: MemberId
  readonly at: string
}

/** What says for whom a message is. */
export interface Addressed {
  readonly by: MemberId
  readonly at: string
  /** A post of who says it. */
  readonly from: string | null
  /** Without one it is for all posts. */
  readonly to: string | null
}

export interface Message extends Addressed {
  readonly id: string
  readonly text: Text | null
  /** When its maker last changed the words; who acknowledged it before has not acknowledged these. */
  readonly changed_at: string | null
  /** What its maker calls the post, where it names none that is entered. */
  readonly from_name: string | null
  readonly urgent: boolean
  readonly answers: string | null
  readonly acknowledged: readonly Acknowledgement[]
  /** Posts that it is for and that have not. */
  readonly open: readonly string[]
  readonly missing: readonly ActRef[]
}

export interface Conversation {
  /** In the order in which they were entered. */
  readonly posts: readonly Post[]
  /** The newest first; withdrawn ones left out. */
  readonly messages: readonly Message[]
}

const valueIn = (thing: Thing, field: string): Value | undefined => thing.fields[field]?.value
const textIn = (thing: Thing, field: string): string | null => {
  const value = valueIn(thing, field)
  return typeof value === 'string' ? value : null
}
const nameIn = (thing: Thing, field: string): string | null => {
  const value = valueIn(thing, field)
  return typeof value === 'object' && 'name' in value ? value.name : null
}

export function conversationOf(things: readonly Thing[]): Conversation {
  const posts = standing(things, 'post').map(postOf)
  const byId = new Map(posts.map((post) => [post.id, post]))
  const acknowledged = new Map<string, Acknowledgement[]>()
  for (const one of standing(things, 'acknowledgement')) {
    const [message, post] = [textIn(one, 'message'), textIn(one, 'post')]
    if (message === null || post === null || byId.get(post)?.member !== one.by) continue
    acknowledged.set(message, [...(acknowledged.get(message) ?? []), { post, by: one.by, at: one.at }])
  }
  const messages = standing(things, 'message').map((thing) => messageOf(thing, posts, acknowledged.get(thing.id) ?? []))
  return { posts, messages: messages.reverse() }
}

const standing = (things: readonly Thing[], kind: string) => things.filter((one) => one.kind === kind && !one.withdrawn)

const postOf = (thing: Thing): Post => ({
  id: thing.id,
  member: textIn(thing, 'member'),
  name: nameIn(thing, 'name'),
  telephone: nameIn(thing, 'telephone'),
  place: nameIn(thing, 'place'),
  at: thing.at,
})

function messageOf(thing: Thing, posts: readonly Post[], said: readonly Acknowledgement[]): Message {
  const text = thing.fields.text
  const from = textIn(thing, 'from')
  const to = textIn(thing, 'to')
  const words = typeof text?.value === 'object' && 'text' in text.value ? text.value : null
  const own = posts.find(({ id, member }) => id === from && member === thing.by)
  const meant = posts.filter((post) => isFor({ by: thing.by, at: thing.at, from: own?.id ?? null, to }, post))
  const acknowledged: Acknowledgement[] = []
  for (const { id } of meant) {
    const first = said.find((one) => one.post === id && one.at >= (text?.at ?? thing.at))
    if (first) acknowledged.push(first)
  }
  const heard = new Set(acknowledged.map(({ post }) => post))
  return {
    id: thing.id,
    by: thing.by,
    at: thing.at,
    text: words,
    changed_at: text && text.at > thing.at ? text.at : null,
    from: own?.id ?? null,
    from_name: nameIn(thing, 'post'),
    to,
    urgent: valueIn(thing, 'urgent') === true,
    answers: textIn(thing, 'answers'),
    acknowledged,
    open: meant.filter(({ id }) => !heard.has(id)).map(({ id }) => id),
    missing: thing.missing,
  }
}

/** Whether a message is for a post: for that one, or for all others that were entered when it was said. */
export function isFor({ by, at, from, to }: Addressed, post: Post): boolean {
  if (to !== null) return post.id === to
  return post.id !== from && post.at <= at && !(from === null && post.member === by)
}

const WHY = {
  from: 'not a post of the own member',
  to: 'no such post',
  answers: 'no such message',
  post: 'not a post of the own member',
  message: 'not a message to this post',
} as const

/** Why an officer may not say this of a message or an acknowledgement in a member's name: the field and the reason; nothing where they may. */
export function unsayable(
  kind: string,
  set: Fields,
  own: MemberId,
  { posts, messages }: Conversation,
): { readonly field: string; readonly reason: string } | undefined {
  const { from, to, answers } = set
  const postNamed = (id: Value | undefined) => posts.find((one) => one.id === id)
  const messageNamed = (id: Value | undefined) => messages.find((one) => one.id === id)
  const [post, message] = [postNamed(set.post), messageNamed(set.message)]
  const wrong: { readonly [field in keyof typeof WHY]?: boolean } =
    kind === 'message'
      ? {
          from: from !== undefined && postNamed(from)?.member !== own,
          to: to !== undefined && !postNamed(to),
          answers: answers !== undefined && !messageNamed(answers),
        }
      : kind === 'acknowledgement'
        ? { post: post?.member !== own, message: !message || !post || !isFor(message, post) }
        : {}
  const field = (Object.keys(WHY) as (keyof typeof WHY)[]).find((one) => wrong[one])
  return field && { field, reason: WHY[field] }
}
