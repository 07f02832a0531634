import { readFileSync } from 'node:fs'
import { registers, warmRegisters } from './index.ts'
import { checks } from '../checks/index.ts'
import { network } from '../../../test/federation/network.ts'
import { unsealing } from '#kernel/sealing.ts'
const N = Number(process.argv[2] ?? 50000)
const net = await network(['esp', 'mar'], { capabilities: [registers, checks] })
const mar = net.nodes.mar!, esp = net.nodes.esp!
const people = readFileSync('/tmp/reg/pop/people.tsv', 'utf8').trim().split('\n').slice(0, N).map((l) => l.split('\t'))
const q = (s: string) => (/[",]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s)
const csv = 'reference,full_name,birth_date,sex,nationality\r\n' + people.map(([id, name, , , dob, sex, nat]) => `P-${id},${q(name!)},${dob},${sex},${nat}\r\n`).join('')
let w = performance.now(), c = process.cpuUsage()
const lap = (what: string, n = 1) => { const d = process.cpuUsage(c); console.log(what, 'wall', ((performance.now() - w) / n).toFixed(1), 'ms cpu (main thread and database thread)', ((d.user + d.system) / 1000 / n).toFixed(1), 'ms'); w = performance.now(); c = process.cpuUsage() }
const { import: id } = await mar.does('registers.begin-import', { kind: 'person', file_name: 'p.csv', bytes: Buffer.byteLength(csv) })
for (let at = 0, p = 0; at < csv.length; at += 400_000, p++) await mar.does('registers.add-import-part', { import: id, position: p, text: csv.slice(at, at + 400_000) })
const { mapping } = await mar.does('registers.preview-import', { import: id })
const defaults = { reason: { text: 'x', language: 'en' }, action_to_take: { code: 'locate' }, evaluation: { source: 'A', information: '1' }, handling: [], classification: 'unclassified', sharing: { rule: 'network', networks: ['euromed'], members: [] }, review_on: '2028-01-01', expires_on: '2029-01-01' }
await mar.does('registers.preview-import', { import: id, mapping, defaults })
lap('upload')
await mar.does('registers.run-import', { import: id, bad_rows: 'leave-out' })
await mar.door.idle()
lap(`import ${N} rows`)
console.log(await warmRegisters(mar.node.database, unsealing(mar.node), 'mar'))
lap('warm')
await mar.does('registers.find-many', {}); lap('list')
const ask = async (subjects: object[]) => { const { check } = await esp.does('checks.run', { subjects, partners: ['mar'] }); await esp.door.idle(); return check }
const queries = readFileSync('/tmp/reg/pop/queries.tsv', 'utf8').trim().split('\n').map((l) => l.split('\t'))
for (const [, , text, , dob] of queries.slice(0, 300)) await ask([{ person: { names: [{ text }], ...(dob ? { birth_date: dob } : {}) } }])
lap('name check (both nodes)', 300)
for (let i = 0; i < 300; i++) await ask([{ document: { number: `ZZ${1000000 + i}`, issuer: 'MAR' } }])
lap('document check (both nodes)', 300)
await net.close()
