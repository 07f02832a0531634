/** Lines of text between files, sockets and functions, a few at a time however many there are. */
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

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

/** The lines of a file, of a compressed one where it is named `.gz`. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const file = createReadStream(path)
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  // what fails in the first of two streams is not told to the second
  file.on('error', (failure) => input.destroy(failure))
  yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
}

/** Writes lines to a new file of the owner alone, synced before this resolves; compressed where it is named `.gz`. Refuses one that is there. */
export async function writeLines(path: string, lines: AsyncIterable<string>): Promise<void> {
  const text = Readable.from(
    (async function* () {
      for await (const line of lines) yield `${line}\n`
    })(),
  )
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
  if (path.endsWith('.gz') || path.endsWith('.gz.part')) await pipeline(text, createGzip({ level: 6 }), file)
  else await pipeline(text, file)
}
