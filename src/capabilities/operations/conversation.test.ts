/** Messages between posts: for whom they are, what counts as acknowledged, and that nobody speaks in another's name. */
import { expect, test } from 'vitest'
import type { Fields } from '#wire/fields.ts'
import { conversationOf, unsayable } from './conversation.ts'
import { type Said, type Thing, thingsOf } from './things.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const [NORTH, SOUTH, PORT, CALL, REPLY] = [id(1), id(2), id(3), id(4), id(5)] as const
const en = (text: string) => ({ text, language: 'en' as const })
let n = 0
const minute = (at: number) => `2026-05-01T10:${String(at).padStart(2, '0')}:00.000Z`
/** What a member says of a thing at a minute past ten. */
const says = (author: string, at: number, thing: string, kind: string, set: Fields): Said => ({
  ref: { entry: id(++n + 100), index: 0 },
  stamp: { at: minute(at), tick: 0, author, n },
  thing,
  kind,
  set,
  withdrawn: undefined,
})
const posts = [
  says('esp', 0, NORTH, 'post', { name: { name: 'North' }, member: 'esp' }),
  says('mar', 0, SOUTH, 'post', { name: { name: 'South' }, member: 'mar' }),
  says('esp', 1, PORT, 'post', { name: { name: 'Port' }, member: 'fra' }),
]
const talk = (...said: Said[]) => conversationOf(thingsOf([...posts, ...said], 'esp'))
const acknowledges = (author: string, at: number, message: string, post: string) =>
  says(author, at, id(++n + 500), 'acknowledgement', { message, post })

test('a message to a post waits there alone, one to all at all others that were there', () => {
  const later = says('fra', 30, id(9), 'post', { name: { name: 'Late' }, member: 'fra' })
  const { messages } = talk(
    later,
    says('esp', 10, CALL, 'message', { text: en('a'), from: NORTH }),
    says('mar', 11, REPLY, 'message', { text: en('b'), from: SOUTH, to: NORTH, answers: CALL, urgent: true }),
  )
  expect(messages.map(({ id, open, to, urgent, answers }) => [id, open, to, urgent, answers])).toEqual([
    [REPLY, [NORTH], NORTH, true, CALL],
    [CALL, [SOUTH, PORT], null, false, null],
  ])
})

test('a post acknowledges through its own member alone, and the words that were there', () => {
  const call = says('esp', 10, CALL, 'message', { text: en('north'), from: NORTH })
  const open = (...more: Said[]) => talk(call, ...more).messages[0]!.open
  expect(open(acknowledges('mar', 12, CALL, SOUTH))).toEqual([PORT])
  expect(open(acknowledges('esp', 12, CALL, SOUTH))).toEqual([SOUTH, PORT])
  expect(open(acknowledges('fra', 12, CALL, PORT), acknowledges('fra', 12, CALL, SOUTH))).toEqual([SOUTH])
  // the words change: who had acknowledged the old ones has not acknowledged these
  const changed = says('esp', 20, CALL, 'message', { text: en('south') })
  expect(open(acknowledges('mar', 12, CALL, SOUTH), changed)).toEqual([SOUTH, PORT])
  expect(open(acknowledges('mar', 21, CALL, SOUTH), changed)).toEqual([PORT])
  expect(talk(call, changed).messages[0]!.changed_at).toBe(minute(20))
})

test("nobody changes another's message, or speaks from another's post", () => {
  const call = says('esp', 10, CALL, 'message', { text: en('go'), from: NORTH, to: SOUTH })
  const planted = says('mar', 11, CALL, 'message', { text: en('stay'), urgent: true })
  expect(talk(call, planted).messages[0]).toMatchObject({ text: en('go'), urgent: false, changed_at: null })
  expect(talk(says('fra', 10, CALL, 'message', { text: en('go'), from: NORTH })).messages[0]).toMatchObject({ by: 'fra', from: null })
})

test('what nodes said before posts could be named is still read', () => {
  const { messages } = talk(says('mar', 10, CALL, 'message', { text: en('a'), post: { name: 'South' } }))
  expect(messages[0]).toMatchObject({ from: null, from_name: 'South', to: null, open: [NORTH, PORT] })
})

test('an officer is told what may not be said, field by field', () => {
  const known = talk(says('esp', 10, CALL, 'message', { text: en('a'), from: NORTH, to: SOUTH }))
  const asked = (kind: string, set: Fields, own: string) => unsayable(kind, set, own, known)?.field
  expect(asked('message', { text: en('b'), from: SOUTH, to: NORTH, answers: CALL }, 'mar')).toBeUndefined()
  expect(asked('message', { text: en('b') }, 'mar')).toBeUndefined()
  expect(asked('message', { from: NORTH }, 'mar')).toBe('from')
  expect(asked('message', { from: SOUTH, to: id(77) }, 'mar')).toBe('to')
  expect(asked('message', { from: SOUTH, answers: id(77) }, 'mar')).toBe('answers')
  expect(asked('acknowledgement', { message: CALL, post: SOUTH }, 'mar')).toBeUndefined()
  expect(asked('acknowledgement', { message: CALL, post: SOUTH }, 'esp')).toBe('post')
  expect(asked('acknowledgement', { message: CALL, post: PORT }, 'fra')).toBe('message')
  expect(asked('acknowledgement', { message: id(77), post: SOUTH }, 'mar')).toBe('message')
  expect(asked('post', { name: { name: 'x' } }, 'mar')).toBeUndefined()
})

test('posts that are withdrawn get nothing, and their messages stay', () => {
  const gone: Thing[] = thingsOf([...posts, says('esp', 10, CALL, 'message', { text: en('a'), from: NORTH })], 'esp').map((one) =>
    one.id === SOUTH ? { ...one, withdrawn: { by: 'mar', at: minute(20), reason: en('over') } } : one,
  )
  expect(conversationOf(gone).messages[0]!.open).toEqual([PORT])
})
