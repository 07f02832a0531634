/** What a process keeps in its heap and buffers once garbage is collected; the engine's process is started with --expose-gc. */
export function heapBytes(): number {
  ;(globalThis as { gc?: () => void }).gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
