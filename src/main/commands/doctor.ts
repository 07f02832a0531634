/** `portolan doctor`: looks a node over and says, line by line, what is well, what is not, and what to do next. */
import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Capability } from '#kernel/capability.ts'
import { openDatabase } from '#kernel/database/open.ts'
import type { Reader } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import { newestCheckpoint } from '#kernel/journal-export.ts'
import { type KeyRing, readKeyRing } from '#kernel/keys.ts'
import type { Membership } from '#kernel/peers.ts'
import { openVault } from '#kernel/vault/index.ts'
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import type { GeneralJws } from '#lib/envelope/index.ts'
import { keyFor, openNote, parseCheckpoint, rootOf, verifierKey } from '#lib/log/index.ts'
import { currentKey, memberOf, ROSTER_GRACE_MS, type Roster } from '#wire/roster.ts'
import { capabilities as product } from '../capabilities.ts'
import { type NodeConfig, readConfig } from '../config.ts'
import { callControl } from '../control.ts'
import { databaseFolder, keysFolder } from '../folders.ts'
import { migrationSets } from '../open-node.ts'
import { demand, readArguments } from './arguments.ts'

export interface Finding {
  readonly check: string
  readonly level: 'ok' | 'warn' | 'fail'
  readonly says: string
  readonly next?: string
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const PAGES = new URL('../../../web/dist/index.html', import.meta.url)
const ROOM_WARN = 5 * 2 ** 30
const ROOM_FAIL = 512 * 2 ** 20

/** `doctor --config FILE [--json]`: 0 when nothing failed, warnings or not. */
export async function doctorCommand(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, { config: { type: 'string' }, json: { type: 'boolean' } })
  const path = demand(values.config, 'config')
  const findings = await examine(path)
  for (const one of findings) process.stdout.write(values.json ? `${JSON.stringify(one)}\n` : told(one))
  const failed = findings.filter(({ level }) => level === 'fail').length
  const warned = findings.filter(({ level }) => level === 'warn').length
  if (!values.json) process.stdout.write(`${findings.length} checks: ${failed} failed, ${warned} warnings\n`)
  return failed === 0 ? 0 : 1
}

const told = ({ check, level, says, next }: Finding) =>
  `${level.padEnd(5)}${check.padEnd(12)}${says}${next ? `\n${' '.repeat(17)}→ ${next}` : ''}\n`

/** Looks at everything that can be looked at, whatever of it is broken. */
export async function examine(path: string, now = new Date()): Promise<Finding[]> {
  const findings: Finding[] = []
  const config = await attempt(findings, 'config', 'correct the file', () => readConfig(path))
  if (!config) return findings
  findings.push({
    check: 'config',
    level: 'ok',
    says: `${config.id}, ${config.memberships.map(({ network, member }) => `${member} in ${network}`).join(', ')}`,
  })
  findings.push(...privacyOf(path, config), ...roomIn(config.folder), ...pages())
  const keys = await attempt(findings, 'keys', 'portolan keys make, or put the folder keys/ back from its copy', () =>
    readKeyRing(keysFolder(config.folder)),
  )
  if (!keys) return findings
  findings.push(...missingMembers(config, keys), ...(await vaultOf(config, keys)))
  findings.push(...(await stateOf(config, keys, now)))
  return findings
}

async function attempt<T>(findings: Finding[], check: string, next: string, work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (failure) {
    findings.push({ check, level: 'fail', says: failure instanceof Error ? failure.message : String(failure), next })
    return undefined
  }
}

/** Nothing that holds a secret may be read by another user of the machine. */
function privacyOf(path: string, config: NodeConfig): Finding[] {
  const folder = keysFolder(config.folder)
  const files = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
  const tls = [config.officers.tls?.key, config.partners.tls?.key].filter((key) => key !== undefined)
  const secrets = [folder, ...files, ...tls, ...(config.oidc || config.database_url?.includes(':') ? [path] : [])].filter((one) =>
    existsSync(one),
  )
  const open = secrets.filter((one) => (statSync(one).mode & 0o077) !== 0)
  const missing = tls.filter((one) => !existsSync(one))
  return [
    ...open.map(
      (one): Finding => ({
        check: 'private',
        level: 'fail',
        says: `others may read ${one}`,
        next: `chmod ${statSync(one).isDirectory() ? '700' : '600'} ${one}`,
      }),
    ),
    ...missing.map(
      (one): Finding => ({
        check: 'private',
        level: 'fail',
        says: `the key ${one} is not there`,
        next: 'correct tls.key in the configuration',
      }),
    ),
    ...(open.length + missing.length === 0
      ? [{ check: 'private', level: 'ok' as const, says: `${secrets.length} files and folders are the node's own` }]
      : []),
  ]
}

