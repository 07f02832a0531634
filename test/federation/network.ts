/** A whole network in one process: nodes that share nothing but a wire, which can be cut, and time that a test moves. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Capability, Officer } from '#kernel/capability.ts'
import { movableClock } from '#kernel/clock.ts'
import { migrate } from '#kernel/database/migrate.ts'
import { openDatabase } from '#kernel/database/open.ts'
import { makeMemberKeys, makeNodeKeys } from '#kernel/keys.ts'
import type { PartnersDoor } from '#kernel/post/door.ts'
import type { IntakeLimits } from '#kernel/post/intake.ts'
import type { Delivery, Reply, Transport } from '#kernel/post/transport.ts'
import { type GeneralJws, newSigningKey, publicOf, type SigningKey, signGeneral, signingKey } from '#lib/envelope/index.ts'
import { capabilities as product } from '#main/capabilities.ts'
import { databaseFolder, keysFolder, migrationSets, type OpenNode, openNode } from '#main/open-node.ts'
import { encodeRoster, ROSTER_TYP, type Roster, type RosterMember, readRoster } from '#wire/roster.ts'
import type { PublishedType } from '#wire/types.ts'
import type { Purpose } from '#wire/vocabulary.ts'

export interface TestNode extends OpenNode {
  readonly id: string
  readonly folder: string
  /** Performs an action as an officer (every role at clearance 2 unless said). */
  does(
    action: string,
    input: unknown,
    as?: { officer?: Partial<Officer>; purpose?: Purpose | null; channel?: 'page' | 'api' | 'stream' | 'export' },
  ): Promise<any>
  /** Stops and starts the node again on the same folder. */
  restart(): Promise<void>
}

export interface TestNetwork {
  readonly nodes: Readonly<Record<string, TestNode>>
  readonly clock: ReturnType<typeof movableClock>
  readonly wire: Wire
  readonly governor: SigningKey
  /** The newest roster, to be changed and signed again. */
  roster(): Roster
  signed(roster: Roster, ...keys: SigningKey[]): GeneralJws
  /** Publishes a changed roster at these nodes only. */
  publish(change: (roster: Roster) => Partial<Roster>, at: readonly string[]): Promise<Roster>
  /** Runs everything due at every node until nothing moves. */
  settle(): Promise<void>
  close(): Promise<void>
}

export interface Options {
  readonly capabilities?: readonly Capability[]
  readonly types?: readonly PublishedType[]
  readonly database_urls?: Readonly<Record<string, string>>
  readonly kinds?: Readonly<Record<string, RosterMember['kind']>>
  readonly limits?: Readonly<Record<string, Partial<IntakeLimits>>>
}

/** Bytes between doors; a test cuts links, drops answers, and looks at what went by. */
export class Wire {
  readonly doors = new Map<string, PartnersDoor>()
  readonly cut = new Set<string>()
  readonly seen: { to: string; path: string; body: Uint8Array }[] = []
  /** Called before each delivery; throwing loses the call, before or after the partner took it. */
  tamper: ((call: Delivery, to: string) => Promise<Delivery | undefined>) | undefined
  loseAnswer: ((to: string, path: string) => boolean) | undefined

  transport(from: string): Transport {
    return {
      call: async (call): Promise<Reply> => {
        const to = new URL(call.door).hostname.replace('.localhost', '').replace('localhost', '') || new URL(call.door).port
        const name = this.nameOf(call.door)
        const door = this.doors.get(name)
        if (!door || this.cut.has(`${from}>${name}`) || this.cut.has(name) || this.cut.has(from))
          throw new Error(`no way from ${from} to ${name || to}`)
        const changed = this.tamper ? await this.tamper(call, name) : call
        if (!changed) throw new Error('lost on the way')
        this.seen.push({ to: name, path: call.path, body: changed.body })
        if (this.seen.length > 20_000) this.seen.splice(0, 10_000)
        const { status, body } = await door.handle({
          method: changed.method,
          path: changed.path,
          authority: new URL(call.door).host,
          headers: changed.headers,
          body: changed.body,
        })
        if (this.loseAnswer?.(name, call.path)) throw new Error('the answer is lost')
        return { status, body: new TextEncoder().encode(body) }
      },
      close: async () => {},
    }
  }

  readonly names = new Map<string, string>()
  private nameOf(door: string): string {
    return this.names.get(door) ?? ''
  }
}

/** How what comes by itself is waited for (`vi.waitFor`, whose own second is short for a machine at work): the limit only ends a test that has failed. */
export const PATIENT = { timeout: 60_000, interval: 20 }

const OFFICER: Omit<Officer, 'member'> = {
  id: '0190a000-0000-7000-8000-000000000001',
  name: 'test officer',
  unit: 'spoc',
  roles: ['desk', 'supervisor'],
  clearance: 2,
  language: 'en',
}

/** What lies in a folder, a folder before what lies in it; a folder has no bytes. */
type Files = readonly { readonly path: string; readonly bytes?: Uint8Array }[]
/** The files of a database that was made and migrated, by the text of its migrations: made once in a process, copied for each further node. */
const migrated = new Map<string, Promise<Files>>()

