/** Who may come in at the partners' door at all: keys in their time, members in good standing, questions by keys that are not lost. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { send } from '#kernel/applying.ts'
import { makeMemberKeys } from '#kernel/keys.ts'
import { MAX_RECIPIENTS } from '#kernel/post/outbox.ts'
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import { peekCompact } from '#lib/envelope/index.ts'
import { keysFolder } from '#main/open-node.ts'
import type { SignedRefusalBody } from '#wire/receipt.ts'
import type { RosterMember } from '#wire/roster.ts'
import { drill, drillTypes } from '../federation/drill/index.ts'
import { type Hostile, hostile } from '../federation/hostile.ts'
import { network, type TestNetwork } from '../federation/network.ts'

/** A machine that is shared takes its time to boot databases. */
const BOOT_MS = 180_000
let net: TestNetwork
beforeAll(async () => {
  net = await network(['esp', 'mar', 'fra'], { capabilities: [drill], types: drillTypes })
}, BOOT_MS)
afterAll(() => net.close())

const changed = (id: string, change: (member: RosterMember) => Partial<RosterMember>) =>
  net.publish(
    (roster) => ({ members: roster.members.map((member) => (member.id === id ? { ...member, ...change(member) } : member)) }),
    ['mar'],
  )

/** Each call that the door takes, by a caller; answers the status and the code of each. */
async function calls(partner: Hostile) {
  const bytes = utf8(`file ${Math.random()}`)
  const epoch = '0190a000-0000-7000-8000-000000000001'
  const backfill = { network: 'euromed', own: 'fra', partner: 'mar', epoch, their_epoch: null, received_through: 0 }
  const all = {
    post: await partner.call('POST', '/partner/v1/post', utf8(JSON.stringify({ envelopes: [partner.envelope()] }))),
    ask: await partner.call(
      'POST',
      '/partner/v1/ask',
      utf8(JSON.stringify({ envelope: partner.envelope({ header: { type: 'drill.question.v1' } }) })),
    ),
    attachment: await partner.call('PUT', `/partner/v1/attachment/${hex(sha256(bytes))}`, bytes),
    backfill: await partner.call('POST', '/partner/v1/backfill', utf8(JSON.stringify(backfill))),
    roster: await partner.call('GET', '/partner/v1/roster/euromed/latest', new Uint8Array(0)),
  }
  return Object.fromEntries(Object.entries(all).map(([name, { status, code }]) => [name, code ?? status]))
}

test('a suspended member may fetch the roster that says so, and nothing else', async () => {
  expect(await calls(hostile(net, 'fra', 'mar'))).toEqual({ post: 200, ask: 200, attachment: 200, backfill: 200, roster: 200 })
  await changed('fra', () => ({ status: 'suspended' }))
  const no = 'member.suspended'
  expect(await calls(hostile(net, 'fra', 'mar'))).toEqual({ post: no, ask: no, attachment: no, backfill: no, roster: 200 })
  await changed('fra', () => ({ status: 'active' }))
})

test("nobody asks for another member's mail", async () => {
  const esp = hostile(net, 'esp', 'mar')
  const epoch = '0190a000-0000-7000-8000-000000000001'
  const backfill = (change: object) =>
    esp.call(
      'POST',
      '/partner/v1/backfill',
      utf8(JSON.stringify({ network: 'euromed', own: 'esp', partner: 'mar', epoch, their_epoch: null, received_through: 0, ...change })),
    )
  expect((await backfill({})).status).toBe(200)
  expect(await backfill({ own: 'fra' })).toMatchObject({ code: 'message.sender-mismatch' })
  expect(await backfill({ partner: 'fra' })).toMatchObject({ code: 'message.misaddressed' })
  expect(await backfill({ network: 'netcop' })).toMatchObject({ code: 'message.sender-mismatch' })
  expect(await backfill({ sent: { epoch: [epoch], through: 0 } })).toMatchObject({ code: 'call.malformed' })
})

test('a key proves no call before or after its time', async () => {
  const at = (ms: number) => new Date(net.clock.now().getTime() + ms).toISOString()
  const lasting = (from: string, until: string) =>
    changed('esp', ({ keys }) => ({ keys: keys.map((key) => (key.use === 'sign' ? { ...key, from, until } : key)) }))
  const esp = () => hostile(net, 'esp', 'mar').call('GET', '/partner/v1/roster/euromed/latest', new Uint8Array(0))
  expect((await esp()).status).toBe(200)
  await lasting(at(60_000), at(3_600_000))
  expect(await esp()).toMatchObject({ status: 401, code: 'call.unproven' })
  net.clock.move(60_000)
  expect((await esp()).status).toBe(200)
  net.clock.move(3_540_000)
  expect(await esp()).toMatchObject({ status: 401, code: 'call.unproven' })
  await lasting('2026-01-01T00:00:00.000Z', '2027-12-31T00:00:00.000Z')
})

test('a question signed by a key that was lost is not answered, though another key of the member calls', async () => {
  const old = hostile(net, 'esp', 'mar').signer
  const fresh = makeMemberKeys(keysFolder(net.nodes.esp!.folder), { network: 'euromed', member: 'esp' }, net.clock.now(), 300)
  await changed('esp', ({ keys }) => ({
    keys: [...keys.map((key) => (key.kid === old.kid ? { ...key, compromised: true as const } : key)), ...fresh],
  }))
  const esp = hostile(net, 'esp', 'mar')
  const asked = async (signer = esp.signer) => {
    const envelope = esp.envelope({ signer, header: { type: 'drill.question.v1' }, parcel: { sequence: 0 } })
    const reply = JSON.parse((await esp.call('POST', '/partner/v1/ask', utf8(JSON.stringify({ envelope })))).body) as {
      answer?: string
      refusal?: string
    }
    const refusal = peekCompact(reply.refusal ?? '')
    return reply.answer ? 'answer' : refusal.ok && (JSON.parse(Buffer.from(refusal.payload).toString('utf8')) as SignedRefusalBody).code
  }
  expect(await asked()).toBe('answer')
  expect(await asked(old)).toBe('message.key-compromised')
})

test('mail sealed to a key that was changed meanwhile is read with the old one', async () => {
  const under_way = hostile(net, 'esp', 'mar').envelope()
  const fresh = makeMemberKeys(keysFolder(net.nodes.mar!.folder), { network: 'euromed', member: 'mar' }, net.clock.now(), 300)
  await changed('mar', ({ keys }) => ({ keys: [...keys, ...fresh] }))
  await net.nodes.mar!.restart()
  const esp = hostile(net, 'esp', 'mar')
  expect(await esp.post(under_way, esp.envelope())).toEqual(['receipt', 'receipt'])
})

test('nothing is sent to nobody, to oneself, to strangers or to more than the bound', async () => {
  const { node } = net.nodes.mar!
  const sent = (to: readonly string[]) =>
    node.database.transaction((writing) =>
      send(
        node,
        writing,
        { network: 'euromed', member: 'mar' },
        { network: 'euromed', type: 'drill.said.v1', to, unit: 'spoc', language: 'en', body: { number: 1 } },
      ),
    )
  await expect(sent([])).rejects.toMatchObject({ code: 'input.malformed' })
  await expect(sent(Array.from({ length: MAX_RECIPIENTS + 1 }, () => 'esp'))).rejects.toMatchObject({ code: 'input.malformed' })
  await expect(sent(['mar'])).rejects.toMatchObject({ code: 'partner.unknown' })
  await expect(sent(['ita'])).rejects.toMatchObject({ code: 'partner.unknown' })
})
