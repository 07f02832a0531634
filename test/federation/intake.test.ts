/** What one partner may leave at a node: by the day on its disk, by the second at its door; batches pass for what they hold. */
import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { send } from '#kernel/applying.ts'
import type { Officer } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { attachmentsOf, storeAttachment } from '#kernel/post/attachments.ts'
import { buckets } from '#kernel/post/intake.ts'
import { sealing } from '#kernel/sealing.ts'
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import { drill, drillTypes } from './drill/index.ts'
import { hostile } from './hostile.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'

const BOOT_MS = 180_000
const DAY_MS = 86_400_000
const OFFICER: Officer = {
  id: '0190a000-0000-7000-8000-000000000001',
  name: 'test officer',
  member: 'esp',
  unit: 'spoc',
  roles: ['desk'],
  clearance: 2,
  language: 'en',
}

describe('what one partner may leave in a day', () => {
  let net: TestNetwork
  let esp: TestNode
  let mar: TestNode
  beforeAll(async () => {
    const limits = {
      mar: {
        partner_attachment_bytes_a_day: 3_000,
        partner_attachments_a_day: 4,
        partner_envelopes_a_day: 40,
        officer_attachment_bytes_a_day: 2_000,
      },
    }
    net = await network(['esp', 'mar', 'fra'], { capabilities: [drill], types: drillTypes, limits })
    ;({ esp, mar } = net.nodes as Record<'esp' | 'mar', TestNode>)
  }, BOOT_MS)
  afterAll(() => net.close())
  const untilMidnight_s = () => (Date.parse('2026-03-03T00:00:00.000Z') - net.clock.now().getTime()) / 1_000
  const put = async (from: string, bytes: number) => {
    const blob = new Uint8Array(randomBytes(bytes))
    const answer = await hostile(net, from, 'mar').call('PUT', `/partner/v1/attachment/${hex(sha256(blob))}`, blob)
    return [answer.status, answer.code, answer.retry_after_s]
  }
  const files = () => readdirSync(mar.node.blobs).length

  test('its files: beyond the bound nothing is written, the refusal says when the next day begins, others are not concerned', async () => {
    expect(await put('esp', 1_000)).toEqual([200, undefined, undefined])
    expect(await put('esp', 1_500)).toEqual([200, undefined, undefined])
    const held = files()
    expect(await put('esp', 501)).toEqual([429, 'call.quota', untilMidnight_s()])
    expect(files()).toBe(held)
    expect(await put('esp', 400)).toEqual([200, undefined, undefined])
    expect(await put('fra', 1_000)).toEqual([200, undefined, undefined])
    // many small ones are bounded by their number
    expect(await put('esp', 1)).toEqual([200, undefined, undefined])
    expect(await put('esp', 1)).toEqual([429, 'call.quota', untilMidnight_s()])
    // the last of the day is given once, however many ask for it at the same moment
    const at_once = await Promise.all([1, 2, 3, 4, 5, 6].map(() => put('fra', 900)))
    expect(at_once.map(([status]) => status).sort()).toEqual([200, 200, 429, 429, 429, 429])
    expect(files()).toBe(held + 5)
  })

  test('mail with a file waits for the next day at its sender, and is carried then', async () => {
    const stored = await storeAttachment(esp.node, new Uint8Array(randomBytes(100)), 'photo.png', 'image/png', OFFICER)
    const { header } = await esp.node.database.transaction(async (writing) => {
      const attachments = await attachmentsOf(writing, sealing(esp.node, writing), [stored], OFFICER)
      const draft = { network: 'euromed', type: 'drill.said.v1', to: ['mar'], unit: 'spoc', language: 'en' as const, body: { number: 7 } }
      return send(esp.node, writing, { network: 'euromed', member: 'esp' }, { ...draft, attachments })
    })
    const standing = async () => {
      await net.settle()
      return (await esp.node.database.one<{ state: string }>(sql`select state from outbox where id = ${header.id}`)).state
    }
    const uploads = () => net.wire.seen.filter(({ path }) => path.startsWith('/partner/v1/attachment/')).length
    expect(await standing()).toBe('waiting')
    const before = uploads()
    // a sign of life of the partner does not make the node send its file again and again
    for (let i = 0; i < 3; i++) {
      await mar.does('drill.say', { network: 'euromed', to: ['esp'], number: 100 + i })
      net.clock.move(60_000)
      expect(await standing()).toBe('waiting')
    }
    expect(uploads()).toBe(before)
    net.clock.move(DAY_MS)
    expect(await standing()).toBe('delivered')
  })

  test('its envelopes, the refused ones too, for each leaves an entry; of the call that goes beyond nothing stays', async () => {
    net.clock.move(DAY_MS)
    const fra = hostile(net, 'fra', 'mar')
    const post = (envelopes: readonly string[]) => fra.call('POST', '/partner/v1/post', utf8(JSON.stringify({ envelopes })))
    const entries = async () =>
      (await mar.node.database.one<{ count: number }>(sql`select count(*) as count from journal_entry where event = 'post.refused'`)).count
    const before = await entries()
    expect((await post(Array.from({ length: 30 }, (_, i) => `no envelope ${i}`))).status).toBe(200)
    expect(await entries()).toBe(before + 30)
    const beyond = await post(Array.from({ length: 11 }, (_, i) => `no envelope ${i}`))
    expect([beyond.status, beyond.code]).toEqual([429, 'call.quota'])
    expect(await entries()).toBe(before + 30)
    expect((await post(Array.from({ length: 10 }, (_, i) => `no envelope ${i}`))).status).toBe(200)
    net.clock.move(DAY_MS)
    expect((await post(['no envelope'])).status).toBe(200)
  })

  test('an officer’s own uploads have a bound of the day as well', async () => {
    const store = (bytes: number) =>
      storeAttachment(mar.node, new Uint8Array(bytes), 'photo.png', 'image/png', { ...OFFICER, member: 'mar' })
    await store(1_500)
    await expect(store(600)).rejects.toMatchObject({ code: 'quota.exceeded', retry_after_s: expect.any(Number) })
    net.clock.move(DAY_MS)
    await store(600)
  })
})

