/** Shortest paths counted by several threads: the same sums to the last digit however many there are. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { added, type Graph, type PathSums, partsOf, pathSumsInParts } from '#lib/graph/index.ts'
import type { GraphThreadData } from './graph-thread.ts'

const MOST_THREADS = 8
/** Below so many ties looked at a thread costs more than it saves. */
const WORTH_A_THREAD = 30_000_000

/** As `pathSumsInParts`; the ties are shared among the threads, not copied. */
export async function pathSumsByThreads(
  graph: Graph,
  sources: Int32Array,
  { with_squares = false, threads = threadsFor(graph, sources) }: { with_squares?: boolean; threads?: number } = {},
): Promise<PathSums> {
  if (threads < 2) return pathSumsInParts(graph, sources, with_squares)
  const workerData: GraphThreadData = {
    nodes: graph.nodes,
    starts: shared(graph.out.starts),
    to: shared(graph.out.to),
    with_squares,
  }
  const parts = partsOf(graph.nodes, sources)
  const done: PathSums[] = []
  let next = 0
  const work = async () => {
    const worker = new Worker(new URL('./graph-thread.ts', import.meta.url), { workerData })
    try {
      for (let part = next++; part < parts.length; part = next++) done[part] = await askedOf(worker, parts[part]!)
    } finally {
      await worker.terminate()
    }
  }
  await Promise.all(Array.from({ length: Math.min(threads, parts.length) }, work))
  return added(done)
}

const threadsFor = ({ out }: Graph, sources: Int32Array): number =>
  sources.length * out.to.length < WORTH_A_THREAD ? 1 : Math.min(MOST_THREADS, availableParallelism())

function shared(numbers: Int32Array): Int32Array {
  const copy = new Int32Array(new SharedArrayBuffer(numbers.byteLength))
  copy.set(numbers)
  return copy
}

const askedOf = (worker: Worker, sources: Int32Array) =>
  new Promise<PathSums>((resolve, reject) => {
    const settled = () => {
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
    }
    const onMessage = (sums: PathSums) => {
      settled()
      resolve(sums)
    }
    const onError = (error: Error) => {
      settled()
      reject(error)
    }
    const onExit = () => onError(new Error('a thread ended before its answer'))
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
    worker.postMessage(sources)
  })
