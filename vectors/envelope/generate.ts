/**
 * Makes own.json and hostile.json, byte for byte the same each time, with node:crypto alone so that it shares no code with what it tests.
 * Run `node vectors/envelope/generate.ts` to write them again.
 */
import { createCipheriv, createHash, createHmac, createPrivateKey, createPublicKey, diffieHellman, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'

type Jwk = { kty: string; crv: string; x: string; d?: string }
type Header = Record<string, unknown>

const b64 = (data: string | Uint8Array): string => Buffer.from(data).toString('base64url')
const sha256 = (...parts: (string | Uint8Array)[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const seedOf = (name: string): Buffer => sha256(`portolan vector: ${name}`)

function keyOf(crv: 'Ed25519' | 'X25519', name: string): Required<Jwk> {
  const seed = seedOf(name)
  const der = Buffer.concat([Buffer.from(`302e0201003005060${crv === 'Ed25519' ? '32b6570' : '32b656e'}04220420`, 'hex'), seed])
  const { x } = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).export({ format: 'jwk' })
  return { kty: 'OKP', crv, x: x!, d: b64(seed) }
}
const publicOf = ({ kty, crv, x }: Jwk): Jwk => ({ kty, crv, x })
const kidOf = ({ kty, crv, x }: Jwk): string => b64(sha256(JSON.stringify({ crv, kty, x })))

const italy = keyOf('Ed25519', 'italy signs')
const mallory = keyOf('Ed25519', 'mallory signs')
const france = keyOf('Ed25519', 'france signs')
const tunisia = keyOf('X25519', 'tunisia opens')
const algeria = keyOf('X25519', 'algeria opens')
const ephemeral = keyOf('X25519', 'ephemeral')
const other = keyOf('X25519', 'another ephemeral')
const iv = seedOf('iv').subarray(0, 12)

const TYP = 'portolan-statement+jws'
const PAYLOAD = '{"case":"2026/17","text":"Vérification – تحقق"}'

function signed(header: Header | string, payload = PAYLOAD, key: Required<Jwk> = italy): string {
  const input = `${b64(typeof header === 'string' ? header : JSON.stringify(header))}.${b64(payload)}`
  return `${input}.${b64(sign(null, Buffer.from(input), createPrivateKey({ key, format: 'jwk' })))}`
}

const HEADER = { alg: 'EdDSA', kid: kidOf(italy), typ: TYP }
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n

function withSignature(jws: string, change: (signature: Buffer) => Uint8Array): string {
  const [header, payload, signature] = jws.split('.') as [string, string, string]
  return `${header}.${payload}.${b64(change(Buffer.from(signature, 'base64url')))}`
}

function plusOrder(signature: Buffer, times: bigint): Buffer {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + times * ORDER
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()])
}

type Sealing = {
  header?: (header: Header) => Header | string
  to?: Jwk
  from?: Required<Jwk>
  z?: Buffer
  iv?: Buffer
  enc?: string
  party?: [u: string, v: string]
}

const OUTSIDE = {
  alg: 'ECDH-ES',
  enc: 'A256GCM',
  epk: { crv: 'X25519', kty: 'OKP', x: ephemeral.x },
  kid: kidOf(tunisia),
  sender: 'italy',
  sender_key: kidOf(italy),
  suite: 'portolan-classical-1',
  typ: 'portolan-envelope+jwe',
}

function sealed(how: Sealing = {}): string {
  const { to = tunisia, from = ephemeral, enc = 'A256GCM', party = ['', ''] } = how
  const changed = how.header?.({ ...OUTSIDE }) ?? OUTSIDE
  const header = b64(typeof changed === 'string' ? changed : JSON.stringify(changed))
  const nonce = how.iv ?? iv
  const z = how.z ?? agreed(from, to)
  const bytes = enc === 'A128GCM' ? 16 : 32
  const info = [enc, ...party].flatMap((text) => [uint32(Buffer.byteLength(text)), Buffer.from(text)])
  const key = sha256(uint32(1), z, ...info, uint32(bytes * 8)).subarray(0, bytes)
  const cipher = createCipheriv(bytes === 16 ? 'aes-128-gcm' : 'aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(header))
  const ciphertext = Buffer.concat([cipher.update(PAYLOAD), cipher.final()])
  return [header, '', b64(nonce), b64(ciphertext), b64(cipher.getAuthTag())].join('.')
}

const agreed = (from: Required<Jwk>, to: Jwk): Buffer =>
  diffieHellman({
    privateKey: createPrivateKey({ key: from, format: 'jwk' }),
    publicKey: createPublicKey({ key: publicOf(to), format: 'jwk' }),
  })

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function part(text: string, index: number, change: (part: string) => string): string {
  return text
    .split('.')
    .map((one, i) => (i === index ? change(one) : one))
    .join('.')
}

const bytesOf = (change: (bytes: Buffer) => Uint8Array) => (encoded: string) => b64(change(Buffer.from(encoded, 'base64url')))
const flipped = bytesOf((bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.of(bytes.at(-1)! ^ 1)]))
const without = (header: Header, ...names: string[]): Header =>
  Object.fromEntries(Object.entries(header).filter(([name]) => !names.includes(name)))

