/**
 * The parts of a ZIP archive (APPNOTE 6.3.10), each opened by itself and never beyond a stated size: what an archive says about its sizes
 * is not believed. No ZIP64, no encryption, no split archives.
 */
import { inflateRawSync } from 'node:zlib'

export interface Archive {
  readonly names: readonly string[]
  /** The content of a part, `undefined` where there is none of that name; `too-large` beyond `most_bytes`, `unreadable` where it is damaged. */
  read(name: string, most_bytes: number): Uint8Array | 'too-large' | 'unreadable' | undefined
}

interface Part {
  readonly method: number
  readonly encrypted: boolean
  readonly packed: number
  readonly at: number
}

const MOST_PARTS = 2_000
const END_BYTES = 22
const LONGEST_COMMENT = 65_535
const END = 0x06054b50
const DIRECTORY = 0x02014b50
const LOCAL = 0x04034b50

/** Opens an archive; `undefined` where the bytes are none that this reads. */
export function openArchive(bytes: Uint8Array): Archive | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOf(view)
  if (end === undefined) return undefined
  const count = view.getUint16(end + 10, true)
  if (count > MOST_PARTS) return undefined
  const parts = new Map<string, Part>()
  let at = view.getUint32(end + 16, true)
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY) return undefined
    const [name_length, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [number, number, number]
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name_length))
    const part = {
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      packed: view.getUint32(at + 20, true),
      at: view.getUint32(at + 42, true),
    }
    // of two parts of one name the first is the one that others read too
    if (!parts.has(name)) parts.set(name, part)
    at += 46 + name_length + extra + comment
  }
  return {
    names: [...parts.keys()],
    read(name, most_bytes) {
      const part = parts.get(name)
      return part && contentOf(bytes, view, part, most_bytes)
    },
  }
}

function endOf(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT)
  for (let at = view.byteLength - END_BYTES; at >= first; at--) if (view.getUint32(at, true) === END) return at
  return undefined
}

function contentOf(bytes: Uint8Array, view: DataView, part: Part, most_bytes: number): Uint8Array | 'too-large' | 'unreadable' {
  const { at, packed, method, encrypted } = part
  if (encrypted || at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL) return 'unreadable'
  const begin = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
  if (begin + packed > bytes.length) return 'unreadable'
  const content = bytes.subarray(begin, begin + packed)
  if (method === 0) return content.length > most_bytes ? 'too-large' : content
  if (method !== 8) return 'unreadable'
  try {
    return inflateRawSync(content, { maxOutputLength: most_bytes })
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'unreadable'
  }
}
