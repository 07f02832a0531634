/** Slots of 32 random bytes in numbered files of 1,024, made and synced a file at a time; a slot of zeros was destroyed. */
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readSync, writeSync } from 'node:fs'
import { link, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'

export const SLOT_BYTES = 32
const SLOTS = 1_024
const OPEN_FILES = 64
const [TAKEN, KEPT] = [1, 2]

/**
 * Keys are random before anyone needs them, so that taking one waits for no disk. Beside each file lies `.taken`, a byte a slot (1 taken, 2
 * kept): it is not synced, and only serves to notice that a slot is handed out again, by a database that lost the last of its sequence in a
 * crash or by one that is older than the vault.
 */
export class SlotFiles {
  readonly #folder: string
  readonly #open = new Map<string, number>()
  readonly #making = new Map<number, Promise<void>>()
  readonly #made = new Set<number>()

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  /** The slot's bytes; zeros where it was destroyed, `undefined` where no file reaches so far. */
  read(slot: number): Uint8Array | undefined {
    const file = this.#opened(this.#path(fileOf(slot), 'slots'), 'r')
    if (file === undefined) return undefined
    const bytes = new Uint8Array(SLOT_BYTES)
    if (readSync(file, bytes, 0, SLOT_BYTES, (slot % SLOTS) * SLOT_BYTES) !== SLOT_BYTES) throw new Error('a file of keys is cut short')
    return bytes
  }

  /** Makes the files that these slots lie in, synced to the disk when this resolves. */
  async make(slots: readonly number[]): Promise<void> {
    const missing = [...new Set(slots.map(fileOf))].filter((number) => !this.#made.has(number))
    await Promise.all(missing.map((number) => this.#makeOnce(number)))
  }

  /** Marks the slot as taken; says what it was before: `taken` in a transaction of which nothing is known, or `kept` by one that was committed. */
  take(slot: number): 'fresh' | 'taken' | 'kept' {
    const file = this.#marks(slot)
    const mark = new Uint8Array(1)
    if (readSync(file, mark, 0, 1, slot % SLOTS) === 1 && mark[0] !== 0) return mark[0] === KEPT ? 'kept' : 'taken'
    writeSync(file, Uint8Array.of(TAKEN), 0, 1, slot % SLOTS)
    return 'fresh'
  }

  /** Marks slots whose transaction was committed. */
  keep(slots: readonly number[]): void {
    for (const slot of slots) writeSync(this.#marks(slot), Uint8Array.of(KEPT), 0, 1, slot % SLOTS)
  }

  /** Overwrites slots with zeros and returns when they are on the disk. */
  async destroy(slots: readonly number[]): Promise<void> {
    for (const [number, members] of Map.groupBy(slots, fileOf)) {
      const file = await open(this.#path(number, 'slots'), 'r+')
      try {
        for (const slot of members) {
          const { bytesWritten } = await file.write(new Uint8Array(SLOT_BYTES), 0, SLOT_BYTES, (slot % SLOTS) * SLOT_BYTES)
          if (bytesWritten !== SLOT_BYTES) throw new Error('the disk took a part of an erasure only')
        }
        await file.datasync()
      } finally {
        await file.close()
      }
    }
  }

  /** The first slot beyond every file's end. */
  end(): number {
    const numbers = readdirSync(this.#folder).map((name) => Number(/^(\d{6,})\.(?:slots|taken)$/.exec(name)?.[1] ?? -1))
    return (numbers.reduce((most, number) => Math.max(most, number), -1) + 1) * SLOTS
  }

  close(): void {
    for (const file of this.#open.values()) closeSync(file)
    this.#open.clear()
  }

  #marks(slot: number): number {
    const path = this.#path(fileOf(slot), 'taken')
    return this.#opened(path, 'r+') ?? this.#opened(path, 'wx+') ?? this.#opened(path, 'r+')!
  }

  #path(number: number, kind: 'slots' | 'taken'): string {
    return join(this.#folder, `${String(number).padStart(6, '0')}.${kind}`)
  }

  #makeOnce(number: number): Promise<void> {
    const known = this.#making.get(number)
    if (known !== undefined) return known
    const making = makeSlotFile(this.#path(number, 'slots'), this.#folder)
      .then(() => void this.#made.add(number))
      .finally(() => this.#making.delete(number))
    this.#making.set(number, making)
    return making
  }

  /** A descriptor kept open among a bounded number; `undefined` where the file is not there, or for 'wx+' is there already. */
  #opened(path: string, how: 'r' | 'r+' | 'wx+'): number | undefined {
    const known = this.#open.get(path)
    if (known !== undefined) return known
    let file: number
    try {
      file = openSync(path, how, 0o600)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === (how === 'wx+' ? 'EEXIST' : 'ENOENT')) return undefined
      throw error
    }
    if (this.#open.size >= OPEN_FILES) {
      const [oldest, descriptor] = this.#open.entries().next().value!
      this.#open.delete(oldest)
      closeSync(descriptor)
    }
    this.#open.set(path, file)
    return file
  }
}

const fileOf = (slot: number) => Math.floor(slot / SLOTS)

/** Whole or not at all, and never in place of one that another process made. */
async function makeSlotFile(path: string, folder: string): Promise<void> {
  const draft = `${path}.${randomBytes(8).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(randomBytes(SLOTS * SLOT_BYTES))
    await file.sync()
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await file.close()
    await unlink(draft)
  }
  const directory = openSync(folder, 'r')
  fsyncSync(directory)
  closeSync(directory)
}
