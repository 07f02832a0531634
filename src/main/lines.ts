/** Lines of text between files, sockets and functions, a few at a time however many there are. */
import { createReadStream, createWriteStream } from 'node:fs'
import { PassThrough, pipeline as piped, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

/** Passes bytes on as others: sealed, or opened. */
export type Change = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>

const MAX_LINE = 256 * 1024 * 1024

/** What a function writes, to be read as it is written; it waits while nobody reads. */
export async function* written(run: (write: (line: string) => Promise<void>) => Promise<unknown>): AsyncGenerator<string> {
  const { readable, writable } = new TransformStream<string, string>()
  const writer = writable.getWriter()
  const running = run((line) => writer.write(line)).then(
    () => writer.close(),
    (failure: unknown) => writer.abort(failure),
  )
  // told by the readable side; who stops reading has no use for it
  running.catch(() => undefined)
  yield* readable
  await running
}

/** Lines end with a line feed and nothing else: `node:readline` also ends them at U+2028, which stands in texts. */
export async function* linesIn(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let begun = ''
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true })
    let from = 0
    for (let to = text.indexOf('\n'); to !== -1; to = text.indexOf('\n', from)) {
      yield withoutReturn(begun + text.slice(from, to))
      begun = ''
      from = to + 1
    }
    begun += text.slice(from)
    if (begun.length > MAX_LINE) throw new Error(`a line has more than ${MAX_LINE} characters`)
  }
  begun += decoder.decode()
  if (begun !== '') yield withoutReturn(begun)
}

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line)

/** The lines of a file, of a compressed one where it is named `.gz`; `open` takes away the seal around it. */
export async function* linesOf(path: string, open?: Change): AsyncGenerator<string> {
  const bytes = new PassThrough()
  // what fails in one stream is told to all, and so to who reads the last
  piped(
    [
      createReadStream(path),
      ...(open ? [open] : []),
      ...(isPacked(path) ? [createGunzip()] : []),
      bytes,
    ] as unknown as NodeJS.ReadWriteStream[],
    () => undefined,
  )
  yield* linesIn(bytes)
}

/**
 * Writes lines to a new file of the owner alone, synced before this resolves; compressed where it is named `.gz`, then sealed by `seal`.
 * Refuses a file that is there.
 */
export async function writeLines(path: string, lines: AsyncIterable<string>, seal?: Change): Promise<void> {
  const text = Readable.from(
    (async function* () {
      for await (const line of lines) yield Buffer.from(`${line}\n`)
    })(),
  )
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
  await pipeline([
    text,
    ...(isPacked(path) ? [createGzip({ level: 6 })] : []),
    ...(seal ? [seal] : []),
    file,
  ] as unknown as NodeJS.ReadWriteStream[])
}

const isPacked = (path: string) => /\.gz(\.|$)/.test(path)
