// Sending a list to the node: its bytes as they are, cut into parts, each sent in order; sending the same parts again does no harm.
import { useRef, useState } from 'react'
import { act, RefusalError } from '../api/client.ts'

/** A round number below the node's own limit. */
export const MAX_FILE_BYTES = 5_000_000
export const ENDINGS = ['.csv', '.txt', '.tsv', '.xlsx'] as const
const PART_BYTES = 150_000

export function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}

/** Sends a file; what went wrong stands in the state. */
export function useSending() {
  const [state, setState] = useState<{ sent: number; of: number } | undefined>()
  const [error, setError] = useState<RefusalError | undefined>()
  const stopping = useRef<AbortController>(undefined)
  const send = async (list: string, file: File): Promise<boolean> => {
    const stop = new AbortController()
    stopping.current = stop
    setError(undefined)
    setState({ sent: 0, of: file.size })
    try {
      const bytes = new Uint8Array(await file.arrayBuffer())
      for (let at = 0, position = 0; at < bytes.length; at += PART_BYTES, position++) {
        const data = base64Of(bytes.subarray(at, at + PART_BYTES))
        const { bytes_received } = await act('screening.add-part', { list, position, data }, stop.signal)
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
export type Sending = ReturnType<typeof useSending>
