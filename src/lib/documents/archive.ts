/** Writes a ZIP archive (APPNOTE 6.3.10) of a few parts: the same parts, the same bytes. */
import { crc32, deflateRawSync } from 'node:zlib'
import { utf8 } from '#lib/bytes.ts'

const LOCAL = 0x04034b50
const DIRECTORY = 0x02014b50
const END = 0x06054b50
const DEFLATED = 8
/** Names are UTF-8. */
const FLAGS = 0x0800
const VERSION = 20
/** The first day that the format knows: no clock is read. */
const FIRST_DAY = 0x0021

export interface ArchivePart {
  readonly name: string
  readonly content: string
}

export function writeArchive(parts: readonly ArchivePart[]): Uint8Array {
  const local: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let at = 0
  for (const { name, content } of parts) {
    const plain = utf8(content)
    const packed = deflateRawSync(plain)
    const title = utf8(name)
    // from the version needed on, a local header and an entry of the directory say the same
    const same = new Uint8Array(26)
    const said = new DataView(same.buffer)
    said.setUint16(0, VERSION, true)
    said.setUint16(2, FLAGS, true)
    said.setUint16(4, DEFLATED, true)
    said.setUint16(8, FIRST_DAY, true)
    said.setUint32(10, crc32(plain), true)
    said.setUint32(14, packed.length, true)
    said.setUint32(18, plain.length, true)
    said.setUint16(22, title.length, true)
    const rest = new Uint8Array(14)
    new DataView(rest.buffer).setUint32(10, at, true)
    local.push(numbered(LOCAL), same, title, packed)
    directory.push(numbered(DIRECTORY), new Uint8Array([VERSION, 0]), same, rest, title)
    at += 4 + same.length + title.length + packed.length
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const end = new Uint8Array(22)
  const view = new DataView(end.buffer)
  view.setUint32(0, END, true)
  view.setUint16(8, parts.length, true)
  view.setUint16(10, parts.length, true)
  view.setUint32(12, size, true)
  view.setUint32(16, at, true)
  return new Uint8Array(Buffer.concat([...local, ...directory, end]))
}

function numbered(signature: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, signature, true)
  return bytes
}
