/** The index of worn serials finds what going through all of them one by one finds, and nothing else. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LEAST_READABLE } from './firearm.ts'
import { createSerialIndex, matchSerial } from './index.ts'

const character = fc.constantFrom(...'AB0O1I258SZ*…')
const serial = fc
  .oneof(fc.array(character, { minLength: 2, maxLength: 10 }), fc.array(character, { minLength: 6, maxLength: 7 }))
  .map((all) => all.join(''))

describe('against one by one', () => {
  test.each([false, true])('look-alikes %s', (look_alikes) => {
    fc.assert(
      fc.property(
        fc.array(serial, { maxLength: 60 }),
        fc.array(serial, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat({ max: 59 })),
        (held, asked, gone) => {
          const index = createSerialIndex()
          const kept = new Map<string, string>()
          for (const [i, one] of held.entries()) {
            index.add(`r${i}`, one)
            kept.set(`r${i}`, one)
          }
          for (const i of gone) {
            index.remove(`r${i}`)
            kept.delete(`r${i}`)
          }
          // changed ones take the places of those that went
          for (const i of gone.slice(0, 3)) {
            index.add(`r${i}`, held[0] ?? 'AB12345')
            kept.set(`r${i}`, held[0] ?? 'AB12345')
          }
          for (const one of asked) {
            const wanted = [...kept].flatMap(([id, other]) => {
              const { matches, readable } = matchSerial(one, other, { look_alikes })
              return matches && readable >= LEAST_READABLE ? [id] : []
            })
            const { found, more } = index.search(one, { look_alikes, most: 100 })
            expect(found.map(({ id }) => id).sort()).toEqual(wanted.sort())
            expect(more).toBe(false)
            expect(found.map(({ readable }) => readable)).toEqual(found.map(({ readable }) => readable).toSorted((a, b) => b - a))
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

test('what does not fit is said, the most readable first', () => {
  const index = createSerialIndex()
  for (let i = 0; i < 500; i++) index.add(`r${i}`, `AB12${String(i).padStart(3, '0')}`)
  index.add('worn', 'AB1***7')
  expect(index.size).toBe(501)
  const { found, more } = index.search('AB12…', { most: 5 })
  expect([found.length, more]).toEqual([5, true])
  expect(index.search('AB12007')).toEqual({
    found: [
      { id: 'r7', readable: 7, worn: 0 },
      { id: 'worn', readable: 4, worn: 3 },
    ],
    more: false,
  })
})

test('three readable characters meet nothing', () => {
  const index = createSerialIndex()
  index.add('r', 'AB12345')
  expect(index.search('A*1*3**')).toEqual({ found: [], more: false })
})

test('a hundred thousand serials are not gone through: a question costs less than a hundredth of that', () => {
  const index = createSerialIndex()
  const held: string[] = []
  for (let i = 0; i < 100_000; i++) {
    held.push(`${'ABCDEFGHJK'[i % 10]}${'LMNPRSTUVW'[Math.floor(i / 10) % 10]}${String((i * 7919) % 1_000_000).padStart(6, '0')}`)
    index.add(`r${i}`, held[i]!)
  }
  const cost = (work: () => void): number => {
    const spent = Array.from({ length: 5 }, () => {
      const before = process.cpuUsage()
      work()
      const { user, system } = process.cpuUsage(before)
      return user + system
    })
    return Math.min(...spent)
  }
  const asked = ['AL0*7919', 'BM*1234*', '…1234', 'CN12…', 'A*1*3*5*']
  const by_index = cost(() => {
    for (const one of asked) index.search(one)
  })
  const one_by_one = cost(() => {
    for (let i = 0; i < held.length; i += 100) matchSerial('AL0*7919', held[i]!)
  })
  expect(by_index / asked.length).toBeLessThan(one_by_one * 10)
})
