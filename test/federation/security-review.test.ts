/** What a partner with real keys, a curious network and a neighbour on the same node try, and do not get. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checks } from '#capabilities/checks/index.ts'
import { exchange } from '#capabilities/exchange/index.ts'
import { deliveriesTo } from '#capabilities/exchange/receipts.ts'
import { oversight } from '#capabilities/oversight/index.ts'
import { registers } from '#capabilities/registers/index.ts'
import { sql } from '#kernel/database/sql.ts'
import { newId } from '#kernel/identity.ts'
import { createPeers } from '#kernel/peers.ts'
import { takeBlob } from '#kernel/post/attachments.ts'
import { maybeSpareJson } from '#kernel/post/spare-json.ts'
import { base64url, hex, sha256, utf8 } from '#lib/bytes.ts'
import { canonicalJson } from '#lib/canonical-json.ts'
import { keyId, newSealingKey, peekCompact, publicOf, signCompact } from '#lib/envelope/index.ts'
import { signRequest } from '#lib/http-signature/index.ts'
import { RECEIPT_TYP, REFUSAL_TYP } from '#wire/receipt.ts'
import { type Roster, readRoster } from '#wire/roster.ts'
import type { Role } from '#wire/vocabulary.ts'
import { drill, drillTypes } from './drill/index.ts'
import { hostile } from './hostile.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'

let net: TestNetwork
let esp: TestNode
let mar: TestNode
let fra: TestNode
beforeAll(async () => {
  net = await network(['esp', 'mar', 'fra'], { capabilities: [registers, checks, exchange, oversight, drill], types: drillTypes })
  ;({ esp, mar, fra } = net.nodes as Record<'esp' | 'mar' | 'fra', TestNode>)
})
afterAll(() => net.close())

const doorOf = (id: string) => new URL(net.roster().members.find((member) => member.id === id)!.doors[0]!).host
/** A call with a right proof of Spain, made for one door and played on to another. */
function spanish(method: 'POST' | 'PUT' | 'GET', path: string, body: Uint8Array, made_for: string) {
  const authority = doorOf(made_for)
  const { signer } = hostile(net, 'esp', made_for)
  const at = { created_s: Math.floor(net.clock.now().getTime() / 1000), nonce: base64url(randomBytes(16)) }
  return { method, path, authority, body, headers: { ...signRequest({ method, authority, path, body }, signer, at) } }
}

