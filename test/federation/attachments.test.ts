/** Attachments through the real store: on disk before their row, unreadable there, swept when nobody names them, and never in the way of other mail. */
import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { send } from '#kernel/applying.ts'
import type { Officer } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { newId } from '#kernel/identity.ts'
import type { Node } from '#kernel/node.ts'
import { attachmentsOf, MAX_SEALED_BYTES, readAttachment, storeAttachment, sweepAttachments, takeBlob } from '#kernel/post/attachments.ts'
import { sealing } from '#kernel/sealing.ts'
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import { type Attachment, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from '#wire/statement.ts'
import { drill, drillTypes } from './drill/index.ts'
import { hostile } from './hostile.ts'
import { network, type TestNetwork } from './network.ts'

/** A machine that is shared takes its time to boot databases. */
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

describe('attachments', () => {
  let net: TestNetwork
  let number = 100
  beforeAll(async () => {
    net = await network(['esp', 'mar', 'fra'], { capabilities: [drill], types: drillTypes })
  }, BOOT_MS)
  beforeEach(() => {
    net.wire.tamper = undefined
  })
  afterAll(() => net.close())
  const esp = () => net.nodes.esp!.node
  const mar = () => net.nodes.mar!.node
  const store = (bytes: Uint8Array, name = 'photo.png', officer = OFFICER) => storeAttachment(esp(), bytes, name, 'image/png', officer)
  const rowOf = (node: Node, sealed_sha256: string) =>
    node.database.maybeOne<{ file: string; claimed: boolean; size: number }>(
      sql`select file, claimed, size from attachment where sealed_sha256 = ${sealed_sha256}`,
    )

  async function say(
    ids: readonly string[],
    { to = ['mar'], officer = OFFICER }: { to?: string[]; officer?: Officer } = {},
  ): Promise<{ id: string; attachments: readonly Attachment[] }> {
    const node = esp()
    return node.database.transaction(async (writing) => {
      const attachments = await attachmentsOf(writing, sealing(node, writing), ids, officer)
      const { header } = await send(
        node,
        writing,
        { network: 'euromed', member: 'esp' },
        { network: 'euromed', type: 'drill.said.v1', to, unit: 'spoc', language: 'en', body: { number: number++ }, attachments },
      )
      return { id: header.id, attachments }
    })
  }
  const stateOf = (id: string, partner = 'mar') =>
    esp().database.one<{ state: string; refusal: string | null }>(
      sql`select state, refusal from outbox where id = ${id} and partner = ${partner}`,
    )
  const had = async (id: string) =>
    (await mar().database.many(sql`select 1 as one from drill_effect where id = ${id} and direction = 'received'`)).length
  async function calm(rounds = 3) {
    for (let i = 0; i < rounds; i++) {
      net.clock.move(61_000)
      await net.settle()
    }
  }

  test('a file crosses the border whole, and nothing of it lies readable on either disk', async () => {
    const plain = utf8('the face of the bearer '.repeat(500))
    const { id, attachments } = await say([await store(plain)])
    await net.settle()
    expect(await stateOf(id)).toEqual({ state: 'delivered', refusal: null })
    const [attachment] = attachments as [Attachment]
    expect(await readAttachment(mar(), attachment)).toEqual(plain)
    for (const node of [esp(), mar()]) {
      const { file } = (await rowOf(node, attachment.sealed_sha256))!
      expect(file).toMatch(/^[0-9a-f]{32}$/)
      const lying = readFileSync(join(node.blobs, file))
      expect(lying.includes('the face')).toBe(false)
      expect(hex(sha256(lying))).toBe(attachment.sealed_sha256)
      expect(statSync(join(node.blobs, file)).mode & 0o077).toBe(0)
    }
    // the receiver's database knows no key and no name of it
    expect(await mar().database.many(sql`select slot, sealed from attachment where sealed_sha256 = ${attachment.sealed_sha256}`)).toEqual([
      { slot: null, sealed: null },
    ])
  })

  test('the file is on the disk before its row is written, at home and at the partner', async () => {
    const dying = (node: Node, seen: string[]): Node => {
      const database = Object.assign(Object.create(node.database) as Node['database'], {
        transaction: async () => {
          seen.push(...readdirSync(node.blobs))
          throw new Error('the process dies here')
        },
      })
      return { ...node, database }
    }
    for (const [node, take] of [
      [esp(), (dead: Node) => storeAttachment(dead, randomBytes(64), 'a', 'image/png', OFFICER)],
      [mar(), (dead: Node) => takeBlob(dead, hex(sha256(utf8('sealed'))), utf8('sealed'), { network: 'euromed', member: 'esp' })],
    ] as const) {
      mkdirSync(node.blobs, { recursive: true })
      const before = readdirSync(node.blobs)
      const seen: string[] = []
      await expect(take(dying(node, seen))).rejects.toThrow('the process dies here')
      const [orphan, ...more] = seen.filter((name) => !before.includes(name))
      expect([orphan, more]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), []])
    }
  })

  test('orphans are swept after a day, and what a statement names is not', async () => {
    const { blobs, clock } = mar()
    const old = new Date(clock.now().getTime() - 2 * DAY_MS)
    for (const [name, at] of [
      ['f'.repeat(32), old],
      [`${'e'.repeat(32)}.part`, old],
      ['d'.repeat(32), new Date(clock.now().getTime())],
    ] as const) {
      writeFileSync(join(blobs, name), 'orphan')
      utimesSync(join(blobs, name), at, at)
    }
    const unnamed = randomBytes(40)
    await takeBlob(mar(), hex(sha256(unnamed)), unnamed, { network: 'euromed', member: 'esp' })
    const { file } = (await rowOf(mar(), hex(sha256(unnamed))))!
    const named = (await mar().database.many<{ file: string }>(sql`select file from attachment where claimed limit 100`)).map(
      (row) => row.file,
    )
    expect(named.length).toBeGreaterThan(0)
    await sweepAttachments(mar())
    let left = readdirSync(blobs)
    expect(left).not.toContain('f'.repeat(32))
    expect(left).not.toContain(`${'e'.repeat(32)}.part`)
    expect(left).toEqual(expect.arrayContaining(['d'.repeat(32), file, ...named]))
    net.clock.move(DAY_MS + 60_000)
    await sweepAttachments(mar())
    left = readdirSync(blobs)
    expect(left).not.toContain(file)
    expect(await rowOf(mar(), hex(sha256(unnamed)))).toBeUndefined()
    expect(left).toEqual(expect.arrayContaining(named))
  })

  test('two statements and two partners share one file', async () => {
    const upload = await store(randomBytes(2_000))
    const first = await say([upload], { to: ['mar', 'fra'] })
    const second = await say([upload])
    await calm()
    const [{ sealed_sha256 }] = first.attachments as [Attachment]
    expect(second.attachments).toEqual(first.attachments)
    expect([await stateOf(first.id), await stateOf(first.id, 'fra'), await stateOf(second.id)].map(({ state }) => state)).toEqual([
      'delivered',
      'delivered',
      'delivered',
    ])
    for (const node of [esp(), mar(), net.nodes.fra!.node]) {
      expect(await node.database.many(sql`select claimed from attachment where sealed_sha256 = ${sealed_sha256}`)).toEqual([
        { claimed: true },
      ])
      expect(await readAttachment(node, first.attachments[0]!)).toHaveLength(2_000)
    }
  })

  test('what is larger than allowed, other than announced, or too many is refused', async () => {
    await expect(store(new Uint8Array(MAX_ATTACHMENT_BYTES + 1))).rejects.toMatchObject({ code: 'attachment.too-large' })
    const partner = hostile(net, 'esp', 'mar')
    const put = (bytes: Uint8Array, digest = hex(sha256(bytes))) => partner.call('PUT', `/partner/v1/attachment/${digest}`, bytes)
    expect(await put(new Uint8Array(MAX_SEALED_BYTES + 1))).toMatchObject({ status: 413, code: 'attachment.too-large' })
    expect(await put(utf8('other'), hex(sha256(utf8('announced'))))).toMatchObject({ code: 'attachment.mismatch' })
    expect(await put(utf8('again'))).toMatchObject({ status: 200 })
    const lying = readdirSync(mar().blobs).length
    expect(await put(utf8('again'))).toMatchObject({ status: 200 })
    expect(readdirSync(mar().blobs)).toHaveLength(lying)
    const fra = hostile(net, 'fra', 'mar')
    const codes: (string | undefined)[] = []
    for (let i = 0; i < 201; i++) {
      const bytes = utf8(`unnamed ${i}`)
      codes.push((await fra.call('PUT', `/partner/v1/attachment/${hex(sha256(bytes))}`, bytes)).code)
    }
    expect(codes.slice(0, 200).filter(Boolean)).toEqual([])
    expect(codes.at(-1)).toBe('call.too-many')
    // what has arrived may come again
    const known = utf8('unnamed 0')
    expect(await fra.call('PUT', `/partner/v1/attachment/${hex(sha256(known))}`, known)).toMatchObject({ status: 200 })
    await expect(say(Array.from({ length: MAX_ATTACHMENTS + 1 }, () => newId(net.clock.now())))).rejects.toMatchObject({
      code: 'input.malformed',
    })
  })

  test('nobody sends what another officer uploaded, nor what does not exist', async () => {
    const upload = await store(utf8('his'))
    const other: Officer = { ...OFFICER, id: '0190a000-0000-7000-8000-000000000002' }
    await expect(say([upload], { officer: other })).rejects.toMatchObject({ code: 'thing.unknown' })
    await expect(say([newId(net.clock.now())])).rejects.toMatchObject({ code: 'thing.unknown' })
    expect((await say([upload])).attachments).toHaveLength(1)
    await calm(1)
  })

  test('names are for people to read: no path, no hidden direction, never empty', async () => {
    for (const [name, kept] of [
      ['../../etc/passwd', '.._.._etc_passwd'],
      ['a\u202egnp.exe', 'a_gnp.exe'],
      ['nul\u0000l', 'nul_l'],
      ['..', 'file'],
      ['', 'file'],
      ['صورة.png', 'صورة.png'],
      ['C:\\x\\y.png', 'C:_x_y.png'],
    ] as const) {
      const { attachments } = await say([await store(utf8('x'), name)])
      expect(attachments[0]!.name).toBe(kept)
    }
    await calm(1)
  })

  test("a statement waits at the partner's door for its file, and is taken when that has come", async () => {
    const upload = await store(utf8('late'))
    // the partner takes the file and loses it again before the statement names it
    net.wire.tamper = async (call) =>
      call.method === 'PUT' ? { ...call, method: 'GET', path: '/partner/v1/roster/euromed/latest', headers: {} } : call
    const { id } = await say([upload])
    await calm()
    expect(await stateOf(id)).toEqual({ state: 'waiting', refusal: null })
    expect(
      await hostile(net, 'esp', 'mar').post(
        hostile(net, 'esp', 'mar').envelope({
          attachments: [
            { name: 'a', media_type: 'image/png', size: 1, sha256: 'ab'.repeat(32), sealed_sha256: 'ef'.repeat(32), key: 'A'.repeat(43) },
          ],
        }),
      ),
    ).toEqual(['attachment.missing'])
    net.wire.tamper = undefined
    await calm()
    expect(await stateOf(id)).toEqual({ state: 'delivered', refusal: null })
    expect(await had(id)).toBe(1)
  })

  test.each([
    ['gone', (path: string) => unlinkSync(path)],
    ['altered', (path: string) => appendFileSync(path, 'x')],
  ])("a file that is %s on the sender's disk returns its own message, and holds up no other", async (_how, spoil) => {
    const bytes = randomBytes(3_000)
    const spoilt = await say([await store(bytes)])
    const { file } = (await rowOf(esp(), spoilt.attachments[0]!.sealed_sha256))!
    spoil(join(esp().blobs, file))
    const after = await say([await store(randomBytes(10))])
    await calm()
    expect(await stateOf(after.id)).toEqual({ state: 'delivered', refusal: null })
    expect(await had(after.id)).toBe(1)
    expect(await stateOf(spoilt.id)).toEqual({ state: 'refused', refusal: 'attachment.missing' })
    expect(await had(spoilt.id)).toBe(0)
    expect(
      await esp().database.many(
        sql`select outcome from journal_entry where event = 'post.failed' and subject = ${`statement:${spoilt.id}`}`,
      ),
    ).toEqual([{ outcome: 'failed' }])
  })

  test("a file altered on the receiver's disk is not handed out", async () => {
    const { attachments } = await say([await store(randomBytes(3_000))])
    await net.settle()
    await calm(1)
    const [attachment] = attachments as [Attachment]
    expect(await readAttachment(mar(), attachment)).toHaveLength(3_000)
    const path = join(mar().blobs, (await rowOf(mar(), attachment.sealed_sha256))!.file)
    const bytes = readFileSync(path)
    bytes[100]! ^= 1
    writeFileSync(path, bytes)
    expect(await readAttachment(mar(), attachment)).toBeUndefined()
    // nor under another attachment's key, digest or size
    const other = (await say([await store(randomBytes(3_000))])).attachments[0]!
    await calm(1)
    expect(await readAttachment(mar(), { ...other, key: attachment.key })).toBeUndefined()
    expect(await readAttachment(mar(), { ...other, sha256: attachment.sha256 })).toBeUndefined()
    expect(await readAttachment(mar(), { ...other, size: 2_999 })).toBeUndefined()
    unlinkSync(join(mar().blobs, (await rowOf(mar(), other.sealed_sha256))!.file))
    expect(await readAttachment(mar(), other)).toBeUndefined()
  })

  test('thirty statements of ten files each, kept while the partner was away, all arrive', async () => {
    net.wire.cut.add('mar')
    const said: string[] = []
    for (let i = 0; i < 30; i++) {
      const uploads: string[] = []
      for (let n = 0; n < MAX_ATTACHMENTS; n++) uploads.push(await store(utf8(`file ${i} ${n}`)))
      said.push((await say(uploads)).id)
    }
    net.wire.cut.delete('mar')
    await calm(6)
    const states = await Promise.all(said.map((id) => stateOf(id)))
    expect(states.filter(({ state }) => state !== 'delivered')).toEqual([])
  })
})