/** The last character of a base64url text without its spare bits set: other text, same bytes for a careless reader. */
function spareBits(encoded: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return `${encoded.slice(0, -1)}${alphabet[alphabet.indexOf(encoded.at(-1)!) ^ 1]}`
}

const LOW_X25519 = {
  'u = 0': '0000000000000000000000000000000000000000000000000000000000000000',
  'u = 1': '0100000000000000000000000000000000000000000000000000000000000000',
  'u = p - 1': 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'order 8, first': 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  'order 8, second': '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'u = p, which is 0': 'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'u = p + 1, which is 1': 'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'u = 0 with the top bit': '0000000000000000000000000000000000000000000000000000000000000080',
  'u = 1 with the top bit': '0100000000000000000000000000000000000000000000000000000000000080',
}
const SMALL_ED25519 = {
  'order 1': '0100000000000000000000000000000000000000000000000000000000000000',
  'order 1, sign of nothing': '0100000000000000000000000000000000000000000000000000000000000080',
  'order 2': 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'order 2, sign of nothing': 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'order 4, first': '0000000000000000000000000000000000000000000000000000000000000000',
  'order 4, second': '0000000000000000000000000000000000000000000000000000000000000080',
  'order 8, first': '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'order 8, second': '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'order 8, third': 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'order 8, fourth': 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  'order 4 as y = p': 'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'order 1 as y = p + 1': 'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
}

/** Under the neutral point as key, this signature fits every message: node:crypto takes it with OpenSSL 3.0, and no longer with 3.5. */
const FITS_ALL = Buffer.concat([Buffer.from('01', 'hex'), Buffer.alloc(63)])
const neutral: Jwk = { kty: 'OKP', crv: 'Ed25519', x: b64(Buffer.from(SMALL_ED25519['order 1'], 'hex')) }

