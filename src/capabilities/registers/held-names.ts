/** What is compared rather than looked up: names, and serials with worn characters, in memory, kept current by the register's change counter. */

import { setImmediate as breath } from 'node:timers/promises'
import type { Remembering, Unsealing } from '#kernel/capability.ts'
import type { Reader } from '#kernel/database/port.ts'
import { VaultFailure } from '#kernel/vault/index.ts'
import { createSerialIndex, type SerialIndex } from '#lib/identifiers/index.ts'
import { comparePeople, createNameIndex, type NameIndex, readFacts } from '#lib/names/index.ts'
import type { MemberId } from '#wire/address.ts'
import { type Content, wholeName } from './kinds.ts'
import type { AskedPerson } from './query.ts'
import { type ComparedRow, changesAfter, comparedFrom, comparedOf, comparedOfImport, head, RECORD_LABEL } from './store/compared.ts'
import { type HeldRow, keyFor, maybeWritten, readWritten, rewrite, rowOf, write } from './written-names.ts'

/** One register in the memory of this process. */
interface Held {
  names: NameIndex
  /** The record of each name in the index. */
  records: string[]
  /** What a record has in here: numbers of its names. */
  numbers: Map<string, readonly number[]>
  serials: SerialIndex
  /** Every change up to here is in; -1 while nothing is. */
  counter: number
  /** What is in here and not in the file as of `written` (-1: none of it is), by record; `undefined` once that is too much to keep. */
  changed: Map<string, HeldRow | undefined> | undefined
  written: number
  bringing: Promise<void> | undefined
  keeping: boolean
  /** When a file was last made by opening every record. */
  opened_all_ms: number
}

const MOST_REGISTERS = 16
/** Rows opened between two breaths of the process. */
const PAGE = 500
/** Rows read in one go: a table that has just been filled may be read whole for each, until the database has counted it. */
const READ_AT_ONCE = 5_000
/** Names so few that they are brought again with an import, all in one go, rather than its rows one by one. */
const FEW = 1_000
/** Candidates that are opened and compared in full. */
const MOST_CANDIDATES = 30
/** Changed rows that are kept until they are written down. */
const MOST_CHANGED = 200_000
/** Changes worth writing down before the node closes. */
const ENOUGH_CHANGED = 500
/** After an erasure the file is made of the records again, though not after each. */
const OPENED_ALL_EVERY_MS = 600_000

const registers = new Map<string, Held>()

/** Records whose names may be the asked person's, best first, at most thirty. */
export async function recordsByName(
  reading: Reader,
  vault: Unsealing,
  member: MemberId,
  asked: AskedPerson,
  threshold: number,
): Promise<string[]> {
  const held = await current(reading, vault, member)
  const best = new Map<string, number>()
  for (const name of asked.names.slice(0, 5)) {
    const person = {
      name: wholeName(name),
      ...(asked.birth_date !== undefined && { birth_date: asked.birth_date }),
      ...(asked.sex !== undefined && { sex: asked.sex }),
      ...(asked.nationality !== undefined && { nationality: asked.nationality }),
    }
    for (const { id, score, person: found } of held.names.search(person, { top: MOST_CANDIDATES })) {
      // the index says who is likeliest among all held; whether that is near enough is said of the pair alone
      if (comparePeople(person, found).score < threshold) continue
      const record = held.records[id]!
      if (score > (best.get(record) ?? 0)) best.set(record, score)
    }
  }
  return [...best]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_CANDIDATES)
    .map(([record]) => record)
}

/** Records whose serial meets the asked one where either has worn characters, best first, at most thirty; `more` where there may be others. */
export async function recordsByWornSerial(
  reading: Reader,
  vault: Unsealing,
  member: MemberId,
  serial: string,
  look_alikes: boolean,
): Promise<{ records: string[]; more: boolean }> {
  const { serials } = await current(reading, vault, member)
  const { found, more } = serials.search(serial, { look_alikes, most: MOST_CANDIDATES })
  return { records: found.map(({ id }) => id), more }
}

/**
 * Brings a register into memory before the first question needs it; with `how`, from what was written down. Not to be called inside a
 * transaction: others may wait for it.
 */
export async function warm(
  reading: Reader,
  vault: Unsealing,
  member: MemberId,
  how?: Remembering,
): Promise<{ records: number; names: number; bytes: number }> {
  const { names, numbers } = await current(reading, vault, member, how)
  return { records: numbers.size, names: names.size, bytes: names.bytes }
}