async function migratedFiles(capabilities: readonly Capability[]): Promise<Files> {
  const sets = migrationSets(capabilities)
  const key = JSON.stringify(sets)
  const making = migrated.get(key) ?? made()
  migrated.set(key, making)
  return making

  async function made(): Promise<Files> {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-migrated-'))
    try {
      const database = await openDatabase({ folder })
      await migrate(database, sets)
      await database.close()
      const within = readdirSync(join(folder, 'cluster'), { recursive: true, withFileTypes: true }).map((one) => {
        const path = join(one.parentPath, one.name)
        return { path: relative(folder, path), ...(one.isFile() && { bytes: readFileSync(path) }) }
      })
      return [{ path: 'cluster' }, ...within.sort((a, b) => (a.path < b.path ? -1 : 1))]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** Lays a migrated database where a new node looks for its own: what the node would make there itself, file by file. */
async function layDatabase(folder: string, capabilities: readonly Capability[]): Promise<void> {
  const database = databaseFolder(folder)
  mkdirSync(database, { recursive: true, mode: 0o700 })
  for (const { path, bytes } of await migratedFiles(capabilities)) {
    if (bytes === undefined) mkdirSync(join(database, path), { mode: 0o700 })
    else writeFileSync(join(database, path), bytes, { mode: 0o600 })
  }
}

/** Boots nodes for these members in one network called `euromed`. */
export async function network(
  ids: readonly string[],
  { capabilities = product, types = [], database_urls = {}, kinds = {}, limits = {} }: Options = {},
): Promise<TestNetwork> {
  const clock = movableClock(new Date('2026-03-02T08:00:00.000Z'))
  const wire = new Wire()
  const base = mkdtempSync(join(tmpdir(), 'portolan-'))
  const governor = signingKey(newSigningKey())
  const members = ids.map((id, i): RosterMember => {
    const folder = join(base, id)
    const door = `http://127.0.0.1:${20_000 + i}`
    wire.names.set(door, id)
    const journal = makeNodeKeys(keysFolder(folder), id)
    const keys = makeMemberKeys(keysFolder(folder), { network: 'euromed', member: id }, new Date('2026-01-01T00:00:00.000Z'), 730)
    return { id, name: id.toUpperCase(), kind: kinds[id] ?? 'state', status: 'active', doors: [door], keys, journal }
  })
  let newest: Roster = {
    network: 'euromed',
    title: 'EUROMED Police',
    version: 1,
    issued_at: '2026-01-01T00:00:00.000Z',
    expires_at: '2027-01-01T00:00:00.000Z',
    governors: [{ kid: governor.kid, jwk: publicOf(governor.publicJwk), name: 'Secretariat' }],
    threshold: 1,
    members,
  }
  const signed = (roster: Roster, ...keys: SigningKey[]) =>
    signGeneral(encodeRoster(roster), keys.length > 0 ? keys : [governor], ROSTER_TYP)
  const genesis = signed(newest)
  let held = readRoster(genesis)
  const nodes: Record<string, TestNode> = {}

  for (const id of ids) {
    const folder = join(base, id)
    const open = () =>
      openNode({
        id,
        folder,
        ...(database_urls[id] && { database_url: database_urls[id] }),
        memberships: [{ network: 'euromed', member: id, genesis_sha256: held.roster.version === 1 ? held.hash : genesisHash }],
        capabilities,
        clock,
        transport: wire.transport(id),
        further_types: types,
        ...(limits[id] && { limits: limits[id] }),
        loops: { manual: true, gap_patience_ms: 0 },
        ...(process.env.PORTOLAN_REPORT && { report: (event: string, fields?: object) => console.error(id, event, fields) }),
      })
    const genesisHash = held.hash
    if (!database_urls[id]) await layDatabase(folder, capabilities)
    const one = await open()
    wire.doors.set(id, one.partners)
    if (one.node.peers.maybeRoster('euromed') === undefined) await one.node.peers.offer(genesis, 'administrator')
    const node = {
      ...one,
      id,
      folder,
      does(action: string, input: unknown, { officer = {}, purpose = 'investigation', channel = 'page' } = {}) {
        return node.door.perform(action, input, {
          officer: { ...OFFICER, member: id, ...officer },
          session: 'test-session',
          purpose,
          place: null,
          channel,
        })
      },
      async restart() {
        wire.doors.delete(id)
        await node.close()
        Object.assign(node, await open())
        wire.doors.set(id, node.partners)
      },
    } as TestNode & OpenNode
    nodes[id] = node
  }

  return {
    nodes,
    clock,
    wire,
    governor,
    roster: () => newest,
    signed,
    async publish(change, at) {
      newest = { ...newest, ...change(newest), version: newest.version + 1, previous: held.hash, issued_at: clock.now().toISOString() }
      const jws = signed(newest)
      held = readRoster(jws, held)
      for (const id of at) await nodes[id]!.node.peers.offer(jws, 'administrator')
      return newest
    },
    async settle() {
      for (let i = 0; i < 1_000; i++) {
        let moved = 0
        for (const node of Object.values(nodes)) {
          await node.door.idle()
          moved += await node.loops.round()
        }
        if (moved === 0) return
      }
      throw new Error('the network does not settle')
    },
    async close() {
      for (const node of Object.values(nodes)) await node.close()
      rmSync(base, { recursive: true, force: true })
    },
  }
}