function roomIn(folder: string): Finding[] {
  const at = existsSync(folder) ? folder : dirname(folder)
  if (!existsSync(at))
    return [{ check: 'disk', level: 'fail', says: `${folder} is not there`, next: 'correct folder in the configuration, or make it' }]
  const { bavail, bsize, blocks } = statfsSync(at)
  const free = bavail * bsize
  const says = `${(free / 2 ** 30).toFixed(1)} GiB free of ${((blocks * bsize) / 2 ** 30).toFixed(1)}`
  if (free < ROOM_FAIL) return [{ check: 'disk', level: 'fail', says, next: 'make room now: the database stops when the disk is full' }]
  return [free < ROOM_WARN ? { check: 'disk', level: 'warn', says, next: 'make room' } : { check: 'disk', level: 'ok', says }]
}

const pages = (): Finding[] => [
  existsSync(PAGES)
    ? { check: 'pages', level: 'ok', says: 'the pages are built' }
    : { check: 'pages', level: 'warn', says: 'the pages are not built: officers see none', next: 'npm run build' },
]

function missingMembers({ memberships }: NodeConfig, keys: KeyRing): Finding[] {
  return memberships
    .filter((one) => keys.signers(one).length === 0)
    .map(({ network, member }) => ({
      check: 'keys',
      level: 'fail',
      says: `no key of ${member} in ${network}`,
      next: `portolan keys make --network ${network} --member ${member} …, then a roster with its card`,
    }))
}

async function vaultOf({ folder }: NodeConfig, { master }: KeyRing): Promise<Finding[]> {
  const path = join(folder, 'vault')
  if (!existsSync(join(path, 'master.check')))
    return [
      {
        check: 'vault',
        level: 'warn',
        says: 'there is no vault yet',
        next: 'the first start makes it; after a loss put vault/ back from its copy before',
      },
    ]
  const findings: Finding[] = []
  const vault = await attempt(findings, 'vault', 'keys/ and vault/ are of different nodes: put back those that belong together', () =>
    openVault(path, master),
  )
  if (!vault) return findings
  const end = vault.highWater()
  await vault.close()
  return [{ check: 'vault', level: 'ok', says: `opens with the master key; ${end} keys so far` }]
}

/** What the database says: read here, or by the node itself where it runs. */
async function stateOf(config: NodeConfig, keys: KeyRing, now: Date): Promise<Finding[]> {
  const { folder, database_url } = config
  const running = await linesFrom(folder, 'doctor')
  if (running.some(isFinding)) return [{ check: 'node', level: 'ok', says: 'runs, and looks itself over' }, ...running.filter(isFinding)]
  const status = running.length > 0 ? await linesFrom(folder, 'status') : []
  const alive: Finding =
    status.length > 0
      ? { check: 'node', level: 'ok', says: 'runs and answers' }
      : { check: 'node', level: 'warn', says: 'does not run', next: 'portolan start' }
  if (status.length > 0 && !database_url)
    return [
      alive,
      {
        check: 'database',
        level: 'ok',
        says: 'in use by the node; for rosters, journal and partners see portolan status, or stop the node',
      },
    ]
  if (!database_url && !existsSync(databaseFolder(folder)))
    return [alive, { check: 'database', level: 'warn', says: 'there is none yet', next: 'portolan start' }]
  const findings: Finding[] = [alive]
  const database = await attempt(findings, 'database', 'is the server there, and are name and password right?', () =>
    openDatabase(database_url ? { url: database_url } : { folder: databaseFolder(folder) }),
  )
  if (!database) return findings
  try {
    const found = await attempt(findings, 'database', 'see the message', () =>
      examineDatabase({ database, keys, memberships: config.memberships, now }),
    )
    return [...findings, ...(found ?? [])]
  } finally {
    await database.close()
  }
}

