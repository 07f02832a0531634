/** Checkpoints (C2SP tlog-checkpoint): the text that says how large a log is and what its root is. */
import { base64, maybeBase64 } from '../bytes.ts'

export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Uint8Array }

/** Writes a checkpoint; sign it with `signNote`. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (!ORIGIN.test(origin)) throw new TypeError('the origin of a log is one line')
  if (!Number.isSafeInteger(size) || size < 0 || root.length !== 32) throw new TypeError('a checkpoint has a size and a root of 32 bytes')
  return `${origin}\n${size}\n${base64(root)}\n`
}

/** Reads the text of an opened note as a checkpoint; extension lines are kept as they are. */
export function parseCheckpoint(
  text: string,
): { ok: true; origin: string; size: number; root: Uint8Array; extensions: string[] } | { ok: false; reason: 'malformed' } {
  const [origin, digits, encoded, ...rest] = text.split('\n')
  const size = digits !== undefined && /^(0|[1-9]\d{0,15})$/.test(digits) ? Number(digits) : undefined
  const root = encoded === undefined ? undefined : maybeBase64(encoded)
  const extensions = rest.slice(0, -1)
  if (rest.at(-1) !== '' || extensions.includes('') || !ORIGIN.test(origin!)) return { ok: false, reason: 'malformed' }
  if (size === undefined || !Number.isSafeInteger(size) || root?.length !== 32) return { ok: false, reason: 'malformed' }
  return { ok: true, origin: origin!, size, root, extensions }
}

const ORIGIN = /^[^\p{Cc}]{1,256}$/u
