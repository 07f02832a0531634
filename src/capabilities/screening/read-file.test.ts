import { expect, test } from 'vitest'
import { utf8 } from '#lib/bytes.ts'
import { readFile } from './read-file.ts'

const TODAY = '2026-03-02'

test('a file is read on a thread of its own, which leaves this one free', async () => {
  let turns = 0
  const turning = setInterval(() => turns++, 5)
  const csv = `name;born\n${Array.from({ length: 3_000 }, (_, i) => `Ana ${'bcdfg'[i % 5]}o${'klmn'[i % 4]}a${'prst'[Math.floor(i / 20) % 4]}i;${1930 + (i % 70)}`).join('\n')}\n`
  const read = await readFile({ bytes: utf8(csv), reading: {}, today: TODAY })
  clearInterval(turning)
  expect(read.ok && read.found.rows).toBe(3_000)
  expect(turns).toBeGreaterThan(3)
})

test('what is no list is said to be none', async () => {
  expect(await readFile({ bytes: utf8('PK\u0003\u0004'), reading: {}, today: TODAY })).toEqual({ ok: false, fault: 'not-a-workbook' })
})