async function linesFrom(folder: string, command: string): Promise<unknown[]> {
  const lines: unknown[] = []
  try {
    for await (const line of (await callControl(folder, { command })) ?? []) lines.push(JSON.parse(line))
  } catch {
    return []
  }
  return lines
}

const isFinding = (value: unknown): value is Finding =>
  typeof value === 'object' &&
  value !== null &&
  'check' in value &&
  'level' in value &&
  ['ok', 'warn', 'fail'].includes(String(value.level)) &&
  'says' in value

interface Examined {
  readonly database: Reader
  readonly keys: KeyRing
  readonly memberships: readonly Membership[]
  readonly now: Date
  readonly capabilities?: readonly Capability[]
}

/** All that is to be known from the database: migrations, rosters, keys, clock, journal, partners. It reads and writes nothing. */
export async function examineDatabase({ database, keys, memberships, now, capabilities = product }: Examined): Promise<Finding[]> {
  const { migrated } = await database.one<{ migrated: string | null }>(sql`select to_regclass('migration')::text as migrated`)
  if (!migrated) return [{ check: 'database', level: 'warn', says: 'is empty', next: 'portolan start, or portolan restore' }]
  const migrations = await migrationsOf(database, capabilities)
  if (migrations.some(({ level }) => level !== 'ok')) return migrations
  return [
    ...migrations,
    ...(await databaseClock(database, now)),
    ...(await rostersOf(database, keys, memberships, now)),
    ...(await journalOf(database, keys, now)),
    ...(await partnersOf(database, now)),
  ]
}

async function migrationsOf(database: Reader, capabilities: readonly Capability[]): Promise<Finding[]> {
  const rows = await database.many<{ name: string; sha256: string }>(
    sql`select capability || '/' || id as name, sha256 from migration limit 10000`,
  )
  const applied = new Map(rows.map(({ name, sha256 }) => [name, sha256]))
  const known = new Map<string, string>(
    migrationSets(capabilities).flatMap((set) =>
      set.migrations.map((one) => [`${set.name}/${one.id}`, hex(sha256(utf8(one.sql)))] as const),
    ),
  )
  const pending: string[] = [...known.keys()].filter((name) => !applied.has(name))
  const changed = [...known].filter(([name, digest]) => applied.has(name) && applied.get(name) !== digest).map(([name]) => name)
  const foreign = [...applied.keys()].filter((name) => !known.has(name))
  if (changed.length > 0)
    return [
      {
        check: 'database',
        level: 'fail',
        says: `applied with other text: ${changed.join(', ')}`,
        next: 'install the software that the database was made with',
      },
    ]
  if (foreign.length > 0)
    return [
      {
        check: 'database',
        level: 'fail',
        says: `is of a newer version: ${foreign.join(', ')}`,
        next: 'install that version: there is no way back',
      },
    ]
  if (pending.length > 0)
    return [
      {
        check: 'database',
        level: 'warn',
        says: `to be brought forward: ${pending.join(', ')}`,
        next: 'portolan migrate, or the next start does it',
      },
    ]
  return [{ check: 'database', level: 'ok', says: `reachable, ${applied.size} migrations applied` }]
}

async function databaseClock(database: Reader, now: Date): Promise<Finding[]> {
  const { at } = await database.one<{ at: Date }>(sql`select clock_timestamp() as at`)
  const off_s = Math.abs(at.getTime() - Date.now()) / 1000
  const partners = await database.many<{ partner: string; settled_at: Date; receipt: string }>(sql`
    select distinct on (network, partner) partner, settled_at, receipt from outbox where state = 'delivered' and receipt is not null and settled_at > ${new Date(now.getTime() - DAY_MS)}
    order by network, partner, settled_at desc limit 500`)
  const apart = partners.flatMap(({ partner, settled_at, receipt }) => {
    const { received_at } = JSON.parse(Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString('utf8')) as { received_at: string }
    const seconds = (Date.parse(received_at) - settled_at.getTime()) / 1000
    // a receipt that came again may be older than its delivery; one from the future is a clock that is wrong
    return seconds > 60 ? [`${partner} is ${Math.round(seconds)} s ahead`] : []
  })
  const findings: Finding[] = []
  if (off_s > 5)
    findings.push({
      check: 'clock',
      level: 'warn',
      says: `the database's clock is ${off_s.toFixed(0)} s off`,
      next: 'let both machines keep time by NTP',
    })
  if (apart.length > 0)
    findings.push({ check: 'clock', level: 'warn', says: apart.join(', '), next: 'compare with another clock: yours or theirs is wrong' })
  return findings.length > 0
    ? findings
    : [
        {
          check: 'clock',
          level: 'ok',
          says: `agrees with the database${partners.length > 0 ? ` and with ${partners.length} partners' receipts` : ''}`,
        },
      ]
}

