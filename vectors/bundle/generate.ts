/**
 * Makes own.json, byte for byte the same each time, with node:crypto alone so that it shares no code with what it tests; what each case comes to
 * is written by hand. Run `node vectors/bundle/generate.ts` to write it again.
 */
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'

type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value | undefined }

const sha256 = (...parts: (string | Uint8Array)[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const hash = (...parts: (string | Uint8Array)[]) => sha256(...parts).toString('hex')
const base64url = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64url')

/** RFC 8785 for what stands here: no numbers but whole ones. */
function canonical(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, one]) => one !== undefined)
  return `{${members
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one as Value)}`)
    .join(',')}}`
}

function keyOf(name: string, crv: 'Ed25519' | 'X25519' = 'Ed25519') {
  const prefix = crv === 'Ed25519' ? '302e020100300506032b657004220420' : '302e020100300506032b656e04220420'
  const der = Buffer.concat([Buffer.from(prefix, 'hex'), sha256(`portolan vector: ${name}`)])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' }) as { x: string }
  const jwk = { kty: 'OKP', crv, x }
  return { privateKey, jwk, kid: base64url(sha256(`{"crv":"${crv}","kty":"OKP","x":"${x}"}`)), point: Buffer.from(x, 'base64url') }
}
type Key = ReturnType<typeof keyOf>

function part(key: Key, typ: string, payload: string) {
  const header = base64url(JSON.stringify({ alg: 'EdDSA', kid: key.kid, typ }))
  return { protected: header, signature: base64url(sign(null, Buffer.from(`${header}.${payload}`), key.privateKey)) }
}
function compact(value: Value, key: Key, typ: string): string {
  const payload = base64url(canonical(value))
  const { protected: header, signature } = part(key, typ, payload)
  return `${header}.${payload}.${signature}`
}
const general = (payload: string, keys: readonly Key[]) => ({
  payload: base64url(payload),
  signatures: keys.map((key) => part(key, 'portolan-roster+jws', base64url(payload))),
})

const [first, second, third] = [keyOf('governor 1'), keyOf('governor 2'), keyOf('governor 3')]
const stranger = keyOf('stranger')
const tun = { old: keyOf('tun signs'), new: keyOf('tun signs anew'), log: keyOf('tun journal') }
const ita = { sign: keyOf('ita signs'), log: keyOf('ita journal') }
const mar = { sign: keyOf('mar signs'), log: keyOf('mar journal') }

function noteKey(name: string, key: Key) {
  const point = Buffer.concat([Buffer.of(1), key.point])
  return { id: sha256(`${name}\n`, point).subarray(0, 4), text: `${name}+${hash(`${name}\n`, point).slice(0, 8)}+${point.toString('base64')}` }
}

const DAY = 'T00:00:00.000Z'
const signKey = (key: Key, from: string, until: string, more: { compromised?: true } = {}) => ({
  kid: key.kid,
  use: 'sign',
  jwk: key.jwk,
  from: from + DAY,
  until: until + DAY,
  ...more,
})
function member(id: string, keys: readonly Value[], log: Key, more: { status?: string; journal?: string } = {}) {
  const seal = keyOf(`${id} opens`, 'X25519')
  return {
    id,
    name: { tun: 'Tunisia', ita: 'Italy', mar: 'Morocco' }[id]!,
    kind: 'state',
    status: more.status ?? 'active',
    doors: [`https://${id}.example`],
    certificate_sha256: 'ab'.repeat(32),
    keys: [...keys, { kid: seal.kid, use: 'seal', jwk: seal.jwk, from: `2026-01-01${DAY}`, until: `2028-01-01${DAY}` }],
    journal: more.journal ?? noteKey(`portolan/${id}`, log).text,
  }
}
function roster(version: number, issued: string, previous: string | undefined, members: readonly Value[], more: { expires?: string } = {}) {
  return canonical({
    network: 'euromed',
    title: 'EUROMED Police',
    version,
    previous,
    issued_at: issued + DAY,
    expires_at: `${more.expires ?? '2027-06-01'}${DAY}`,
    governors: [first, second, third].map(({ kid, jwk }, i) => ({ kid, jwk, name: `governor ${i + 1}` })),
    threshold: 2,
    members,
  })
}
const italy = member('ita', [signKey(ita.sign, '2026-01-01', '2028-01-01')], ita.log)
const morocco = member('mar', [signKey(mar.sign, '2026-01-01', '2028-01-01')], mar.log)
// Tunisia changes its key on 1 July; in the second roster the old one has an end
const old_key = signKey(tun.old, '2026-01-01', '2028-01-01')
const one = roster(1, '2026-01-01', undefined, [member('tun', [old_key], tun.log), italy, morocco])
const ended = [signKey(tun.old, '2026-01-01', '2026-07-01'), signKey(tun.new, '2026-06-15', '2028-01-01')]
const two = roster(2, '2026-06-15', hash(one), [member('tun', ended, tun.log), italy, morocco])
const suspending = roster(3, '2026-09-01', hash(two), [member('tun', ended, tun.log, { status: 'suspended' }), italy, morocco])
const compromising = roster(3, '2026-09-01', hash(two), [
  member('tun', [signKey(tun.old, '2026-01-01', '2026-07-01', { compromised: true }), ended[1]!], tun.log),
  italy,
  morocco,
])
const italy_lost = roster(3, '2026-09-01', hash(two), [
  member('tun', ended, tun.log),
  member('ita', [signKey(ita.sign, '2026-01-01', '2028-01-01', { compromised: true })], ita.log),
  morocco,
])
// in this network Italy's node also keeps Tunisia's journal
const shared = roster(1, '2026-01-01', undefined, [
  member('tun', [old_key], tun.log, { journal: noteKey('portolan/ita', ita.log).text }),
  italy,
  morocco,
])
const other = canonical({ ...(JSON.parse(one) as Record<string, Value>), network: 'netcop' })
const chain = [general(one, [first, second]), general(two, [second, third])]

