/**
 * Checks a second and their time: own records, and federated across four partners; beside the limit that the separately measured costs allow.
 * `npm run bench -- checks [--records 20000]`
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { request } from 'undici'
import { openDatabase } from '#kernel/database/open.ts'
import { sql } from '#kernel/database/sql.ts'
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
import { databaseFolder } from '#main/open-node.ts'
import { found } from '../demo/found.ts'

const { values } = parseArgs({ options: { records: { type: 'string' }, checks: { type: 'string' } } })
const records = Number(values.records ?? 5_000)
const count = Number(values.checks ?? 300)
const MEMBERS = ['esp', 'mar', 'fra', 'sen', 'sec']
const base = mkdtempSync(join(tmpdir(), 'portolan-bench-'))
const port = 25_000 + (process.pid % 400) * 10

interface Side {
  readonly child: ChildProcess
  ask(line: string): Promise<Record<string, number[] & number>>
}

function start(id: string, path: string): Side {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'checks', 'node.ts'), path, id, String(records)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  return {
    child,
    async ask(line) {
      if (line !== '') child.stdin!.write(`${line}\n`)
      return JSON.parse((await lines.next()).value as string) as Record<string, number[] & number>
    },
  }
}

const round = (value: number, digits = 2) => Number(value.toFixed(digits))
const at = (sorted: readonly number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!

function summary(times: readonly number[], wall_ms: number) {
  const sorted = [...times].sort((a, b) => a - b)
  return {
    checks: times.length,
    per_s: round((times.length / wall_ms) * 1_000, 1),
    p50_ms: round(at(sorted, 0.5)),
    p99_ms: round(at(sorted, 0.99)),
  }
}

/** Milliseconds of one. */
async function each(work: () => unknown): Promise<number> {
  for (let i = 0; i < 10; i++) await work()
  const began = performance.now()
  let done = 0
  while (performance.now() - began < 400) {
    await work()
    done++
  }
  return (performance.now() - began) / done
}

async function costs() {
  const signer = signingKey(newSigningKey())
  const verifying = verifyingKey(publicOf(signer.publicJwk))
  const key = newSealingKey()
  const [to, opening] = [sealingKey(publicOf(key)), openingKey(key)]
  const payload = utf8('x'.repeat(900))
  // a question and its answer: each signed, sealed, opened, verified
  const cryptography =
    2 *
    (await each(() => {
      const read = readEnvelope(seal(utf8(signCompact(payload, signer, 'bench')), to, { sender: 'esp', sender_key: signer.kid }))
      if (!read.ok) throw new Error(read.reason)
      const opened = open(read.envelope, opening)
      if (!opened.ok || !verifyCompact(Buffer.from(opened.plaintext).toString(), 'bench', () => verifying).ok)
        throw new Error('not verified')
    }))
  const http = createServer((incoming, outgoing) => incoming.on('data', () => undefined).on('end', () => outgoing.end('x'.repeat(2_500))))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/`
  const call = await each(async () => (await request(url, { method: 'POST', body: 'x'.repeat(2_500) })).body.text())
  http.close()
  const database = await openDatabase({ folder: databaseFolder(join(base, 'costs')) })
  await database.script('create table probe (id bigint generated always as identity primary key, bytes bytea)')
  const bytes = new Uint8Array(600)
  const write = await each(() => database.transaction((writing) => writing.run(sql`insert into probe (bytes) values (${bytes})`)))
  const read = await each(() => database.many(sql`select id from probe where id = 1`))
  await database.close()
  // the partner writes its journal once and looks up once; the asker stores and journals each answer
  return { cryptography_ms: round(cryptography, 3), http_ms: round(call, 3), database_ms: round(3 * write + 4 * read, 3) }
}

const limit = await costs()
const configs = found(
  base,
  { id: 'bench', title: 'Bench' },
  MEMBERS.map((id, i) => ({ id, name: id, kind: 'state' as const, officers_port: port + 2 * i, partners_port: port + 2 * i + 1 })),
)
const sides = MEMBERS.map((id) => start(id, configs[id]!))
await Promise.all(sides.map((side) => side.ask('')))
const [esp] = sides as [Side]
const results: Record<string, unknown> = {}
for (const [name, line] of [
  ['own records, exact document', `own document ${count} 1`],
  ['four partners, exact document, one after the other', `all document ${count} 1`],
  ['four partners, exact document, 8 side by side', `all document ${count} 8`],
  ['own records, name', `own name ${Math.ceil(count / 2)} 1`],
  ['four partners, name, one after the other', `all name ${Math.ceil(count / 2)} 1`],
] as const) {
  await esp.ask(line.replace(/ \d+ /, ' 20 '))
  const { times, wall_ms } = await esp.ask(line)
  results[name] = summary(times!, wall_ms!)
}
for (const { child } of sides) {
  child.stdin!.write('stop\n')
  await new Promise((resolve) => child.once('exit', resolve))
}
rmSync(base, { recursive: true, force: true })
// five nodes share two cores here: a federated check costs its own work and that of four partners
const federated_ms = 4 * (limit.cryptography_ms + limit.http_ms + limit.database_ms)
console.log(
  JSON.stringify(
    {
      records_per_node: records,
      costs_of_one_partner: limit,
      sum_for_four_ms: round(federated_ms),
      limit_per_s_one_core: round(1_000 / federated_ms, 1),
      results,
    },
    null,
    2,
  ),
)
