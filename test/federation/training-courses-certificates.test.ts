/** Certificates of a course: issued to the member that nominated, handed out as paper and as a file, and verified with nothing but the bytes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Value from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyCertificate } from '#capabilities/training/certificate-proof.ts'
import { training } from '#capabilities/training/index.ts'
import { applying } from '#kernel/applying.ts'
import type { Officer } from '#kernel/capability.ts'
import { rostersHeld } from '#kernel/post/rosters-held.ts'
import { sealing, settledDooms } from '#kernel/sealing.ts'
import { certificateCommand } from '#main/commands/certificate.ts'
import { type Bundle, encodeBundle } from '#wire/bundle.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'

const en = (text: string) => ({ text, language: 'en' as const })
const DAY_MS = 86_400_000
const person = (name: string) => ({ name, unit: 'Cybercrime', profile: 'investigator', language: 'fr', language_level: 'B2' })

describe('certificates', () => {
  let net: TestNetwork
  let course: string
  let genesis: string
  let file: Uint8Array
  const candidates: Record<string, string> = {}
  const at = (id: string) => net.nodes[id]!
  const day = (days: number) => new Date(net.clock.now().getTime() + days * DAY_MS).toISOString().slice(0, 10)
  const does = async (node: TestNode, action: string, input: object, officer: Partial<Officer> = {}) => {
    const output = await node.does(`training.${action}`, input, { officer })
    const { output: schema } = training.actions.find(({ name }) => name === `training.${action}`)!
    expect([action, ...Value.Errors(schema, output).slice(0, 3)]).toEqual([action])
    return output as never
  }
  const refused = (node: TestNode, action: string, input: object, officer: Partial<Officer> = {}) =>
    does(node, action, input, officer).then(
      () => undefined,
      ({ code, details }) => ({ code, reason: details?.[0]?.reason }),
    )
  interface Certificates {
    certificates: { certificate: string; name: string; certified: string; member: string; verifiable: boolean }[]
  }
  const certificates = async (id: string) => ((await does(at(id), 'read-certificates', { course })) as Certificates).certificates
  const taken = async (id: string, certificate: string, form = 'proof', language = 'en') =>
    new Uint8Array(
      Buffer.from(
        ((await does(at(id), 'take-certificate', { course, certificate, form, language })) as { content: string }).content,
        'base64',
      ),
    )
  const shown = async (id: string, bytes: Uint8Array) =>
    (await does(at(id), 'verify-certificate', { content: Buffer.from(bytes).toString('base64') })) as { verdict: string; reasons: string[] }
  const bundleIn = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString('utf8')) as Bundle
  const said = (bytes: Uint8Array) => bundleIn(bytes).statements[0]!

  beforeAll(async () => {
    net = await network(['esp', 'mar', 'tun'], { capabilities: [training] })
    genesis = at('esp').node.peers.memberships[0]!.genesis_sha256
    ;({ course } = await does(at('esp'), 'open-course', {
      network: 'euromed',
      state: 'open',
      kind: 'residential',
      title: en('Dark web evidence'),
      topics: [{ id: 'darkweb', title: en('About the dark web') }],
      profiles: ['investigator'],
      languages: ['fr'],
      institution: 'National Police Academy',
      from: day(10),
      to: day(12),
      nominate_by: new Date(net.clock.now().getTime() + 5 * DAY_MS).toISOString(),
      seats: 3,
      looked_back: 10,
      members: ['mar', 'tun'],
    }))
    await net.settle()
    for (const [id, ...names] of [
      ['mar', 'سلمى بناني', 'Idris Alami'],
      ['esp', 'Lucía Ortega'],
    ] as const) {
      await does(at(id), 'nominate', { course, candidates: names.map(person) })
      await net.settle()
    }
    net.clock.move(6 * DAY_MS)
    await does(at('esp'), 'change-course', { course, state: 'closed' })
    await does(at('esp'), 'give-seats', { course })
    await net.settle()
    const { nominations } = (await does(at('esp'), 'read-candidates', { course })) as {
      nominations: { candidates: { candidate: string; name: string }[] }[]
    }
    for (const { candidate, name } of nominations.flatMap((one) => one.candidates)) candidates[name] = candidate
  })
  afterAll(() => net.close())

  test('attendance is said from the first day on, of who has a seat', async () => {
    const present = [candidates['سلمى بناني']!, candidates['Lucía Ortega']!]
    expect(await refused(at('esp'), 'record-attendance', { course, present })).toMatchObject({ reason: 'before its first day' })
    net.clock.move(7 * DAY_MS)
    expect(await refused(at('mar'), 'record-attendance', { course, present })).toMatchObject({ reason: 'another member organises it' })
    expect(await refused(at('esp'), 'record-attendance', { course, present: ['0190a000-0000-7000-8000-0000000000e9'] })).toMatchObject({
      reason: 'has no seat',
    })
    expect(await refused(at('esp'), 'record-attendance', { course, present }, { roles: ['desk'] })).toMatchObject({ code: 'access.denied' })
    expect(await does(at('esp'), 'record-attendance', { course, present })).toEqual({ course, present: 2 })
  })

  test('certificates go out once the course is done: to who was there, once each, to the member that nominated', async () => {
    expect(await refused(at('esp'), 'issue-certificates', { course, passed: [] })).toMatchObject({ reason: 'closed' })
    await does(at('esp'), 'change-course', { course, state: 'done' })
    expect(await refused(at('esp'), 'issue-certificates', { course, passed: [candidates['Idris Alami']!] })).toMatchObject({
      reason: 'was not there, or is certified',
    })
    expect(await does(at('esp'), 'issue-certificates', { course, passed: [candidates['سلمى بناني']!] })).toEqual({ course, issued: 2 })
    await net.settle()
    expect(await refused(at('esp'), 'issue-certificates', { course, passed: [] })).toMatchObject({ reason: 'nobody to certify' })
    expect(await refused(at('esp'), 'record-attendance', { course, present: [] })).toMatchObject({ reason: 'has a certificate' })
    expect(await certificates('mar')).toMatchObject([{ name: 'سلمى بناني', certified: 'passed', verifiable: true }])
    expect((await certificates('esp')).map(({ name, certified, verifiable }) => [name, certified, verifiable])).toEqual([
      ['Lucía Ortega', 'attended', false],
      ['سلمى بناني', 'passed', true],
    ])
    expect(await refused(at('tun'), 'read-certificates', { course }, { roles: ['desk'] })).toMatchObject({ code: 'access.denied' })
    expect(await certificates('tun')).toEqual([])
  })

  test('who issued it and who got it hand out a file that anybody verifies offline', async () => {
    for (const id of ['esp', 'mar']) {
      const { certificate } = (await certificates(id)).find(({ verifiable }) => verifiable)!
      file = await taken(id, certificate)
      expect(verifyCertificate(file, { trusted: genesis })).toMatchObject({
        verdict: 'valid',
        reasons: [],
        rosters: 'compared',
        issuer: { member: 'esp' },
        certificate: { certificate, name: 'سلمى بناني', certified: 'passed', institution: 'National Police Academy' },
      })
    }
    expect(verifyCertificate(file)).toMatchObject({ verdict: 'valid', rosters: 'stated' })
    expect(await shown('tun', file)).toMatchObject({ verdict: 'valid', reasons: [] })
    const own = (await certificates('esp')).find(({ verifiable }) => !verifiable)!
    expect(
      await refused(at('esp'), 'take-certificate', { course, certificate: own.certificate, form: 'proof', language: 'en' }),
    ).toMatchObject({
      reason: 'its statement is not held',
    })
  })

  test.each(['en', 'fr', 'ar', 'es'])('as paper it comes in %s', async (language) => {
    const { certificate } = (await certificates('mar'))[0]!
    const bytes = await taken('mar', certificate, 'pdf', language)
    expect(Buffer.from(bytes.subarray(0, 4)).toString('latin1')).toBe('%PDF')
  })

  test('one byte changed anywhere is refused, with a published reason', async () => {
    const { jws } = said(file)
    const text = Buffer.from(file).toString('latin1')
    // in the statement, its signature, a receipt, and anywhere else at steps
    const places = [
      text.indexOf(jws) + jws.indexOf('.') + 40,
      text.indexOf(jws) + jws.lastIndexOf('.') + 10,
      text.indexOf(said(file).receipts[0]!) + 200,
      ...Array.from({ length: 40 }, (_, i) => Math.floor((i * file.length) / 40)),
    ]
    for (const place of places) {
      const changed = file.slice()
      changed[place] = changed[place] === 65 ? 66 : 65
      const { verdict, reasons } = verifyCertificate(changed, { trusted: genesis })
      expect([place, verdict === 'valid', reasons.length > 0]).toEqual([place, false, true])
    }
    const signature = file.slice()
    const place = text.indexOf(jws) + jws.lastIndexOf('.') + 10
    signature[place] = signature[place] === 65 ? 66 : 65
    expect(await shown('tun', signature)).toMatchObject({ verdict: 'tampered', reasons: expect.arrayContaining(['signature']) })
  })

  test('another’s name put in, a network made up, and what is no certificate are told apart', async () => {
    const { jws } = said(file)
    const [head, payload, signature] = jws.split('.')
    const forged = Buffer.from(Buffer.from(payload!, 'base64url').toString('utf8').replace('سلمى بناني', 'Mr. Nobody'), 'utf8').toString(
      'base64url',
    )
    const bundle = bundleIn(file)
    const other = encodeBundle({ ...bundle, statements: [{ ...bundle.statements[0]!, jws: `${head}.${forged}.${signature}` }] })
    expect(verifyCertificate(other, { trusted: genesis }).verdict).toBe('tampered')
    expect(verifyCertificate(file, { trusted: 'ab'.repeat(32) })).toMatchObject({ verdict: 'unknown-signer', reasons: ['roster-other'] })
    expect(verifyCertificate(new TextEncoder().encode('hello'))).toMatchObject({ reasons: ['not-canonical'] })
    expect(verifyCertificate(new TextEncoder().encode('{"format":"portolan-bundle-2"}'))).toMatchObject({ verdict: 'no-certificate' })
  })

  test('a certificate of nobody nominated, by another than the organiser, or under another name is not kept', async () => {
    const before = await certificates('mar')
    const says = (id: string, change: object) => {
      const { node } = at(id)
      return node.database.transaction(async (writing) => {
        const how = applying(node, writing, { network: 'euromed', member: id }, 'sent', net.clock.now(), sealing(node, writing))
        const certificate = how.newId()
        const body = {
          certificate,
          course,
          candidate: candidates['Idris Alami'],
          name: 'Idris Alami',
          title: en('Dark web evidence'),
          kind: 'residential',
          institution: 'National Police Academy',
          from: day(-3),
          to: day(-1),
          certified: 'passed',
          ...change,
        }
        await how.send({
          id: certificate,
          network: 'euromed',
          to: ['mar'],
          type: 'training.certificate.v1',
          unit: 'spoc',
          language: 'en',
          body,
        })
        await settledDooms(writing)
      })
    }
    await says('tun', {})
    await says('esp', { name: 'Somebody Else' })
    await says('esp', { candidate: '0190a000-0000-7000-8000-0000000000e9' })
    await net.settle()
    expect(await certificates('mar')).toEqual(before)
  })

  test('a key taken back since counts against what nobody else had before; what the member had before stays valid', async () => {
    const peeked = JSON.parse(Buffer.from(said(file).jws.split('.')[0]!, 'base64url').toString('utf8')) as { kid: string }
    const alone = encodeBundle({ ...bundleIn(file), statements: [{ ...said(file), receipts: [], entries: [] }] })
    expect(verifyCertificate(alone, { trusted: genesis })).toMatchObject({ verdict: 'unproven', reasons: ['in-no-journal'] })
    net.clock.move(60_000)
    await net.publish(
      (roster) => ({
        members: roster.members.map((member) => ({
          ...member,
          keys: member.keys.map((key) => (key.kid === peeked.kid ? { ...key, compromised: true as const } : key)),
        })),
      }),
      ['mar', 'tun'],
    )
    const rosters = await rostersHeld(at('mar').node.database, 'euromed')
    expect(verifyCertificate(alone, { trusted: genesis, rosters })).toMatchObject({ verdict: 'revoked-key' })
    expect(verifyCertificate(file, { trusted: genesis, rosters })).toMatchObject({ verdict: 'valid' })
    expect(await shown('mar', alone)).toMatchObject({ verdict: 'revoked-key' })
  })

  test('the command says the same, and ends with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-certificate-'))
    const lines: string[] = []
    const write = process.stdout.write
    process.stdout.write = ((text: string) => lines.push(text) > 0) as typeof write
    try {
      const path = join(folder, 'certificate.json')
      writeFileSync(path, file)
      expect(await certificateCommand(['verify', path])).toBe(3)
      expect(await certificateCommand(['verify', path, '--roster-hash', genesis])).toBe(0)
      writeFileSync(path, file.subarray(0, file.length - 1))
      expect(await certificateCommand(['verify', path, '--roster-hash', genesis])).toBe(1)
    } finally {
      process.stdout.write = write
      rmSync(folder, { recursive: true, force: true })
    }
    expect(lines.map((line) => (JSON.parse(line) as { verdict: string }).verdict)).toEqual(['valid', 'valid', 'tampered'])
  })

  test('certificates outlive the names, and go with the course after five years', async () => {
    net.clock.move(500 * DAY_MS)
    await net.settle()
    expect(await certificates('mar')).toMatchObject([{ name: 'سلمى بناني' }])
    net.clock.move(6 * 366 * DAY_MS)
    await net.settle()
    expect(await refused(at('mar'), 'read-certificates', { course })).toMatchObject({ code: 'thing.unknown' })
  })
})