const statement = (more: { id?: string; sent_at?: string; network?: string; member?: string } = {}) => ({
  header: {
    id: more.id ?? '0199a000-0000-7000-8000-000000000001',
    network: more.network ?? 'euromed',
    type: 'exchange.request.v1',
    from: { member: more.member ?? 'tun', unit: 'spoc' },
    to: { member: 'ita' },
    sent_at: more.sent_at ?? '2026-03-01T09:00:00.000Z',
    handling: [{ code: 'H0' }],
    classification: 'restricted',
    language: 'fr',
  },
  body: { text: 'Déclaration commune – إعلان مشترك', language: 'fr' },
  attachments: [],
})
const said = (key: Key, more: Parameters<typeof statement>[0] = {}) => compact(statement(more), key, 'portolan-statement+jws')

/** A log of five entries of which the statement's is the third: root and way are worked out here as RFC 9162, section 2.1, draws them. */
function entry(jws: string, more: { by?: 'tun' | 'ita' | 'mar'; log?: Key; at?: string; id?: string; sha256?: string; origin?: string } = {}) {
  const by = more.by ?? 'tun'
  const row = canonical({
    id: '0199a000-0000-7000-8000-0000000000ff',
    at: more.at ?? '2026-03-01T09:00:00.100Z',
    outcome: 'done',
    event: by === 'tun' ? 'post.sent' : 'post.received',
    network: 'euromed',
    actor: 'tun',
    subject: `statement:${more.id ?? '0199a000-0000-7000-8000-000000000001'}`,
    detail: { type: 'exchange.request.v1', to: by === 'tun' ? 'ita' : by, sha256: more.sha256 ?? hash(jws) },
  })
  const nonce = sha256('portolan vector: nonce')
  const leaf = (bytes: Uint8Array) => sha256(Buffer.of(0), bytes)
  const node = (left: Uint8Array, right: Uint8Array) => sha256(Buffer.of(1), left, right)
  const [a, b, d, e] = ['a', 'b', 'd', 'e'].map((name) => leaf(sha256(`portolan vector: entry ${name}`))) as [Buffer, Buffer, Buffer, Buffer]
  const c = leaf(sha256(nonce, row))
  const root = node(node(node(a, b), node(c, d)), e)
  const origin = more.origin ?? `portolan/${by}`
  const key = more.log ?? { tun, ita, mar }[by].log
  const text = `${origin}\n5\n${root.toString('base64')}\n`
  const checkpoint = `${text}\n— ${origin} ${Buffer.concat([noteKey(origin, key).id, sign(null, Buffer.from(text), key.privateKey)]).toString('base64')}\n`
  return { origin, row, nonce: nonce.toString('hex'), sequence: 2, size: 5, proof: [d, node(a, b), e].map((hash) => hash.toString('hex')), checkpoint }
}

