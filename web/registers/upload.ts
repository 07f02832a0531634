// Sending a file to the node: read as text, cut into parts, each sent in order; sending the same parts again does no harm.
import { act } from '../api/client.ts'

/** A part stays below the node's limit for a call also when every character needs four bytes. */
export const PART_CHARACTERS = 200_000

/** Cuts a text into parts of at most `size` UTF-16 units, never through a character. */
export function partsOf(text: string, size: number = PART_CHARACTERS): string[] {
  const parts: string[] = []
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + size, text.length)
    const last = text.charCodeAt(end - 1)
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end -= 1
    parts.push(text.slice(at, end))
    at = end
  }
  return parts
}

export const ENCODINGS = ['utf-8', 'windows-1252', 'windows-1256'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** The text of a file; undefined where it is not of this encoding. */
export async function textOf(file: File, encoding: Encoding): Promise<string | undefined> {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(await file.arrayBuffer())
  } catch {
    return undefined
  }
}

/** Sends all parts; calls back with the bytes that the node has. Throws RefusalError. */
export async function sendParts(id: string, text: string, onSent: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  for (const [position, part] of partsOf(text).entries()) {
    const { bytes_received } = await act('registers.add-import-part', { import: id, position, text: part }, signal)
    onSent(bytes_received)
  }
}
