// What waits on a device: what a finder sees, what is sent once, and what bounds there are.
import { expect, test } from 'vitest'
import {
  forgetOld,
  KEPT_DAYS,
  keepLine,
  type Line,
  MOST_WAITING,
  openKey,
  type Sent,
  type Store,
  sendLines,
  waitingLines,
} from './waiting-lines.ts'

const SPACE = '00000000-0000-4000-8000-00000000aaaa'
const NOW = Date.parse('2026-05-02T10:00:00.000Z')
const OWN = 'ab'.repeat(32)
const line = (n: number): Line => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  kind: 'patrol-log',
  set: { at: '2026-05-02T10:00:00.000Z', text: { text: `Boat ${n} off Roquetas`, language: 'en' }, latitude: '36.76000' } as Line['set'],
})

function device(): Store & { readonly held: Map<string, string> } {
  const held = new Map<string, string>()
  return {
    held,
    get length() {
      return held.size
    },
    key: (i) => [...held.keys()][i] ?? null,
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: (key) => void held.delete(key),
  }
}

test('who finds the device reads nothing of what waits on it', async () => {
  const store = device()
  await keepLine(store, await openKey(OWN), SPACE, line(1), NOW)
  const found = JSON.stringify([...store.held])
  for (const secret of ['Boat', 'Roquetas', '36.76', 'patrol-log', '10:00', btoa('Boat 1').slice(0, 6)]) expect(found).not.toContain(secret)
  expect(found).toContain('2026-05-02')
})

test('the officer reads it again under the same key; another officer is only told that something waits', async () => {
  const store = device()
  const own = await openKey(OWN)
  await keepLine(store, own, SPACE, line(2), NOW + 1)
  await keepLine(store, own, SPACE, line(1), NOW)
  expect(await waitingLines(store, await openKey(OWN), SPACE)).toEqual({ lines: [line(1), line(2)], shut: 0 })
  expect(await waitingLines(store, await openKey('cd'.repeat(32)), SPACE)).toEqual({ lines: [], shut: 2 })
})

test('a sealed line moved to another place is not opened there', async () => {
  const store = device()
  const own = await openKey(OWN)
  await keepLine(store, own, SPACE, line(1), NOW)
  const [[address, kept]] = [...store.held] as [[string, string]]
  store.held.delete(address)
  store.held.set(address.replace(line(1).id, line(2).id), kept)
  expect(await waitingLines(store, own, SPACE)).toEqual({ lines: [], shut: 1 })
})

test('a line goes when the node has it; where the node is lost, it and the rest wait on under the same id', async () => {
  const store = device()
  const own = await openKey(OWN)
  for (const n of [1, 2, 3]) await keepLine(store, own, SPACE, line(n), NOW + n)
  const asked: string[] = []
  const answers: Sent[] = ['kept', 'lost']
  const put = async ({ id }: Line) => {
    asked.push(id)
    return answers.shift()!
  }
  const send = async () => sendLines(store, SPACE, (await waitingLines(store, own, SPACE)).lines, put)
  expect(await send()).toMatchObject({ sent: 1, lost: true })
  answers.push({ refused: 'state.conflict' }, 'kept')
  const second = await send()
  expect([second.sent, second.lost, [...second.refused]]).toEqual([1, false, [[line(2).id, 'state.conflict']]])
  expect(asked).toEqual([1, 2, 2, 3].map((n) => line(n).id))
  // what is refused is the officer's to read and to let go of
  expect((await waitingLines(store, own, SPACE)).lines).toEqual([line(2)])
})

test('no more are taken than wait at most, and a device without room says so', async () => {
  const store = device()
  const own = await openKey(OWN)
  for (let n = 0; n < MOST_WAITING; n++) expect(await keepLine(store, own, SPACE, line(n), NOW)).toBe('kept')
  expect(await keepLine(store, own, SPACE, line(MOST_WAITING), NOW)).toBe('full')
  expect(store.length).toBe(MOST_WAITING)
  const small: Store = {
    ...device(),
    setItem: () => {
      throw new Error('quota')
    },
  }
  expect(await keepLine(small, own, SPACE, line(1), NOW)).toBe('full')
})

test('what nobody sent goes after its days, and what others keep on the device stays', async () => {
  const store = device()
  const own = await openKey(OWN)
  store.setItem('portolan.language', 'ar')
  await keepLine(store, own, SPACE, line(1), NOW)
  expect(forgetOld(store, NOW + KEPT_DAYS * 86_400_000)).toBe(0)
  expect(forgetOld(store, NOW + (KEPT_DAYS + 1) * 86_400_000)).toBe(1)
  expect([...store.held.keys()]).toEqual(['portolan.language'])
})
