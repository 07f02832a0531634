/** Bundles made by nodes of what they said and received, and verified with nothing but the bytes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { strategy } from '#capabilities/strategy/index.ts'
import { sql } from '#kernel/database/sql.ts'
import { bundleOf } from '#kernel/post/bundle.ts'
import { keyId, newSigningKey, publicOf } from '#lib/envelope/index.ts'
import { type Bundle, encodeBundle, verifyBundle } from '#wire/bundle.ts'
import { drill, drillTypes } from './drill/index.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'

describe('a statement of Spain to Morocco and Tunisia', () => {
  let net: TestNetwork
  let esp: TestNode
  let mar: TestNode
  let id: string
  let genesis: string
  const everywhere = ['esp', 'mar', 'tun']
  beforeAll(async () => {
    net = await network(everywhere, { capabilities: [drill], types: drillTypes })
    esp = net.nodes.esp!
    mar = net.nodes.mar!
    genesis = esp.node.peers.memberships[0]!.genesis_sha256
    ;({ id } = await esp.does('drill.say', { network: 'euromed', to: ['mar', 'tun'], number: 1, text: 'a declaration' }))
    await net.settle()
  })
  afterAll(() => net.close())

  const made = ({ node, id: own }: TestNode, ...ids: string[]) =>
    bundleOf(
      { reading: node.database, vault: node.vault, network: 'euromed', own },
      ids.map((one) => ({ id: one })),
    )
  function proven(bundle: Bundle | undefined, trusted = genesis) {
    const verified = verifyBundle(encodeBundle(bundle!), { trusted })
    if (!verified.ok) return expect.unreachable(verified.reason)
    return verified.report
  }

  test('its sender shows its own journal and the receipt', async () => {
    const { bundle, left_out, unproven } = await made(esp, id)
    expect([left_out, unproven]).toEqual([[], []])
    const { statements, ok } = proven(bundle)
    expect(ok).toBe(true)
    expect(statements[0]).toMatchObject({
      name: expect.any(String),
      journal: 'entry',
      statement: { header: { id, from: { member: 'esp' } }, body: { number: 1, text: 'a declaration' } },
      held: [
        { member: 'esp', as: 'sender', shown_by: 'entry' },
        { member: 'mar', as: 'recipient', shown_by: 'receipt' },
      ],
    })
    expect(statements[0]!.others_since).toBe(statements[0]!.held[1]!.at)
  })

  test('who received it shows it as well, without its sender', async () => {
    const { bundle } = await made(mar, id)
    const { statements, ok } = proven(bundle)
    expect(ok).toBe(true)
    expect(statements[0]).toMatchObject({
      statement: { header: { from: { member: 'esp' }, to: { member: 'mar' } } },
      held: [
        { member: 'mar', as: 'recipient', shown_by: 'entry' },
        { member: 'mar', as: 'recipient', shown_by: 'receipt' },
      ],
    })
  })

  test('a statement that the caller holds is shown as it is: with what the post knows of it, or with nothing', async () => {
    const { bundle } = await made(mar, id)
    const signed = bundle!.statements[0]!.jws
    const where = ({ node, id: own }: TestNode) => ({ reading: node.database, vault: { open: () => undefined }, network: 'euromed', own })
    expect((await bundleOf(where(mar), [{ id, signed }])).bundle).toEqual(bundle)
    // Tunisia was told by a copy of its own, and has no entry about Morocco's
    const elsewhere = await bundleOf(where(net.nodes.tun!), [{ id, signed }])
    expect(elsewhere.unproven).toEqual([id])
    expect(proven(elsewhere.bundle).statements[0]).toMatchObject({
      signature: 'ok',
      roster: 'ok',
      journal: 'none',
      reasons: ['in-no-journal'],
      ok: false,
    })
  })

  test('a journal that was altered afterwards shows nothing', async () => {
    const { bundle } = await made(mar, id)
    const [one] = bundle!.statements
    const altered = {
      ...one!,
      entries: one!.entries.map((entry) => ({ ...entry, row: entry.row.replace('"outcome":"done"', '"outcome":"DONE"') })),
    }
    expect(proven({ ...bundle!, statements: [altered] }).statements[0]).toMatchObject({ ok: false, reasons: ['entry-path'] })
  })

  test('what is not held, erased, or another’s under a handling code is left out and said', async () => {
    const none = '0199a000-0000-7000-8000-00000000dead'
    expect(await made(esp, none)).toEqual({ bundle: undefined, left_out: [{ id: none, reason: 'not-held' }], unproven: [] })
    const bound = await esp.does('drill.say', { network: 'euromed', to: ['mar'], number: 2, handling: 'H2' })
    const gone = await esp.does('drill.say', { network: 'euromed', to: ['mar'], number: 3 })
    await net.settle()
    expect((await made(mar, bound.id, id)).left_out).toEqual([{ id: bound.id, reason: 'handling' }])
    expect((await made(esp, bound.id)).left_out).toEqual([])
    const { slot } = await esp.node.database.one<{ slot: number }>(sql`select slot from outbox where id = ${gone.id}`)
    await esp.node.vault.destroy([slot])
    expect((await made(esp, gone.id)).left_out).toEqual([{ id: gone.id, reason: 'erased' }])
  })

  test('what was said under an earlier roster stands, and what a suspended member or an old key says after does not', async () => {
    net.clock.move(3_600_000)
    const anew = publicOf(newSigningKey())
    await net.publish(
      (roster) => ({
        members: roster.members.map((member) => {
          if (member.id === 'tun') return { ...member, status: 'suspended' as const }
          if (member.id !== 'esp') return member
          const ends = net.clock.now().toISOString()
          const keys = member.keys.map((key) => (key.use === 'sign' ? { ...key, until: ends } : key))
          return {
            ...member,
            keys: [...keys, { kid: keyId(anew), use: 'sign' as const, jwk: anew, from: ends, until: member.keys[0]!.until }],
          }
        }),
      }),
      everywhere,
    )
    const { bundle } = await made(mar, id)
    expect(bundle!.rosters).toHaveLength(2)
    expect(proven(bundle)).toMatchObject({ ok: true, newest_version: 2, statements: [{ roster_version: 1, ok: true }] })
    expect(proven(bundle, esp.node.peers.roster('euromed').hash).ok).toBe(true)
    expect(verifyBundle(encodeBundle(bundle!), { trusted: 'ab'.repeat(32) })).toEqual({ ok: false, reason: 'roster-other' })
  })
})

describe('what the chair of a forum states', () => {
  let net: TestNetwork
  let forum: string
  let thing: string
  beforeAll(async () => {
    net = await network(['esp', 'mar', 'sen'], { capabilities: [strategy] })
    const title = { text: 'Strategic Cooperation Forum', language: 'en' as const }
    const opened = { network: 'euromed', title, kind: 'strategic-forum', participants: ['mar'], observers: [], guests: [], quorum: 60 }
    ;({ forum } = await net.nodes.esp!.does('strategy.open-forum', opened))
    await net.settle()
    const meeting = { title, at: net.clock.now().toISOString() }
    ;({ thing } = await net.nodes.esp!.does('strategy.state-thing', { forum, thing: null, kind: 'meeting', set: meeting }))
    await net.settle()
    const asked = { forum, kinds: ['forum'], limit: 10, offset: 0 }
    const [{ set }] = (await net.nodes.esp!.does('strategy.find-things', asked)).things
    const wider = { ...set, participants: ['esp', 'mar', 'sen'] }
    await net.nodes.esp!.does('strategy.state-thing', { forum, thing: forum, kind: 'forum', set: wider })
    await net.settle()
  })
  afterAll(() => net.close())

  /** The word on the meeting, in a bundle of this node. */
  async function bundled(id: string) {
    const { node } = net.nodes[id]!
    const { statement } = await node.database.one<{ statement: string }>(
      sql`select statement::text as statement from strategy_word where thing = ${thing}::uuid`,
    )
    const { bundle } = await bundleOf({ reading: node.database, vault: node.vault, network: 'euromed', own: id }, [{ id: statement }])
    return bundle && proven(bundle)
  }
  function proven(bundle: Bundle) {
    const trusted = net.nodes.esp!.node.peers.memberships[0]!.genesis_sha256
    const verified = verifyBundle(encodeBundle(bundle), { trusted })
    return verified.ok ? verified.report.statements[0]! : expect.unreachable(verified.reason)
  }

  test('is shown to anybody by the chair and by who was told, in the same bytes', async () => {
    const [chair, told] = [await bundled('esp'), await bundled('mar')]
    expect(chair).toMatchObject({
      ok: true,
      statement: { header: { from: { member: 'esp' }, to: { space: forum }, type: 'strategy.word.v1' } },
      held: [
        { member: 'esp', as: 'sender', shown_by: 'entry' },
        { member: 'mar', as: 'recipient', shown_by: 'receipt' },
      ],
    })
    expect(told).toMatchObject({
      ok: true,
      sha256: chair!.sha256,
      held: [
        { member: 'mar', shown_by: 'entry' },
        { member: 'mar', shown_by: 'receipt' },
      ],
    })
  })

  test('a newcomer, to whom it was handed on, has no entry about it', async () => {
    const asked = { forum, kinds: ['meeting'], limit: 10, offset: 0 }
    expect((await net.nodes.sen!.does('strategy.find-things', asked)).things).toHaveLength(1)
    expect(await bundled('sen')).toBeUndefined()
  })
})
