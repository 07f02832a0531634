/** One opening of a folder at a time, by a lock that the operating system drops when its process dies. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DatabaseFailure } from './failure.ts'

export interface FolderLock {
  release(): void
}

/**
 * Takes the lock of a folder or refuses (`folder-in-use`), in this process too. Node has no flock of its own; SQLite's exclusive lock on an
 * empty file is one that the kernel releases at death, so that no lock is ever stale. The file `holder` only serves the message.
 */
export function lockFolder(folder: string): FolderLock {
  const file = new DatabaseSync(join(folder, 'lock'))
  try {
    file.exec('pragma busy_timeout = 0; pragma journal_mode = memory; pragma locking_mode = exclusive; begin exclusive')
  } catch (error) {
    file.close()
    throw new DatabaseFailure('folder-in-use', `the folder ${folder} is in use${holderOf(folder)}`, { cause: error })
  }
  writeFileSync(join(folder, 'holder'), `${process.pid}\n`)
  return { release: () => file.isOpen && file.close() }
}

function holderOf(folder: string): string {
  try {
    return ` by process ${Number(readFileSync(join(folder, 'holder'), 'utf8'))}`
  } catch {
    return ''
  }
}
