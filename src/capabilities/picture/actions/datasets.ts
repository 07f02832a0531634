/** A published file into the picture: begin, send the parts, look at what is understood, take it in whole or not at all; and out again. */
import Type from 'typebox'
import { type Act, act, type View, view } from '#kernel/capability.ts'
import { onFileThread } from '#kernel/file-thread.ts'
import { concat, hex, maybeBase64, sameBytes, sha256 } from '#lib/bytes.ts'
import { FORMATS, MEASURES } from '#lib/figures/index.ts'
import { closed, oneOf, Uuid } from '#wire/checks/subjects.ts'
import { Refusal } from '#wire/refusal.ts'
import { datasetClass } from '../dataset-class.ts'
import { forgetImport } from '../ending.ts'
import type { FileRefusal, Found, Job, Read } from '../reading.ts'
import { IMPORT_STATES, MAX_DATASETS, MAX_FILE_BYTES, MAX_OPEN_IMPORTS, MAX_PART_BYTES, MAX_PARTS } from '../rules.ts'
import {
  datasetOfFile,
  datasetsOf,
  deleteDataset,
  type ImportRow,
  importsOf,
  insertCells,
  insertDataset,
  insertImport,
  insertPart,
  maybeImport,
  maybeImportToChange,
  maybePartDigest,
  partsOf,
  setFound,
} from '../store/datasets.ts'
import { conflict, DatasetId, DatasetLine, datasetOf, lineOf, Moment, onDataset, orNull, subject } from './shapes.ts'

/** Base64 of a part of the file. */
const MAX_PART_CHARACTERS = Math.ceil(MAX_PART_BYTES / 3) * 4
const PART_LABEL = 'picture.part'
const FOUND_LABEL = 'picture.found'
const ImportId = closed({ import: Uuid })
const onImport = ({ import: id }: { import: string }) => `import:${id}`
const words = (most: number) => Type.String({ minLength: 1, maxLength: most })

interface Findings {
  readonly file_name: string
  readonly sheet: number
  readonly found?: Found
  readonly refusal?: FileRefusal
}

export const beginImport = act({
  name: 'picture.begin-import',
  summary: 'Begin to take in a published file of figures: CSV or workbook, at most 32 MB and 250,000 rows',
  purpose: 'none',
  journal: 'always',
  input: closed({ file_name: words(200), bytes: Type.Integer({ minimum: 1 }) }),
  output: ImportId,
  refusals: ['input.too-large', 'quota.exceeded'],
  async run({ file_name, bytes }, act) {
    if (bytes > MAX_FILE_BYTES)
      throw new Refusal('input.too-large', { details: [{ path: '/bytes', reason: `more than ${MAX_FILE_BYTES}` }] })
    const { member, id: officer } = act.officer
    if ((await importsOf(act.writing, member)).length >= MAX_OPEN_IMPORTS)
      throw new Refusal('quota.exceeded', { details: [{ path: '', reason: 'open-imports' }] })
    const id = act.newId()
    const [slot] = await act.vault.newSlots(1)
    const found = act.vault.sealJson(slot!, FOUND_LABEL, { file_name, sheet: 0 } satisfies Findings)
    await insertImport(act.writing, { id, member, officer, bytes, begun_at: act.now, slot: slot!, found })
    return { import: id }
  },
})

