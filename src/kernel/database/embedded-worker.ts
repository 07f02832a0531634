/** The thread of the embedded database: PGlite blocks while it works, so it works here. */

import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { concat } from '#lib/bytes.ts'
import { neverOptimised } from '../wasm-tiering.ts'
import type { Ask, Start, Told } from './embedded.ts'
import { type EngineModule, engineFile } from './embedded-engine.ts'
import { holds, Request } from './wire.ts'

const STATEMENTS = 500
const STATEMENT_CHARACTERS = 8_000

const { folder, pgliteWasmModule, template } = workerData as Start
const port = parentPort!
const tell = (told: Told, transfer: ArrayBuffer[] = []) => port.postMessage(told, transfer)

const settings = ['shared_buffers=16MB', 'max_wal_size=64MB', 'min_wal_size=16MB', 'TimeZone=UTC', 'wal_level=minimal', 'max_wal_senders=0']
const startParams = [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ['-c', setting])]
const initDbStartParams = ['--wal-segsize=1', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
const common = { startParams, pgliteWasmModule }

/** PGlite without its own reading of results: the port has one (`wire.ts`), so the types of arrays need not be asked for at each start. */
class Engine extends PGlite {
  override _initArrayTypes(): Promise<void> {
    // the parser is one function of 100 KB: to optimise it takes seconds and 600 MB for nothing. It runs here for its first time
    neverOptimised(() => this.execProtocolRawSync(new Request().query('.').bytes()))
    return Promise.resolve()
  }

  static async opened(options: PGliteOptions): Promise<Engine> {
    const engine = new Engine(options)
    await engine.waitReady
    return engine
  }
}

const prepared = new Map<string, string>()
let named = 0
const engine = await open()

port.on('message', (ask: Ask) => {
  if (ask.kind === 'close') {
    void engine.close().then(() => {
      tell({ id: ask.id, reply: new Uint8Array() })
      port.close()
    })
    return
  }
  if (ask.kind === 'forget') {
    const request = new Request()
    for (const name of prepared.values()) request.closeStatement(name)
    prepared.clear()
    exchange(request.sync())
    return
  }
  try {
    const reply = ask.kind === 'script' ? runScript(ask) : runStatement(ask)
    tell({ id: ask.id, reply }, [reply.buffer as ArrayBuffer])
  } catch (error) {
    tell({ id: ask.id, failed: String(error) })
  }
})

function runScript(ask: Ask & { kind: 'script' }): Uint8Array {
  const request = new Request()
  if (ask.opening) request.query('begin')
  return exchange(request.query(ask.text))
}

function runStatement({ text, parameters, opening }: Ask & { kind: 'statement' }): Uint8Array {
  const request = new Request()
  if (opening) request.query('begin')
  const known = prepared.get(text)
  if (known !== undefined) return exchange(request.execute(known, parameters).sync())
  if (text.length > STATEMENT_CHARACTERS) return exchange(request.parse('', text).execute('', parameters).sync())
  if (prepared.size >= STATEMENTS) {
    const [oldest, name] = prepared.entries().next().value!
    prepared.delete(oldest)
    request.closeStatement(name)
  }
  const name = `p${++named}`
  const reply = exchange(request.parse(name, text).execute(name, parameters).sync())
  if (holds(reply, '1')) prepared.set(text, name)
  return reply
}

function exchange(request: Request): Uint8Array {
  const chunks: Uint8Array[] = []
  let length = 0
  void engine.execProtocolRawStream(request.bytes(), {
    syncToFs: false,
    onRawData: (chunk) => {
      chunks.push(chunk.slice())
      length += chunk.length
    },
  })
  if (chunks.length === 1) return chunks[0]!
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

/** A folder's cluster is made beside its place and renamed, so that a half-made one is never taken for a whole one. */
async function open(): Promise<Engine> {
  if (folder === undefined) return Engine.opened({ ...common, dataDir: 'memory://', loadDataDir: await fresh() })
  const cluster = join(folder, 'cluster')
  if (!existsSync(cluster)) {
    const making = join(folder, 'cluster.making')
    rmSync(making, { recursive: true, force: true })
    const made = await Engine.opened({ ...common, dataDir: making, loadDataDir: await fresh() })
    await made.close()
    renameSync(making, cluster)
  }
  return Engine.opened({ ...common, dataDir: cluster })
}

/** A new cluster's files. The first of a process takes seconds; it is told to the main thread, so that later ones take a tenth. */
async function fresh(): Promise<Blob> {
  if (template !== undefined) return new Blob([new Uint8Array(template).slice()])
  const pgliteWasmModule = await engineOfItsOwn()
  const first = await neverOptimised(() => Engine.opened({ startParams, pgliteWasmModule, dataDir: 'memory://', initDbStartParams }))
  const files = await first.dumpDataDir('none')
  await first.close()
  const bytes = new Uint8Array(await files.arrayBuffer())
  const shared = new SharedArrayBuffer(bytes.length)
  new Uint8Array(shared).set(bytes)
  tell({ template: shared })
  return files
}

/** Making a cluster runs much code once; an empty section makes V8 hold this engine for another one, whose code stays as it is. */
async function engineOfItsOwn(): Promise<EngineModule> {
  const emptySection = Uint8Array.of(0, 1, 0)
  return WebAssembly.compile(concat(readFileSync(engineFile()), emptySection))
}

tell({ ready: true })
