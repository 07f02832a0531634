/** Processor time of this thread, to the microsecond: what the kernel counts by ticks in getrusage it counts exactly in this clock. */
import { WASI } from 'node:wasi'

/** An empty module with one page of memory, exported: all that the system interface needs to write its answer to. */
const MODULE = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x05, 0x03, 0x01, 0x00, 0x01],
  ...[0x07, 0x0a, 0x01, 0x06, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 0x02, 0x00],
])
const THREAD_CPUTIME = 3

interface Instance {
  readonly exports: { readonly memory: { readonly buffer: ArrayBuffer } }
}
// the types in use here do not know it
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: { Module: new (bytes: Uint8Array) => object; Instance: new (module: object) => Instance }
}
const wasi = new WASI({ version: 'preview1' })
const instance = new WebAssembly.Instance(new WebAssembly.Module(MODULE))
wasi.initialize(instance)
const answer = new DataView(instance.exports.memory.buffer)
const { clock_time_get } = wasi.wasiImport as { clock_time_get(clock: number, precision: bigint, to: number): number }

/** Milliseconds since the thread began. */
export function processorMs(): number {
  if (clock_time_get(THREAD_CPUTIME, 1n, 0) !== 0) throw new Error('this system does not tell the processor time of a thread')
  return Number(answer.getBigUint64(0, true)) / 1e6
}
