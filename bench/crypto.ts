/** Operations per second of the envelope library, with the jose package as baseline in the same run: `node bench/crypto.ts`. */
import { CompactEncrypt, CompactSign, compactDecrypt, compactVerify, importJWK } from 'jose'
import { utf8 } from '#lib/bytes.ts'
import { canonicalJson, parseCanonical } from '#lib/canonical-json.ts'
import {
  keyId,
  newSealingKey,
  newSigningKey,
  open,
  openingKey,
  publicOf,
  readEnvelope,
  SUITE_CLASSICAL,
  seal,
  sealingKey,
  signCompact,
  signingKey,
  verifyCompact,
  verifyingKey,
} from '#lib/envelope/index.ts'
import { appendLeaves, emptyRange, leafHash } from '#lib/log/index.ts'

const DURATION_MS = 400
const rows: Record<string, Record<string, number>> = {}

async function measure(name: string, of: string, run: () => unknown): Promise<void> {
  for (let i = 0; i < 50; i++) await run()
  const start = performance.now()
  let count = 0
  while (performance.now() - start < DURATION_MS) {
    for (let i = 0; i < 10; i++) await run()
    count += 10
  }
  rows[name] = { ...rows[name], [of]: Math.round((count * 1000) / (performance.now() - start)) }
}

const TYP = 'portolan-statement+jws'
const [signing, opening] = [newSigningKey(), newSealingKey()]
const kid = keyId(signing)
const [signer, verifier, opener, recipient] = [
  signingKey(signing),
  verifyingKey(publicOf(signing)),
  openingKey(opening),
  sealingKey(publicOf(opening)),
]
const statement = {
  body: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`member_${i}`, `value ${i}`])),
  from: { member: 'italy' },
}
const payload = utf8(canonicalJson(statement))
const jws = signCompact(payload, signer, TYP)
const outside = { sender: 'italy', sender_key: kid }
const envelope = seal(utf8(jws), recipient, outside)

await measure('sign', 'portolan', () => signCompact(payload, signer, TYP))
await measure('verify', 'portolan', () => verifyCompact(jws, TYP, () => verifier))
await measure('seal', 'portolan', () => seal(utf8(jws), recipient, outside))
await measure('open', 'portolan', () => {
  const read = readEnvelope(envelope)
  if (!read.ok || !open(read.envelope, opener).ok) throw new Error('the envelope does not open')
})

const [joseSigner, joseVerifier] = [await importJWK(signing, 'EdDSA'), await importJWK(publicOf(signing), 'EdDSA')]
const [joseOpener, joseRecipient] = [await importJWK(opening, 'ECDH-ES'), await importJWK(publicOf(opening), 'ECDH-ES')]
const header = { alg: 'ECDH-ES', enc: 'A256GCM', kid: keyId(opening), suite: SUITE_CLASSICAL, ...outside }
await measure('sign', 'jose', () => new CompactSign(payload).setProtectedHeader({ alg: 'EdDSA', kid, typ: TYP }).sign(joseSigner))
await measure('verify', 'jose', () => compactVerify(jws, joseVerifier))
await measure('seal', 'jose', () => new CompactEncrypt(utf8(jws)).setProtectedHeader(header).encrypt(joseRecipient))
await measure('open', 'jose', () => compactDecrypt(envelope, joseOpener))

await measure('write canonical JSON', 'portolan', () => canonicalJson(statement))
await measure('read canonical JSON', 'portolan', () => parseCanonical(payload))
await measure('write canonical JSON', 'JSON', () => JSON.stringify(statement))
await measure('read canonical JSON', 'JSON', () => JSON.parse(Buffer.from(payload).toString()))
const leaves = Array.from({ length: 1000 }, (_, i) => leafHash(utf8(String(i))))
await measure('append 1000 leaves', 'portolan', () => appendLeaves(emptyRange(), leaves))

console.log(`Node ${process.version}, OpenSSL ${process.versions.openssl}, statement of ${payload.length} bytes, operations per second:`)
console.table(rows)