/** Writes down what is held; with `ending` not where every record would have to be opened. */
export async function keep(how: Remembering, ending: boolean): Promise<void> {
  const { reading, vault, own, now } = how
  const { identity } = await head(reading)
  const known = registers.get(keyOf(identity, own))
  if (known === undefined || known.counter < 0 || known.keeping) return
  known.keeping = true
  try {
    const held = await current(reading, vault, own)
    const written = await maybeWritten(how)
    if (written === held.counter) settled(held)
    if (written !== undefined && written >= held.counter) return
    if (held.changed !== undefined && (held.written < 0 || (written !== undefined && written >= held.written))) {
      if (held.written < 0 || held.changed.size >= ENOUGH_CHANGED) await keepChanged(how, held)
    } else if (!ending && now.getTime() - held.opened_all_ms >= OPENED_ALL_EVERY_MS) {
      held.opened_all_ms = now.getTime()
      await keepAll(how, held)
    }
  } finally {
    known.keeping = false
  }
}

/** Of the older file what has not changed since, and what has; where nothing of the register was written yet, all as it was brought. */
async function keepChanged(how: Remembering, held: Held): Promise<void> {
  const { counter, changed, written } = held
  const slot = await keyFor(how, counter)
  if (slot === undefined || held.counter !== counter || changed === undefined) return
  settled(held)
  const all = async function* () {
    yield [...changed.values()].filter((row) => row !== undefined)
  }
  await ended(held, written < 0 ? write(how, counter, slot, all()).then(() => true) : rewrite(how, counter, slot, changed))
}

/** All of it, opened again record by record. */
async function keepAll(how: Remembering, held: Held): Promise<void> {
  const { counter } = held
  const slot = await keyFor(how, counter)
  if (slot === undefined || held.counter !== counter) return
  settled(held)
  const rows = opened(how.vault, (after) => comparedFrom(how.reading, how.own, after, READ_AT_ONCE))
  await ended(
    held,
    write(how, counter, slot, rows).then(() => true),
  )
}

/** From now on changes are noted against the file of this state. */
function settled(held: Held): void {
  held.written = held.counter
  held.changed = new Map()
}

/** What could not be written is not there to be built upon; that its key was destroyed meanwhile is no fault. */
async function ended(held: Held, writing: Promise<boolean>): Promise<void> {
  let done = false
  try {
    done = await writing
  } catch (failure) {
    if (!(failure instanceof VaultFailure && failure.code === 'vault-erased')) throw failure
  } finally {
    if (!done) held.changed = undefined
  }
}

/** The register with every change in it that was committed before the call. */
async function current(reading: Reader, vault: Unsealing, member: MemberId, how?: Remembering): Promise<Held> {
  const { identity, counter } = await head(reading)
  const held = heldFor(keyOf(identity, member))
  // another caller may have been ahead of this reading; a second reading that is still behind tells of a restored database
  if (held.counter > counter && held.counter > (await head(reading)).counter) Object.assign(held, nothing())
  while (held.counter < counter) {
    if (held.bringing !== undefined) {
      // whoever brings it may fail with a reader of its own; then this caller tries with its own
      await held.bringing.catch(() => {})
      continue
    }
    held.bringing = bring(held, reading, vault, member, how).finally(() => {
      held.bringing = undefined
    })
    await held.bringing
  }
  return held
}

const keyOf = (identity: string, member: MemberId) => `${identity} ${member}`

const nothing = () => ({
  names: createNameIndex(),
  records: [],
  numbers: new Map(),
  serials: createSerialIndex(),
  counter: -1,
  changed: new Map(),
  written: -1,
})

/** The one used last stays longest. */
function heldFor(key: string): Held {
  const held = registers.get(key) ?? { ...nothing(), bringing: undefined, keeping: false, opened_all_ms: Number.NEGATIVE_INFINITY }
  registers.delete(key)
  registers.set(key, held)
  for (const oldest of registers.keys()) if (registers.size > MOST_REGISTERS) registers.delete(oldest)
  return held
}

