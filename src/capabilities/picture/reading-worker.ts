/** The thread on which a file is read: what a hostile one costs, it costs here, until it is told to stop. */
import { parentPort, workerData } from 'node:worker_threads'
import { type Job, type Read, readFiguresFile } from './reading.ts'

parentPort!.postMessage(readFiguresFile(workerData as Job) satisfies Read)
