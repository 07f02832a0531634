/** One node in two networks under two names: nothing of the one is taken for the other. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { movableClock } from '#kernel/clock.ts'
import { sql } from '#kernel/database/sql.ts'
import { newId } from '#kernel/identity.ts'
import { makeMemberKeys, makeNodeKeys } from '#kernel/keys.ts'
import { base64url, utf8 } from '#lib/bytes.ts'
import { canonicalJson } from '#lib/canonical-json.ts'
import {
  newSigningKey,
  type PrivateJwk,
  peekCompact,
  publicOf,
  seal,
  sealingKey,
  signCompact,
  signGeneral,
  signingKey,
} from '#lib/envelope/index.ts'
import { signRequest } from '#lib/http-signature/index.ts'
import { keysFolder, type OpenNode, openNode } from '#main/open-node.ts'
import type { SignedRefusalBody } from '#wire/receipt.ts'
import { encodeRoster, ROSTER_TYP, type Roster, type RosterMember, readRoster } from '#wire/roster.ts'
import { STATEMENT_TYP } from '#wire/statement.ts'
import { drill, drillTypes } from '../federation/drill/index.ts'

/** A machine that is shared takes its time to boot databases. */
const BOOT_MS = 180_000

const NETWORKS = ['euromed', 'netcop'] as const
type Network = (typeof NETWORKS)[number]
/** Morocco's node speaks for the state in the one and for its police in the other; Spain has one name in both, and other keys. */
const OWN: Record<Network, string> = { euromed: 'mar', netcop: 'mar-police' }
const base = mkdtempSync(join(tmpdir(), 'portolan-'))
const clock = movableClock(new Date('2026-03-02T08:00:00.000Z'))
const rosters = new Map<Network, Roster>()
let mar: OpenNode

beforeAll(async () => {
  const governor = signingKey(newSigningKey())
  const memberships: { network: Network; member: string; genesis_sha256: string }[] = []
  const made: { network: Network; jws: ReturnType<typeof signGeneral> }[] = []
  const journal = makeNodeKeys(keysFolder(join(base, 'mar')), 'mar')
  const journalOfSpain = makeNodeKeys(keysFolder(join(base, 'esp')), 'esp')
  for (const network of NETWORKS) {
    const keys = (folder: string, member: string) =>
      makeMemberKeys(keysFolder(join(base, folder)), { network, member }, new Date('2026-01-01T00:00:00.000Z'), 700)
    const member = (folder: string, id: string, log: string): RosterMember => ({
      id,
      name: id,
      kind: 'state',
      status: 'active',
      doors: ['http://127.0.0.1:20000'],
      keys: keys(folder, id),
      journal: log,
    })
    const roster: Roster = {
      network,
      title: network,
      version: 1,
      issued_at: '2026-01-01T00:00:00.000Z',
      expires_at: '2027-01-01T00:00:00.000Z',
      governors: [{ kid: governor.kid, jwk: publicOf(governor.publicJwk), name: 'governor' }],
      threshold: 1,
      members: [member('mar', OWN[network], journal), member('esp', 'esp', journalOfSpain)],
    }
    const jws = signGeneral(encodeRoster(roster), [governor], ROSTER_TYP)
    rosters.set(network, roster)
    made.push({ network, jws })
    memberships.push({ network, member: OWN[network], genesis_sha256: readRoster(jws).hash })
  }
  mar = await openNode({
    id: 'mar',
    folder: join(base, 'mar'),
    memberships,
    capabilities: [drill],
    clock,
    further_types: drillTypes,
    loops: { manual: true, gap_patience_ms: 0 },
    transport: { call: () => Promise.reject(new Error('alone')), close: async () => {} },
  })
  for (const { jws } of made) await mar.node.peers.offer(jws, 'administrator')
}, BOOT_MS)
afterAll(async () => {
  await mar.close()
  rmSync(base, { recursive: true, force: true })
})