async function rostersOf(database: Reader, keys: KeyRing, memberships: readonly Membership[], now: Date): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { network, member, genesis_sha256 } of memberships) {
    const row = await database.maybeOne<{ jws: GeneralJws }>(
      sql`select jws from roster where network = ${network} and standing = 'accepted' order by version desc limit 1`,
    )
    const genesis = await database.maybeOne<{ hash: string }>(
      sql`select hash from roster where network = ${network} and standing = 'accepted' and version = 1`,
    )
    if (!row || !genesis) {
      findings.push({ check: 'roster', level: 'fail', says: `none of ${network}`, next: 'portolan roster join' })
      continue
    }
    if (genesis.hash !== genesis_sha256)
      findings.push({
        check: 'roster',
        level: 'fail',
        says: `the first roster of ${network} is not the one that the configuration pins`,
        next: 'compare genesis_sha256 with a partner by telephone',
      })
    const roster = JSON.parse(Buffer.from(row.jws.payload, 'base64url').toString('utf8')) as Roster
    const left_ms = Date.parse(roster.expires_at) - now.getTime()
    findings.push(
      expiry('roster', `roster ${roster.version} of ${network}`, left_ms, 'ask the governors for the next roster', ROSTER_GRACE_MS),
    )
    const entry = memberOf(roster, member)
    if (!entry) {
      findings.push({ check: 'roster', level: 'fail', says: `${member} is not in the roster of ${network}`, next: 'ask the governors' })
      continue
    }
    if (entry.status === 'suspended')
      findings.push({ check: 'roster', level: 'fail', says: `${member} is suspended in ${network}`, next: 'ask the governors' })
    for (const use of ['sign', 'seal'] as const) {
      const key = currentKey(entry, use, now.toISOString())
      const held =
        key && (use === 'sign' ? keys.signers({ network, member }).some(({ kid }) => kid === key.kid) : keys.opener(key.kid) !== undefined)
      if (!key || !held) {
        findings.push({
          check: 'keys',
          level: 'fail',
          says: `the key of ${member} to ${use} that the roster of ${network} names is ${key ? 'not held here' : 'not there, or expired'}`,
          next: 'put keys/ back, or portolan keys make and a roster that rotates',
        })
      } else
        findings.push(
          expiry(
            'keys',
            `${member}'s key to ${use} in ${network}`,
            Date.parse(key.until) - now.getTime(),
            'portolan keys make, and a roster that rotates',
          ),
        )
    }
    const own = verifierKey(keys.journal.name, keys.journal.key.publicJwk)
    if (entry.journal !== own)
      findings.push({
        check: 'journal',
        level: 'fail',
        says: `the roster of ${network} states another verifier key of the journal`,
        next: 'a roster with the key that portolan keys make prints',
      })
    const { rivals } = await database.one<{ rivals: number }>(
      sql`select count(*) as rivals from roster where network = ${network} and standing = 'rival'`,
    )
    if (rivals > 0)
      findings.push({
        check: 'roster',
        level: 'fail',
        says: `${rivals} rival rosters of ${network} were signed`,
        next: 'the governors have signed two rosters of one number: find out who, at once',
      })
  }
  return findings
}

function expiry(check: string, what: string, left_ms: number, next: string, grace_ms = 0): Finding {
  const days = Math.floor(left_ms / DAY_MS)
  if (left_ms > 30 * DAY_MS) return { check, level: 'ok', says: `${what}: ${days} days left` }
  if (left_ms > 0) return { check, level: 'warn', says: `${what}: ${days} days left`, next }
  const grace_left = left_ms + grace_ms
  if (grace_left > 0)
    return {
      check,
      level: 'warn',
      says: `${what} has expired and serves for ${Math.floor(grace_left / HOUR_MS)} more hours`,
      next: `${next}, today`,
    }
  return { check, level: 'fail', says: `${what} has expired`, next }
}