function statements() {
  const good = signed(HEADER)
  const [header, payload, signature] = good.split('.') as [string, string, string]
  const elsewhere = signed({ ...HEADER, typ: 'portolan-receipt+jws' })
  const forNeutral = `${b64(JSON.stringify({ ...HEADER, kid: kidOf(neutral) }))}.${payload}.${b64(FITS_ALL)}`
  const mac = createHmac('sha256', Buffer.from(italy.x, 'base64url'))
  const hs = `${b64(JSON.stringify({ ...HEADER, alg: 'HS256' }))}.${payload}`
  const one = (family: string, name: string, jws: string, reason: string) => ({ family, name, jws, reason })
  return [
    one('valid', 'the statement itself', good, 'ok'),
    one('valid', 'members of the header in another order', signed({ typ: TYP, kid: HEADER.kid, alg: 'EdDSA' }), 'ok'),
    one('valid', 'an empty payload', signed(HEADER, ''), 'ok'),
    one(
      'eddsa: SignatureMalleability',
      'S + L',
      withSignature(good, (bytes) => plusOrder(bytes, 1n)),
      'signature',
    ),
    one(
      'eddsa: SignatureMalleability',
      'S + 2 L',
      withSignature(good, (bytes) => plusOrder(bytes, 2n)),
      'signature',
    ),
    one(
      'eddsa: SignatureMalleability',
      'S + 14 L',
      withSignature(good, (bytes) => plusOrder(bytes, 14n)),
      'signature',
    ),
    one(
      'eddsa: InvalidSignature',
      'all zero',
      withSignature(good, () => Buffer.alloc(64)),
      'signature',
    ),
    one(
      'eddsa: InvalidSignature',
      'all one bits',
      withSignature(good, () => Buffer.alloc(64, 0xff)),
      'signature',
    ),
    one(
      'eddsa: InvalidSignature',
      'R is the neutral point and S is 0',
      withSignature(good, () => FITS_ALL),
      'signature',
    ),
    one(
      'eddsa: InvalidSignature',
      'S of zero',
      withSignature(good, (b) => Buffer.concat([b.subarray(0, 32), Buffer.alloc(32)])),
      'signature',
    ),
    one(
      'eddsa: InvalidSignature',
      'R and S swapped',
      withSignature(good, (b) => Buffer.concat([b.subarray(32), b.subarray(0, 32)])),
      'signature',
    ),
    one(
      'eddsa: InvalidSignature',
      'sign of R flipped',
      withSignature(good, (b) => Buffer.from(b.map((v, i) => (i === 31 ? v ^ 0x80 : v)))),
      'signature',
    ),
    one(
      'eddsa: TruncatedSignature',
      '63 bytes',
      withSignature(good, (bytes) => bytes.subarray(0, 63)),
      'malformed',
    ),
    one(
      'eddsa: TruncatedSignature',
      '32 bytes',
      withSignature(good, (bytes) => bytes.subarray(0, 32)),
      'malformed',
    ),
    one('eddsa: TruncatedSignature', 'no bytes', `${header}.${payload}.`, 'malformed'),
    one(
      'eddsa: SignatureWithGarbage',
      '65 bytes',
      withSignature(good, (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])),
      'malformed',
    ),
    one('eddsa: small-order key', 'the neutral point as key, a signature that fits every message', forNeutral, 'unknown-key'),
    one('jws: other key', 'signed by mallory under the kid of italy', signed(HEADER, PAYLOAD, mallory), 'signature'),
    one('jws: other key', 'signed by italy under the kid of france', signed({ ...HEADER, kid: kidOf(france) }), 'signature'),
    one(
      'jws: other key',
      'signed by mallory, whom nobody knows',
      signed({ ...HEADER, kid: kidOf(mallory) }, PAYLOAD, mallory),
      'unknown-key',
    ),
    one('jws: swapped', 'payload of another statement', `${header}.${b64('{"case":"2026/18"}')}.${signature}`, 'signature'),
    one('jws: swapped', 'header of another statement', `${elsewhere.split('.')[0]}.${payload}.${signature}`, 'typ'),
    one('jws: swapped', 'signature of another statement', `${header}.${payload}.${elsewhere.split('.')[2]}`, 'signature'),
    one('jws: alg', 'none, unsigned', `${b64(JSON.stringify({ ...HEADER, alg: 'none' }))}.${payload}.`, 'alg'),
    one('jws: alg', 'none, with a signature', signed({ ...HEADER, alg: 'none' }), 'alg'),
    one('jws: alg', 'None', signed({ ...HEADER, alg: 'None' }), 'alg'),
    one('jws: alg', 'HS256 with the public key as secret', `${hs}.${b64(mac.update(hs).digest())}`, 'alg'),
    one('jws: alg', 'ES256', signed({ ...HEADER, alg: 'ES256' }), 'alg'),
    one('jws: alg', 'Ed25519, the name of RFC 9864', signed({ ...HEADER, alg: 'Ed25519' }), 'alg'),
    one('jws: alg', 'eddsa in lower case', signed({ ...HEADER, alg: 'eddsa' }), 'alg'),
    one('jws: alg', 'a list', signed({ ...HEADER, alg: ['EdDSA'] }), 'alg'),
    one('jws: alg', 'missing', signed(without(HEADER, 'alg')), 'malformed'),
    one('jws: crit', 'exp', signed({ ...HEADER, crit: ['exp'], exp: 1 }), 'crit'),
    one('jws: crit', 'b64 of RFC 7797', signed({ ...HEADER, crit: ['b64'], b64: false }), 'crit'),
    one('jws: crit', 'empty list', signed({ ...HEADER, crit: [] }), 'crit'),
    one('jws: extra member', 'b64 without crit', signed({ ...HEADER, b64: false }), 'malformed'),
    one('jws: extra member', 'jwk of the attacker', signed({ ...HEADER, jwk: publicOf(mallory) }, PAYLOAD, mallory), 'malformed'),
    one('jws: extra member', 'jku', signed({ ...HEADER, jku: 'https://attacker.example/keys' }), 'malformed'),
    one('jws: extra member', 'x5u', signed({ ...HEADER, x5u: 'https://attacker.example/chain' }), 'malformed'),
    one('jws: extra member', 'x5c', signed({ ...HEADER, x5c: [b64('not a certificate')] }), 'malformed'),
    one('jws: extra member', 'cty', signed({ ...HEADER, cty: 'JWT' }), 'malformed'),
    one('jws: extra member', '__proto__', signed(JSON.stringify(HEADER).replace('}', ',"__proto__":{}}')), 'malformed'),
    one('jws: header', 'kid twice', signed(JSON.stringify(HEADER).replace('{', `{"kid":"${kidOf(mallory)}",`)), 'malformed'),
    one(
      'jws: header',
      'kid twice, once behind an escape',
      signed(JSON.stringify(HEADER).replace('{', `{"\\u006bid":"${kidOf(mallory)}",`)),
      'malformed',
    ),
    one('jws: header', 'alg twice, first none', signed(JSON.stringify(HEADER).replace('{', '{"alg":"none",')), 'malformed'),
    one('jws: header', 'white space', signed(JSON.stringify(HEADER, null, 1)), 'malformed'),
    one('jws: header', 'byte order mark', signed(`\ufeff${JSON.stringify(HEADER)}`), 'malformed'),
    one(
      'jws: header',
      'invalid UTF-8',
      `${b64(Buffer.concat([Buffer.from(JSON.stringify(HEADER)), Buffer.of(0xff)]))}.${payload}.${signature}`,
      'malformed',
    ),
    one('jws: header', 'a list', signed('["EdDSA"]'), 'malformed'),
    one('jws: header', 'null', signed('null'), 'malformed'),
    one('jws: header', 'empty', `.${payload}.${signature}`, 'malformed'),
    one('jws: header', 'longer than 2048 characters', signed({ ...HEADER, kid: 'A'.repeat(2048) }), 'malformed'),
    one('jws: kid', 'missing', signed(without(HEADER, 'kid')), 'malformed'),
    one('jws: kid', 'a number', signed({ ...HEADER, kid: 1 }), 'malformed'),
    one('jws: kid', 'a path', signed({ ...HEADER, kid: '../../etc/passwd' }), 'malformed'),
    one('jws: typ', 'missing', signed(without(HEADER, 'typ')), 'malformed'),
    one('jws: typ', 'another type', elsewhere, 'typ'),
    one('jws: typ', 'another case', signed({ ...HEADER, typ: TYP.toUpperCase() }), 'typ'),
    one('jws: typ', 'JWT', signed({ ...HEADER, typ: 'JWT' }), 'typ'),
    one('jws: encoding', 'padding on the signature', `${good}==`, 'malformed'),
    one('jws: encoding', 'padding on the header', `${header}=.${payload}.${signature}`, 'malformed'),
    one('jws: encoding', 'spare bits in the signature', part(good, 2, spareBits), 'malformed'),
    one(
      'jws: encoding',
      'alphabet of plain base64',
      part(good, 2, (text) => text.replaceAll('-', '+').replaceAll('_', '/')),
      'malformed',
    ),
    one('jws: encoding', 'newline at the end', `${good}\n`, 'malformed'),
    one('jws: encoding', 'space before', ` ${good}`, 'malformed'),
    one(
      'jws: encoding',
      'newline within the payload',
      part(good, 1, (text) => `${text.slice(0, 8)}\n${text.slice(8)}`),
      'malformed',
    ),
    one('jws: segments', 'a fourth', `${good}.${signature}`, 'malformed'),
    one('jws: segments', 'an empty fourth', `${good}.`, 'malformed'),
    one('jws: segments', 'two', `${header}.${payload}`, 'malformed'),
    one('jws: segments', 'none', '', 'malformed'),
    one('jws: segments', 'an envelope', sealed(), 'malformed'),
    one('jws: segments', 'JSON serialization', JSON.stringify({ payload, protected: header, signature }), 'malformed'),
  ]
}

