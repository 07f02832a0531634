/** Signed notes (C2SP signed-note): a short text that carries the signatures of those who vouch for it. */
import { sign, verify } from 'node:crypto'
import { base64, base64url, concat, hex, maybeBase64, maybeBase64url, sha256, utf8 } from '../bytes.ts'
import { maybeVerifyingKey, type PublicJwk, type SigningKey, type VerifyingKey } from '../envelope/keys.ts'

export type NoteSigner = { readonly name: string; readonly key: SigningKey }
export type NoteRefusal = 'malformed' | 'too-large' | 'signature' | 'unsigned'

/** Who signed: the name, the verifier key, and for a cosignature the time that the cosigner states. */
export type NoteSignature = { readonly name: string; readonly verifier_key: string; readonly time_s?: number }

const ED25519 = 0x01
const COSIGNATURE = 0x04
const MAX_CHARACTERS = 64 * 1024
const MAX_SIGNATURES = 100

/** Signs a text; it ends in a newline and has no other control characters. */
export function signNote(text: string, ...signers: readonly [NoteSigner, ...NoteSigner[]]): string {
  if (!isText(text)) throw new TypeError('the text of a note ends in a newline and has no other control characters')
  return `${text}\n${signers.map((signer) => plainLine(text, signer)).join('')}`
}

/** Adds a plain signature to a note that is signed already. Verifies nothing. */
export function addNoteSignature(note: string, signer: NoteSigner): string {
  const { text } = readNote(note)
  return `${note}${plainLine(text, signer)}`
}

/**
 * Adds a witness's cosignature with its time (C2SP tlog-cosignature, type 0x04). The witness states that it has verified the checkpoint's
 * consistency; this function verifies nothing. One cosigner, one name, one key: the signed message does not hold the name.
 */
export function cosignNote(note: string, signer: NoteSigner & { readonly time_s: number }): string {
  const { text } = readNote(note)
  if (!Number.isSafeInteger(signer.time_s) || signer.time_s < 0) throw new TypeError('time_s is whole seconds')
  const signature = sign(null, cosigned(text, BigInt(signer.time_s)), signer.key.privateKey)
  return `${note}${line(signer, COSIGNATURE, concat(uint64(BigInt(signer.time_s)), signature))}`
}

/** The verifier key `name+hash+key` of a plain signer, as it is handed to those who verify. */
export const verifierKey = (name: string, jwk: PublicJwk): string => written(name, ED25519, jwk)

/** The verifier key of a cosigner; it verifies cosignatures with time only. */
export const cosignerKey = (name: string, jwk: PublicJwk): string => written(name, COSIGNATURE, jwk)

/**
 * Opens a note: at least one of the given verifier keys has signed it. Unknown signers are passed over; one bad signature under a known
 * key refuses the note. `signedBy` are the signers' names, without repeats; `signatures` says by which keys and when.
 */
export function openNote(
  note: string,
  verifierKeys: readonly (string | NoteVerifier)[],
): { ok: true; text: string; signedBy: string[]; signatures: NoteSignature[] } | { ok: false; reason: NoteRefusal } {
  if (typeof note !== 'string') return { ok: false, reason: 'malformed' }
  if (note.length > MAX_CHARACTERS) return { ok: false, reason: 'too-large' }
  const read = maybeNote(note)
  if (read === undefined) return { ok: false, reason: 'malformed' }
  const known = verifiersByName(verifierKeys)
  const signatures = new Map<string, NoteSignature>()
  for (const { name, hash, bytes } of read.signatures) {
    const verifier = known.get(`${name}+${hash}`)
    if (verifier === undefined || signatures.has(verifier.text)) continue
    const signature = verified(read.text, bytes, verifier)
    if (signature === undefined) return { ok: false, reason: 'signature' }
    signatures.set(verifier.text, signature)
  }
  if (signatures.size === 0) return { ok: false, reason: 'unsigned' }
  const all = [...signatures.values()]
  return { ok: true, text: read.text, signedBy: [...new Set(all.map((one) => one.name))], signatures: all }
}

export type NoteVerifier = {
  readonly name: string
  readonly hash: string
  readonly type: number
  readonly key: VerifyingKey
  readonly text: string
}

/** Reads a verifier key; throws TypeError if it is not one, or if its hash does not fit. */
export function readVerifierKey(text: string): NoteVerifier {
  const [, name, hash, encoded] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? []
  const bytes = encoded === undefined ? undefined : maybeBase64(encoded)
  if (name === undefined || hash === undefined || !isName(name) || bytes?.length !== 33) throw new TypeError('not a verifier key')
  const [type, point] = [bytes[0]!, bytes.subarray(1)]
  if (type !== ED25519 && type !== COSIGNATURE) throw new TypeError('a verifier key of an unknown type')
  const key = maybeVerifyingKey({ kty: 'OKP', crv: 'Ed25519', x: base64url(point) })
  if (key === undefined || hex(keyHash(name, type, point)) !== hash) throw new TypeError('this verifier key does not fit its hash')
  return { name, hash, type, key, text }
}

