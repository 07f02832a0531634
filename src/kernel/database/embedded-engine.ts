/** Where the engine of the embedded database lies, and what Node's types do not say of WebAssembly. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { PGliteOptions } from '@electric-sql/pglite'

export type EngineModule = NonNullable<PGliteOptions['pgliteWasmModule']>
declare global {
  /** Node has WebAssembly; the types without a browser do not. */
  var WebAssembly: { compile(bytes: Uint8Array): Promise<EngineModule> }
}

export const engineFile = (): string => join(dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite')), 'pglite.wasm')
