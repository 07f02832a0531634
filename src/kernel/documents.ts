/**
 * Documents made outside the node's process, each in one of its own, within bounds of time, memory, size and number: the typesetter is native
 * code, and what goes wrong in it may end its process and no other.
 */
import { type ChildProcess, fork } from 'node:child_process'
import type { Document } from '#lib/documents/index.ts'
import { Refusal } from '#wire/refusal.ts'
import type { ToMake } from './document-process.ts'

export const DOCUMENT_FORMS = ['pdf', 'docx', 'xlsx'] as const
export type DocumentForm = (typeof DOCUMENT_FORMS)[number]
export const MEDIA_TYPES: Readonly<Record<DocumentForm, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

export const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024
const TIME_MS = 60_000
const AT_ONCE = 2
const MEMORY_MB = 512

let running = 0

/** Makes a document; `call.busy` while as many are being made as may be, or where it takes too long. */
export async function madeDocument(document: Document, form: DocumentForm, time_ms = TIME_MS): Promise<Uint8Array> {
  if (running >= AT_ONCE) throw new Refusal('call.busy', { inside: `${running} documents are being made`, retry_after_s: 5 })
  running += 1
  try {
    const bytes = await answerOf({ document, form }, time_ms)
    if (bytes.length > MAX_DOCUMENT_BYTES) throw new Refusal('input.too-large', { inside: `a document of ${bytes.length} bytes` })
    return bytes
  } finally {
    running -= 1
  }
}

function answerOf(what: ToMake, time_ms: number): Promise<Uint8Array> {
  // nothing of the node's surroundings goes along: no key, no address of a database
  const child = fork(new URL('./document-process.ts', import.meta.url), [], {
    env: { ...(process.env.TMPDIR && { TMPDIR: process.env.TMPDIR }) },
    execArgv: [`--max-old-space-size=${MEMORY_MB}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  return answered(child, what, time_ms)
}

const SAID = 4_000
/** Settles once the process is gone: its place is free then, and not before. */
const answered = (child: ChildProcess, what: ToMake, time_ms: number) =>
  new Promise<Uint8Array>((resolve, reject) => {
    let bytes: Uint8Array | undefined
    let late = false
    let said = ''
    const timer = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, time_ms)
    child.stderr?.on('data', (part: Buffer) => {
      said = (said + part.toString()).slice(-SAID)
    })
    child.once('message', (message) => {
      bytes = message as unknown as Uint8Array
    })
    child.once('error', (error) => {
      said = `${said} ${error.message}`
      child.kill('SIGKILL')
    })
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      if (bytes) resolve(new Uint8Array(bytes))
      else if (late) reject(new Refusal('call.busy', { inside: `a document took over ${time_ms} ms`, retry_after_s: 60 }))
      else reject(new Error(`a document was not made (${code ?? signal}): ${said}`))
    })
    child.send(what, (error) => {
      if (error) child.kill('SIGKILL')
    })
  })
