/** Rosters: which follow, which do not, and what a node does with those that partners offer. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { movableClock } from '#kernel/clock.ts'
import { migrate, readMigrations } from '#kernel/database/migrate.ts'
import { openDatabase } from '#kernel/database/open.ts'
import type { Database } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import { createJournal } from '#kernel/journal.ts'
import { createPeers } from '#kernel/peers.ts'
import { hex, sha256 } from '#lib/bytes.ts'
import { type GeneralJws, newSealingKey, newSigningKey, publicOf, type SigningKey, signGeneral, signingKey } from '#lib/envelope/index.ts'
import { currentKey, encodeRoster, ROSTER_TYP, type Roster, type RosterMember, readRoster } from '#wire/roster.ts'

/** A machine that is shared takes its time to boot databases. */
const BOOT_MS = 180_000

const [a, b, c, stranger] = Array.from({ length: 4 }, () => signingKey(newSigningKey())) as [SigningKey, SigningKey, SigningKey, SigningKey]
const governor = (key: SigningKey, name = 'governor') => ({ kid: key.kid, jwk: publicOf(key.publicJwk), name })
const member = (id: string, change: Partial<RosterMember> = {}): RosterMember => {
  const sign = publicOf(newSigningKey())
  const seal = publicOf(newSealingKey())
  return {
    id,
    name: id,
    kind: 'state',
    status: 'active',
    doors: ['https://node.example'],
    certificate_sha256: 'ab'.repeat(32),
    keys: [
      { kid: signingKeyId(sign), use: 'sign', jwk: sign, from: '2026-01-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' },
      { kid: signingKeyId(seal), use: 'seal', jwk: seal, from: '2026-01-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' },
    ],
    journal: 'none',
    ...change,
  }
}
// RFC 7638: the thumbprint of an OKP key
const signingKeyId = ({ crv, kty, x }: { crv: string; kty: string; x: string }) =>
  Buffer.from(sha256(new TextEncoder().encode(JSON.stringify({ crv, kty, x })))).toString('base64url')

const first: Roster = {
  network: 'euromed',
  title: 'EUROMED Police',
  version: 1,
  issued_at: '2026-01-01T00:00:00.000Z',
  expires_at: '2027-01-01T00:00:00.000Z',
  governors: [governor(a), governor(b), governor(c)],
  threshold: 2,
  members: [member('esp'), member('mar')],
}
const signed = (roster: Roster, ...keys: SigningKey[]): GeneralJws => signGeneral(encodeRoster(roster), keys, ROSTER_TYP)
const genesis = readRoster(signed(first, a, b))
const next = (change: Partial<Roster> = {}): Roster => ({ ...first, version: 2, previous: genesis.hash, ...change })

describe('a roster follows', () => {
  test('when a threshold of its own governors and of those before it have signed', () => {
    expect(readRoster(signed(next(), a, c), genesis).roster.version).toBe(2)
    expect(genesis.hash).toBe(hex(sha256(encodeRoster(first))))
    // governors change hands only by those before and those after
    const handed = next({ governors: [governor(c), governor(stranger)], threshold: 2 })
    expect(readRoster(signed(handed, b, c, stranger), genesis).roster.governors).toHaveLength(2)
  })

  const [esp, mar] = first.members as [RosterMember, RosterMember]
  const changed = (change: Partial<RosterMember>) => next({ members: [{ ...esp, ...change }, mar] })
  test.each<[string, () => unknown]>([
    ['signed by fewer than the threshold', () => readRoster(signed(next(), a), genesis)],
    [
      'signed twice by one',
      () => readRoster({ ...signed(next(), a), signatures: [...signed(next(), a).signatures, ...signed(next(), a).signatures] }, genesis),
    ],
    ['signed by strangers', () => readRoster(signed(next(), stranger, signingKey(newSigningKey())), genesis)],
    [
      'signed by its own new governors alone',
      () => readRoster(signed(next({ governors: [governor(stranger)], threshold: 1 }), stranger), genesis),
    ],
    [
      'signed by those before it alone',
      () => readRoster(signed(next({ governors: [governor(stranger)], threshold: 1 }), a, b, c), genesis),
    ],
    ['with a threshold of half', () => readRoster(signed(next({ governors: [governor(a), governor(b)], threshold: 1 }), a, b), genesis)],
    ['with a threshold above the number of governors', () => readRoster(signed(next({ threshold: 4 }), a, b, c), genesis)],
    ['with a governor twice', () => readRoster(signed(next({ governors: [governor(a), governor(a), governor(b)] }), a, b), genesis)],
    [
      'with a governor under another key id',
      () =>
        readRoster(signed(next({ governors: [{ ...governor(a), kid: governor(stranger).kid }, governor(b), governor(c)] }), b, c), genesis),
    ],
    ['that skips a version', () => readRoster(signed(next({ version: 3 }), a, b), genesis)],
    ['that names another predecessor', () => readRoster(signed(next({ previous: 'ab'.repeat(32) }), a, b), genesis)],
    ['of another network', () => readRoster(signed(next({ network: 'netcop' }), a, b), genesis)],
    ['first, with a number that is not 1', () => readRoster(signed(next(), a, b))],
    ['with a door without TLS', () => readRoster(signed(changed({ doors: ['http://node.example'] }), a, b), genesis)],
    [
      'with a door that pins no certificate',
      () => readRoster(signed(next({ members: [(({ certificate_sha256: _, ...rest }) => rest)(esp), mar] }), a, b), genesis),
    ],
    ['with a member twice', () => readRoster(signed(next({ members: [esp, { ...mar, id: 'esp' }] }), a, b), genesis)],
    ['with a key of one member at another', () => readRoster(signed(next({ members: [esp, { ...mar, keys: esp.keys }] }), a, b), genesis)],
    [
      'with a key under another key id',
      () => readRoster(signed(changed({ keys: [{ ...esp.keys[0]!, kid: mar.keys[0]!.kid }] }), a, b), genesis),
    ],
    [
      'changed after it was signed',
      () =>
        readRoster(
          { ...signed(next(), a, b), payload: Buffer.from(encodeRoster(next({ title: 'other' }))).toString('base64url') },
          genesis,
        ),
    ],
    [
      'in a spelling that is not canonical',
      () =>
        readRoster(
          signGeneral(new TextEncoder().encode(` ${new TextDecoder().decode(encodeRoster(next()))}`), [a, b], ROSTER_TYP),
          genesis,
        ),
    ],
    ['signed as something else', () => readRoster(signGeneral(encodeRoster(next()), [a, b], 'portolan-statement+jws'), genesis)],
  ])('not %s', (_, read) => {
    expect(read).toThrow(expect.objectContaining({ code: 'roster.invalid' }))
  })

  test('the newest key that is valid and not compromised is the one in use', () => {
    const key = (from: string, until: string, compromised?: true) => ({
      ...esp.keys[0]!,
      kid: from,
      from,
      until,
      ...(compromised && { compromised }),
    })
    const holder = {
      ...esp,
      keys: [
        key('2026-01-01', '2026-12-01'),
        key('2026-03-01', '2026-12-01'),
        key('2026-04-01', '2026-12-01', true),
        key('2026-05-01', '2026-12-01'),
        key('2026-02-01', '2026-02-02'),
      ],
    }
    expect(currentKey(holder, 'sign', '2026-04-15')?.kid).toBe('2026-03-01')
    expect(currentKey(holder, 'sign', '2026-12-01')).toBeUndefined()
  })
})

