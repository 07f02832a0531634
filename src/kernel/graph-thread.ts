/** One thread that counts shortest paths: it is given the ties once, and then one part of the sources after the other. */
import { parentPort, workerData } from 'node:worker_threads'
import { pathSums } from '#lib/graph/index.ts'

export interface GraphThreadData {
  readonly nodes: number
  readonly starts: Int32Array
  readonly to: Int32Array
  readonly with_squares: boolean
}

const { nodes, starts, to, with_squares } = workerData as GraphThreadData

parentPort!.on('message', (sources: Int32Array) => {
  const sums = pathSums(nodes, { starts, to }, sources, with_squares)
  const buffers = [
    sums.between.buffer,
    sums.far.buffer,
    sums.reached.buffer,
    ...(sums.squares ? [sums.squares.buffer] : []),
  ] as ArrayBuffer[]
  parentPort!.postMessage(sums, buffers)
})
