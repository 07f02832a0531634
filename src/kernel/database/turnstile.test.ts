/** First come, first served; readers together, a transaction alone. */
import { expect, test } from 'vitest'
import { Turnstile } from './turnstile.ts'

const settled = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve()
}

test('readers share, a transaction waits for them and keeps later readers out', async () => {
  const turnstile = new Turnstile(100, 2)
  const inside: string[] = []
  const leave = new Map<string, () => void>()
  const enter = (name: string, manner: 'shared' | 'alone') =>
    turnstile.enter(manner).then((out) => {
      inside.push(name)
      leave.set(name, out)
    })
  void enter('r1', 'shared')
  void enter('r2', 'shared')
  void enter('r3', 'shared')
  void enter('t1', 'alone')
  void enter('r4', 'shared')
  await settled()
  expect(inside).toEqual(['r1', 'r2'])
  leave.get('r1')!()
  leave.get('r1')!()
  await settled()
  expect(inside).toEqual(['r1', 'r2', 'r3'])
  leave.get('r2')!()
  await settled()
  expect(inside).toEqual(['r1', 'r2', 'r3'])
  leave.get('r3')!()
  await settled()
  expect(inside).toEqual(['r1', 'r2', 'r3', 't1'])
  leave.get('t1')!()
  await settled()
  expect(inside).toEqual(['r1', 'r2', 'r3', 't1', 'r4'])
})

test('over the bound a call is refused, and there is room again later', async () => {
  const turnstile = new Turnstile(2, 1)
  const leave = await turnstile.enter('alone')
  const waiting = [turnstile.enter('alone'), turnstile.enter('shared')]
  await expect(turnstile.enter('shared')).rejects.toMatchObject({ code: 'database-busy' })
  leave()
  ;(await waiting[0]!)()
  ;(await waiting[1]!)()
  for (let i = 0; i < 5_000; i++) (await turnstile.enter(i % 2 === 0 ? 'alone' : 'shared'))()
})

test('shut refuses those who wait and those who come', async () => {
  const turnstile = new Turnstile(10, 1)
  const leave = await turnstile.enter('alone')
  const waiting = turnstile.enter('alone')
  turnstile.shut(new Error('closed'))
  await expect(waiting).rejects.toThrow('closed')
  await expect(turnstile.enter('shared')).rejects.toThrow('closed')
  leave()
})