function generals() {
  const [first, payload, signature] = signed(HEADER).split('.') as [string, string, string]
  const [second, , cosignature] = signed({ ...HEADER, kid: kidOf(france) }, PAYLOAD, france).split('.') as [string, string, string]
  const [third, , stranger] = signed({ ...HEADER, kid: kidOf(mallory) }, PAYLOAD, mallory).split('.') as [string, string, string]
  const a = { protected: first, signature }
  const b = { protected: second, signature: cosignature }
  const c = { protected: third, signature: stranger }
  const bad = { protected: second, signature }
  const one = (name: string, jws: unknown, reason: string, signers?: string[]) => ({ family: 'jws: general', name, jws, reason, signers })
  return [
    one('one signer', { payload, signatures: [a] }, 'ok', [kidOf(italy)]),
    one('two signers', { payload, signatures: [a, b] }, 'ok', [kidOf(italy), kidOf(france)]),
    one('one signer twice counts once', { payload, signatures: [a, a] }, 'ok', [kidOf(italy)]),
    one('a stranger is passed over', { payload, signatures: [c, a] }, 'ok', [kidOf(italy)]),
    one('strangers only', { payload, signatures: [c] }, 'unknown-key'),
    one('one bad signature of a known key', { payload, signatures: [a, bad] }, 'signature'),
    one(
      'malleated signature',
      { payload, signatures: [a, { ...b, signature: b64(plusOrder(Buffer.from(cosignature, 'base64url'), 1n)) }] },
      'signature',
    ),
    one('other payload', { payload: b64('{}'), signatures: [a, b] }, 'signature'),
    one('no signatures', { payload, signatures: [] }, 'malformed'),
    one('unprotected header', { payload, signatures: [{ ...a, header: { kid: kidOf(france) } }] }, 'malformed'),
    one('flattened', { payload, ...a }, 'malformed'),
    one('both forms at once', { payload, signatures: [a], ...b }, 'malformed'),
    one('more than 64 signatures', { payload, signatures: Array(65).fill(a) }, 'malformed'),
    one('signatures as an object', { payload, signatures: { 0: a, length: 1 } }, 'malformed'),
    one('payload as an object', { payload: {}, signatures: [a] }, 'malformed'),
    one('null', null, 'malformed'),
    one('a compact text', `${first}.${payload}.${signature}`, 'malformed'),
    one('other type', { payload, signatures: [{ protected: b64(JSON.stringify({ ...HEADER, typ: 'JWT' })), signature }] }, 'typ'),
  ]
}

