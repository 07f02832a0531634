/**
 * Messages a second between two node processes: signed, sealed, delivered, stored durably and receipted; beside the limit that the
 * separately measured costs allow. `npm run bench -- exchange [--engine embedded|postgresql] [--messages 3000]`
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { request } from 'undici'
import { createAccess, readPolicies } from '#kernel/access.ts'
import { systemClock } from '#kernel/clock.ts'
import { migrate, readMigrations } from '#kernel/database/migrate.ts'
import { openDatabase } from '#kernel/database/open.ts'
import { sql } from '#kernel/database/sql.ts'
import { newId } from '#kernel/identity.ts'
import { createJournal } from '#kernel/journal.ts'
import { makeNodeKeys, readKeyRing } from '#kernel/keys.ts'
import { utf8 } from '#lib/bytes.ts'
import {
  newSealingKey,
  newSigningKey,
  open,
  openingKey,
  publicOf,
  readEnvelope,
  seal,
  sealingKey,
  signCompact,
  signingKey,
  verifyCompact,
  verifyingKey,
} from '#lib/envelope/index.ts'
import { found } from '../demo/found.ts'
import { temporaryPostgresql } from '../test/storage/postgresql.ts'

const { values } = parseArgs({ options: { engine: { type: 'string' }, messages: { type: 'string' }, profile: { type: 'string' } } })
const engine = values.engine ?? 'embedded'
const messages = Number(values.messages ?? 3_000)
const base = mkdtempSync(join(tmpdir(), 'portolan-bench-'))
const server = engine === 'postgresql' ? await temporaryPostgresql() : undefined
if (engine === 'postgresql' && !server) {
  console.log('not run: no PostgreSQL on this machine')
  process.exit(process.env.CI ? 1 : 0)
}

/** Milliseconds of one, over as many as fit into half a second. */
async function each(work: () => unknown): Promise<number> {
  for (let i = 0; i < 20; i++) await work()
  const began = performance.now()
  let count = 0
  while (performance.now() - began < 500) {
    await work()
    count++
  }
  return (performance.now() - began) / count
}

const round = (value: number, digits = 3) => Number(value.toFixed(digits))