const signerIn = (network: Network) => {
  const { keys } = JSON.parse(readFileSync(join(keysFolder(join(base, 'esp')), `member.${network}.esp.json`), 'utf8')) as {
    keys: { use: string; jwk: PrivateJwk }[]
  }
  return signingKey(keys.find(({ use }) => use === 'sign')!.jwk)
}
let sequence = 1
const epoch = newId(clock.now())
/** Spain posts one statement; each part may be of either network. */
async function post({
  calls,
  seals,
  parcel,
  says,
  signs,
  to,
}: Record<'calls' | 'seals' | 'parcel' | 'says' | 'signs' | 'to', Network>): Promise<string> {
  const statement = {
    header: {
      id: newId(clock.now()),
      network: says,
      type: 'drill.said.v1',
      from: { member: 'esp', unit: 'spoc' },
      to: { member: OWN[to] },
      sent_at: clock.now().toISOString(),
      handling: [],
      classification: 'restricted',
      language: 'en',
    },
    body: { number: 7 },
    attachments: [],
  }
  const jws = signCompact(utf8(canonicalJson(statement)), signerIn(signs), STATEMENT_TYP)
  const key = rosters.get(seals)!.members[0]!.keys.find(({ use }) => use === 'seal')!.jwk
  const envelope = seal(
    utf8(JSON.stringify({ network: parcel, epoch, sequence: sequence++, roster_version: 1, statement: jws })),
    sealingKey(key),
    { sender: 'esp', sender_key: signerIn(signs).kid },
  )
  const call = {
    method: 'POST',
    path: '/partner/v1/post',
    authority: '127.0.0.1:20000',
    body: utf8(JSON.stringify({ envelopes: [envelope] })),
  }
  const headers = {
    ...signRequest(call, signerIn(calls), { created_s: Math.floor(clock.now().getTime() / 1000), nonce: base64url(randomBytes(16)) }),
  }
  const reply = await mar.partners.handle({ ...call, headers })
  expect(reply.status).toBe(200)
  const [answer] = (JSON.parse(reply.body) as { answers: ({ receipt: string } | { refusal: string })[] }).answers as [
    { receipt: string } | { refusal: string },
  ]
  const read = peekCompact('receipt' in answer ? answer.receipt : answer.refusal)
  if (!read.ok) return 'unreadable'
  const said = JSON.parse(Buffer.from(read.payload).toString('utf8')) as SignedRefusalBody
  // the answer is signed by, and in the name of, the member that serves the calling partner's network
  expect(said.to).toBe(OWN[calls])
  const member = rosters.get(calls)!.members[0]!
  expect(member.keys.map(({ kid }) => kid)).toContain(read.kid)
  return 'receipt' in answer ? 'receipt' : said.code
}
const all = (network: Network) => ({ calls: network, seals: network, parcel: network, says: network, signs: network, to: network })

test('each network for itself is served', async () => {
  expect(await post(all('euromed'))).toBe('receipt')
  expect(await post(all('netcop'))).toBe('receipt')
})

test.each<[string, Partial<ReturnType<typeof all>>, string]>([
  ['sealed to the key of the other network', { seals: 'netcop' }, 'message.misaddressed'],
  ['a parcel of the other network', { parcel: 'netcop' }, 'message.misaddressed'],
  ['sealed and packed for the other network', { seals: 'netcop', parcel: 'netcop' }, 'message.misaddressed'],
  ['a statement of the other network', { says: 'netcop' }, 'message.misaddressed'],
  ["signed by the other network's key", { signs: 'netcop' }, 'message.sender-mismatch'],
  ['to the member of the other network', { to: 'netcop' }, 'message.misaddressed'],
  // the statement and the seal agree with each other: only the parcel says this network
  [
    'packed for this network, sealed and said in the other one,',
    { seals: 'netcop', says: 'netcop', signs: 'netcop', to: 'netcop' },
    'message.misaddressed',
  ],
  [
    'all of the other network, called in this one',
    { seals: 'netcop', parcel: 'netcop', says: 'netcop', signs: 'netcop', to: 'netcop' },
    'message.misaddressed',
  ],
])('%s is refused', async (_, change, code) => {
  expect(await post({ ...all('euromed'), ...change })).toBe(code)
})

test('nothing but the two sound ones was kept, and no correspondent was made up', async () => {
  const { database } = mar.node
  expect(await database.many(sql`select network, own, partner from inbox order by network`)).toEqual([
    { network: 'euromed', own: 'mar', partner: 'esp' },
    { network: 'netcop', own: 'mar-police', partner: 'esp' },
  ])
  expect(await database.many(sql`select network, own, partner from correspondent order by network, own`)).toEqual([
    { network: 'euromed', own: 'mar', partner: 'esp' },
    { network: 'netcop', own: 'mar-police', partner: 'esp' },
  ])
})
