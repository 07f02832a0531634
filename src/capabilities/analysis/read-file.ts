/** Reads a file for a chart on a thread of its own. */
import { onFileThread } from '#kernel/file-thread.ts'
import type { Job, Read } from './reading.ts'

const THREAD = new URL('./reading-worker.ts', import.meta.url)

/** What the file holds; `too-large` where it needs more memory than a chart can, `too-slow` where it takes longer. Refuses (`call.busy`) where too many are read. */
export async function readFile(job: Job): Promise<Read> {
  const read = await onFileThread<Read>(THREAD, job)
  return typeof read === 'string' ? { ok: false, fault: read } : read
}