function receipt(jws: string, more: { key?: Key; at?: string; to?: string; id?: string } = {}) {
  const to = more.to ?? 'ita'
  const body = {
    id: more.id ?? '0199a000-0000-7000-8000-000000000001',
    network: 'euromed',
    from: 'tun',
    to,
    sha256: hash(jws),
    received_at: more.at ?? '2026-03-01T09:00:05.000Z',
    journal: { origin: `portolan/${to}`, entry: hash(`portolan vector: receipt ${to}`) },
  }
  return compact(body, more.key ?? ita.sign, 'portolan-receipt+jws')
}

const bundle = (jws: string, entries: readonly Value[] = [entry(jws)], receipts: readonly string[] = [receipt(jws)], rosters: readonly Value[] = chain) => ({
  format: 'portolan-bundle-1',
  network: 'euromed',
  rosters,
  statements: [{ jws, entries, receipts }],
})
/** One byte of the signed text is another one. */
function changed(jws: string, at: 1 | 2 = 1): string {
  const parts = jws.split('.')
  const bytes = Buffer.from(parts[at]!, 'base64url')
  const where = at === 1 ? bytes.indexOf('commune') : 7
  bytes[where] = bytes[where]! ^ 1
  parts[at] = base64url(bytes)
  return parts.join('.')
}
const flipped = (digits: string) => (digits[0] === 'f' ? 'e' : 'f') + digits.slice(1)

const good = said(tun.old)
const late = said(tun.old, { sent_at: '2026-07-02T09:00:00.000Z' })
const renewed = said(tun.new, { sent_at: '2026-07-02T09:00:00.000Z' })
const soon = said(tun.new, { sent_at: '2026-06-01T09:00:00.000Z' })
const after = said(tun.new, { sent_at: '2026-09-02T09:00:00.000Z' })
const at_july = (jws: string) => [entry(jws, { at: '2026-07-02T09:00:01.000Z' })] as const
const held = (jws: string, at: string) => receipt(jws, { at })

