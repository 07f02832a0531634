/** What the posts of a team say to each other, as it is read at one of them. */
import Type from 'typebox'
import { view } from '#kernel/capability.ts'
import { Member, Text, Uuid } from '#wire/fields.ts'
import { conversationOf } from '../conversation.ts'
import { whyMissing, workOf } from '../reading.ts'
import { knownSpace } from '../saying.ts'
import { closed, count, list, maybe, Page, time } from './shapes.ts'
import { onSpace, subjectOf } from './spaces.ts'

/** More posts than this are not shown as having acknowledged or not. */
const MOST_POSTS = 200
const name = Type.String({ maxLength: 300 })

const MessageOut = closed({
  id: Uuid,
  by: Member,
  at: time,
  text: maybe(Text),
  why: maybe(Type.Enum(['not-for-us', 'not-verified', 'rejected', 'erased', 'on-its-way'] as const)),
  changed_at: maybe(time),
  from: maybe(Uuid),
  from_name: maybe(name),
  to: maybe(Uuid),
  urgent: Type.Boolean(),
  answers: maybe(Uuid),
  acknowledged: list(closed({ post: Uuid, by: Member, at: time }), MOST_POSTS),
  open: list(Uuid, MOST_POSTS),
})

const readConversation = view({
  name: 'operations.read-conversation',
  summary: 'The messages between the posts of a team, newest first, with who has acknowledged them; and how many wait at one post',
  purpose: 'none',
  journal: 'noted',
  input: closed({ space: Uuid, post: Type.Optional(Uuid), ...Page }),
  output: closed({
    messages: list(MessageOut, 200),
    count,
    waiting: count,
    waiting_urgent: count,
    posts: list(closed({ id: Uuid, member: maybe(Member), name: maybe(name), telephone: maybe(name), place: maybe(name) }), MOST_POSTS),
  }),
  on: onSpace,
  subject: subjectOf,
  async run({ space, post, limit, offset }, viewing) {
    const { standing, key } = await knownSpace(viewing, space)
    viewing.note()
    const work = await workOf(viewing, key, standing, { kinds: ['message', 'acknowledgement', 'post'] })
    const { posts, messages } = conversationOf(work.things)
    const waiting = post === undefined ? [] : messages.filter(({ open }) => open.includes(post))
    return {
      messages: messages.slice(offset, offset + limit).map(({ missing, acknowledged, open, ...message }) => ({
        ...message,
        why: message.text === null && missing[0] ? whyMissing(work.entries.get(missing[0].entry), key.member) : null,
        acknowledged: acknowledged.slice(0, MOST_POSTS),
        open: open.slice(0, MOST_POSTS),
      })),
      count: messages.length,
      waiting: waiting.length,
      waiting_urgent: waiting.filter(({ urgent }) => urgent).length,
      posts: posts.slice(0, MOST_POSTS).map(({ at, ...one }) => one),
    }
  },
})

export const conversationActions = [readConversation]
