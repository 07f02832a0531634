/** Files of what was derived from contents and may be lost at any time: sealed in pieces under one key of the vault, whole or not at all. */
import { createWriteStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Vault } from './vault/index.ts'

/** What a file says of itself before it is opened; bound into every piece, so that it is proved by the first that opens. */
export interface Facts {
  /** Of the key. */
  readonly slot: number
  readonly [name: string]: string | number | boolean
}

export interface SealedFiles {
  /** Hands over the facts and the pieces, none before it was proved; `undefined` where there is no file, or none of this form. */
  read<T>(name: string, take: (facts: Facts, pieces: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T | undefined>
  /** Whether the file is there and its key too; answers its facts, proved. */
  maybeFacts(name: string): Promise<Facts | undefined>
  /** Takes the place of an older file once the last piece is written. Refuses (`vault-erased`) when the key is destroyed meanwhile. */
  write(name: string, facts: Facts, pieces: AsyncIterable<Uint8Array>): Promise<void>
}

/** `gone`: the key was destroyed; `damaged`: other bytes than were written, or not all of them. */
export class SealedFileFailure extends Error {
  override readonly name = 'SealedFileFailure'
  readonly code: 'gone' | 'damaged'

  constructor(code: 'gone' | 'damaged', name: string) {
    super(`the file ${name} is ${code}`)
    this.code = code
  }
}

const FORM = 'portolan-derived-1 '
const MOST_FACTS = 4_096
/** Of one piece, sealed. */
const MOST_PIECE = 8 * 1_048_576
const UNFINISHED_MS = 24 * 3_600_000

export function sealedFiles(folder: string, vault: Pick<Vault, 'seal' | 'open'>): SealedFiles {
  const pathOf = (name: string) => {
    if (!/^[a-z0-9][a-z0-9.-]{0,80}$/.test(name)) throw new TypeError(`${name} is no name of a file`)
    return join(folder, name)
  }

  async function read<T>(name: string, take: (facts: Facts, pieces: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T | undefined> {
    const file = await open(pathOf(name), 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    if (file === undefined) return undefined
    try {
      const head = await headOf(file)
      return head && (await take(head.facts, openedPieces(file, name, head, vault)))
    } finally {
      await file.close()
    }
  }

  return {
    read,
    maybeFacts: (name) =>
      read(name, async (facts, pieces) => {
        for await (const _ of pieces) return facts
        return undefined
      }).catch((error: unknown) => {
        if (error instanceof SealedFileFailure) return undefined
        throw error
      }),
    async write(name, facts, pieces) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await sweep(folder)
      const path = pathOf(name)
      const making = `${path}.${process.pid}.new`
      try {
        await pipeline(sealedPieces(name, facts, pieces, vault), createWriteStream(making, { mode: 0o600 }))
        await rename(making, path)
      } finally {
        await rm(making, { force: true })
      }
    },
  }
}

interface Head {
  readonly facts: Facts
  /** As written. */
  readonly text: string
  /** Where the first piece begins. */
  readonly end: number
}

async function headOf(file: FileHandle): Promise<Head | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_FACTS), 0, MOST_FACTS, 0)
  const end = buffer.subarray(0, bytesRead).indexOf(0x0a)
  const text = buffer.toString('utf8', 0, Math.max(0, end))
  if (!text.startsWith(FORM)) return undefined
  try {
    const facts = JSON.parse(text.slice(FORM.length)) as Facts
    return Number.isSafeInteger(facts.slot) ? { facts, text, end: end + 1 } : undefined
  } catch {
    return undefined
  }
}

/** What a piece is bound to: the file, its facts, its place, and whether another one follows. */
const labelOf = (name: string, head: string, place: number, last: boolean) => `${name}|${head}|${place}|${last ? 'last' : 'more'}`

async function* openedPieces(file: FileHandle, name: string, { facts, text, end }: Head, vault: Pick<Vault, 'open'>) {
  const { size } = await file.stat()
  const length = Buffer.alloc(4)
  let at = end
  for (let place = 0; at < size; place++) {
    await file.read(length, 0, 4, at)
    const sealed = length.readUInt32BE()
    at += 4 + sealed
    if (sealed > MOST_PIECE || at > size) throw new SealedFileFailure('damaged', name)
    const { buffer } = await file.read(Buffer.allocUnsafe(sealed), 0, sealed, at - sealed)
    yield opened(vault, name, facts.slot, labelOf(name, text, place, at === size), buffer)
  }
  if (end === size) throw new SealedFileFailure('damaged', name)
}

function opened(vault: Pick<Vault, 'open'>, name: string, slot: number, label: string, sealed: Uint8Array): Uint8Array {
  let plain: Uint8Array | undefined
  try {
    plain = vault.open(slot, label, sealed)
  } catch {
    throw new SealedFileFailure('damaged', name)
  }
  if (plain === undefined) throw new SealedFileFailure('gone', name)
  return plain
}

async function* sealedPieces(name: string, facts: Facts, pieces: AsyncIterable<Uint8Array>, vault: Pick<Vault, 'seal'>) {
  const head = `${FORM}${JSON.stringify(facts)}`
  if (head.length >= MOST_FACTS) throw new TypeError('the facts of a file are too long')
  yield Buffer.from(`${head}\n`)
  let place = 0
  const sealed = (plain: Uint8Array, last: boolean) => {
    const bytes = vault.seal(facts.slot, labelOf(name, head, place++, last), plain)
    if (bytes.length > MOST_PIECE) throw new TypeError('a piece of a file is too long')
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return Buffer.concat([length, bytes])
  }
  // a first piece of nothing proves the facts to who asks for them alone
  let before: Uint8Array = new Uint8Array(0)
  for await (const piece of pieces) {
    yield sealed(before, false)
    before = piece
  }
  yield sealed(before, true)
}

/** What a process that died had begun. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (name.endsWith('.new') && Date.now() - (await stat(path)).mtimeMs > UNFINISHED_MS) await rm(path, { force: true })
  }
}
