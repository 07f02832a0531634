/** Running an import: slice by slice into staged rows, resumable by any process, live all at once or not at all. */

import type { Sealing } from '#kernel/capability.ts'
import type { Writer } from '#kernel/database/port.ts'
import { concat, sha256, utf8 } from '#lib/bytes.ts'
import { type CsvRow, readRows } from '#lib/tables/index.ts'
import { uuidv7 } from '#lib/uuid.ts'
import { type Defaults, type MappedRow, type Mapping, mapRow } from './import-mapping.ts'
import type { Kind } from './kinds.ts'
import { keysOfRecord } from './look-up-keys.ts'
import { countChange, RECORD_LABEL } from './store/compared.ts'
import {
  finishImport,
  type ImportRow,
  insertBadRows,
  maybeImportToChange,
  moveCursor,
  partsFrom,
  stageKeys,
  stageRecords,
  takenReferences,
} from './store/imports.ts'

export const MAX_IMPORT_BYTES = 50 * 1024 * 1024
export const MAX_IMPORT_ROWS = 200_000
export const MAX_PART_CHARACTERS = 512 * 1024
export const MAX_PARTS = 2_000
export const SLICE_ROWS = 500
/** What surely holds a slice of rows. */
const MOST_PARTS_AT_ONCE = 3
/** An import that got nothing for so long is abandoned. */
export const FORGOTTEN_AFTER_MS = 24 * 3_600_000

export const IMPORT_LABEL = 'registers.import'
export const PART_LABEL = 'registers.import-part'

/** What an import keeps sealed about itself. */
export interface Settings {
  readonly file_name: string
  readonly mapping?: Mapping
  readonly defaults?: Defaults
}

export type Sliced = 'more' | 'over'

/** The reference prefix of an import that states none. */
export const prefixOf = (id: string): string => `I${id.slice(-12).toUpperCase()}`

/**
 * Takes the next 500 rows of a running import in one transaction; the row of the import is held meanwhile. At the end of the file it
 * makes all rows live, or none where bad rows were not to be left out.
 */
export async function runSlice(writing: Writer, vault: Sealing, id: string, now: Date): Promise<Sliced> {
  const row = await maybeImportToChange(writing, id)
  if (row === undefined || row.state !== 'running') return 'over'
  const settings = vault.openJson<Required<Settings>>(row.slot, IMPORT_LABEL, row.sealed)
  if (settings === undefined) {
    await end(writing, vault, row, 'abandoned', now)
    return 'over'
  }
  const { piece, read } = await nextRows(writing, vault, row, settings.mapping.delimiter)
  const rows = row.cursor_line === 1 && settings.mapping.has_header ? read.rows.slice(1) : read.rows
  const mapped = await mapRows(writing, row, settings, rows, now)
  await stage(writing, vault, row, settings.defaults, mapped.good, now)
  const bad = [...mapped.bad]
  const consumed = read.rows.at(-1)?.end ?? 0
  const at_end = piece.is_last && (read.fault !== undefined || read.rows.length < SLICE_ROWS)
  const too_many = row.rows_read + rows.length > MAX_IMPORT_ROWS
  // a row longer than the bound never ends within a piece
  const stuck = read.rows.length === 0 && !at_end
  if (read.fault !== undefined || stuck) bad.push({ line: read.fault?.line ?? row.cursor_line, field: 'row', reason: 'unreadable' })
  if (too_many) bad.push({ line: read.line, field: 'row', reason: 'too-many-rows' })
  await insertBadRows(writing, row.id, bad)
  await moveCursor(writing, row.id, {
    ...piece.cursorAfter(consumed),
    line: read.line,
    bytes: consumed,
    read: rows.length,
    staged: mapped.good.length,
    bad: bad.length,
    now,
  })
  const broken = read.fault !== undefined || stuck || too_many
  if (!broken && !at_end) return 'more'
  const refused = broken || (row.rows_bad + bad.length > 0 && !row.leave_out_bad)
  const nothing = row.rows_staged + mapped.good.length === 0
  await end(writing, vault, row, refused || nothing ? 'refused' : 'done', now)
  return 'over'
}

/** Ends an import and destroys the key of its file. */
export async function end(
  writing: Writer,
  vault: Sealing,
  row: Pick<ImportRow, 'id' | 'text_slot'>,
  state: 'done' | 'refused' | 'withdrawn' | 'abandoned',
  now: Date,
): Promise<void> {
  await finishImport(writing, row.id, state, now)
  if (state === 'done') await countChange(writing, { import: row.id }, now)
  vault.destroy([row.text_slot])
}

