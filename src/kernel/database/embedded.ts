/** The embedded database: PGlite (PostgreSQL in WebAssembly) in a thread of its own, one connection, one folder, one process. */
import { existsSync, mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { patiently } from '../wasm-tiering.ts'
import { type EngineModule, engineFile } from './embedded-engine.ts'
import { DatabaseFailure } from './failure.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import type { Database } from './port.ts'
import { type Answer, databaseOver, type Engine, type Held } from './transactions.ts'
import { Turnstile } from './turnstile.ts'
import { startUpkeep } from './upkeep.ts'
import type { Parameter } from './values.ts'
import { type Reply, readReply } from './wire.ts'

export type Ask =
  | { id: number; kind: 'statement'; text: string; parameters: readonly Parameter[]; opening: boolean }
  | { id: number; kind: 'script'; text: string; opening: boolean }
  | { id: number; kind: 'forget' }
  | { id: number; kind: 'close' }

export type Told = { ready: true } | { template: SharedArrayBuffer } | { id: number; reply: Uint8Array } | { id: number; failed: string }

export interface Start {
  folder: string | undefined
  pgliteWasmModule: EngineModule
  template: SharedArrayBuffer | undefined
}

const READERS_AT_ONCE = 32

/** What a process's databases share: the compiled engine, and the files of a new cluster once one was made. */
let engineModule: Promise<EngineModule> | undefined
let template: Promise<SharedArrayBuffer> | undefined

/**
 * Opens the database in `folder`, making it where there is none, or one in memory. Refuses (`folder-in-use`) a folder that another
 * opening holds. Calls beyond `waiting` are refused (`database-busy`). A killed process loses nothing it acknowledged; a power cut may.
 */
export async function openEmbedded(
  folder: string | 'memory',
  { idle_ms = 30_000, waiting = 10_000, upkeep_ms = 20_000 }: { idle_ms?: number; waiting?: number; upkeep_ms?: number } = {},
): Promise<Database> {
  const onDisk = folder === 'memory' ? undefined : folder
  let lock: FolderLock | undefined
  if (onDisk !== undefined) {
    mkdirSync(onDisk, { recursive: true, mode: 0o700 })
    lock = lockFolder(onDisk)
  }
  try {
    const thread = await Thread.start(onDisk)
    return databaseOver(new Embedded(thread, new Turnstile(waiting, READERS_AT_ONCE), lock, upkeep_ms), { idle_ms })
  } catch (error) {
    lock?.release()
    throw error
  }
}

class Embedded implements Engine {
  readonly engine = 'embedded'
  readonly #thread: Thread
  readonly #turnstile: Turnstile
  readonly #lock: FolderLock | undefined
  readonly #stopUpkeep: () => void

  constructor(thread: Thread, turnstile: Turnstile, lock: FolderLock | undefined, upkeep_ms: number) {
    this.#thread = thread
    this.#turnstile = turnstile
    this.#lock = lock
    this.#stopUpkeep = startUpkeep({ askScript: (text) => this.askScript(text), touched: () => thread.touched }, upkeep_ms)
  }

  async ask(text: string, parameters: readonly Parameter[]): Promise<Answer> {
    const leave = await this.#turnstile.enter('shared')
    try {
      return await this.#thread.ask({ kind: 'statement', text, parameters, opening: false })
    } finally {
      leave()
    }
  }

  async askScript(text: string): Promise<Answer> {
    const leave = await this.#turnstile.enter('alone')
    try {
      return await this.#thread.ask({ kind: 'script', text, opening: false })
    } catch (error) {
      await this.#thread.ask({ kind: 'script', text: 'rollback', opening: false })
      throw error
    } finally {
      leave()
    }
  }

  async hold(): Promise<Held> {
    const leave = await this.#turnstile.enter('alone')
    const thread = this.#thread
    return {
      ask: (text, parameters, opening) => thread.ask({ kind: 'statement', text, parameters, opening }),
      askScript: (text, opening) => thread.ask({ kind: 'script', text, opening }),
      end: async (how) => (await thread.ask({ kind: 'statement', text: how, parameters: [], opening: false })).tag,
      release: leave,
    }
  }

  forget(): void {
    this.#thread.forget()
  }

  async close(): Promise<void> {
    this.#stopUpkeep()
    const leave = await this.#turnstile.enter('alone')
    try {
      await this.#thread.close()
    } finally {
      this.#turnstile.shut(new DatabaseFailure('database-closed', 'the database is closed'))
      leave()
      this.#lock?.release()
    }
  }
}

/** The worker and the questions it has not answered yet. */
class Thread {
  touched = 0
  readonly #worker: Worker
  readonly #open = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>()
  #asked = 0
  #gone: DatabaseFailure | undefined
  readonly #ready = Promise.withResolvers<void>()
  readonly #template = Promise.withResolvers<SharedArrayBuffer>()

  constructor(start: Start) {
    this.#worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), { workerData: start })
    this.#worker.on('message', (told: Told) => this.#hear(told))
    this.#worker.on('error', (error) => this.#lose(`the database thread failed: ${String(error)}`))
    this.#worker.on('exit', () => this.#lose('the database thread has ended'))
    this.#template.promise.catch(() => {})
  }

  static async start(folder: string | undefined): Promise<Thread> {
    engineModule ??= compileEngine()
    const pgliteWasmModule = await engineModule
    const making = folder === undefined || !existsSync(join(folder, 'cluster'))
    const known = making ? await template?.catch(() => undefined) : undefined
    const thread = new Thread({ folder, pgliteWasmModule, template: known })
    if (making && known === undefined) template = thread.#template.promise
    await thread.#ready.promise
    return thread
  }

  ask(
    what:
      | { kind: 'statement'; text: string; parameters: readonly Parameter[]; opening: boolean }
      | { kind: 'script'; text: string; opening: boolean }
      | { kind: 'close' },
  ) {
    if (this.#gone !== undefined) return Promise.reject(this.#gone)
    const id = ++this.#asked
    const { promise, resolve, reject } = Promise.withResolvers<Reply>()
    this.#open.set(id, { resolve, reject })
    this.#worker.postMessage({ id, ...what })
    return promise
  }

  forget(): void {
    this.#worker.postMessage({ id: 0, kind: 'forget' } satisfies Ask)
  }

  async close(): Promise<void> {
    await this.ask({ kind: 'close' })
    await this.#worker.terminate()
  }

  #hear(told: Told): void {
    if ('ready' in told) this.#ready.resolve()
    if ('template' in told) this.#template.resolve(told.template)
    if (!('id' in told)) return
    const asked = this.#open.get(told.id)
    if (asked === undefined) return
    this.#open.delete(told.id)
    try {
      if ('failed' in told) throw new DatabaseFailure('XX000', told.failed)
      const reply = readReply(told.reply)
      if (!reply.tag.startsWith('SELECT')) this.touched += reply.touched
      asked.resolve(reply)
    } catch (error) {
      asked.reject(error as Error)
    }
  }

  #lose(reason: string): void {
    this.#gone ??= new DatabaseFailure('database-closed', reason)
    this.#ready.reject(this.#gone)
    this.#template.reject(this.#gone)
    for (const { reject } of this.#open.values()) reject(this.#gone)
    this.#open.clear()
  }
}

async function compileEngine(): Promise<EngineModule> {
  const bytes = await readFile(engineFile())
  return patiently(() => WebAssembly.compile(bytes))
}
