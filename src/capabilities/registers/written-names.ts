/**
 * What is held in memory of a register, written down for the next start: one sealed file instead of a record at a time (docs/decisions/0014).
 * Its key is destroyed with that of any record, so that nothing erased is in a file that still opens.
 */
import type { Remembering, Sealing } from '#kernel/capability.ts'
import { type Facts, SealedFileFailure } from '#kernel/sealed-files.ts'
import { utf8 } from '#lib/bytes.ts'
import type { MemberId } from '#wire/address.ts'
import { type Content, wholeName } from './kinds.ts'
import { head, headHeld, maybeMark } from './store/compared.ts'

/** What is compared of a record: its names with what is known beside them, or its serial. */
export interface HeldRow {
  readonly id: string
  readonly names: readonly string[]
  readonly birth_date?: string
  readonly sex?: string
  /** Where there is one alone: with several any may agree, and the full comparison looks at each. */
  readonly nationality?: string
  readonly serial?: string
}

/** Changes when a row would be made otherwise of the same record. */
const FORM = 1
/** Characters of rows in one piece. */
const PIECE = 500_000

const fileOf = (member: MemberId) => `registers.names.${member}`
const scopeOf = (member: MemberId) => `registers.names:${member}`

/** `undefined` for a record of which nothing is compared. */
export function rowOf(id: string, { subject: { person, firearm } }: Content): HeldRow | undefined {
  if (firearm) return { id, names: [], serial: firearm.serial }
  if (!person) return undefined
  const { names, birth_date, sex, nationalities = [] } = person
  return {
    id,
    names: names.map(wholeName),
    ...(birth_date !== undefined && { birth_date }),
    ...(sex !== undefined && { sex }),
    ...(nationalities.length === 1 && { nationality: nationalities[0]! }),
  }
}

/** Of the file: which change is the last in it. `undefined` where it is missing, of another database, ahead of this one, or does not open. */
export async function maybeWritten(how: Remembering): Promise<number | undefined> {
  const facts = await how.files.maybeFacts(fileOf(how.own))
  return facts && (await isOurs(facts, how)) ? (facts.counter as number) : undefined
}

/**
 * Hands the rows over as they were written and answers the number of the last change in them; `undefined` as above, and what was taken before a
 * file turned out to be damaged is of no use.
 */
export const readWritten = (how: Remembering, take: (rows: readonly HeldRow[]) => void): Promise<number | undefined> =>
  withWritten(how, async (rows, counter) => {
    for await (const some of rows) take(some)
    return counter
  })

async function withWritten<T>(
  how: Remembering,
  work: (rows: AsyncIterable<readonly HeldRow[]>, counter: number) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await how.files.read(fileOf(how.own), async (facts, pieces) =>
      (await isOurs(facts, how)) ? await work(rowsOf(pieces), facts.counter as number) : undefined,
    )
  } catch (failure) {
    if (failure instanceof SealedFileFailure) return undefined
    throw failure
  }
}

/** A key for a file of the register as of `counter`; `undefined` where something has changed since. */
export const keyFor = (how: Remembering, counter: number): Promise<number | undefined> =>
  how.transaction(async (writing, vault) =>
    // the head is held: who erases a record comes before, and is seen, or comes after and finds this key
    (await headHeld(writing)).counter === counter ? vault.slotOf(scopeOf(how.own)) : undefined,
  )

/** Writes the whole register as of `counter`, or later: what changed meanwhile is looked at again by who reads it. */
export async function write(how: Remembering, counter: number, slot: number, rows: AsyncIterable<readonly HeldRow[]>): Promise<void> {
  const { identity } = await head(how.reading)
  const mark = await maybeMark(how.reading, counter)
  if (mark === undefined) return
  await how.files.write(fileOf(how.own), { slot, form: FORM, identity, epoch: how.epoch, member: how.own, counter, mark }, piecesOf(rows))
}

/** The same from the file there is and what has changed since; says whether there was one to begin with. */
export const rewrite = async (
  how: Remembering,
  counter: number,
  slot: number,
  changed: ReadonlyMap<string, HeldRow | undefined>,
): Promise<boolean> =>
  (await withWritten(how, async (rows) => {
    await write(how, counter, slot, withChanges(rows, changed))
    return true
  })) === true

async function* withChanges(rows: AsyncIterable<readonly HeldRow[]>, changed: ReadonlyMap<string, HeldRow | undefined>) {
  for await (const some of rows) yield some.filter(({ id }) => !changed.has(id))
  yield [...changed.values()].filter((row) => row !== undefined)
}

/** To be called in the transaction that erases a record, after its change was counted. */
export const destroyWritten = (vault: Pick<Sealing, 'destroyScope'>, member: MemberId): Promise<void> => vault.destroyScope(scopeOf(member))

async function isOurs({ form, identity, epoch, member, counter, mark }: Facts, how: Remembering): Promise<boolean> {
  const { reading } = how
  const now = await head(reading)
  return (
    form === FORM &&
    identity === now.identity &&
    epoch === how.epoch &&
    member === how.own &&
    (counter as number) <= now.counter &&
    mark === (await maybeMark(reading, counter as number))
  )
}

type Written = [id: string, names: readonly string[], birth_date: string, sex: string, nationality: string, serial: string]

async function* piecesOf(batches: AsyncIterable<readonly HeldRow[]>): AsyncGenerator<Uint8Array> {
  let lines: string[] = []
  let length = 0
  for await (const batch of batches) {
    for (const { id, names, birth_date = '', sex = '', nationality = '', serial = '' } of batch) {
      const line = JSON.stringify([id, names, birth_date, sex, nationality, serial] satisfies Written)
      lines.push(line)
      length += line.length
      if (length < PIECE) continue
      yield utf8(`[${lines.join(',')}]`)
      lines = []
      length = 0
    }
  }
  if (lines.length > 0) yield utf8(`[${lines.join(',')}]`)
}

async function* rowsOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<readonly HeldRow[]> {
  for await (const piece of pieces) {
    if (piece.length === 0) continue
    const text = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('utf8')
    yield (JSON.parse(text) as Written[]).map(([id, names, birth_date, sex, nationality, serial]) => ({
      id,
      names,
      ...(birth_date !== '' && { birth_date }),
      ...(sex !== '' && { sex }),
      ...(nationality !== '' && { nationality }),
      ...(serial !== '' && { serial }),
    }))
  }
}