async function costs() {
  const signer = signingKey(newSigningKey())
  const verifying = verifyingKey(publicOf(signer.publicJwk))
  const sealed = newSealingKey()
  const [to, opening] = [sealingKey(publicOf(sealed)), openingKey(sealed)]
  const payload = utf8(JSON.stringify({ header: 'x'.repeat(400), body: { number: 1, text: 'x'.repeat(1_000) } }))
  const receipt = utf8('x'.repeat(400))
  const cryptography = await each(() => {
    const statement = signCompact(payload, signer, 'bench')
    const envelope = seal(utf8(statement), to, { sender: 'esp', sender_key: signer.kid })
    const read = readEnvelope(envelope)
    if (!read.ok) throw new Error(read.reason)
    const opened = open(read.envelope, opening)
    if (!opened.ok || !verifyCompact(Buffer.from(opened.plaintext).toString(), 'bench', () => verifying).ok) throw new Error('not verified')
    if (!verifyCompact(signCompact(receipt, signer, 'bench'), 'bench', () => verifying).ok) throw new Error('not verified')
  })

  const batch = Buffer.from(JSON.stringify({ envelopes: Array.from({ length: 64 }, () => 'x'.repeat(3_200)) }))
  const answer = Buffer.from(JSON.stringify({ answers: Array.from({ length: 64 }, () => ({ receipt: 'x'.repeat(700) })) }))
  const http = createServer((incoming, outgoing) => {
    const parts: Buffer[] = []
    incoming
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => {
        JSON.parse(Buffer.concat(parts).toString())
        outgoing.end(answer)
      })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/`
  const http_batch = await each(async () => JSON.parse(await (await request(url, { method: 'POST', body: batch })).body.text()))
  http.close()

  const access = createAccess(readPolicies([new URL('../test/federation/drill/policy.cedar', import.meta.url)]))
  let unit = 0
  const officer = { id: 'x', name: 'x', member: 'esp', unit: '', roles: [], clearance: 2 as const, language: 'en' as const }
  // another unit each time, so that no decision is remembered
  const policy = await each(() =>
    access.decide(
      { ...officer, unit: `u${unit++}` },
      'drill.say',
      { kind: 'drill', member: 'esp', classification: 'unclassified', unit: '' },
      { purpose: null, channel: 'api' },
    ),
  )

  const folder = join(base, 'costs')
  const database = await openDatabase(server ? { url: await server.url('bench_costs') } : { folder: join(folder, 'database') })
  await migrate(database, [{ name: 'kernel', migrations: readMigrations(new URL('../src/kernel/migrations/', import.meta.url)) }])
  makeNodeKeys(join(folder, 'keys'), 'bench')
  const journal = createJournal(readKeyRing(join(folder, 'keys')), systemClock)
  const bytes = randomBytes(2_300)
  const now = new Date()
  let sequence = 0
  const outboxRow =
    () => sql`insert into outbox (network, own, partner, id, epoch, sequence, type, digest, slot, sealed, blobs, state, queued_at)
    values ('n', 'a', 'b', ${newId(now)}, 'e', ${++sequence}, 't', ${bytes.subarray(0, 32)}, 1, ${bytes}, '{}', 'waiting', ${now})`
  const database_one = await each(() => database.transaction((writing) => writing.run(outboxRow())))
  const database_batch = await each(() =>
    database.transaction((writing) =>
      writing.run(sql`insert into inbox (network, own, partner, received_at, id, epoch, sequence, type, digest, slot, sealed, standing, receipt)
        select 'n', 'a', 'b', now(), u.*, 'kept', 'r' from unnest(${Array.from({ length: 64 }, () => newId(new Date()))}::uuid[], ${Array.from({ length: 64 }, () => 'e')}::text[], ${Array.from({ length: 64 }, () => ++sequence)}::bigint[],
          ${Array.from({ length: 64 }, () => 't')}::text[], ${Array.from({ length: 64 }, () => bytes.subarray(0, 32))}::bytea[], ${Array.from({ length: 64 }, () => 1)}::bigint[], ${Array.from({ length: 64 }, () => bytes)}::bytea[]) as u`),
    ),
  )
  const event = { event: 'post.received', subject: 'statement:x' }
  const journal_batch = await each(async () => {
    await database.transaction((writing) => journal.append(writing, ...Array.from({ length: 64 }, () => event)))
    await journal.sequence(database)
  })
  await database.close()
  // a message: the sender's transaction alone, the recipient's and the settling in batches; four leaves (act, sent, received, delivered)
  return {
    cryptography_ms: round(cryptography),
    http_ms: round(http_batch / 64),
    database_ms: round(database_one + (2 * database_batch) / 64),
    policy_ms: round(policy),
    journal_ms: round((4 * journal_batch) / 64),
  }
}

interface Side {
  readonly child: ChildProcess
  next(): Promise<Record<string, number>>
}

function start(path: string, partner: string): Side {
  const child = spawn(
    process.execPath,
    [
      ...(values.profile && partner === 'mar' ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : []),
      join(import.meta.dirname, 'exchange', 'node.ts'),
      path,
      partner,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  return { child, next: async () => JSON.parse((await lines.next()).value as string) as Record<string, number> }
}

const limit = await costs()
const sum_ms = Object.values(limit).reduce((sum, cost) => sum + cost, 0)
const port = 24_000 + (process.pid % 1_000) * 4
const configs = found(base, { id: 'bench', title: 'Bench' }, [
  {
    id: 'esp',
    name: 'Spain',
    kind: 'state',
    officers_port: port,
    partners_port: port + 1,
    ...(server && { database_url: await server.url('bench_esp') }),
  },
  {
    id: 'mar',
    name: 'Morocco',
    kind: 'state',
    officers_port: port + 2,
    partners_port: port + 3,
    ...(server && { database_url: await server.url('bench_mar') }),
  },
])
const [esp, mar] = [start(configs.esp!, 'mar'), start(configs.mar!, 'esp')]
await Promise.all([esp.next(), mar.next()])
const rates: number[] = []
let used_ms = 0
esp.child.stdin!.write('go 300\n')
await esp.next()
for (let run = 0; run < 3; run++) {
  esp.child.stdin!.write(`go ${Math.ceil(messages / 3)}\n`)
  const { count, delivered_ms, cpu_ms } = await esp.next()
  rates.push((count! / delivered_ms!) * 1_000)
  used_ms += cpu_ms! / count! / 3
}
for (const { child } of [esp, mar]) {
  child.stdin!.write('stop\n')
  await new Promise((resolve) => child.once('exit', resolve))
}
await server?.stop()
rmSync(base, { recursive: true, force: true })
const median = [...rates].sort((a, b) => a - b)[1]!
console.log(
  JSON.stringify(
    {
      engine,
      messages,
      statement_bytes: 1_400,
      costs: limit,
      sum_ms: round(sum_ms),
      limit_per_s: Math.round(1_000 / sum_ms),
      measured_per_s: rates.map(Math.round),
      median_per_s: Math.round(median),
      share_of_limit: round((median * sum_ms) / 1_000, 2),
      sender_cpu_ms_per_message: round(used_ms),
    },
    null,
    2,
  ),
)