function envelopes() {
  const good = sealed()
  const again = sealed({ from: other, header: (h) => ({ ...h, epk: { ...OUTSIDE.epk, x: other.x } }) })
  const one = (family: string, name: string, text: string, reason: string) => ({ family, name, text, reason })
  const header = (change: (header: Header) => Header | string) => sealed({ header: change })
  /** Changes the header after sealing, as one does who cannot open it. */
  const relabelled = (change: (header: Header) => Header) => part(good, 0, () => b64(JSON.stringify(change({ ...OUTSIDE }))))
  const epk = (value: unknown) => header((h) => ({ ...h, epk: value }))
  return [
    one('valid', 'the envelope itself', good, 'ok'),
    one(
      'valid',
      'members of the header in another order',
      header((h) => Object.fromEntries(Object.entries(h).reverse())),
      'ok',
    ),
    one('aes-gcm: ModifiedTag', 'last bit', part(good, 4, flipped), 'decryption'),
    one(
      'aes-gcm: ModifiedTag',
      'all zero',
      part(
        good,
        4,
        bytesOf(() => Buffer.alloc(16)),
      ),
      'decryption',
    ),
    one(
      'aes-gcm: ModifiedTag',
      'all one bits',
      part(
        good,
        4,
        bytesOf(() => Buffer.alloc(16, 0xff)),
      ),
      'decryption',
    ),
    ...[15, 12, 8, 4, 0].map((n) =>
      one(
        'aes-gcm: truncated tag',
        `${n} bytes`,
        part(
          good,
          4,
          bytesOf((b) => b.subarray(0, n)),
        ),
        'malformed',
      ),
    ),
    one(
      'aes-gcm: truncated tag',
      '17 bytes',
      part(
        good,
        4,
        bytesOf((b) => Buffer.concat([b, Buffer.alloc(1)])),
      ),
      'malformed',
    ),
    one('aes-gcm: iv', 'last bit', part(good, 2, flipped), 'decryption'),
    ...[0, 8, 11, 16].map((n) => one('aes-gcm: iv', `${n} bytes`, sealedWithIv(n), 'malformed')),
    one('aes-gcm: ciphertext', 'last bit', part(good, 3, flipped), 'decryption'),
    one(
      'aes-gcm: ciphertext',
      'one byte short',
      part(
        good,
        3,
        bytesOf((b) => b.subarray(0, -1)),
      ),
      'decryption',
    ),
    one(
      'aes-gcm: ciphertext',
      'one byte long',
      part(
        good,
        3,
        bytesOf((b) => Buffer.concat([b, Buffer.alloc(1)])),
      ),
      'decryption',
    ),
    one(
      'aes-gcm: ciphertext',
      'empty',
      part(good, 3, () => ''),
      'decryption',
    ),
    ...Object.entries(LOW_X25519).map(([name, hex]) =>
      one('x25519: LowOrderPublic', `epk of ${name}, sealed with the secret of zero`, lowOrder(hex), 'epk'),
    ),
    one('x25519: NonCanonicalPublic', 'epk with the top bit set', epk({ ...OUTSIDE.epk, x: topBit(ephemeral.x) }), 'epk'),
    one('jwe: epk', 'on Ed25519', epk({ ...OUTSIDE.epk, crv: 'Ed25519' }), 'epk'),
    one('jwe: epk', 'on X448', epk({ ...OUTSIDE.epk, crv: 'X448' }), 'epk'),
    one('jwe: epk', 'on P-256', epk({ kty: 'EC', crv: 'P-256', x: b64(seedOf('x')), y: b64(seedOf('y')) }), 'epk'),
    one('jwe: epk', '31 bytes', epk({ ...OUTSIDE.epk, x: b64(Buffer.from(ephemeral.x, 'base64url').subarray(1)) }), 'epk'),
    one(
      'jwe: epk',
      '33 bytes',
      epk({ ...OUTSIDE.epk, x: b64(Buffer.concat([Buffer.from(ephemeral.x, 'base64url'), Buffer.alloc(1)])) }),
      'epk',
    ),
    one('jwe: epk', 'spare bits', epk({ ...OUTSIDE.epk, x: spareBits(ephemeral.x) }), 'epk'),
    one('jwe: epk', 'with its private half', epk({ ...OUTSIDE.epk, d: ephemeral.d }), 'epk'),
    one('jwe: epk', 'a text', epk(ephemeral.x), 'epk'),
    one('jwe: epk', 'null', epk(null), 'epk'),
    one(
      'jwe: epk',
      'missing',
      header((h) => without(h, 'epk')),
      'malformed',
    ),
    one(
      'jwe: epk',
      'of another envelope',
      relabelled((h) => ({ ...h, epk: { ...OUTSIDE.epk, x: other.x } })),
      'decryption',
    ),
    one('jwe: kid', 'sealed for algeria under the kid of tunisia', sealed({ to: algeria }), 'decryption'),
    one(
      'jwe: kid',
      'sealed for tunisia under the kid of algeria',
      header((h) => ({ ...h, kid: kidOf(algeria) })),
      'decryption',
    ),
    one(
      'jwe: kid',
      'missing',
      header((h) => without(h, 'kid')),
      'malformed',
    ),
    one(
      'jwe: kid',
      'a list',
      header((h) => ({ ...h, kid: [kidOf(tunisia)] })),
      'malformed',
    ),
    one(
      'jwe: relabelled',
      'another sender',
      relabelled((h) => ({ ...h, sender: 'france' })),
      'decryption',
    ),
    one(
      'jwe: relabelled',
      'another key of the sender',
      relabelled((h) => ({ ...h, sender_key: kidOf(france) })),
      'decryption',
    ),
    one(
      'jwe: relabelled',
      'members in another order',
      relabelled((h) => Object.fromEntries(Object.entries(h).reverse())),
      'decryption',
    ),
    one(
      'jwe: swapped',
      'header of another envelope',
      part(good, 0, () => again.split('.')[0]!),
      'decryption',
    ),
    one(
      'jwe: swapped',
      'iv, ciphertext and tag of another envelope',
      [good.split('.')[0], ...again.split('.').slice(1)].join('.'),
      'decryption',
    ),
    one(
      'jwe: sender',
      'missing',
      header((h) => without(h, 'sender')),
      'malformed',
    ),
    one(
      'jwe: sender',
      'empty',
      header((h) => ({ ...h, sender: '' })),
      'malformed',
    ),
    one(
      'jwe: sender',
      'with a newline',
      header((h) => ({ ...h, sender: 'italy\n' })),
      'malformed',
    ),
    one(
      'jwe: sender',
      'a key that is no key id',
      header((h) => ({ ...h, sender_key: 'italy' })),
      'malformed',
    ),
    one(
      'jwe: alg',
      'dir',
      header((h) => ({ ...h, alg: 'dir' })),
      'alg',
    ),
    one(
      'jwe: alg',
      'ECDH-ES+A256KW',
      header((h) => ({ ...h, alg: 'ECDH-ES+A256KW' })),
      'alg',
    ),
    one(
      'jwe: alg',
      'RSA1_5',
      header((h) => ({ ...h, alg: 'RSA1_5' })),
      'alg',
    ),
    one(
      'jwe: alg',
      'PBES2-HS256+A128KW',
      header((h) => ({ ...h, alg: 'PBES2-HS256+A128KW', p2c: 1_000_000_000 })),
      'alg',
    ),
    one('jwe: enc', 'A128GCM', sealed({ enc: 'A128GCM', header: (h) => ({ ...h, enc: 'A128GCM' }) }), 'alg'),
    one('jwe: enc', 'A128GCM that says A256GCM', sealed({ enc: 'A128GCM' }), 'decryption'),
    one(
      'jwe: enc',
      'A256CBC-HS512',
      header((h) => ({ ...h, enc: 'A256CBC-HS512' })),
      'alg',
    ),
    one(
      'jwe: extra member',
      'zip',
      header((h) => ({ ...h, zip: 'DEF' })),
      'malformed',
    ),
    one(
      'jwe: extra member',
      'crit',
      header((h) => ({ ...h, crit: ['exp'], exp: 1 })),
      'malformed',
    ),
    one(
      'jwe: extra member',
      'apu and apv',
      sealed({ party: ['italy', 'tunisia'], header: (h) => ({ ...h, apu: b64('italy'), apv: b64('tunisia') }) }),
      'malformed',
    ),
    one(
      'jwe: extra member',
      'jku',
      header((h) => ({ ...h, jku: 'https://attacker.example/keys' })),
      'malformed',
    ),
    one('jwe: party', 'party information that the header does not show', sealed({ party: ['italy', 'tunisia'] }), 'decryption'),
    one(
      'jwe: suite',
      'unknown',
      header((h) => ({ ...h, suite: 'portolan-hybrid-9' })),
      'suite',
    ),
    one(
      'jwe: suite',
      'unknown, relabelled',
      relabelled((h) => ({ ...h, suite: 'portolan-hybrid-9' })),
      'suite',
    ),
    one(
      'jwe: suite',
      'missing',
      header((h) => without(h, 'suite')),
      'malformed',
    ),
    one(
      'jwe: typ',
      'JWE',
      header((h) => ({ ...h, typ: 'JWE' })),
      'malformed',
    ),
    one(
      'jwe: typ',
      'missing',
      header((h) => without(h, 'typ')),
      'malformed',
    ),
    one(
      'jwe: header',
      'kid twice',
      header((h) => JSON.stringify(h).replace('{', `{"kid":"${kidOf(algeria)}",`)),
      'malformed',
    ),
    one(
      'jwe: header',
      'sender twice',
      header((h) => JSON.stringify(h).replace('{', '{"sender":"france",')),
      'malformed',
    ),
    one(
      'jwe: header',
      'epk with x twice',
      header((h) => JSON.stringify(h).replace('"x":', `"x":"${other.x}","x":`)),
      'malformed',
    ),
    one(
      'jwe: header',
      'white space',
      header((h) => JSON.stringify(h, null, 1)),
      'malformed',
    ),
    one(
      'jwe: header',
      'longer than 2048 characters',
      header((h) => ({ ...h, sender: 'a'.repeat(2048) })),
      'malformed',
    ),
    one('jwe: encoding', 'padding', `${good}==`, 'malformed'),
    one('jwe: encoding', 'spare bits in the tag', part(good, 4, spareBits), 'malformed'),
    one('jwe: encoding', 'newline at the end', `${good}\n`, 'malformed'),
    one(
      'jwe: segments',
      'an encrypted key where there is none',
      part(good, 1, () => b64(seedOf('key'))),
      'malformed',
    ),
    one('jwe: segments', 'a sixth', `${good}.`, 'malformed'),
    one('jwe: segments', 'four', good.split('.').slice(0, 4).join('.'), 'malformed'),
    one('jwe: segments', 'a statement', signed(HEADER), 'malformed'),
    one('jwe: segments', 'none', '', 'malformed'),
  ]
}

