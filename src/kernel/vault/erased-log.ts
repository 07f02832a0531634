/** The list of destroyed slots, append only: one line each with a check, shared by every process on the folder. */
import { closeSync, fstatSync, fsyncSync, openSync, readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { hex, sha256, utf8 } from '#lib/bytes.ts'

const CHUNK = 1 << 20

/** Reads what any process appends; a torn or foreign line counts for nothing. */
export class ErasedLog {
  readonly #path: string
  readonly #file: number
  readonly #slots = new Set<number>()
  #readTo = 0
  #appending: Promise<FileHandle> | undefined

  constructor(path: string) {
    this.#path = path
    this.#file = openSync(path, 'a+', 0o600)
    fsyncSync(this.#file)
  }

  /** Catches up with other processes; answers the slots that are new since the last call. */
  refresh(): number[] {
    const size = fstatSync(this.#file).size
    if (size === this.#readTo) return []
    const fresh: number[] = []
    while (this.#readTo < size) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK, size - this.#readTo))
      const length = readSync(this.#file, chunk, 0, chunk.length, this.#readTo)
      const end = chunk.lastIndexOf(0x0a, length - 1) + 1
      if (end === 0) break // a line under way is read when it is whole
      this.#readTo += end
      for (const line of chunk.toString('latin1', 0, end).split('\n')) {
        const slot = slotOf(line)
        if (slot === undefined || this.#slots.has(slot)) continue
        this.#slots.add(slot)
        fresh.push(slot)
      }
    }
    return fresh
  }

  has(slot: number): boolean {
    return this.#slots.has(slot)
  }

  /** All erased slots, oldest first. */
  all(): number[] {
    return [...this.#slots]
  }

  /** Appends and syncs; the leading line break closes a line that a killed process left torn. */
  async append(slots: readonly number[]): Promise<void> {
    this.#appending ??= open(this.#path, 'a', 0o600)
    const file = await this.#appending
    const lines = utf8(`\n${slots.map(lineOf).join('\n')}\n`)
    const { bytesWritten } = await file.write(lines) // one write, so that two processes' lines do not mix
    if (bytesWritten !== lines.length) throw new Error('the disk took a part of the list of erased slots only')
    await file.datasync()
  }

  async close(): Promise<void> {
    closeSync(this.#file)
    await (await this.#appending)?.close()
  }
}

const lineOf = (slot: number) => `${slot} ${hex(sha256(utf8(`portolan-erased-1|${slot}`))).slice(0, 8)}`

function slotOf(line: string): number | undefined {
  const slot = Number(/^(\d{1,15}) [0-9a-f]{8}$/.exec(line)?.[1] ?? Number.NaN)
  return Number.isSafeInteger(slot) && lineOf(slot) === line ? slot : undefined
}