describe('at the partners’ door', () => {
  test('a call made for one member’s door is worth nothing at another’s', async () => {
    const blob = new Uint8Array(randomBytes(64))
    const path = `/partner/v1/attachment/${hex(sha256(blob))}`
    const call = spanish('PUT', path, blob, 'fra')
    expect((await fra.partners.handle(call)).status).toBe(200)
    const played_on = await mar.partners.handle(call)
    expect([played_on.status, JSON.parse(played_on.body).error.code]).toEqual([401, 'call.unproven'])
    expect(
      await mar.node.database.maybeOne(sql`select 1 as one from attachment where sealed_sha256 = ${hex(sha256(blob))}`),
    ).toBeUndefined()
    // who moves its door may still be asked at the old one what the new one is
    expect((await mar.partners.handle(spanish('GET', '/partner/v1/roster/euromed/1', new Uint8Array(0), 'fra'))).status).toBe(200)
  })

  test('a body of millions of values is refused unread', async () => {
    const body = utf8(`{"envelopes":["x"],"more":[${'{},'.repeat(2_000_000)}{}]}`)
    const reply = await mar.partners.handle(spanish('POST', '/partner/v1/post', body, 'mar'))
    expect([reply.status, JSON.parse(reply.body).error.code]).toEqual([400, 'call.malformed'])
    expect(maybeSpareJson(utf8('{"a":["b,c","d"]}'), 3)).toBeUndefined()
    expect(maybeSpareJson(utf8('{"a":["b","d"]}'), 3)).toEqual({ a: ['b', 'd'] })
    expect(maybeSpareJson(utf8('{"a"'), 3)).toBeUndefined()
  })

  test('one file that comes twice at once stays on the disk once', async () => {
    mkdirSync(mar.node.blobs, { recursive: true })
    const before = readdirSync(mar.node.blobs).length
    const blob = new Uint8Array(randomBytes(64))
    await Promise.all([0, 1, 2].map(() => takeBlob(mar.node, hex(sha256(blob)), blob, { network: 'euromed', member: 'esp' })))
    expect(readdirSync(mar.node.blobs).length).toBe(before + 1)
  })

  test('a refusal’s code is no place for a partner’s words', async () => {
    const door = net.wire.doors.get('mar')!
    const { signer } = hostile(net, 'mar', 'esp')
    net.wire.doors.set('mar', {
      ...door,
      async handle({ body }) {
        const { envelopes } = JSON.parse(Buffer.from(body).toString('utf8')) as { envelopes?: string[] }
        const answers = (envelopes ?? []).map((envelope) => ({
          refusal: signCompact(
            utf8(
              canonicalJson({
                envelope_sha256: hex(sha256(utf8(envelope))),
                from: 'esp',
                to: 'mar',
                code: 'Anna Maria Eriksson, L898902C3',
                refused_at: net.clock.now().toISOString(),
              }),
            ),
            signer,
            REFUSAL_TYP,
          ),
        }))
        return { status: 200, body: JSON.stringify({ answers }), contentType: 'application/json' }
      },
    })
    const { id } = await esp.does('drill.say', { network: 'euromed', to: ['mar'], number: 41 })
    await net.settle()
    net.wire.doors.set('mar', door)
    expect(await esp.node.database.one(sql`select state, refusal from outbox where id = ${id}`)).toEqual({
      state: 'waiting',
      refusal: null,
    })
    const rows = await esp.node.database.many<{ row: Uint8Array }>(sql`select row from journal_entry where row is not null`)
    expect(rows.some(({ row }) => Buffer.from(row).includes('Eriksson'))).toBe(false)
    net.clock.move(120_000)
    await net.settle()
    expect(await esp.node.database.one(sql`select state from outbox where id = ${id}`)).toEqual({ state: 'delivered' })
  })
})

describe('rosters', () => {
  const changed = (change: (roster: Roster) => Partial<Roster>): Roster => ({
    ...net.roster(),
    ...change(net.roster()),
    version: 2,
    previous: hex(sha256(utf8(canonicalJson(net.roster() as never)))),
  })
  const firstMember = (change: (member: Roster['members'][number]) => object) => (roster: Roster) => ({
    members: roster.members.map((member, i) => (i === 0 ? { ...member, ...change(member) } : member)),
  })
  const sealing = publicOf(newSealingKey())

  test.each<[string, (roster: Roster) => Partial<Roster>]>([
    [
      'a signing key that signs nothing',
      firstMember(({ keys }) => ({ keys: [{ ...keys[0], kid: keyId(sealing), jwk: sealing }, ...keys.slice(1)] })),
    ],
    ['an end that is no time', () => ({ expires_at: 'never' })],
    ['a key whose end is no time', firstMember(({ keys }) => ({ keys: keys.map((key) => ({ ...key, until: 'z' })) }))],
    ['a member of a third status', firstMember(() => ({ status: 'Suspended' }))],
    ['members that are no list', () => ({ members: {} as never })],
  ])('%s is refused before it is kept', async (_, change) => {
    const jws = net.signed(changed(change))
    const genesis = (await mar.node.peers.stored(mar.node.database, 'euromed', 1))!
    expect(() => readRoster(jws, readRoster(genesis))).toThrow(expect.objectContaining({ code: 'roster.invalid' }))
    await expect(mar.node.peers.offer(jws, 'esp')).rejects.toMatchObject({ code: 'roster.invalid' })
    await mar.node.peers.refresh(mar.node.database)
    expect(mar.node.peers.roster('euromed').roster.version).toBe(1)
  })

  test('a network that lists another network’s key takes nobody’s place there', async () => {
    const theirs = net.roster().members.find(({ id }) => id === 'mar')!
    const foreign: Roster = { ...net.roster(), network: 'netcop', version: 1, members: [{ ...theirs, id: 'xyz' }] }
    const jws = net.signed(foreign)
    const genesis = readRoster((await esp.node.peers.stored(esp.node.database, 'euromed', 1))!)
    const peers = createPeers(
      [
        { network: 'euromed', member: 'esp', genesis_sha256: genesis.hash },
        { network: 'netcop', member: 'esp', genesis_sha256: readRoster(jws).hash },
      ],
      esp.node,
    )
    await peers.refresh(esp.node.database)
    await peers.offer(jws, 'administrator')
    const kid = theirs.keys.find(({ use }) => use === 'sign')!.kid
    expect(peers.signer(kid)!.address).toEqual({ network: 'euromed', member: 'mar' })
  })
})