const sealedWithIv = (length: number): string =>
  length === 0 ? part(sealed(), 2, () => '') : sealed({ iv: seedOf('long iv').subarray(0, length) })

const lowOrder = (hex: string): string =>
  sealed({ z: Buffer.alloc(32), header: (h) => ({ ...h, epk: { ...OUTSIDE.epk, x: b64(Buffer.from(hex, 'hex')) } }) })

function topBit(x: string): string {
  const bytes = Buffer.from(x, 'base64url')
  bytes[31]! |= 0x80
  return b64(bytes)
}

function publicKeys() {
  const point = (crv: string, hex: string) => ({ kty: 'OKP', crv, x: b64(Buffer.from(hex, 'hex')) })
  const one = (family: string, name: string, jwk: unknown) => ({ family, name, jwk })
  const x = Buffer.from(italy.x, 'base64url')
  return [
    ...Object.entries(SMALL_ED25519).map(([name, hex]) => one('eddsa: small-order key', name, point('Ed25519', hex))),
    ...Object.entries(LOW_X25519).map(([name, hex]) => one('x25519: LowOrderPublic', name, point('X25519', hex))),
    one('eddsa: NonCanonicalPublic', 'y = 2^255 - 1', point('Ed25519', `${'ff'.repeat(31)}7f`)),
    one('x25519: NonCanonicalPublic', 'u = 2^255 - 1', point('X25519', `${'ff'.repeat(31)}7f`)),
    one('x25519: NonCanonicalPublic', 'top bit set', { ...publicOf(tunisia), x: topBit(tunisia.x) }),
    one('jwk', '31 bytes', { ...publicOf(italy), x: b64(x.subarray(1)) }),
    one('jwk', '33 bytes', { ...publicOf(italy), x: b64(Buffer.concat([x, Buffer.alloc(1)])) }),
    one('jwk', 'no bytes', { ...publicOf(italy), x: '' }),
    one('jwk', 'padding', { ...publicOf(italy), x: `${italy.x}=` }),
    one('jwk', 'spare bits', { ...publicOf(italy), x: spareBits(italy.x) }),
    one('jwk', 'kty EC', { ...publicOf(italy), kty: 'EC' }),
    one('jwk', 'crv Ed448', { ...publicOf(italy), crv: 'Ed448' }),
    one('jwk', 'x missing', { kty: 'OKP', crv: 'Ed25519' }),
    one('jwk', 'x a list', { ...publicOf(italy), x: [italy.x] }),
    one('jwk', 'symmetric', { kty: 'oct', k: italy.x }),
    one('jwk', 'null', null),
    one('jwk', 'a text', italy.x),
  ]
}