async function bring(held: Held, reading: Reader, vault: Unsealing, member: MemberId, how?: Remembering): Promise<void> {
  if (held.counter < 0) return bringAll(held, reading, vault, member, how)
  const changes = await changesAfter(reading, held.counter, PAGE)
  if (changes[0]?.counter !== held.counter + 1) {
    // the list was shortened behind this process, or beyond its file: it begins anew
    return bringAll(held, reading, vault, member)
  }
  if (held.records.length < FEW && changes.some(({ import: from }) => from !== null)) {
    Object.assign(held, nothing())
    return bringAll(held, reading, vault, member)
  }
  const records = changes.flatMap(({ record }) => record ?? [])
  for (const record of records) {
    drop(held, record)
    note(held, record, undefined)
  }
  for (const row of rowsOf(vault, await comparedOf(reading, member, records))) {
    take(held, row)
    note(held, row.id, row)
  }
  for (const { import: from } of changes) {
    if (from !== null)
      await takeAll(
        held,
        opened(vault, (after) => comparedOfImport(reading, member, from, after, READ_AT_ONCE)),
      )
  }
  held.counter = changes.at(-1)!.counter
}

/** From the file where there is a sound one, from the records otherwise. */
async function bringAll(held: Held, reading: Reader, vault: Unsealing, member: MemberId, how?: Remembering): Promise<void> {
  const written = how && (await readWritten(how, (rows) => rows.forEach((row) => void fill(held, row))))
  if (written !== undefined) {
    held.names.settle()
    held.counter = written
    settled(held)
    return
  }
  Object.assign(held, nothing())
  // what changes while the pages are read has a higher number and is looked at again
  const { counter } = await head(reading)
  await takeAll(
    held,
    opened(vault, (after) => comparedFrom(reading, member, after, READ_AT_ONCE)),
  )
  held.counter = counter
}

async function* opened(vault: Unsealing, page: (after: number) => Promise<ComparedRow[]>): AsyncGenerator<readonly HeldRow[]> {
  for (let after = -1; ; ) {
    const rows = await page(after)
    for (let at = 0; at < rows.length; at += PAGE) {
      yield rowsOf(vault, rows.slice(at, at + PAGE))
      await breath()
    }
    if (rows.length < READ_AT_ONCE) return
    after = rows.at(-1)!.slot
  }
}

const rowsOf = (vault: Unsealing, rows: readonly ComparedRow[]): HeldRow[] =>
  rows.flatMap(({ id, slot, sealed }) => {
    const content = vault.openJson<Content>(slot, RECORD_LABEL, sealed)
    return (content && rowOf(id, content)) ?? []
  })

/** Many at once: into an empty index all in one go, which is several times as fast. */
async function takeAll(held: Held, pages: AsyncIterable<readonly HeldRow[]>): Promise<void> {
  const empty = held.records.length === 0
  for await (const rows of pages) {
    for (const row of rows) {
      if (empty) fill(held, row)
      else take(held, row)
      note(held, row.id, row)
    }
  }
  if (empty) held.names.settle()
}

/** Notes what the file does not hold. */
function note(held: Held, record: string, row: HeldRow | undefined): void {
  if (held.changed === undefined) return
  held.changed.set(record, row)
  if (held.changed.size > MOST_CHANGED) held.changed = undefined
}

function take(held: Held, row: HeldRow): void {
  drop(held, row.id)
  const { id, names, serial, ...facts } = row
  if (serial !== undefined) held.serials.add(id, serial)
  held.numbers.set(
    id,
    names.flatMap((name) => {
      const number = held.records.length
      if (!held.names.add(number, { ...facts, name } as Parameters<NameIndex['add']>[1]).ok) return []
      held.records.push(id)
      return [number]
    }),
  )
}

/** The same where the record is not in yet and others follow; `settle` ends it. */
function fill(held: Held, { id, names, birth_date, sex, nationality, serial }: HeldRow): void {
  if (serial !== undefined) held.serials.add(id, serial)
  if (names.length === 0) return
  const facts = readFacts(birth_date, sex, nationality === undefined ? 0 : held.names.nationality(nationality))
  held.numbers.set(
    id,
    names.flatMap((name) => {
      const number = held.records.length
      const bytes = Buffer.from(name)
      if (!held.names.fill(number, bytes, 0, bytes.length, facts)) return []
      held.records.push(id)
      return [number]
    }),
  )
}

function drop(held: Held, record: string): void {
  for (const number of held.numbers.get(record) ?? []) held.names.remove(number)
  held.numbers.delete(record)
  held.serials.remove(record)
}
