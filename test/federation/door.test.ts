import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '#kernel/database/sql.ts'
import { newId } from '#kernel/identity.ts'
import { makeMemberKeys } from '#kernel/keys.ts'
import { utf8 } from '#lib/bytes.ts'
import { newSigningKey, publicOf, signingKey } from '#lib/envelope/index.ts'
import { keysFolder } from '#main/open-node.ts'
import { drill, drillTypes } from './drill/index.ts'
import { type Hostile, hostile } from './hostile.ts'
import { network, type TestNetwork } from './network.ts'

describe("the partners' door refuses with the published code", () => {
  let net: TestNetwork
  let esp: Hostile
  beforeAll(async () => {
    net = await network(['esp', 'mar', 'fra'], { capabilities: [drill], types: drillTypes })
  })
  beforeEach(() => {
    esp = hostile(net, 'esp', 'mar')
  })
  afterAll(() => net.close())
  const mar = () => net.nodes.mar!.node
  const effects = async () => (await mar().database.one<{ count: number }>(sql`select count(*) as count from drill_effect`)).count
  const entries = async (code: string) =>
    (
      await mar().database.many<{ row: Uint8Array }>(
        sql`select row from journal_entry where event in ('post.refused', 'call.refused') order by id desc limit 50`,
      )
    ).filter(({ row }) => Buffer.from(row).toString().includes(`"${code}"`)).length

  test('what is right gets a receipt, and the same again the same receipt', async () => {
    const envelope = esp.envelope()
    expect(await esp.post(envelope)).toEqual(['receipt'])
    expect(await esp.post(envelope)).toEqual(['receipt'])
    await net.settle()
  })

  test('a call without proof, with another body, with an old or repeated proof: call.unproven, counted and not journalled', async () => {
    const body = utf8(JSON.stringify({ envelopes: [esp.envelope()] }))
    expect((await esp.call('POST', '/partner/v1/post', body, () => ({}))).code).toBe('call.unproven')
    expect(
      (
        await esp.call('POST', '/partner/v1/post', body, (headers) => ({
          ...headers,
          'content-digest': headers['content-digest']!.replace(/[A-Za-z]/, 'B'),
        }))
      ).code,
    ).toBe('call.unproven')
    let repeated: Record<string, string> = {}
    await esp.call('POST', '/partner/v1/post', body, (headers) => {
      repeated = headers
      return headers
    })
    expect((await esp.call('POST', '/partner/v1/post', body, () => repeated)).code).toBe('call.unproven')
    net.clock.move(600_000)
    expect((await esp.call('POST', '/partner/v1/post', body, () => repeated)).code).toBe('call.unproven')
    const before = await entries('call.unproven')
    await net.nodes.mar!.partners.flush()
    expect(before).toBe(0)
    expect(
      (await mar().database.one<{ count: number }>(sql`select sum(count)::bigint as count from refusal_count where code = 'call.unproven'`))
        .count,
    ).toBe(4)
  })

  test('malformed calls', async () => {
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"envelopes":[]}',
      '{"envelopes":"x"}',
      '{"envelopes":[1]}',
      JSON.stringify({ envelopes: Array.from({ length: 65 }, () => 'x') }),
    ]) {
      expect((await esp.call('POST', '/partner/v1/post', utf8(text))).code).toBe('call.malformed')
    }
    expect((await esp.call('GET', '/partner/v1/roster/euromed/0', new Uint8Array(0))).code).toBe('call.malformed')
    expect((await esp.call('GET', '/partner/v1/roster/other/1', new Uint8Array(0))).code).toBe('call.malformed')
    expect((await esp.call('POST', '/partner/v1/nothing', new Uint8Array(0))).code).toBe('call.malformed')
    expect((await esp.call('POST', '/partner/v1/backfill', utf8('{"network":"euromed"}'))).code).toBe('call.malformed')
  })

  test('envelopes', async () => {
    expect(await esp.post('nonsense')).toEqual(['envelope.malformed'])
    expect(await esp.post(esp.envelope({ envelope: (text) => `${text}.x` }))).toEqual(['envelope.malformed'])
    const suite = (text: string) => {
      const [head, ...rest] = text.split('.')
      const header = JSON.parse(Buffer.from(head!, 'base64url').toString('utf8')) as Record<string, unknown>
      return [Buffer.from(JSON.stringify({ ...header, suite: 'portolan-future-9' })).toString('base64url'), ...rest].join('.')
    }
    expect(await esp.post(esp.envelope({ envelope: suite }))).toEqual(['envelope.suite-unknown'])
    expect(await esp.post(esp.envelope({ outside: { sender: 'fra' } }))).toEqual(['message.sender-mismatch'])
  })

  test('wrong key, forged signature, broken seal: one public code for all', async () => {
    expect(await esp.post(esp.envelope({ signer: signingKey(newSigningKey()) }))).toEqual(['message.unverifiable'])
    expect(await esp.post(esp.envelope({ jws: (jws) => `${jws.slice(0, -6)}AAAAAA` }))).toEqual(['message.unverifiable'])
    expect(
      await esp.post(esp.envelope({ envelope: (text) => `${text.slice(0, -4)}${text.at(-4) === 'A' ? 'B' : 'A'}${text.slice(-3)}` })),
    ).toEqual(['message.unverifiable'])
    // sealed to France, delivered to Morocco
    expect(await esp.post(hostile(net, 'esp', 'fra').envelope())).toEqual(['message.unverifiable'])
  })

  test('misaddressed, of another network, of another member', async () => {
    expect(await esp.post(esp.envelope({ header: { to: { member: 'fra' } } }))).toEqual(['message.misaddressed'])
    expect(await esp.post(esp.envelope({ header: { network: 'netcop' } }))).toEqual(['message.misaddressed'])
    expect(await esp.post(esp.envelope({ parcel: { network: 'netcop' } }))).toEqual(['message.network-unknown'])
    expect(await esp.post(esp.envelope({ header: { from: { member: 'fra', unit: 'spoc' } } }))).toEqual(['message.sender-mismatch'])
    // a statement of France's, stolen and sent on by Spain as if to Morocco
    const french = hostile(net, 'fra', 'mar')
    expect(await esp.post(esp.envelope({ header: { from: { member: 'fra', unit: 'spoc' } }, signer: french.signer }))).toEqual([
      'message.sender-mismatch',
    ])
  })

  test('statements not of the published form', async () => {
    expect(await esp.post(esp.envelope({ header: { bcc: 'fra' } }))).toEqual(['message.malformed'])
    expect(await esp.post(esp.envelope({ header: { sent_at: '2026-02-30T08:00:00.000+01:00' } }))).toEqual(['message.malformed'])
    expect(await esp.post(esp.envelope({ payload: (text) => ` ${text}` }))).toEqual(['message.malformed'])
    expect(await esp.post(esp.envelope({ payload: (text) => text.replace('"body":', '"body":{},"body":') }))).toEqual(['message.malformed'])
    expect(await esp.post(esp.envelope({ payload: (text) => text.replace('spoc', 'sp\\u0000oc') }))).toEqual(['message.malformed'])
    expect(await esp.post(esp.envelope({ parcel: { sequence: -1 } }))).toEqual(['message.malformed'])
    expect(await esp.post(esp.envelope({ parcel: { statement: 7 } }))).toEqual(['message.malformed'])
    expect(await esp.post(esp.envelope({ body: { number: 'one' } }))).toEqual(['message.body-invalid'])
    expect(await esp.post(esp.envelope({ body: { number: 1, more: true } }))).toEqual(['message.body-invalid'])
  })

  test('a time that no calendar has, or that is spelt in another way', async () => {
    // read leniently, the 30th of February is the 2nd of March: today
    for (const time of ['2026-02-30T08:00:00.000Z', '2026-02-31T08:00:00.000Z', '2026-03-02T08:00:60.000Z', '2026-03-02T08:00:00Z'])
      expect(await esp.post(esp.envelope({ header: { sent_at: time } })), time).toEqual(['message.malformed'])
    for (const time of ['2027-02-29T08:00:00.000Z', '2026-06-31T08:00:00.000Z', '2026-12-31T24:00:00.000Z', '2026-12-31T08:00:00.0Z'])
      expect(await esp.post(esp.envelope({ header: { keep_until: time } })), time).toEqual(['message.malformed'])
  })

  test('oversized', async () => {
    expect(await esp.post(esp.envelope({ body: { number: 1, text: 'x'.repeat(300_000) } }))).toEqual(['message.malformed'])
    expect((await esp.call('POST', '/partner/v1/post', utf8(JSON.stringify({ envelopes: ['x'.repeat(5_000_000)] })))).code).toBe(
      'call.malformed',
    )
    expect((await esp.call('PUT', `/partner/v1/attachment/${'ab'.repeat(32)}`, new Uint8Array(10))).code).toBe('attachment.mismatch')
  })

  test('the clock: the future is refused, old mail is welcome', async () => {
    const at = (ms: number) => new Date(net.clock.now().getTime() + ms).toISOString()
    expect(await esp.post(esp.envelope({ header: { sent_at: at(180_000) } }))).toEqual(['message.clock'])
    expect(await esp.post(esp.envelope({ header: { sent_at: at(60_000) } }))).toEqual(['receipt'])
    expect(await esp.post(esp.envelope({ header: { sent_at: at(-20 * 86_400_000) } }))).toEqual(['receipt'])
    expect(await esp.post(esp.envelope({ header: { sent_at: '2025-01-01T00:00:00.000Z' } }))).toEqual(['message.key-invalid'])
    expect(await esp.post(esp.envelope({ header: { keep_until: at(-1_000) } }))).toEqual(['message.expired'])
  })

  test('the same id with other content', async () => {
    const id = newId(net.clock.now())
    expect(await esp.post(esp.envelope({ header: { id }, body: { number: 1 } }))).toEqual(['receipt'])
    expect(await esp.post(esp.envelope({ header: { id }, body: { number: 2 } }))).toEqual(['message.id-conflict'])
    expect(
      await esp.post(esp.envelope({ header: { id: newId(net.clock.now()) } }), esp.envelope({ header: { id }, body: { number: 3 } })),
    ).toEqual(['receipt', 'message.id-conflict'])
  })

  test('an unknown type is kept and shown, and refused politely', async () => {
    expect(await esp.post(esp.envelope({ header: { type: 'future.thing.v1' } }))).toEqual(['message.type-unknown'])
    const kept = await mar().database.many<{ type: string }>(sql`select type from inbox where standing = 'unknown-type'`)
    expect(kept).toEqual([{ type: 'future.thing.v1' }])
  })

  test('an attachment that has not arrived', async () => {
    const attachment = {
      name: 'a',
      media_type: 'image/png',
      size: 1,
      sha256: 'ab'.repeat(32),
      sealed_sha256: 'cd'.repeat(32),
      key: 'A'.repeat(43),
    }
    expect(await esp.post(esp.envelope({ attachments: [attachment] }))).toEqual(['attachment.missing'])
  })

  test('a flood from one member is slowed with a time to come back', async () => {
    const fra = hostile(net, 'fra', 'mar')
    const codes = new Set<string | undefined>()
    for (let i = 0; i < 2_100; i++) codes.add((await fra.call('GET', '/partner/v1/roster/euromed/1', new Uint8Array(0))).code)
    expect(codes).toContain('call.too-many')
    net.clock.move(60_000)
    expect((await fra.call('GET', '/partner/v1/roster/euromed/1', new Uint8Array(0))).code).toBeUndefined()
  })

  test('rosters: a message that names a newer one makes the node fetch it; who names an old one is told', async () => {
    const envelope = esp.envelope()
    await net.publish((roster) => ({ title: `${roster.title} 2` }), ['esp'])
    expect(mar().peers.roster('euromed').roster.version).toBe(1)
    expect(await esp.post(esp.envelope())).toEqual(['receipt'])
    expect(mar().peers.roster('euromed').roster.version).toBe(2)
    expect(await esp.post(envelope)).toEqual(['receipt'])
    net.clock.move(900_000)
    expect(await esp.post(esp.envelope({ parcel: { roster_version: 1 } }))).toEqual(['roster.stale'])
    expect(await esp.post(esp.envelope({ parcel: { roster_version: 9 } }))).toEqual(['roster.ahead'])
  })

  test('a compromised key: what has a receipt keeps it, what has none is refused', async () => {
    const before = esp.envelope()
    expect(await esp.post(before)).toEqual(['receipt'])
    const unsent = esp.envelope()
    const fresh = makeMemberKeys(keysFolder(net.nodes.esp!.folder), { network: 'euromed', member: 'esp' }, net.clock.now(), 700)
    const old = esp.signer.kid
    await net.publish(
      (roster) => ({
        members: roster.members.map((member) =>
          member.id === 'esp'
            ? { ...member, keys: [...member.keys.map((key) => (key.kid === old ? { ...key, compromised: true as const } : key)), ...fresh] }
            : member,
        ),
      }),
      ['esp', 'mar', 'fra'],
    )
    await net.nodes.esp!.restart()
    // the old key proves no call any more; a thief who holds it and nothing else is outside
    expect(await esp.post(before)).toEqual(['call.unproven'])
    const now = hostile(net, 'esp', 'mar')
    expect(await now.post(before, unsent)).toEqual(['receipt', 'message.key-compromised'])
    expect(await now.post(now.envelope())).toEqual(['receipt'])
    // the honest node goes on with its new key
    await net.nodes.esp!.does('drill.say', { network: 'euromed', to: ['mar'], number: 4_711 })
    await net.settle()
    expect(await net.nodes.mar!.node.database.many(sql`select 1 as one from drill_effect where number = 4711`)).toHaveLength(1)
  })

  test('a suspended member: its calls are refused, mail to it is held and goes on when it is back', async () => {
    await net.publish(
      (roster) => ({
        members: roster.members.map((member) => (member.id === 'fra' ? { ...member, status: 'suspended' as const } : member)),
      }),
      ['mar'],
    )
    const fra = hostile(net, 'fra', 'mar')
    expect(await fra.post(fra.envelope())).toEqual(['member.suspended'])
    await net.nodes.mar!.does('drill.say', { network: 'euromed', to: ['fra'], number: 5_000 })
    await net.settle()
    const held = () => mar().database.many<{ state: string }>(sql`select state from outbox where partner = 'fra'`)
    expect(await held()).toEqual([{ state: 'held' }])
    await net.publish(
      (roster) => ({ members: roster.members.map((member) => ({ ...member, status: 'active' as const })) }),
      ['mar', 'fra', 'esp'],
    )
    net.clock.move(120_000)
    await net.settle()
    expect(await held()).toEqual([{ state: 'delivered' }])
  })

  test('two rosters of one number: an alarm, and only the newer one is stopped', async () => {
    const { peers } = mar()
    const held = peers.roster('euromed')
    const stored = await peers.stored(mar().database, 'euromed', held.roster.version)
    expect(stored).toBeDefined()
    const rival = net.signed({ ...held.roster, title: 'another truth' })
    expect(await peers.offer(rival, 'fra')).toBe('rival')
    expect(peers.roster('euromed').hash).toBe(held.hash)
    expect(await mar().database.many(sql`select 1 as one from roster where standing = 'rival'`)).toHaveLength(1)
    expect(await mar().database.many(sql`select 1 as one from journal_entry where event = 'roster.rival'`)).toHaveLength(1)
  })

  test('a roster not signed by the governors before it is refused', async () => {
    const { peers } = mar()
    const held = peers.roster('euromed')
    const usurper = signingKey(newSigningKey())
    const roster = {
      ...held.roster,
      version: held.roster.version + 1,
      previous: held.hash,
      governors: [{ kid: usurper.kid, jwk: publicOf(usurper.publicJwk), name: 'Usurper' }],
    }
    await expect(peers.offer(net.signed(roster, usurper), 'fra')).rejects.toMatchObject({ code: 'roster.invalid' })
    await expect(peers.offer(net.signed(roster, net.governor), 'fra')).rejects.toMatchObject({ code: 'roster.invalid' })
  })

  test('an expired roster works through its grace, then refuses', async () => {
    const expires = Date.parse(net.roster().expires_at)
    net.clock.move(expires - net.clock.now().getTime() + 3_600_000)
    expect(await hostile(net, 'esp', 'mar').post(hostile(net, 'esp', 'mar').envelope())).toEqual(['receipt'])
    net.clock.move(73 * 3_600_000)
    expect(await hostile(net, 'esp', 'mar').post(hostile(net, 'esp', 'mar').envelope())).toEqual(['roster.expired'])
  })

  test('nothing refused had an effect, and every authenticated refusal stands in the journal', async () => {
    const accepted = await mar().database.one<{ count: number }>(sql`select count(*) as count from inbox where type = 'drill.said.v1'`)
    await net.settle()
    expect(await effects()).toBe(accepted.count + 1) // and the one that Morocco sent itself
    const rows = await mar().database.many<{ row: Uint8Array }>(sql`select row from journal_entry where event = 'post.refused' limit 1000`)
    const codes = new Set(
      rows.map(({ row }) => (JSON.parse(Buffer.from(row).toString('utf8')) as { detail: { code: string } }).detail.code),
    )
    for (const code of [
      'message.unverifiable',
      'message.id-conflict',
      'message.misaddressed',
      'message.clock',
      'message.type-unknown',
      'message.key-compromised',
      'roster.stale',
      'envelope.suite-unknown',
    ])
      expect(codes).toContain(code)
  })
})
