/** Reads a file on a thread with bounds of its own on memory and on time. */
import { Worker } from 'node:worker_threads'
import type { FileFault, Read } from './reading.ts'
import type { Job } from './reading-worker.ts'

/** What a file may cost; the processor's time is what a hostile one takes, the clock's also what a busy machine does. */
const LONGEST_CPU_MS = 20_000
const LONGEST_MS = 150_000
const LOOK_EVERY_MS = 500
const MEMORY = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 64 }

/** What the file holds; `too-large` where it needs more memory than a list can, `too-slow` where it takes longer. Throws what is a fault of ours. */
export function readFile(job: Job): Promise<Read> {
  const worker = new Worker(new URL('./reading-worker.ts', import.meta.url), { workerData: job, resourceLimits: MEMORY })
  const began = performance.now()
  let looking: NodeJS.Timeout | undefined
  return new Promise<Read>((resolve, reject) => {
    const refuse = (fault: FileFault) => resolve({ ok: false, fault })
    looking = setInterval(() => {
      if (performance.now() - began > LONGEST_MS) refuse('too-slow')
      // a thread that has ended meanwhile tells nothing any more
      worker.cpuUsage().then(
        ({ user, system }) => (user + system) / 1_000 > LONGEST_CPU_MS && refuse('too-slow'),
        () => undefined,
      )
    }, LOOK_EVERY_MS)
    worker.once('message', resolve)
    worker.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? refuse('too-large') : reject(error),
    )
    worker.once('exit', () => reject(new Error('the reading thread ended without a word')))
  }).finally(() => {
    clearInterval(looking)
    return worker.terminate()
  })
}