describe('what a partner says', () => {
  test('a question that names no purpose is refused before any look-up', async () => {
    await mar.does('registers.change-sharing-rule', {
      network: '',
      partner: '',
      purpose: 'security-check',
      kind: '',
      verdict: 'refuse',
      ground: 'disproportionate',
    })
    const spain = hostile(net, 'esp', 'mar')
    const body = { subjects: [{ document: { number: 'L898902C3' } }], clearance: 'restricted' }
    const header = { type: 'checks.query.v1' }
    const ask = (more: object) =>
      spain.call(
        'POST',
        '/partner/v1/ask',
        utf8(JSON.stringify({ envelope: spain.envelope({ header: { ...header, ...more }, body, parcel: { sequence: 0 } }) })),
      )
    const codeOf = (reply: { body: string }) => {
      const peeked = peekCompact((JSON.parse(reply.body) as { refusal?: string }).refusal ?? '')
      return peeked.ok ? (JSON.parse(Buffer.from(peeked.payload).toString('utf8')) as { code: string }).code : 'answered'
    }
    expect(codeOf(await ask({}))).toBe('purpose.missing')
    expect(codeOf(await ask({ purpose: 'investigation' }))).toBe('answered')
  })

  test('a receipt dated ahead gives its partner no time', async () => {
    const { id } = await esp.does('drill.say', { network: 'euromed', to: ['mar'], number: 42 })
    await net.settle()
    const { signer } = hostile(net, 'mar', 'esp')
    const forged = signCompact(utf8(canonicalJson({ id, received_at: '2031-01-01T00:00:00.000Z' })), signer, RECEIPT_TYP)
    await esp.node.database.transaction((writing) => writing.run(sql`update outbox set receipt = ${forged} where id = ${id}`))
    const { at } = (await deliveriesTo(esp.node.database, [{ id, partner: 'mar' }])).get(id)!
    expect(at <= net.clock.now()).toBe(true)
  })

  test('a correction is bound by the codes of what it corrects', async () => {
    const text = (words: string) => ({ text: words, language: 'en' })
    const answer = { final: true, result: 'information', facts: [{ question: 'behind-hit', text: text('Stolen in 2025.') }] }
    const asked = await esp.does('exchange.open-request', {
      subject: { kind: 'document', document: 'passport', number: 'L898902C3', issuer: 'UTO' },
      questions: [{ code: 'behind-hit' }],
      reason: text('Presented at a land border.'),
      reply_class: 'urgent-direct',
      partners: ['mar'],
      title: 'A passport',
    })
    await net.settle()
    const request = asked.requests[0].id
    const { message } = await mar.does('exchange.answer', {
      request,
      ...answer,
      handling: [{ code: 'H2' }],
      keep_until: '2026-12-31T00:00:00.000Z',
    })
    const { order } = await mar.does('exchange.correct', {
      message,
      reason: text('A digit was wrong.'),
      answer: { ...answer, reference: 'R-2' },
    })
    await net.settle()
    await expect(esp.does('exchange.forward', { message: order, to: 'fra' })).rejects.toMatchObject({
      code: 'handling.forbids',
      details: [{ reason: 'no-onward-permission' }],
    })
    const kept = await esp.node.database.one<{ keep_until: Date }>(sql`select keep_until from exchange_message where id = ${order}`)
    expect(kept.keep_until.toISOString()).toBe('2026-12-31T00:00:00.000Z')
  })

  test('nothing is filed into a case that is erased', async () => {
    const { case: about } = await esp.does('exchange.open-case', { network: 'euromed', title: 'Gone' })
    await esp.does('exchange.close-case', { case: about })
    const { proposal } = await esp.does('exchange.propose-erasure', { case: about, ground: 'retention' })
    await esp.does('exchange.confirm-erasure', { proposal }, { officer: { id: 'second', roles: ['data-protection'] } })
    const mail = hostile(net, 'fra', 'esp')
    const id = newId(net.clock.now())
    const [code] = await mail.post(
      mail.envelope({
        header: { id, type: 'exchange.permission-request.v1' },
        body: { statement: newId(net.clock.now()), use: 'evidence', audience: [], reason: { text: 'For the court.', language: 'en' } },
        parcel: { sequence: 1 },
      }),
    )
    expect(code).toBe('receipt')
    await net.settle()
    await expect(esp.does('exchange.file-message', { message: id, case: about })).rejects.toMatchObject({ code: 'state.conflict' })
  })
})