interface Case {
  readonly title: string
  readonly trusted?: string
  readonly bundle: Value
  readonly refused?: string
  readonly expected?: Value
}
const proven = { ok: true, reasons: [], signature: 'ok', roster: 'ok', journal: 'entry', others_since: '2026-03-01T09:00:05.000Z' }
const cases: Case[] = [
  { title: 'proven, by the first roster as compared', trusted: hash(one), bundle: bundle(good), expected: { ...proven, name: 'Tunisia', roster_version: 1 } },
  { title: 'proven, by the second roster as compared', trusted: hash(two), bundle: bundle(good), expected: proven },
  { title: 'agrees with itself, nothing compared', bundle: bundle(good), expected: proven },
  {
    title: 'proven by the journal of the recipient alone',
    trusted: hash(one),
    bundle: bundle(good, [entry(good, { by: 'ita', at: '2026-03-01T09:00:05.000Z' })], []),
    expected: proven,
  },
  { title: 'proven by a receipt alone', trusted: hash(one), bundle: bundle(good, []), expected: { ...proven, journal: 'receipt' } },
  { title: 'the journal of the sender alone shows no time but its own', trusted: hash(one), bundle: bundle(good, [entry(good)], []), expected: { ...proven, others_since: null } },
  { title: 'the log that a restored node opened', trusted: hash(one), bundle: bundle(good, [entry(good, { origin: 'portolan/tun/e2' })]), expected: proven },
  { title: 'a new key within its time', trusted: hash(one), bundle: bundle(renewed, at_july(renewed), [held(renewed, '2026-07-02T09:00:05.000Z')]), expected: { ok: true, reasons: [], roster_version: 2 } },
  {
    title: 'said before the member was suspended',
    trusted: hash(one),
    bundle: bundle(good, [entry(good)], [receipt(good)], [...chain, general(suspending, [first, second])]),
    expected: proven,
  },
  {
    title: 'a compromised key, and another member had the statement before',
    trusted: hash(one),
    bundle: bundle(good, [entry(good)], [receipt(good)], [...chain, general(compromising, [first, second])]),
    expected: proven,
  },
  { title: 'one byte of the statement changed', trusted: hash(one), bundle: bundle(changed(good), [], []), expected: { ok: false, reasons: ['signature', 'in-no-journal'], signature: 'bad' } },
  { title: 'one byte changed, with the proofs of what was said', trusted: hash(one), bundle: bundle(changed(good), [entry(good)], [receipt(good)]), expected: { ok: false, reasons: ['signature', 'entry-other', 'receipt-other', 'in-no-journal'] } },
  { title: 'one byte of the signature changed', trusted: hash(one), bundle: bundle(changed(good, 2), [entry(changed(good, 2))], [receipt(changed(good, 2))]), expected: { ok: false, reasons: ['signature'] } },
  { title: 'signed by a key of no roster', trusted: hash(one), bundle: bundle(said(stranger), [], []), expected: { ok: false, reasons: ['key-unknown', 'in-no-journal'], signature: 'bad', roster: 'bad' } },
  { title: 'signed by another member', trusted: hash(one), bundle: bundle(said(ita.sign), [entry(said(ita.sign))]), expected: { ok: false, reasons: ['key-of-another'], signature: 'ok', roster: 'bad' } },
  { title: 'said in the name of another network', trusted: hash(one), bundle: bundle(said(tun.old, { network: 'netcop' }), [], []), expected: { ok: false, reasons: ['network', 'in-no-journal'] } },
  { title: 'signed by a key after its end', trusted: hash(one), bundle: bundle(late, at_july(late), []), expected: { ok: false, reasons: ['key-time'], signature: 'ok', roster: 'bad' } },
  { title: 'signed by a key before any roster had it', trusted: hash(one), bundle: bundle(soon, [entry(soon, { at: '2026-06-01T09:00:01.000Z' })], []), expected: { ok: false, reasons: ['key-unknown'], signature: 'ok', roster: 'bad' } },
  {
    title: 'said by a suspended member',
    trusted: hash(one),
    bundle: bundle(after, [entry(after, { at: '2026-09-02T09:00:01.000Z' })], [], [...chain, general(suspending, [first, second])]),
    expected: { ok: false, reasons: ['member-suspended'], signature: 'ok', roster: 'bad' },
  },
  {
    title: 'a compromised key, and nobody had the statement before',
    trusted: hash(one),
    bundle: bundle(good, [entry(good)], [], [...chain, general(compromising, [first, second])]),
    expected: { ok: false, reasons: ['key-withdrawn'], signature: 'ok', roster: 'bad' },
  },
  {
    title: 'a compromised key, and another member had the statement only after',
    trusted: hash(one),
    bundle: bundle(good, [entry(good)], [held(good, '2026-09-01T00:00:00.000Z')], [...chain, general(compromising, [first, second])]),
    expected: { ok: false, reasons: ['key-withdrawn'] },
  },
  {
    title: 'a receipt by a key that was compromised does not count, and the entry does',
    trusted: hash(one),
    bundle: bundle(good, [entry(good)], [receipt(good)], [...chain, general(italy_lost, [first, second])]),
    expected: { ok: true, reasons: ['receipt-key-withdrawn'], journal: 'entry', others_since: null },
  },
  { title: 'said before the first roster', trusted: hash(one), bundle: bundle(said(tun.old, { sent_at: '2025-12-31T23:59:59.999Z' }), [], []), expected: { ok: false, reasons: ['no-roster', 'in-no-journal'] } },
  { title: 'said after the last roster had expired', trusted: hash(one), bundle: bundle(said(tun.new, { sent_at: '2027-06-04T00:00:00.001Z' }), [], []), expected: { ok: false, reasons: ['no-roster', 'in-no-journal'] } },
  { title: 'in no journal', trusted: hash(one), bundle: bundle(good, [], []), expected: { ok: false, reasons: ['in-no-journal'], signature: 'ok', roster: 'ok', journal: 'none' } },
  {
    title: 'a member on the same node is no other',
    trusted: hash(shared),
    bundle: bundle(good, [entry(good, { origin: 'portolan/ita', log: ita.log })], [receipt(good)], [general(shared, [first, second])]),
    expected: { ok: true, reasons: [], others_since: null },
  },
  { title: 'an entry about another statement', trusted: hash(one), bundle: bundle(good, [entry(good, { sha256: hash('another') })]), expected: { ok: false, reasons: ['entry-other'] } },
  { title: 'an entry under another id', trusted: hash(one), bundle: bundle(good, [entry(good, { id: '0199a000-0000-7000-8000-000000000002' })]), expected: { ok: false, reasons: ['entry-other'] } },
  { title: 'a checkpoint signed by another', trusted: hash(one), bundle: bundle(good, [entry(good, { log: stranger })]), expected: { ok: false, reasons: ['entry-checkpoint'] } },
  { title: 'a log of a name that is not that member’s', trusted: hash(one), bundle: bundle(good, [entry(good, { origin: 'portolan/mar', log: mar.log })]), expected: { ok: false, reasons: ['entry-journal'] } },
  { title: 'a checkpoint over another number', trusted: hash(one), bundle: bundle(good, [{ ...entry(good), size: 6 }]), expected: { ok: false, reasons: ['entry-checkpoint'] } },
  { title: 'one byte of a checkpoint changed', trusted: hash(one), bundle: bundle(good, [{ ...entry(good), checkpoint: entry(good).checkpoint.replace('\n5\n', '\n4\n') }]), expected: { ok: false, reasons: ['entry-checkpoint'] } },
  { title: 'one byte of the way changed', trusted: hash(one), bundle: bundle(good, [{ ...entry(good), proof: entry(good).proof.map((step, i) => (i === 1 ? flipped(step) : step)) }]), expected: { ok: false, reasons: ['entry-path'] } },
  { title: 'the way of another place', trusted: hash(one), bundle: bundle(good, [{ ...entry(good), sequence: 3 }]), expected: { ok: false, reasons: ['entry-path'] } },
  { title: 'another nonce', trusted: hash(one), bundle: bundle(good, [{ ...entry(good), nonce: flipped(entry(good).nonce) }]), expected: { ok: false, reasons: ['entry-path'] } },
  { title: 'a receipt signed by another', trusted: hash(one), bundle: bundle(good, [entry(good)], [receipt(good, { key: mar.sign })]), expected: { ok: false, reasons: ['receipt-signature'] } },
  { title: 'a receipt changed', trusted: hash(one), bundle: bundle(good, [entry(good)], [`${receipt(good).slice(0, -5)}AAAAA`]), expected: { ok: false, reasons: ['receipt-signature'] } },
  { title: 'a receipt for another statement', trusted: hash(one), bundle: bundle(good, [entry(good)], [receipt(said(tun.old, { sent_at: '2026-03-02T09:00:00.000Z' }))]), expected: { ok: false, reasons: ['receipt-other'] } },
  { title: 'another network compared', trusted: hash(other), bundle: bundle(good), refused: 'roster-other' },
  { title: 'rosters of another network', trusted: hash(other), bundle: bundle(good, [], [], [general(other, [first, second])]), refused: 'roster-network' },
  { title: 'one byte of a roster changed', trusted: hash(two), bundle: bundle(good, [], [], [general(one.replace('Tunisia', 'Tunisie'), [first, second]), chain[1]!]), refused: 'roster' },
  { title: 'a roster altered under its signatures', bundle: bundle(good, [], [], [{ ...chain[0]!, payload: base64url(one.replace('Tunisia', 'Tunisie')) }]), refused: 'roster' },
  { title: 'a roster signed by too few', trusted: hash(one), bundle: bundle(good, [], [], [general(one, [first])]), refused: 'roster' },
  { title: 'a roster left out', trusted: hash(two), bundle: bundle(good, [], [], [chain[1]!]), refused: 'roster' },
  { title: 'another version of the format', bundle: { ...bundle(good), format: 'portolan-bundle-2' }, refused: 'format' },
  { title: 'a member that the form does not have', bundle: { ...bundle(good), made_at: '2026-03-01T09:00:00.000Z' }, refused: 'form' },
  { title: 'no statement', bundle: { ...bundle(good), statements: [] }, refused: 'form' },
]

const about =
  'Bundles and what they come to: `trusted` is the roster hash that was compared, `refused` why nothing of it is believed, `expected` what is found of its one statement (null for what is not known). Each bundle is written as canonical JSON (RFC 8785). Made by generate.ts with node:crypto alone.'
writeFileSync(new URL('own.json', import.meta.url), `${JSON.stringify({ about, cases }, null, 1)}\n`)
const types = new URL('../../types/portolan/bundle/v1/', import.meta.url)
const write = (name: string, value: Value) => writeFileSync(new URL(name, types), `${JSON.stringify(value, null, 2)}\n`)
write('valid/declaration.json', bundle(good))
write('valid/no-journal.json', bundle(renewed, [], []))
write('invalid/no-roster.json', { ...bundle(good), rosters: [] })
write('invalid/statement-not-compact.json', bundle('no statement', [], []))
write('invalid/entry-without-its-row.json', bundle(good, [{ ...entry(good), row: undefined }]))
write('invalid/another-format.json', { ...bundle(good), format: 'portolan-bundle-2' })