export const addPart = act({
  name: 'picture.add-part',
  summary: 'Send a part of the file as base64, in order; the same part again does no harm',
  purpose: 'none',
  journal: 'always',
  input: closed({
    import: Uuid,
    position: Type.Integer({ minimum: 0, maximum: MAX_PARTS - 1 }),
    data: Type.String({ minLength: 4, maxLength: MAX_PART_CHARACTERS }),
  }),
  output: closed({ bytes_received: Type.Integer(), bytes: Type.Integer() }),
  refusals: ['thing.unknown', 'state.conflict', 'input.too-large'],
  subject: onImport,
  async run({ import: id, position, data }, act) {
    const row = await importToChange(act, id)
    const bytes = maybeBase64(data)
    if (bytes === undefined) throw new Refusal('input.malformed', { details: [{ path: '/data', reason: 'not-base64' }] })
    const digest = sha256(bytes)
    const before = await maybePartDigest(act.writing, id, position)
    if (before !== undefined) {
      if (!sameBytes(before, digest)) throw conflict('/position', 'another-part')
      return { bytes_received: row.bytes_received, bytes: row.bytes }
    }
    if (position !== row.parts) throw conflict('/position', 'out-of-order')
    const bytes_received = row.bytes_received + bytes.length
    if (bytes_received > row.bytes) throw new Refusal('input.too-large', { details: [{ path: '/data', reason: 'more-than-stated' }] })
    const sealed = act.vault.seal(row.slot, `${PART_LABEL}:${position}`, bytes)
    await insertPart(act.writing, { id, position, bytes: bytes.length, digest, sealed }, act.now)
    return { bytes_received, bytes: row.bytes }
  },
})

interface Ready {
  readonly read: Read
  readonly findings: Findings
  readonly digest: Uint8Array
}

/** Reads the file on a thread, before any transaction. */
async function readApart(id: string, sheet: number | undefined, whole: boolean, view: View): Promise<Ready> {
  const row = await maybeImport(view.reading, view.officer.member, id)
  if (row === undefined) throw unknownImport(id)
  if (row.bytes_received !== row.bytes) throw conflict('', 'parts-missing')
  const before = findingsOf(row, view)
  if (before === undefined) throw unknownImport(id)
  const parts = await partsOf(view.reading, id)
  const opened = parts.map(({ position, sealed }) => view.vault.open(row.slot, `${PART_LABEL}:${position}`, sealed))
  const bytes = concat(...opened.filter((part) => part !== undefined))
  const findings = { file_name: before.file_name, sheet: sheet ?? before.sheet }
  const digest = sha256(bytes)
  const thread = new URL('../reading-worker.ts', import.meta.url)
  const read = await onFileThread<Read>(thread, { bytes, sheet: findings.sheet, whole } satisfies Job)
  return { read: typeof read === 'string' ? { ok: false, refusal: { reason: read } } : read, findings, digest }
}

export const prepareImport = act({
  name: 'picture.prepare-import',
  summary: 'Read the file, all of it, and say of which format it is, what it holds and what is wrong; nothing is taken in',
  purpose: 'none',
  journal: 'always',
  input: closed({ import: Uuid, sheet: Type.Optional(Type.Integer({ minimum: 0, maximum: 99 })) }),
  output: closed({ state: oneOf(IMPORT_STATES), fault: orNull(Type.String()) }),
  refusals: ['thing.unknown', 'state.conflict', 'call.busy'],
  subject: onImport,
  prepare: ({ import: id, sheet }, view) => readApart(id, sheet, false, view),
  async run({ import: id }, act) {
    const { read, findings } = act.ready as Ready
    const row = await importToChange(act, id)
    const kept: Findings = { ...findings, ...(read.ok ? { found: read.found } : { refusal: read.refusal }) }
    const fault = read.ok ? null : read.refusal.reason
    await setFound(act.writing, id, act.vault.sealJson(row.slot, FOUND_LABEL, kept), fault, act.now)
    return { state: 'prepared' as const, fault }
  },
})