export const hostile = () => ({
  about:
    'Own cases in the manner of Project Wycheproof: no case is copied from it. The families with the prefixes eddsa, x25519 and aes-gcm follow its groups of tests for those primitives; those with jws, jwe and jwk follow its JSON Web cases and published attacks on JOSE libraries. Known keys: italy and france sign, tunisia opens. Reason ok means accepted. Made by generate.ts.',
  typ: TYP,
  keys: { signing: [publicOf(italy), publicOf(france)], opening: tunisia },
  payload: PAYLOAD,
  public_keys: publicKeys(),
  statements: statements(),
  generals: generals(),
  envelopes: envelopes(),
})

export const own = () => ({
  about:
    'Own vectors: one statement and one envelope of this protocol, with all keys and all chance. Made by generate.ts without the code that they test.',
  typ: TYP,
  signing: { ...italy, kid: kidOf(italy) },
  opening: { ...tunisia, kid: kidOf(tunisia) },
  ephemeral,
  iv: b64(iv),
  sender: 'italy',
  payload: PAYLOAD,
  statement: signed(HEADER),
  envelope: sealed(),
})

if (import.meta.main) {
  for (const [name, value] of Object.entries({ own: own(), hostile: hostile() })) {
    writeFileSync(new URL(`${name}.json`, import.meta.url), `${JSON.stringify(value, null, 2)}\n`)
  }
}
