/** Slow links hold some places and never all of them. */
import { expect, test } from 'vitest'
import { createLane } from './lane.ts'
import type { Link } from './post/deliver.ts'

const link = (partner: string): Link => ({ own: { network: 'euromed', member: 'esp' }, partner: { network: 'euromed', member: partner } })

test('a link is worked on once at a time, no more than the places, and slow ones leave some to the quick', async () => {
  let now_ms = 0
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const lane = createLane({ places: 4, spare: 2, now_ms: () => now_ms }, ({ partner }) => {
    begun.push(partner.member)
    return new Promise((resolve) => ends.set(partner.member, () => resolve(1)))
  })
  const end = async (...names: string[]) => {
    for (const name of names) ends.get(name)!()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const began = (names: readonly string[]) => {
    begun.length = 0
    void lane.start(names.map(link))
    return [...begun]
  }
  expect(began(['a', 'b', 'c', 'd', 'e'])).toEqual(['a', 'b', 'c', 'd'])
  expect(began(['a', 'e'])).toEqual([])
  now_ms += 20_000
  await end('a', 'b', 'c', 'd')
  // four that were slow get two places; who is quick is not behind them
  expect(began(['a', 'b', 'c', 'd', 'e', 'f'])).toEqual(['a', 'b', 'e', 'f'])
  await end('e', 'f')
  expect(began(['c', 'd', 'e', 'g'])).toEqual(['e', 'g'])
  await end('a', 'b', 'e', 'g')
  // a and b were quick this time
  expect(began(['a', 'b', 'c', 'd'])).toEqual(['a', 'b', 'c', 'd'])
  const all = lane.start([])
  await end('a', 'b', 'c', 'd')
  expect(await all).toBe(4)
})