export const runImport = act({
  name: 'picture.run-import',
  summary: 'Take the file in with its source: all its good rows in one go, or nothing; the file itself is then destroyed',
  purpose: 'none',
  journal: 'always',
  input: closed({
    import: Uuid,
    title: words(120),
    publisher: words(120),
    licence: words(120),
    /** Where it was got. */
    address: Type.Optional(Type.String({ maxLength: 300 })),
    retrieved_on: Type.Optional(Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' })),
    note: Type.Optional(Type.String({ maxLength: 500 })),
    /** What wrong rows mean for the others; rows that say again what another said. */
    bad_rows: oneOf(['refuse-all', 'leave-out'] as const),
    repeated: oneOf(['refuse-all', 'leave-out'] as const),
  }),
  output: closed({ dataset: Uuid, cells: Type.Integer() }),
  refusals: ['thing.unknown', 'state.conflict', 'import.invalid', 'quota.exceeded', 'call.busy'],
  subject: (_, output) => (output === undefined ? '' : `dataset:${output.dataset}`),
  prepare: ({ import: id }, view) => readApart(id, undefined, true, view),
  async run({ import: id, bad_rows, repeated, title, publisher, licence, address = '', retrieved_on, note = '' }, act) {
    const { read, findings, digest } = act.ready as Ready
    const one = await importToChange(act, id)
    if (one.state !== 'prepared') throw conflict('', 'not-prepared')
    if (!read.ok) throw new Refusal('import.invalid', { details: [{ path: '', reason: read.refusal.reason }] })
    const { found, cells } = read
    if (cells === undefined || cells.line.length === 0)
      throw new Refusal('import.invalid', { details: [{ path: '', reason: 'no-good-row' }] })
    if (found.bad > 0 && bad_rows === 'refuse-all')
      throw new Refusal('import.invalid', { details: [{ path: '/bad_rows', reason: `${found.bad}` }] })
    if (found.repeated > 0 && repeated === 'refuse-all')
      throw new Refusal('import.invalid', { details: [{ path: '/repeated', reason: `${found.repeated}` }] })
    const { member, id: officer } = act.officer
    if ((await datasetOfFile(act.writing, member, digest)) !== undefined) throw conflict('', 'taken-in-already')
    if ((await datasetsOf(act.writing, member)).length >= MAX_DATASETS)
      throw new Refusal('quota.exceeded', { details: [{ path: '', reason: 'datasets' }] })
    const dataset = act.newId()
    const { format, measure, period_kind, rows, bad, suppressed, not_reported, has_origin, has_place, has_position } = found
    await insertDataset(act.writing, {
      id: dataset,
      member,
      officer,
      access_class: await act.classOf(datasetClass(member)),
      title,
      publisher,
      licence,
      address,
      retrieved_on: retrieved_on ?? null,
      note,
      file_name: findings.file_name,
      digest,
      bytes: one.bytes,
      rows,
      cells: cells.line.length,
      repeated: found.repeated,
      bad,
      format,
      measure,
      period_kind,
      has_origin,
      has_place,
      has_position,
      suppressed,
      not_reported,
      first_period: found.first_period,
      last_period: found.last_period,
      taken_at: act.now,
    })
    await insertCells(act.writing, dataset, found.routes, cells)
    await forgetImport(act, one)
    await act.record('picture.imported', `dataset:${dataset}`, {
      format,
      rows,
      cells: cells.line.length,
      bad,
      repeated: found.repeated,
      sha256: hex(digest),
    })
    return { dataset, cells: cells.line.length }
  },
})

export const withdrawImport = act({
  name: 'picture.withdraw-import',
  summary: 'Give a file up before it is taken in: it is destroyed',
  purpose: 'none',
  journal: 'always',
  input: ImportId,
  output: ImportId,
  refusals: ['thing.unknown'],
  subject: onImport,
  async run({ import: id }, act) {
    await forgetImport(act, await importToChange(act, id))
    return { import: id }
  },
})

const RefusalShape = closed({
  reason: Type.String(),
  line: orNull(Type.Integer()),
  columns: Type.Array(Type.String()),
  nearest: orNull(oneOf(FORMATS)),
})
const FoundShape = closed({
  format: oneOf(FORMATS),
  measure: oneOf(MEASURES),
  period_kind: oneOf(['month', 'year'] as const),
  sheets: Type.Array(Type.String()),
  sheet: Type.Integer(),
  headings: Type.Array(Type.String()),
  columns: Type.Array(closed({ field: Type.String(), heading: Type.String() })),
  rows: Type.Integer(),
  cells: Type.Integer(),
  repeated: Type.Integer(),
  bad: Type.Integer(),
  suppressed: Type.Integer(),
  not_reported: Type.Integer(),
  has_origin: Type.Boolean(),
  has_place: Type.Boolean(),
  has_position: Type.Boolean(),
  first_period: Type.String(),
  last_period: Type.String(),
  routes: Type.Array(closed({ code: Type.String(), name: Type.String() })),
  bad_rows: Type.Array(
    closed({ line: Type.Integer(), column: Type.String(), reason: Type.String(), other_line: Type.Optional(Type.Integer()) }),
  ),
})

export const findImports = view({
  name: 'picture.find-imports',
  summary: 'Files on their way into the picture: how far they are, and what was understood of them',
  purpose: 'none',
  journal: 'refusals',
  input: closed({}),
  output: closed({
    rows: Type.Array(
      closed({
        id: Uuid,
        officer: Type.String(),
        state: oneOf(IMPORT_STATES),
        file_name: Type.String(),
        bytes: Type.Integer(),
        bytes_received: Type.Integer(),
        begun_at: Moment,
        refusal: orNull(RefusalShape),
        found: orNull(FoundShape),
      }),
    ),
  }),
  async run(_, view) {
    const rows = await importsOf(view.reading, view.officer.member)
    return {
      rows: rows.flatMap((row) => {
        const findings = findingsOf(row, view)
        if (findings === undefined) return []
        const { id, officer, state, bytes, bytes_received } = row
        const { refusal, found, file_name } = findings
        return [
          {
            id,
            officer,
            state,
            bytes,
            bytes_received,
            file_name,
            begun_at: row.begun_at.toISOString(),
            refusal:
              refusal === undefined
                ? null
                : {
                    reason: refusal.reason,
                    line: refusal.line ?? null,
                    columns: [...(refusal.columns ?? [])],
                    nearest: refusal.nearest ?? null,
                  },
            found:
              found === undefined
                ? null
                : {
                    ...found,
                    sheets: [...found.sheets],
                    headings: [...found.headings],
                    columns: [...found.columns],
                    routes: [...found.routes],
                    bad_rows: [...found.bad_rows],
                  },
          },
        ]
      }),
    }
  },
})

export const findDatasets = view({
  name: 'picture.find-datasets',
  summary: 'The published files that the picture is made of, each with its source, licence, counting rule and digest; the newest first',
  purpose: 'none',
  journal: 'refusals',
  input: closed({}),
  output: closed({ rows: Type.Array(DatasetLine) }),
  async run(_, view) {
    const rows = await datasetsOf(view.reading, view.officer.member, await view.classes('picture.find-datasets'))
    return { rows: rows.map(lineOf) }
  },
})

export const eraseDataset = act({
  name: 'picture.erase-dataset',
  summary: 'Take a dataset out of the picture with all its figures; the journal keeps that it was there, and its digest',
  purpose: 'none',
  journal: 'always',
  input: DatasetId,
  output: DatasetId,
  refusals: ['thing.unknown'],
  on: onDataset,
  subject,
  async run({ dataset }, act) {
    const row = await datasetOf(dataset, act)
    await deleteDataset(act.writing, row.member, dataset)
    await act.record('picture.erased', `dataset:${dataset}`, { sha256: hex(row.digest), cells: row.cells })
    return { dataset }
  },
})

const findingsOf = ({ slot, found }: ImportRow, { vault }: Pick<View, 'vault'>) => vault.openJson<Findings>(slot, FOUND_LABEL, found)
const unknownImport = (id: string) => new Refusal('thing.unknown', { inside: `import ${id}` })

/** A file on its way in that is held until the act ends. */
async function importToChange({ writing, officer }: Pick<Act, 'writing' | 'officer'>, id: string): Promise<ImportRow> {
  const row = await maybeImportToChange(writing, officer.member, id)
  if (row === undefined) throw unknownImport(id)
  return row
}

export const datasetActions = [beginImport, addPart, prepareImport, runImport, withdrawImport, findImports, findDatasets, eraseDataset]