interface Piece {
  readonly bytes: Uint8Array
  readonly is_last: boolean
  cursorAfter(consumed: number): { part: number; byte: number }
}

/** The next slice of rows: from the part of the cursor alone where it holds them all, which it nearly always does, or from three. */
async function nextRows(writing: Writer, vault: Sealing, row: ImportRow, delimiter: Mapping['delimiter']) {
  const of = async (parts: number) => {
    const piece = await nextPiece(writing, vault, row, parts)
    return { piece, read: readRows(piece.bytes, { delimiter, line: row.cursor_line, most: SLICE_ROWS, is_last: piece.is_last }) }
  }
  const first = await of(1)
  const is_enough = first.piece.is_last || (first.read.fault === undefined && first.read.rows.length === SLICE_ROWS)
  return is_enough ? first : of(MOST_PARTS_AT_ONCE)
}

/** From the cursor on, so many parts. */
async function nextPiece(writing: Writer, vault: Sealing, row: ImportRow, count: number): Promise<Piece> {
  const parts = await partsFrom(writing, row.id, row.cursor_part, count)
  const opened = parts.map(({ position, sealed }) => {
    const bytes = vault.open(row.text_slot, `${PART_LABEL}:${position}`, sealed)
    if (bytes === undefined) throw new TypeError('the key of a running import is gone')
    return { position, bytes }
  })
  const pieces = opened.map(({ position, bytes }, i) => ({ position, from: i === 0 ? row.cursor_byte : 0, bytes }))
  const last = opened.at(-1)?.position ?? row.parts - 1
  return {
    bytes: concat(...pieces.map(({ bytes, from }) => bytes.subarray(from))),
    is_last: last === row.parts - 1,
    cursorAfter(consumed) {
      let left = consumed
      for (const { position, from, bytes } of pieces) {
        if (left < bytes.length - from) return { part: position, byte: from + left }
        left -= bytes.length - from
      }
      return { part: last + 1, byte: 0 }
    },
  }
}

interface BadRow {
  readonly line: number
  readonly field: string
  readonly reason: string
}

type GoodRow = MappedRow & { readonly line: number }

async function mapRows(
  writing: Writer,
  row: ImportRow,
  settings: Required<Settings>,
  rows: readonly CsvRow[],
  now: Date,
): Promise<{ good: GoodRow[]; bad: BadRow[] }> {
  const bad: BadRow[] = []
  const mapped: GoodRow[] = []
  for (const { cells, line } of rows) {
    const one = mapRow(row.kind as Kind, cells, line, { ...settings, prefix: prefixOf(row.id), now })
    if (one.ok) mapped.push({ ...one.mapped, line })
    else bad.push({ line, ...one.faults[0]! })
  }
  const taken = new Map(
    (
      await takenReferences(
        writing,
        row.member,
        mapped.map(({ reference }) => reference),
        row.id,
      )
    ).map((one) => [one.reference, one.here]),
  )
  const good: GoodRow[] = []
  for (const one of mapped) {
    const here = taken.get(one.reference)
    if (here === undefined) {
      taken.set(one.reference, true)
      good.push(one)
    } else bad.push({ line: one.line, field: 'reference', reason: here ? 'repeated' : 'taken' })
  }
  return { good, bad }
}

async function stage(
  writing: Writer,
  vault: Sealing,
  row: ImportRow,
  defaults: Defaults,
  rows: readonly GoodRow[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return
  const slots = await vault.newSlots(rows.length)
  const staged = rows.map(({ line, reference, content, review_on, expires_on }, i) => ({
    id: rowId(row, line),
    reference,
    review_on,
    expires_on,
    slot: slots[i]!,
    sealed: vault.sealJson(slots[i]!, RECORD_LABEL, content),
  }))
  await stageRecords(writing, staged, {
    import: row.id,
    member: row.member,
    unit: row.unit,
    officer: row.officer,
    only_unit: defaults.only_unit ?? '',
    kind: row.kind,
    classification: defaults.classification,
    access_class: row.record_class!,
    sharing: defaults.sharing,
    now,
  })
  await stageKeys(
    writing,
    rows.flatMap(({ line, content }) =>
      keysOfRecord(content.subject, row.member).map(({ label, value }) => ({
        record: rowId(row, line),
        label,
        digest: vault.digest(label, value),
      })),
    ),
  )
}

/** The id of a row follows from its import and its line: a slice that is repeated makes the same rows. */
const rowId = (row: ImportRow, line: number): string => uuidv7(row.begun_at.getTime(), sha256(utf8(`${row.id} ${line}`)))

/** What tells a repeated part from another one. */
export const partDigest = (text: string): Uint8Array => sha256(utf8(text))
