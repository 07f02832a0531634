/** JSON of partners: texts and few of them, so that a body within its bytes can not hold millions of values and stop the node. */

const OPENING_BRACE = 0x7b
const OPENING_BRACKET = 0x5b
const COMMA = 0x2c

/** Reads JSON of at most `most` braces, brackets and commas together; `undefined` for more, and for what is no JSON. */
export function maybeSpareJson(bytes: Uint8Array, most: number): unknown {
  let count = 0
  for (const byte of bytes) if ((byte === OPENING_BRACE || byte === OPENING_BRACKET || byte === COMMA) && ++count > most) return undefined
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}
