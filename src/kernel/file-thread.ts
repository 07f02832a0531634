/** Reads what a person sent on a thread with bounds of its own on memory and on time, few at once. */
import { Worker } from 'node:worker_threads'
import { Refusal } from '#wire/refusal.ts'

/** What a file may cost; the processor's time is what a hostile one takes, the clock's also what a busy machine does. */
const LONGEST_CPU_MS = 20_000
const LONGEST_MS = 60_000
const LOOK_EVERY_MS = 500
const MEMORY = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 }
const MOST_AT_ONCE = 2
let running = 0

/** What the thread answers to a job, or `too-large` where it needs more memory than is given, `too-slow` where it takes longer. Refuses (`call.busy`) a third at once. */
export async function onFileThread<Read>(thread: URL, job: unknown): Promise<Read | 'too-large' | 'too-slow'> {
  if (running >= MOST_AT_ONCE) throw new Refusal('call.busy', { inside: 'files being read', retry_after_s: 3 })
  running++
  const worker = new Worker(thread, { workerData: job, resourceLimits: MEMORY })
  const began = performance.now()
  let looking: NodeJS.Timeout | undefined
  try {
    return await new Promise((resolve, reject) => {
      looking = setInterval(() => {
        if (performance.now() - began > LONGEST_MS) resolve('too-slow')
        // a thread that has ended meanwhile tells nothing any more
        worker.cpuUsage().then(
          ({ user, system }) => (user + system) / 1_000 > LONGEST_CPU_MS && resolve('too-slow'),
          () => undefined,
        )
      }, LOOK_EVERY_MS)
      worker.once('message', resolve)
      worker.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve('too-large') : reject(error),
      )
      worker.once('exit', () => reject(new Error('the reading thread ended without a word')))
    })
  } finally {
    clearInterval(looking)
    await worker.terminate()
    running--
  }
}
