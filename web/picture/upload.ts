// Sending a file of figures: its bytes as they are, cut into parts, each sent in order; sending the same parts again does no harm.
import { useRef, useState } from 'react'
import { act, RefusalError } from '../api/client.ts'

/** The node's own limit is a little higher. */
export const MAX_FILE_BYTES = 32_000_000
export const ENDINGS = ['.csv', '.txt', '.tsv', '.xlsx'] as const
const PART_BYTES = 450_000

function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}

/** Sends a file; what went wrong stands in the state. */
export function useSending() {
  const [state, setState] = useState<{ sent: number; of: number } | undefined>()
  const [error, setError] = useState<RefusalError | undefined>()
  const stopping = useRef<AbortController>(undefined)
  const send = async (id: string, file: File): Promise<boolean> => {
    const stop = new AbortController()
    stopping.current = stop
    setError(undefined)
    setState({ sent: 0, of: file.size })
    try {
      for (let at = 0, position = 0; at < file.size; at += PART_BYTES, position++) {
        const bytes = new Uint8Array(await file.slice(at, at + PART_BYTES).arrayBuffer())
        const { bytes_received } = await act('picture.add-part', { import: id, position, data: base64Of(bytes) }, stop.signal)
        setState({ sent: bytes_received, of: file.size })
      }
      return true
    } catch (thrown) {
      if (!stop.signal.aborted) setError(thrown instanceof RefusalError ? thrown : new RefusalError('page.failed', String(thrown), 0))
      return false
    } finally {
      setState(undefined)
    }
  }
  return { send, state, error, busy: state !== undefined, stop: () => stopping.current?.abort() }
}