describe('how fast a partner may be', () => {
  let net: TestNetwork
  beforeAll(async () => {
    const limits = { mar: { partner_envelopes_a_second: 10, partner_bytes_a_second: 20_000 } }
    net = await network(['esp', 'mar'], { capabilities: [drill], types: drillTypes, limits })
  }, BOOT_MS)
  afterAll(() => net.close())

  test('a call of 64 envelopes counts for 64, and bytes count by themselves', async () => {
    const esp = hostile(net, 'esp', 'mar')
    const post = async (envelopes: number, length = 10) => {
      const texts = Array.from({ length: envelopes }, () => 'x'.repeat(length))
      const { status, code, retry_after_s } = await esp.call('POST', '/partner/v1/post', utf8(JSON.stringify({ envelopes: texts })))
      return code === undefined ? status : [code, retry_after_s]
    }
    expect(await post(64)).toBe(200)
    expect(await post(64)).toEqual(['call.too-many', 10])
    expect(await post(36)).toBe(200)
    expect(await post(1)).toEqual(['call.too-many', 10])
    net.clock.move(1_000)
    expect(await post(10)).toBe(200)
    net.clock.move(10_000)
    expect(await post(2, 95_000)).toBe(200)
    expect(await post(1, 95_000)).toEqual(['call.too-many', 10])
    net.clock.move(10_000)
    expect(await post(1, 95_000)).toBe(200)
  })

  test('what a small question makes the node send counts as well', () => {
    const now = new Date('2026-03-02T08:00:00.000Z')
    const rates = buckets({ bytes: 10 })
    expect(rates.spend('a', { bytes: 1 }, now)).toBe(true)
    rates.charge('a', { bytes: 1_000 }, now)
    expect(rates.spend('a', { bytes: 1 }, now)).toBe(false)
    expect(rates.spend('b', { bytes: 100 }, now)).toBe(true)
    expect(rates.spend('a', { bytes: 10 }, new Date(now.getTime() + 1_000))).toBe(true)
  })
})
