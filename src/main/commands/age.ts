/** Files sealed in the age format (age-encryption.org/v1) to public keys; the tool `age` opens them as well. */
import { readFileSync, statSync } from 'node:fs'
import { Decrypter, Encrypter } from 'age-encryption'
import { BackupFailure } from '#kernel/backup.ts'
import type { Change } from '../lines.ts'
import { Usage } from './arguments.ts'

const MAX_SECRET_BYTES = 65_536
/** A header has a few hundred bytes for each recipient; what goes on without an end is read no further. */
const MAX_HEADER_BYTES = 65_536

/** Seals to every one of these public keys (`age1…`): each alone opens it. */
export function sealer(recipients: readonly string[]): Change {
  const encrypter = new Encrypter()
  try {
    for (const recipient of recipients) encrypter.addRecipient(recipient)
  } catch {
    throw new Usage('a recipient is a public key of age: age1…')
  }
  return async function* (bytes) {
    yield* fromWeb(await encrypter.encrypt(toWeb(bytes)))
  }
}

/** Opens with any of these secret keys (`AGE-SECRET-KEY-…`). Throws BackupFailure where none fits or the file was changed. */
export function opener(identities: readonly string[]): Change {
  const decrypter = new Decrypter()
  for (const identity of identities) decrypter.addIdentity(identity)
  return async function* (bytes) {
    let opened: ReadableStream<Uint8Array>
    try {
      opened = await decrypter.decrypt(toWeb(boundedHeader(bytes)))
    } catch (failure) {
      if (isOfSystem(failure)) throw failure
      throw new BackupFailure('backup-sealed', `it does not open: ${wordsOf(failure)}`)
    }
    try {
      yield* fromWeb(opened)
    } catch (failure) {
      if (isOfSystem(failure)) throw failure
      throw new BackupFailure('backup-damaged', `what is sealed is not as it was written: ${wordsOf(failure)}`)
    }
  }
}

/** The secret keys in a file as `age-keygen` writes it: one a line, comments with #. Refuses a file that others may read. */
export function identitiesIn(path: string): string[] {
  const { mode, size } = statSync(path)
  if ((mode & 0o077) !== 0) throw new Usage(`others may read ${path}: chmod 600`)
  if (size > MAX_SECRET_BYTES) throw new Usage(`${path} is too large`)
  const identities = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  if (identities.length === 0 || !identities.every((line) => line.startsWith('AGE-SECRET-KEY-')))
    throw new Usage(`${path} holds no secret key of age (AGE-SECRET-KEY-…), or something besides`)
  return identities
}

/** Refuses what has no end of a header within reach, so that it is not read into memory in search of one. */
async function* boundedHeader(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head = Buffer.alloc(0)
  let found = false
  for await (const chunk of bytes) {
    if (!found) {
      head = Buffer.concat([head, chunk.subarray(0, MAX_HEADER_BYTES)])
      found = head.includes('\n---')
      if (!found && head.length > MAX_HEADER_BYTES) throw new Error(`no header of age within ${MAX_HEADER_BYTES} bytes`)
    }
    yield chunk
  }
}

const isOfSystem = (failure: unknown) => failure instanceof Error && 'syscall' in failure
const wordsOf = (failure: unknown) => (failure instanceof Error ? failure.message : String(failure))

const toWeb = (bytes: AsyncIterable<Uint8Array>) => ReadableStream.from(bytes) as ReadableStream<Uint8Array>
const fromWeb = (bytes: ReadableStream<Uint8Array>) => bytes as unknown as AsyncIterable<Uint8Array>
