/** The thread on which a file is read: what a hostile one costs, it costs here, until it is told to stop. */
import { parentPort, workerData } from 'node:worker_threads'
import { type Read, type Reading, readList } from './reading.ts'

export interface Job {
  readonly bytes: Uint8Array
  readonly reading: Reading
  readonly today: string
}

const { bytes, reading, today } = workerData as Job
parentPort!.postMessage(readList(bytes, reading, today) satisfies Read)
