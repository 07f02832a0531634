/** The text of a file whose encoding nobody stated: said by its mark, proved by its form, or guessed and told as a guess. */

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1256'] as const
export type Encoding = (typeof ENCODINGS)[number]

const LOOKED_AT = 65_536

/** The text in an encoding; `undefined` where the bytes are not of it. A mark at the beginning is no part of the text. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The likeliest encoding: by its mark, by zeros between Latin letters, by the form of UTF-8, then by how letters above ASCII stand together. */
export function guessEncoding(bytes: Uint8Array): Encoding {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  const seen = bytes.subarray(0, LOOKED_AT)
  const zeros = [0, 0]
  for (let i = 0; i < seen.length; i++) if (seen[i] === 0) zeros[i % 2]!++
  if (Math.max(...zeros) > seen.length / 10) return zeros[1]! > zeros[0]! ? 'utf-16le' : 'utf-16be'
  if (decodeText(bytes, 'utf-8') !== undefined) return 'utf-8'
  return isArabicPage(seen) ? 'windows-1256' : 'windows-1252'
}

/** Arabic words are of nothing but high bytes; in French or Spanish one stands alone among ASCII letters. */
function isArabicPage(bytes: Uint8Array): boolean {
  let high = 0
  let together = 0
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! < 0x80) continue
    high++
    if ((bytes[i - 1] ?? 0) >= 0x80 || (bytes[i + 1] ?? 0) >= 0x80) together++
  }
  return together * 2 > high
}