test('the journal of a neighbour on the same node is not erased', async () => {
  const subject = `record:${newId(net.clock.now())}`
  await esp.node.database.transaction((writing) =>
    esp.node.journal.append(writing, { event: 'registers.read-one', actor: 'officer-of-prt', subject, detail: { member: 'prt' } }),
  )
  const propose = { subject, ground: 'data-subject-request', reference: 'DSR 1' }
  await expect(
    esp.does('oversight.propose-erasure', propose, { officer: { id: 'officer-ana', roles: ['data-protection'] } }),
  ).rejects.toMatchObject({ code: 'thing.unknown' })
})

describe('every access to personal data leaves an entry', () => {
  const entriesOf = async (event: string, actor: string) =>
    (
      await esp.node.database.many<{ subject: string }>(
        sql`select subject from journal_entry where event = ${event} and actor = ${actor} and outcome = 'done' order by id`,
      )
    ).map(({ subject }) => subject)
  const front = { id: 'officer-front', roles: ['front-line'] as const }
  const chief = { id: 'officer-chief', roles: ['supervisor'] as const }
  const as = (officer: { id: string; roles: readonly Role[] }) => ({ officer })

  test('a supervisor’s reading of another officer’s answers, once for the same, again for more or later', async () => {
    const { check } = await esp.does('checks.run', { subjects: [{ document: { number: 'L898902C3' } }] }, as(front))
    await net.settle()
    // who asks and waits has the entry of the asking
    await esp.does('checks.read-answers', { check }, as(front))
    expect(await entriesOf('checks.read-answers', front.id)).toEqual([])
    const { answers } = await esp.does('checks.read-answers', { check }, as(chief))
    expect(answers.length).toBeGreaterThan(1)
    expect(await entriesOf('checks.read-answers', chief.id)).toEqual([`check:${check}`])
    // a page that follows asks again and again; nothing new is shown
    await esp.does('checks.read-answers', { check, after: 99 }, as(chief))
    await esp.does('checks.read-answers', { check }, as(chief))
    expect(await entriesOf('checks.read-answers', chief.id)).toHaveLength(1)
    await esp.does('checks.read-answers', { check, after: 1 }, as(chief))
    expect(await entriesOf('checks.read-answers', chief.id)).toHaveLength(2)
    net.clock.move(3_600_000)
    await esp.does('checks.read-answers', { check }, as(chief))
    expect(await entriesOf('checks.read-answers', chief.id)).toHaveLength(3)
    // nor is it the asking any more when the own answers are looked at an hour later
    await esp.does('checks.read-answers', { check }, as(front))
    expect(await entriesOf('checks.read-answers', front.id)).toEqual([`check:${check}`])
  })

  test('a list that names persons, and a search by words, found or not', async () => {
    await esp.does('checks.find-many', {}, as(front))
    await esp.does('checks.find-many', {}, as(front))
    expect(await entriesOf('checks.find-many', front.id)).toHaveLength(1)
    await esp.does('exchange.find-cases', { text: 'Anna Maria Eriksson' }, as(chief))
    expect(await entriesOf('exchange.find-cases', chief.id)).toHaveLength(1)
    const rows = await esp.node.database.many<{ row: Uint8Array }>(sql`select row from journal_entry where row is not null`)
    expect(rows.some(({ row }) => Buffer.from(row).includes('Eriksson'))).toBe(false)
  })
})
