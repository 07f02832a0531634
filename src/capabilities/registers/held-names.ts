/** What is compared rather than looked up: names, and serials with worn characters, in memory, kept current by the register's change counter. */

import type { Unsealing } from '#kernel/capability.ts'
import type { Reader } from '#kernel/database/port.ts'
import { createSerialIndex, type SerialIndex } from '#lib/identifiers/index.ts'
import { comparePeople, createNameIndex, type NameIndex } from '#lib/names/index.ts'
import type { MemberId } from '#wire/address.ts'
import { type Content, type Person, wholeName } from './kinds.ts'
import type { AskedPerson } from './query.ts'
import { type ComparedRow, changesAfter, comparedFrom, comparedOf, comparedOfImport, head, RECORD_LABEL } from './store/compared.ts'

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
  bringing: Promise<void> | undefined
}

const MOST_REGISTERS = 16
/** Rows opened between two breaths of the process. */
const PAGE = 500
/** Candidates that are opened and compared in full. */
const MOST_CANDIDATES = 30

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

/** Brings a register into memory before the first question needs it. Not to be called inside a transaction: others may wait for it. */
export async function warm(reading: Reader, vault: Unsealing, member: MemberId): Promise<{ records: number; bytes: number }> {
  const { names, numbers } = await current(reading, vault, member)
  return { records: numbers.size, bytes: names.bytes }
}

/** The register with every change in it that was committed before the call. */
async function current(reading: Reader, vault: Unsealing, member: MemberId): Promise<Held> {
  const { identity, counter } = await head(reading)
  const held = heldFor(`${identity} ${member}`)
  // another caller may have been ahead of this reading; a second reading that is still behind tells of a restored database
  if (held.counter > counter && held.counter > (await head(reading)).counter) Object.assign(held, nothing())
  while (held.counter < counter) {
    if (held.bringing !== undefined) {
      // whoever brings it may fail with a reader of its own; then this caller tries with its own
      await held.bringing.catch(() => {})
      continue
    }
    held.bringing = bring(held, reading, vault, member).finally(() => {
      held.bringing = undefined
    })
    await held.bringing
  }
  return held
}

const nothing = () => ({
  names: createNameIndex(),
  records: [],
  numbers: new Map(),
  serials: createSerialIndex(),
  counter: -1,
})

/** The one used last stays longest. */
function heldFor(key: string): Held {
  const held = registers.get(key) ?? { ...nothing(), bringing: undefined }
  registers.delete(key)
  registers.set(key, held)
  for (const oldest of registers.keys()) if (registers.size > MOST_REGISTERS) registers.delete(oldest)
  return held
}

async function bring(held: Held, reading: Reader, vault: Unsealing, member: MemberId): Promise<void> {
  if (held.counter < 0) {
    // what changes while the pages are read has a higher number and is looked at again
    const { counter } = await head(reading)
    await takeAll(held, vault, (after) => comparedFrom(reading, member, after, PAGE))
    held.counter = counter
    return
  }
  const changes = await changesAfter(reading, held.counter, PAGE)
  if (changes[0]?.counter !== held.counter + 1) {
    // the list was shortened behind this process: it begins anew
    Object.assign(held, nothing())
    return
  }
  const records = changes.flatMap(({ record }) => record ?? [])
  for (const record of records) drop(held, record)
  for (const row of await comparedOf(reading, member, records)) take(held, vault, row)
  for (const { import: from } of changes) {
    if (from !== null) await takeAll(held, vault, (after) => comparedOfImport(reading, member, from, after, PAGE))
  }
  held.counter = changes.at(-1)!.counter
}

async function takeAll(held: Held, vault: Unsealing, page: (after: string) => Promise<ComparedRow[]>): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await page(after)
    for (const row of rows) take(held, vault, row)
    if (rows.length < PAGE) return
    after = rows.at(-1)!.id
  }
}

function take(held: Held, vault: Unsealing, row: ComparedRow): void {
  const content = vault.openJson<Content>(row.slot, RECORD_LABEL, row.sealed)
  if (content === undefined) return
  const { person, firearm } = content.subject
  drop(held, row.id)
  if (person) held.numbers.set(row.id, namesOf(held, row.id, person))
  if (firearm) held.serials.add(row.id, firearm.serial)
}

function namesOf(held: Held, record: string, { names, birth_date, sex, nationalities = [] }: Person): number[] {
  return names.flatMap((name) => {
    const number = held.records.length
    const added = held.names.add(number, {
      name: wholeName(name),
      ...(birth_date !== undefined && { birth_date }),
      ...(sex !== undefined && { sex }),
      // with several nationalities any may agree; the full comparison looks at each
      ...(nationalities.length === 1 && { nationality: nationalities[0]! }),
    })
    if (!added.ok) return []
    held.records.push(record)
    return [number]
  })
}

function drop(held: Held, record: string): void {
  for (const number of held.numbers.get(record) ?? []) held.names.remove(number)
  held.numbers.delete(record)
  held.serials.remove(record)
}
