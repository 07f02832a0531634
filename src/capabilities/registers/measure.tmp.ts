import { readFileSync } from 'node:fs'
import { registers } from './index.ts'
import { checks } from '../checks/index.ts'
import { network } from '../../../test/federation/network.ts'
const N = Number(process.argv[2] ?? 50000)
const net = await network(['esp', 'mar'], { capabilities: [registers, checks] })
const mar = net.nodes.mar!, esp = net.nodes.esp!
const people = readFileSync('/tmp/reg/pop/people.tsv', 'utf8').trim().split('\n').slice(0, N).map((l) => l.split('\t'))
const q = (s: string) => (/[",]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s)
const csv = 'reference,full_name,birth_date,sex,nationality\r\n' + people.map(([id, name, , , dob, sex, nat]) => `P-${id},${q(name!)},${dob},${sex},${nat}\r\n`).join('')
console.log('csv bytes', Buffer.byteLength(csv))
let t = performance.now()
const { import: id } = await mar.does('registers.begin-import', { kind: 'person', file_name: 'p.csv', bytes: Buffer.byteLength(csv) })
for (let at = 0, p = 0; at < csv.length; at += 400_000, p++) await mar.does('registers.add-import-part', { import: id, position: p, text: csv.slice(at, at + 400_000) })
const { mapping } = await mar.does('registers.preview-import', { import: id })
const defaults = { reason: { text: 'x', language: 'en' }, action_to_take: { code: 'locate' }, evaluation: { source: 'A', information: '1' }, handling: [], classification: 'unclassified', sharing: { rule: 'network', networks: ['euromed'], members: [] }, review_on: '2028-01-01', expires_on: '2029-01-01' }
const pre = await mar.does('registers.preview-import', { import: id, mapping, defaults })
console.log('ready', pre.ready, pre.rows[0])
await mar.does('registers.run-import', { import: id, bad_rows: 'leave-out' })
await mar.door.idle()
const done = await mar.does('registers.read-import', { import: id })
console.log('import', done.state, done.rows_staged, 'bad', done.rows_bad, ((performance.now() - t) / 1000).toFixed(1), 's')
if (done.rows_bad) console.log((await mar.does('registers.find-import-errors', { import: id, limit: 5 })).rows)
t = performance.now(); const l = await mar.does('registers.find-many', {}); console.log('list', l.total, (performance.now() - t).toFixed(0), 'ms')
const ask = async (subjects: object[]) => {
  const began = performance.now()
  const { check } = await esp.does('checks.run', { subjects, partners: ['mar'] })
  await esp.door.idle()
  const ms = performance.now() - began
  const read = await esp.does('checks.read-one', { check })
  return { ms, hits: read.answers.find((a: any) => a.partner === 'mar').hits as any[] }
}
const first = await ask([{ person: { names: [{ text: 'Ahmed Alaoui' }] } }]); console.log('first name check (index build)', first.ms.toFixed(0), 'ms')
t = performance.now(); await mar.does('registers.find-many', { text: 'Ahmed Alaoui' }); console.log('search', (performance.now() - t).toFixed(0), 'ms')
const queries = readFileSync('/tmp/reg/pop/queries.tsv', 'utf8').trim().split('\n').map((l) => l.split('\t'))
const rows: { ms: number; present: boolean; found: boolean; top: boolean; hits: number; full: boolean }[] = []
for (const [, trueId, text, , dob] of queries) {
  const person = { names: [{ text }], ...(dob ? { birth_date: dob } : {}) }
  const { ms, hits } = await ask([{ person }])
  rows.push({ ms, present: trueId !== '-1', full: (dob ?? '').length === 10, found: hits.some((h) => h.reference === `P-${trueId}`), top: hits[0]?.reference === `P-${trueId}`, hits: hits.length })
}
const pc = (x: number, y: number) => `${((100 * x) / y).toFixed(1)} %`
for (const [name, group] of [['all present', rows.filter((r) => r.present)], ['present, full birth date', rows.filter((r) => r.present && r.full)], ['present, not', rows.filter((r) => r.present && !r.full)]] as const)
  console.log(name, group.length, 'found', pc(group.filter((r) => r.found).length, group.length), 'first', pc(group.filter((r) => r.top).length, group.length), 'mean hits', (group.reduce((s, r) => s + r.hits, 0) / group.length).toFixed(2))
for (const [name, group] of [['absent', rows.filter((r) => !r.present)], ['absent, full birth date', rows.filter((r) => !r.present && r.full)]] as const)
  console.log(name, group.length, 'any hit', pc(group.filter((r) => r.hits > 0).length, group.length), 'mean hits', (group.reduce((s, r) => s + r.hits, 0) / group.length).toFixed(2))
const s = rows.map((r) => r.ms).sort((a, b) => a - b); console.log('name check p50', s[s.length >> 1]!.toFixed(1), 'p99', s[Math.floor(s.length * 0.99)]!.toFixed(1), 'ms')
await mar.does('registers.add-one', { ...defaults, reference: 'D-1', subject: { document: { number: 'AB1234567', issuer: 'MAR', type: 'passport', document_status: 'stolen' } } })
const d: number[] = []
for (let i = 0; i < 500; i++) d.push((await ask([{ document: { number: i % 2 ? 'AB1234567' : `ZZ${1000000 + i}`, issuer: 'MAR' } }])).ms)
d.sort((a, b) => a - b); console.log('document check p50', d[250]!.toFixed(1), 'p99', d[495]!.toFixed(1), 'ms')
console.log('rss', (process.memoryUsage().rss / 1e6).toFixed(0), 'MB heap', (process.memoryUsage().heapUsed / 1e6).toFixed(0))
await net.close()