/** The verifier key of a log by that of its node: the same key under the log's own name. Throws TypeError for a key of another node. */
export function keyFor(key: string, origin: string): string {
  const verifier = readVerifierKey(key)
  const own = verifierFor(verifier, origin)
  if (own === undefined) throw new TypeError(`the key is that of ${verifier.name}, and the log that of ${origin}`)
  return own.text
}

/** The same for a verifier that was read already; `undefined` where the log is another node's. */
export function verifierFor({ name, type, key }: NoteVerifier, origin: string): NoteVerifier | undefined {
  if ((origin !== name && !origin.startsWith(`${name}/`)) || !isName(origin)) return undefined
  const point = maybeBase64url(key.publicJwk.x)!
  const hash = hex(keyHash(origin, type, point))
  return { name: origin, hash, type, key, text: `${origin}+${hash}+${base64(concat(Uint8Array.of(type), point))}` }
}

function verifiersByName(verifierKeys: readonly (string | NoteVerifier)[]): Map<string, NoteVerifier> {
  const known = new Map<string, NoteVerifier>()
  for (const verifier of verifierKeys.map((one) => (typeof one === 'string' ? readVerifierKey(one) : one))) {
    const id = `${verifier.name}+${verifier.hash}`
    if ((known.get(id)?.text ?? verifier.text) !== verifier.text) throw new TypeError(`two verifier keys are called ${id}`)
    known.set(id, verifier)
  }
  return known
}

function verified(text: string, bytes: Uint8Array, verifier: NoteVerifier): NoteSignature | undefined {
  const named = { name: verifier.name, verifier_key: verifier.text }
  const { publicKey } = verifier.key
  if (verifier.type === ED25519) return bytes.length === 64 && verify(null, utf8(text), publicKey, bytes) ? named : undefined
  if (bytes.length !== 72) return undefined
  const time_s = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0)
  if (time_s > BigInt(Number.MAX_SAFE_INTEGER) || !verify(null, cosigned(text, time_s), publicKey, bytes.subarray(8))) return undefined
  return { ...named, time_s: Number(time_s) }
}

const cosigned = (text: string, time_s: bigint): Uint8Array => utf8(`cosignature/v1\ntime ${time_s}\n${text}`)

const keyHash = (name: string, type: number, point: Uint8Array): Uint8Array =>
  sha256(utf8(`${name}\n`), Uint8Array.of(type), point).subarray(0, 4)

function written(name: string, type: number, jwk: PublicJwk): string {
  const point = pointOf(jwk)
  if (!isName(name)) throw new TypeError('the name of a signer has no spaces and no plus signs')
  return `${name}+${hex(keyHash(name, type, point))}+${base64(concat(Uint8Array.of(type), point))}`
}

function pointOf(jwk: PublicJwk): Uint8Array {
  const key = maybeVerifyingKey(jwk)
  if (key === undefined) throw new TypeError('notes are signed with Ed25519 keys')
  return maybeBase64url(key.publicJwk.x)!
}

const plainLine = (text: string, signer: NoteSigner): string => line(signer, ED25519, sign(null, utf8(text), signer.key.privateKey))

function line({ name, key }: NoteSigner, type: number, signature: Uint8Array): string {
  if (!isName(name)) throw new TypeError('the name of a signer has no spaces and no plus signs')
  return `— ${name} ${base64(concat(keyHash(name, type, pointOf(key.publicJwk)), signature))}\n`
}

type Signature = { name: string; hash: string; bytes: Uint8Array }

function readNote(note: string): { text: string } {
  const read = maybeNote(note)
  if (read === undefined) throw new TypeError('not a signed note')
  if (read.signatures.length === MAX_SIGNATURES) throw new TypeError(`a note has at most ${MAX_SIGNATURES} signatures`)
  return read
}

function maybeNote(note: string): { text: string; signatures: Signature[] } | undefined {
  const at = note.lastIndexOf('\n\n')
  if (at < 0 || !note.endsWith('\n')) return undefined
  const text = note.slice(0, at + 1)
  const lines = note.slice(at + 2, -1).split('\n', MAX_SIGNATURES + 1)
  if (!isText(text) || lines.length > MAX_SIGNATURES) return undefined
  const signatures = lines.map(maybeSignature)
  return signatures.every((signature) => signature !== undefined) ? { text, signatures } : undefined
}

function maybeSignature(text: string): Signature | undefined {
  const [, name, encoded] = /^— (\S+) ([A-Za-z0-9+/=]+)$/u.exec(text) ?? []
  const bytes = encoded === undefined ? undefined : maybeBase64(encoded)
  if (name === undefined || !isName(name) || bytes === undefined || bytes.length < 5) return undefined
  return { name, hash: hex(bytes.subarray(0, 4)), bytes: bytes.subarray(4) }
}

function uint64(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, value)
  return bytes
}

const isName = (name: string): boolean => /^[^\s+\p{Cc}]{1,256}$/u.test(name) && name.isWellFormed()
const isText = (text: string): boolean => text.endsWith('\n') && text.isWellFormed() && !/[\x00-\x09\x0b-\x1f]/.test(text)
