/**
 * Makes own.json, the same each time, by libsodium and Cloudflare's voprf-ts, so that it shares no code with what it tests; the values are written
 * by hand as they have to come out. Run `node vectors/oprf/generate.ts` to write it again.
 */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { derivePrivateKey, generatePublicKey, Oprf, VOPRFServer } from '@cloudflare/voprf-ts'
import { deriveKeyPair, evaluate } from '../../test/conformance/oprf-peer.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const sha256 = (...parts: (string | Uint8Array)[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const utf8 = (text: string) => new TextEncoder().encode(text)
const seedOf = (name: string) => new Uint8Array(sha256(`portolan vector: ${name}`))

const TELEPHONES = [
  { kind: 'telephone', text: '+216 20 123 456', values: ['+21620123456'] },
  { kind: 'telephone', text: '00216-20-123-456', values: ['+21620123456'] },
]
const DOCUMENTS = [
  { kind: 'document', text: 'L898902C3', values: ['L898902C3'] },
  { kind: 'document', text: '12345678Z', country: 'ESP', values: ['12345678Z', '12345678'] },
]

const keys = []
for (const suite of ['ristretto255-SHA512', 'P256-SHA256'] as const) {
  for (const [kind, said, edition] of [
    ['telephone', TELEPHONES, 1],
    ['document', DOCUMENTS, 2_026],
  ] as const) {
    const seed = seedOf(`blind ${suite} ${kind}`)
    const purpose = { network: 'euromed', owner: 'tunisia', kind, edition }
    const info = utf8(`{"edition":${edition},"kind":"${kind}","network":"euromed","owner":"tunisia"}`)
    let pk: Uint8Array
    let output: (input: Uint8Array) => Promise<Uint8Array>
    if (suite === 'ristretto255-SHA512') {
      const pair = deriveKeyPair(seed, info)
      pk = pair.pk
      output = async (input) => evaluate(pair.sk, input)
    } else {
      const sk = await derivePrivateKey(Oprf.Mode.VOPRF, Oprf.Suite.P256_SHA256, seed, info)
      pk = generatePublicKey(Oprf.Suite.P256_SHA256, sk)
      output = (input) => new VOPRFServer(Oprf.Suite.P256_SHA256, sk).evaluate(input)
    }
    const values = []
    for (const { values: forms, ...typed } of said as readonly { kind: string; text: string; country?: string; values: string[] }[]) {
      const inputs = []
      for (const value of forms) {
        const input = `["portolan-blind-1","${typed.kind}","${value}"]`
        const made = hex(await output(utf8(input)))
        inputs.push({ input, output: made, tag: made.slice(0, 32) })
      }
      values.push({ ...typed, inputs })
    }
    const key_id = hex(sha256(suite, Uint8Array.of(0), pk)).slice(0, 32)
    const real = new Set(values.flatMap(({ inputs }) => inputs.map(({ tag }) => tag)))
    const padding = Array.from({ length: 1024 - real.size }, (_, i) => hex(seedOf(`padding ${i}`)).slice(0, 32))
    const set = Buffer.from(key_id + [...real, ...padding].sort().join(''), 'hex')
    keys.push({
      suite,
      seed: hex(seed),
      purpose,
      public_key: hex(pk),
      key_id,
      values,
      set_sha256: hex(sha256(set)),
    })
  }
}

const about =
  'From an identifier as typed to its tag in a blind set: input (UTF-8), output of RFC 9497 in mode VOPRF, tag (the first 16 bytes). The set of 1,024 is made up with the first 16 bytes of SHA-256(`portolan vector: padding <i>`), i from 0. Hexadecimal. Made by generate.ts with libsodium and voprf-ts.'
writeFileSync(new URL('own.json', import.meta.url), `${JSON.stringify({ about, keys }, null, 2)}\n`)