describe('a node holds', () => {
  let database: Database
  const clock = movableClock(new Date('2026-03-02T08:00:00.000Z'))
  const journal = () => createJournal({ journal: { name: 'portolan/esp', key: a } } as never, clock)
  const peersOf = (genesis_sha256: string) =>
    createPeers([{ network: 'euromed', member: 'esp', genesis_sha256 }], { database, journal: journal(), clock })
  beforeAll(async () => {
    database = await openDatabase({ folder: 'memory' } as never)
    await migrate(database, [{ name: 'kernel', migrations: readMigrations(new URL('../../src/kernel/migrations/', import.meta.url)) }])
  }, BOOT_MS)
  afterAll(() => database.close())

  test('no genesis but the one compared out of band', async () => {
    const peers = peersOf('ab'.repeat(32))
    await expect(peers.offer(signed(first, a, b), 'mar')).rejects.toMatchObject({ code: 'roster.invalid' })
    expect(peers.maybeRoster('euromed')).toBeUndefined()
  })

  test('every version, and takes the next alone', async () => {
    const peers = peersOf(genesis.hash)
    expect(await peers.offer(signed(next(), a, b), 'mar')).toBe('ahead')
    expect(await peers.offer(signed(first, a, b), 'mar')).toBe('accepted')
    expect(await peers.offer(signed(first, b, c), 'mar')).toBe('known')
    expect(await peers.offer(signed(next(), a, b), 'mar')).toBe('accepted')
    await expect(peers.offer(signed({ ...first, network: 'netcop' }, a, b), 'mar')).rejects.toMatchObject({
      code: 'message.network-unknown',
    })
    expect(await database.many(sql`select version from roster where standing = 'accepted' order by version`)).toEqual([
      { version: 1 },
      { version: 2 },
    ])
    for (const version of [1, 2, 'latest'] as const) expect(await peers.stored(database, 'euromed', version)).toBeDefined()
  })

  test('a rival beside the one held, with an alarm, if the same governors could have signed it', async () => {
    const peers = peersOf(genesis.hash)
    await peers.refresh(database)
    const held = peers.roster('euromed').hash
    await expect(peers.offer(signed(next({ title: 'by strangers' }), stranger), 'mar')).rejects.toMatchObject({ code: 'roster.invalid' })
    expect(await peers.offer(signed(next({ title: 'another truth' }), b, c), 'mar')).toBe('rival')
    expect(await peers.offer(signed(next({ title: 'another truth' }), b, c), 'mar')).toBe('rival')
    expect(peers.roster('euromed').hash).toBe(held)
    expect(await database.many(sql`select version from roster where standing = 'rival'`)).toEqual([{ version: 2 }])
    expect(await database.many(sql`select outcome from journal_entry where event = 'roster.rival'`)).toEqual([{ outcome: 'refused' }])
  })

  test('what its database shows only where the chain holds from the genesis on', async () => {
    await expect(peersOf(genesis.hash).refresh(database)).resolves.toBeUndefined()
    await expect(peersOf('cd'.repeat(32)).refresh(database)).rejects.toMatchObject({ code: 'roster.invalid' })
    const forged = signed(next({ version: 3, title: 'slipped in' }), stranger)
    await database.transaction((writing) =>
      writing.run(
        sql`insert into roster (network, version, hash, standing, jws, received_at) values ('euromed', 3, 'x', 'accepted', ${forged}::jsonb, ${clock.now()})`,
      ),
    )
    await expect(peersOf(genesis.hash).refresh(database)).rejects.toMatchObject({ code: 'roster.invalid' })
  })
})
