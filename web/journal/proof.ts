// The proof of an entry, computed again on this device: RFC 9162 section 2.1.3.2 over SHA-256, and the signed note (C2SP) with Ed25519.

export type Claim = {
  /** The text that was hashed and its nonce, hex; null once erased. */
  row: string | null
  nonce: string | null
  /** Hex. */
  entry: string
  sequence: number | null
  /** Sibling hashes from the leaf up, hex. */
  proof: readonly string[]
  note: string | null
  verifier_keys: readonly string[]
}

/** One step up: beside which neighbour, on which side it stands, and what both together hash to. */
export type Step = { sibling: string; side: 'left' | 'right'; hash: string }

export type Computed = {
  /** SHA-256(nonce ‖ row); undefined once erased. */
  entry: string | undefined
  leaf: string
  steps: Step[]
  /** The root and size that the checkpoint states; undefined where it cannot be read. */
  root: string | undefined
  size: number | undefined
  row: 'matches' | 'differs' | 'erased'
  inclusion: 'reaches' | 'misses' | 'waiting'
  /** `unable`: this browser has no Ed25519. */
  signature: 'signed' | 'refused' | 'unable' | 'none'
}

/** Computes every step; answers undefined where the browser offers no hashing (a page that is not served securely). */
export async function computeProof(claim: Claim): Promise<Computed | undefined> {
  if (!globalThis.crypto?.subtle) return undefined
  const { row, nonce, sequence, proof, note } = claim
  const entry = row !== null && nonce !== null ? hexOf(await sha256(bytesOf(nonce), new TextEncoder().encode(row))) : undefined
  const leaf = hexOf(await sha256(Uint8Array.of(0), bytesOf(claim.entry)))
  const stated = note === null ? undefined : readCheckpoint(note)
  const { steps, reaches } = await climb(leaf, sequence, proof, stated)
  return {
    entry,
    leaf,
    steps,
    root: stated?.root,
    size: stated?.size,
    row: entry === undefined ? 'erased' : entry === claim.entry ? 'matches' : 'differs',
    inclusion: sequence === null || !stated || sequence >= stated.size ? 'waiting' : reaches ? 'reaches' : 'misses',
    signature: note === null ? 'none' : await signatureOf(note, claim.verifier_keys),
  }
}

async function climb(
  leaf: string,
  sequence: number | null,
  proof: readonly string[],
  stated: { size: number; root: string } | undefined,
): Promise<{ steps: Step[]; reaches: boolean }> {
  const steps: Step[] = []
  if (sequence === null || !stated || sequence >= stated.size) return { steps, reaches: false }
  let fn = sequence
  let sn = stated.size - 1
  let hash = leaf
  for (const sibling of proof) {
    if (sn === 0) return { steps, reaches: false }
    const side = fn % 2 === 1 || fn === sn ? 'left' : 'right'
    const pair = side === 'left' ? [sibling, hash] : [hash, sibling]
    hash = hexOf(await sha256(Uint8Array.of(1), ...pair.map(bytesOf)))
    steps.push({ sibling, side, hash })
    if (side === 'left')
      while (fn % 2 === 0 && fn !== 0) {
        fn /= 2
        sn = Math.floor(sn / 2)
      }
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return { steps, reaches: sn === 0 && hash === stated.root }
}

function readCheckpoint(note: string): { size: number; root: string } | undefined {
  const [, digits = '', encoded = ''] = note.split('\n')
  const root = maybeBase64(encoded)
  return /^\d{1,16}$/.test(digits) && root?.length === 32 ? { size: Number(digits), root: hexOf(root) } : undefined
}

async function signatureOf(note: string, verifierKeys: readonly string[]): Promise<'signed' | 'refused' | 'unable' | 'none'> {
  const end = note.lastIndexOf('\n\n')
  const text = new Uint8Array(new TextEncoder().encode(note.slice(0, end + 1)))
  let outcome: 'signed' | 'refused' | 'unable' | 'none' = 'none'
  for (const line of note.slice(end + 2).split('\n')) {
    const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? []
    const bytes = encoded === undefined ? undefined : maybeBase64(encoded)
    if (name === undefined || bytes?.length !== 68) continue
    const id = `${name}+${hexOf(bytes.subarray(0, 4))}+`
    const key = verifierKeys.find((one) => one.startsWith(id))
    const point = key === undefined ? undefined : maybeBase64(key.slice(id.length))
    // type 1 is a plain Ed25519 signature
    if (point?.length !== 33 || point[0] !== 1) continue
    try {
      const imported = await crypto.subtle.importKey('raw', point.slice(1), 'Ed25519', false, ['verify'])
      if (!(await crypto.subtle.verify('Ed25519', imported, bytes.slice(4), text))) return 'refused'
      outcome = 'signed'
    } catch {
      return 'unable'
    }
  }
  return outcome
}

async function sha256(...parts: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole))
}

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

function maybeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}
