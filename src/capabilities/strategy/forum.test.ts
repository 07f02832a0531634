/** Who belongs to a forum and what stands in it: the same whatever came first, and whoever pretends. */
import { expect, test } from 'vitest'
import type { Fields } from '#wire/fields.ts'
import { audienceOf, type ForumWord, forumOf, mayState } from './forum.ts'
import { thingId } from './thing-id.ts'
import { thingsOf, type Word } from './things.ts'

const ALL = { participants: ['esp', 'mar', 'tun'], observers: ['frontex'], guests: ['eurojust'] }
const word = (author: string, version: number, set: Fields): ForumWord => ({
  maker: 'esp',
  author,
  version,
  said_at: `2027-01-0${version}T00:00:00.000Z`,
  set,
})
const WORDS = [
  word('esp', 1, { ...ALL, chairs: ['esp'] }),
  word('esp', 3, { ...ALL, chairs: ['esp', 'mar'] }),
  word('mar', 5, { ...ALL, participants: ['esp', 'mar'], left: ['tun'], chairs: ['esp', 'mar'] }),
]

test('the chair is handed on word by word, in whatever order the words came', () => {
  for (const words of [WORDS, [...WORDS].reverse(), [WORDS[2]!, WORDS[0]!, WORDS[1]!]])
    expect(forumOf(words)).toMatchObject({ chair: 'mar', chairs: ['esp', 'mar'], left: ['tun'], participants: ['esp', 'mar'] })
})

test('who takes the chair without being given it has no say, however new its word', () => {
  expect(forumOf([WORDS[0]!, word('tun', 9, { ...ALL, chairs: ['esp', 'tun'] })])).toMatchObject({ chair: 'esp' })
  // nor who has handed it on
  expect(forumOf([...WORDS, word('esp', 9, { ...ALL, chairs: ['esp'] })])).toMatchObject({ chair: 'mar' })
})

test('who may state what: the chair, those who take part, observers and guests; who has left keeps what it said', () => {
  const forum = forumOf(WORDS)!
  expect(['esp', 'mar', 'tun'].map((one) => mayState(forum, 'meeting', one, true))).toEqual([false, true, false])
  expect(['esp', 'mar', 'tun', 'frontex', 'eurojust', 'ita'].map((one) => mayState(forum, 'vote', one, true))).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ])
  expect(mayState(forum, 'vote', 'tun')).toBe(true)
  // it left on the fifth
  expect(['04', '06'].map((day) => mayState(forum, 'vote', 'tun', false, `2027-01-${day}T00:00:00.000Z`))).toEqual([true, false])
  expect(['frontex', 'eurojust', 'ita'].map((one) => mayState(forum, 'practice', one))).toEqual([true, true, false])
})

test('what is for the chair goes to the chair, what is shared to all who take part, and to a guest what names it', () => {
  const forum = forumOf([WORDS[0]!])!
  expect(audienceOf(forum, 'contribution', {}, 'mar')).toEqual(['esp'])
  expect(audienceOf(forum, 'contribution', { shared: true }, 'mar')).toEqual(['esp', 'tun'])
  expect(audienceOf(forum, 'meeting', {}, 'esp')).toEqual(['frontex', 'mar', 'tun'])
  expect(audienceOf(forum, 'action', { leader: 'mar', participants: ['eurojust'] }, 'esp')).toEqual(['eurojust', 'mar', 'tun'])
  expect(audienceOf(forum, 'action', { leader: 'mar' }, 'esp')).toEqual(['mar', 'tun'])
})

const said = (author: string, maker: string, kind: string, version: number, set: Fields): Word => ({
  thing: thingId(maker, '0'.repeat(32)),
  kind,
  maker,
  author,
  version,
  first_at: '2027-01-01T00:00:00.000Z',
  said_at: '2027-01-01T00:00:00.000Z',
  came_at: '2027-01-01T00:00:00.000Z',
  set,
  withdrawn: undefined,
})
const en = (text: string) => ({ text, language: 'en' as const })

test('nobody says anything of another member’s thing, and nobody states what only the chair may', () => {
  const forum = forumOf(WORDS)!
  const own = said('tun', 'tun', 'practice', 1, { title: en('Mine'), text: en('x') })
  expect(thingsOf([own, said('mar', 'tun', 'practice', 9, { title: en('Yours') })], forum)).toMatchObject([{ by: 'tun', version: 1 }])
  expect(thingsOf([said('tun', 'tun', 'meeting', 1, { title: en('x') })], forum)).toEqual([])
  // what the chair stated, the chair after it goes on with
  const meeting = [
    said('esp', 'esp', 'meeting', 1, { title: en('First') }),
    said('mar', 'esp', 'meeting', 2, { title: en('First, moved') }),
  ]
  expect(thingsOf(meeting, forum)).toMatchObject([{ by: 'esp', version: 2 }])
  expect(thingsOf([...meeting, said('tun', 'esp', 'meeting', 3, { title: en('Hijacked') })], forum)).toMatchObject([{ version: 2 }])
})

test('the id of a thing is its maker’s: a version 8 UUID that another member does not come to', () => {
  const id = thingId('esp', '000102030405060708090a0b0c0d0e0f')
  expect(id).toBe('0e04e66b-6c6c-8dfc-ac88-14f55efa37b2')
  expect(thingId('mar', '000102030405060708090a0b0c0d0e0f')).not.toBe(id)
})

test('a field of another form is not read, one that is not known is kept', () => {
  const forum = forumOf(WORDS)!
  expect(thingsOf([said('esp', 'esp', 'vote', 1, { says: 'perhaps', weather: 'wind' })], forum)[0]!.set).toEqual({ weather: 'wind' })
})
