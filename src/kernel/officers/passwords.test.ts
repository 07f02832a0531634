/** Passwords: what is stored, what is refused, and that an unknown name costs the same work. */
import { argon2Sync } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Refusal } from '#wire/refusal.ts'
import { openDatabase } from '../database/open.ts'
import { hashPassword, newPassword, passwordFault, passwordFits, passwordFitsInTurn } from './passwords.ts'

test('a password is kept as argon2id with 19 MiB and two passes, salted anew each time', async () => {
  const [one, two] = [await hashPassword('quay lantern copper 41'), await hashPassword('quay lantern copper 41')]
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(one).not.toBe(two)
  const [, , , , salt, tag] = one.split('$')
  const again = argon2Sync('argon2id', {
    message: 'quay lantern copper 41',
    nonce: Buffer.from(salt!, 'base64'),
    parallelism: 1,
    tagLength: 32,
    memory: 19_456,
    passes: 2,
  })
  expect(Buffer.from(tag!, 'base64')).toEqual(again)
})

test('only the same password fits, in any Unicode spelling of it', async () => {
  const stored = await hashPassword('contraseña segura 1')
  expect(await passwordFits(stored, 'contrasen\u0303a segura 1')).toBe(true)
  expect(await passwordFits(stored, 'contraseña segura 2')).toBe(false)
  expect(await passwordFits(undefined, 'contraseña segura 1')).toBe(false)
  await expect(passwordFits('$2b$10$abc', 'x')).rejects.toThrow(TypeError)
})

test('an unknown account costs the work of a known one', async () => {
  const stored = await hashPassword('quay lantern copper 41')
  const times = { known: Number.POSITIVE_INFINITY, unknown: Number.POSITIVE_INFINITY }
  // the processor's time, taken in turns and the least kept, so that other work on the machine weighs on neither
  for (let i = 0; i < 8; i++) {
    for (const which of ['known', 'unknown'] as const) {
      const began = process.cpuUsage()
      await passwordFits(which === 'known' ? stored : undefined, 'something else 99')
      const { user, system } = process.cpuUsage(began)
      times[which] = Math.min(times[which], user + system)
    }
  }
  expect(times.unknown).toBeGreaterThan(times.known / 2)
  expect(times.unknown).toBeLessThan(times.known * 2)
})

test('more than the bound of waiting sign-ins is refused as busy, and the others are all judged', async () => {
  const all = await Promise.allSettled(Array.from({ length: 38 }, () => passwordFitsInTurn(undefined, 'x')))
  const refused = all.filter((one) => one.status === 'rejected')
  expect(refused).toHaveLength(4)
  for (const { reason } of refused) expect((reason as Refusal).code).toBe('call.busy')
  expect(await passwordFitsInTurn(undefined, 'x')).toBe(false)
})

test('new passwords are long enough to be kept, and weak ones say why', () => {
  for (let i = 0; i < 200; i++) expect(newPassword()).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/)
  expect(passwordFault('short', [])).toBe('too-short')
  expect(passwordFault('x'.repeat(201), [])).toBe('too-long')
  expect(passwordFault('ababababababab', [])).toBe('too-simple')
  expect(passwordFault('MarIna-is-my-name', ['marina'])).toBe('holds-name')
  expect(passwordFault('quay lantern copper 41', ['marina'])).toBeUndefined()
})

test('nothing is derived within a transaction: rows, and on the embedded database everybody, would wait for it', async () => {
  const database = await openDatabase({ folder: 'memory' })
  try {
    await expect(database.transaction(() => hashPassword('quay lantern copper 41'))).rejects.toThrow(/outside of transactions/)
    await expect(database.transaction(() => passwordFits(undefined, 'quay lantern copper 41'))).rejects.toThrow(/outside of transactions/)
    let later: Promise<string> | undefined
    await database.transaction(async (writing) => {
      writing.afterCommit(() => {
        later = hashPassword('quay lantern copper 41')
      })
    })
    expect(await later).toMatch(/^\$argon2id/)
  } finally {
    await database.close()
  }
})