/** Quick: the newest checkpoint against the head. The whole journal is verified by `portolan journal verify`. */
async function journalOf(database: Reader, keys: KeyRing, now: Date): Promise<Finding[]> {
  const next = 'portolan journal verify'
  const head = await database.one<{ size: number; roots: Uint8Array[] }>(sql`select size, roots from journal_head`)
  const newest = await newestCheckpoint(database)
  const { late } = await database.one<{ late: number }>(
    sql`select count(*) as late from journal_entry where sequence is null and at < ${new Date(now.getTime() - 60_000)}`,
  )
  const waiting: Finding[] =
    late > 0
      ? [
          {
            check: 'journal',
            level: 'warn',
            says: `${late} entries wait for their place since more than a minute`,
            next: 'portolan start: a running node puts them in sequence',
          },
        ]
      : []
  if (!newest)
    return head.size === 0
      ? [{ check: 'journal', level: 'ok', says: 'is empty' }, ...waiting]
      : [{ check: 'journal', level: 'fail', says: 'has no checkpoint', next }, ...waiting]
  const origin = newest.note.slice(0, newest.note.indexOf('\n'))
  const opened = openNote(newest.note, [keyFor(verifierKey(keys.journal.name, keys.journal.key.publicJwk), origin)])
  const read = opened.ok ? parseCheckpoint(opened.text) : undefined
  const sound = read?.ok && read.size === head.size && hex(read.root) === hex(rootOf(head))
  return [
    sound
      ? { check: 'journal', level: 'ok', says: `${head.size} entries in ${origin}, under a checkpoint of ${newest.at.toISOString()}` }
      : { check: 'journal', level: 'fail', says: 'the newest checkpoint does not sign the head of the log', next },
    ...waiting,
  ]
}

async function partnersOf(database: Reader, now: Date): Promise<Finding[]> {
  const links = await database.many<{
    network: string
    partner: string
    heard_at: Date | null
    failing_since: Date | null
    gap_since: Date | null
    restoring: boolean
    waiting: number
  }>(sql`
    select network, partner, heard_at, failing_since, gap_since, restoring,
      (select count(*) from outbox o where o.network = c.network and o.own = c.own and o.partner = c.partner and o.state in ('waiting', 'held')) as waiting
    from correspondent c order by network, partner limit 1000`)
  const findings = links.flatMap(({ network, partner, heard_at, failing_since, gap_since, restoring, waiting }): Finding[] => {
    const who = `${partner} in ${network}`
    const since = (at: Date) => `${((now.getTime() - at.getTime()) / HOUR_MS).toFixed(1)} hours`
    if (restoring)
      return [
        {
          check: 'partner',
          level: 'warn',
          says: `${who} was not yet asked for what the restore has lost`,
          next: 'nothing, if the partner is there; else ask it to start its node',
        },
      ]
    if (failing_since && now.getTime() - failing_since.getTime() > HOUR_MS)
      return [
        {
          check: 'partner',
          level: 'warn',
          says: `${who} has not answered for ${since(failing_since)}; ${waiting} messages wait`,
          next: 'call its single point of contact',
        },
      ]
    if (gap_since && now.getTime() - gap_since.getTime() > HOUR_MS)
      return [
        {
          check: 'partner',
          level: 'warn',
          says: `${who} has not filled a gap for ${since(gap_since)}`,
          next: 'call its single point of contact',
        },
      ]
    if (heard_at && now.getTime() - heard_at.getTime() > DAY_MS)
      return [{ check: 'partner', level: 'warn', says: `${who} has been silent for ${since(heard_at)}` }]
    return []
  })
  const { failed } = await database.one<{ failed: number }>(
    sql`select count(*) as failed from inbox where standing in ('failed', 'unknown-type')`,
  )
  if (failed > 0)
    findings.push({
      check: 'mail',
      level: 'warn',
      says: `${failed} messages were received and could not be applied`,
      next: 'the network page lists them',
    })
  return findings.length > 0 ? findings : [{ check: 'partners', level: 'ok', says: `${links.length} links, none silent` }]
}
