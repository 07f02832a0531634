/** Flat rows as one run of bytes and back: a mark, a header in JSON, then each row at a multiple of eight bytes, little-endian. */

/** First bytes of a stored index; the number is the version of the form. */
export const MARK = 'PTLNIX02'

type Row = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array
const KINDS = { Uint8Array, Uint16Array, Int32Array, Uint32Array, Float64Array }
type Kind = keyof typeof KINDS
type Header = { facts: unknown; rows: { name: string; kind: Kind; length: number }[] }

const padded = (length: number) => Math.ceil(length / 8) * 8

/** The pieces to be written one after the other. */
export function toPieces(facts: unknown, rows: Readonly<Record<string, Row>>): Uint8Array[] {
  const entries = Object.entries(rows)
  const header: Header = {
    facts,
    rows: entries.map(([name, row]) => ({ name, kind: row.constructor.name as Kind, length: row.length })),
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const head = new Uint8Array(16 + padded(json.length))
  head.set(new TextEncoder().encode(MARK))
  new DataView(head.buffer).setUint32(8, json.length, true)
  head.set(json, 16)
  return [
    head,
    ...entries.flatMap(([, row]) => {
      const bytes = new Uint8Array(row.buffer, row.byteOffset, row.byteLength)
      const rest = padded(bytes.length) - bytes.length
      return rest > 0 ? [bytes, new Uint8Array(rest)] : [bytes]
    }),
  ]
}

export type Pieces = { ok: true; facts: unknown; rows: Record<string, Row> } | { ok: false; reason: string }

/** Reads what `toPieces` wrote; the rows are views of the bytes where these lie at a multiple of eight, copies otherwise. */
export function fromBytes(bytes: Uint8Array): Pieces {
  const no = (reason: string): Pieces => ({ ok: false, reason })
  if (bytes.length < 16 || new TextDecoder().decode(bytes.subarray(0, 8)) !== MARK) return no('this is not a stored index of this version')
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true)
  if (16 + length > bytes.length) return no('the stored index is cut off')
  let header: Header
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(16, 16 + length))) as Header
  } catch {
    return no('the header of the stored index cannot be read')
  }
  const rows: Record<string, Row> = {}
  let at = 16 + padded(length)
  for (const { name, kind, length: many } of header.rows) {
    const Constructor = KINDS[kind]
    if (Constructor === undefined || !Number.isSafeInteger(many) || many < 0) return no('the header of the stored index cannot be read')
    const size = many * Constructor.BYTES_PER_ELEMENT
    if (at + size > bytes.length) return no('the stored index is cut off')
    const from = bytes.byteOffset + at
    rows[name] =
      from % 8 === 0
        ? new Constructor(bytes.buffer as ArrayBuffer, from, many)
        : new Constructor(bytes.slice(at, at + size).buffer, 0, many)
    at += padded(size)
  }
  return { ok: true, facts: header.facts, rows }
}
