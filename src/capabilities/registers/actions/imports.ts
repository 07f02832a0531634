/** How a country's own file becomes records: begin, send the parts, try the mapping, run, watch, withdraw. */
import Type from 'typebox'
import { type Act, act, type ClassAttributes, type Later, type View, view } from '#kernel/capability.ts'
import { sameBytes, utf8 } from '#lib/bytes.ts'
import { guessDelimiter, readRows } from '#lib/tables/index.ts'
import { Refusal } from '#wire/refusal.ts'
import { COLUMN_FIELDS, COMMON_FIELDS, Defaults, Mapping, mappingFaults, mapRow, suggestColumns } from '../import-mapping.ts'
import {
  end,
  IMPORT_LABEL,
  MAX_IMPORT_BYTES,
  MAX_PART_CHARACTERS,
  MAX_PARTS,
  PART_LABEL,
  partDigest,
  prefixOf,
  runSlice,
  type Settings,
} from '../import-run.ts'
import { closed, KINDS, oneOf, Uuid, words } from '../kinds.ts'
import { detailOf, titleOf } from '../record-lines.ts'
import { sharingFaults } from '../rules.ts'
import {
  countPart,
  findBadRows,
  type ImportRow,
  insertImport,
  insertPart,
  keepSettings,
  findImports as listImports,
  maybeImport,
  maybeImportToChange,
  maybePartDigest,
  openImportsOf,
  partsFrom,
  startImport,
} from '../store/imports.ts'
import { recordClass } from './records.ts'
import { DEFAULT_LIMIT, Limit, Moment, Offset } from './shapes.ts'

const MAX_OPEN_IMPORTS = 20
const PREVIEWED_ROWS = 20
/** More slices than the largest file has. */
const MAX_SLICES = 1_000

const STATES = ['receiving', 'running', 'done', 'refused', 'withdrawn', 'abandoned'] as const

const ImportLine = closed({
  id: Uuid,
  kind: oneOf(KINDS),
  file_name: Type.String(),
  state: oneOf(STATES),
  unit: Type.String(),
  officer: Type.String(),
  bytes: Type.Integer(),
  bytes_received: Type.Integer(),
  bytes_read: Type.Integer(),
  rows_read: Type.Integer(),
  rows_staged: Type.Integer(),
  rows_bad: Type.Integer(),
  leave_out_bad: Type.Boolean(),
  begun_at: Moment,
  finished_at: Type.Union([Moment, Type.Null()]),
})

const importClass = ({ member, unit }: Pick<ImportRow, 'member' | 'unit'>): ClassAttributes => ({
  kind: 'registers.import',
  member,
  classification: 'restricted',
  unit,
})

async function onImport(
  { import: id }: { import: string },
  { officer, reading }: Pick<View, 'officer' | 'reading'>,
): Promise<ClassAttributes> {
  const row = await maybeImport(reading, officer.member, id)
  if (row === undefined) throw unknown(id)
  return importClass(row)
}

const subject = ({ import: id }: { import: string }) => `import:${id}`
const unknown = (id: string) => new Refusal('thing.unknown', { inside: `import ${id}` })

export const beginImport = act({
  name: 'registers.begin-import',
  summary: 'Begin the import of a CSV file of at most 50 MB and 200,000 rows',
  purpose: 'none',
  journal: 'always',
  input: closed({ kind: oneOf(KINDS), file_name: words(200), bytes: Type.Integer({ minimum: 1 }) }),
  output: closed({ import: Uuid }),
  refusals: ['input.too-large', 'quota.exceeded'],
  on: (_, { officer }) => importClass(officer),
  subject: (_, output) => `import:${output?.import ?? 'none'}`,
  async run({ kind, file_name, bytes }, act) {
    const { officer, now, writing, vault } = act
    if (bytes > MAX_IMPORT_BYTES)
      throw new Refusal('input.too-large', { details: [{ path: '/bytes', reason: `more than ${MAX_IMPORT_BYTES}` }] })
    if ((await openImportsOf(writing, officer.member)) >= MAX_OPEN_IMPORTS) throw new Refusal('quota.exceeded', { inside: 'open imports' })
    const id = act.newId()
    const [slot, text_slot] = await vault.newSlots(2)
    await insertImport(writing, {
      id,
      member: officer.member,
      unit: officer.unit,
      officer: officer.id,
      kind,
      access_class: await act.classOf(importClass(officer)),
      bytes,
      begun_at: now,
      slot: slot!,
      sealed: vault.sealJson(slot!, IMPORT_LABEL, { file_name } satisfies Settings),
      text_slot: text_slot!,
    })
    return { import: id }
  },
})

export const addImportPart = act({
  name: 'registers.add-import-part',
  summary: 'Send a part of the file, in order; the same part again does no harm',
  purpose: 'none',
  journal: 'always',
  input: closed({
    import: Uuid,
    position: Type.Integer({ minimum: 0, maximum: MAX_PARTS - 1 }),
    text: Type.String({ minLength: 1, maxLength: MAX_PART_CHARACTERS }),
  }),
  output: closed({ bytes_received: Type.Integer(), bytes: Type.Integer() }),
  refusals: ['thing.unknown', 'state.conflict', 'input.too-large'],
  on: onImport,
  subject,
  async run({ import: id, position, text }, act) {
    const { now, writing, vault } = act
    const row = await importToChange(act, id, 'receiving')
    const digest = partDigest(text)
    const before = await maybePartDigest(writing, id, position)
    if (before !== undefined) {
      if (!sameBytes(before, digest)) throw conflict('/position', 'another-part')
      return { bytes_received: row.bytes_received, bytes: row.bytes }
    }
    if (position !== row.parts) throw conflict('/position', 'out-of-order')
    const bytes = utf8(text)
    if (row.bytes_received + bytes.length > row.bytes)
      throw new Refusal('input.too-large', { details: [{ path: '/text', reason: 'more-than-stated' }] })
    await insertPart(writing, {
      import: id,
      position,
      bytes: bytes.length,
      digest,
      sealed: vault.seal(row.text_slot, `${PART_LABEL}:${position}`, bytes),
    })
    await countPart(writing, id, bytes.length, now)
    return { bytes_received: row.bytes_received + bytes.length, bytes: row.bytes }
  },
})

const PreviewRow = closed({
  line: Type.Integer(),
  cells: Type.Array(Type.String()),
  reference: Type.String(),
  title: Type.String(),
  detail: Type.String(),
  faults: Type.Array(closed({ field: Type.String(), reason: Type.String() })),
})

export const previewImport = act({
  name: 'registers.preview-import',
  summary: 'Try a mapping on the first rows and keep it; without a mapping, one is suggested from the headings',
  purpose: 'none',
  journal: 'always',
  input: closed({ import: Uuid, mapping: Type.Optional(Mapping), defaults: Type.Optional(Defaults) }),
  output: closed({
    mapping: Mapping,
    headings: Type.Array(Type.String()),
    fields: Type.Array(Type.String()),
    rows: Type.Array(PreviewRow),
    /** The mapping and the defaults are sound and kept: the import can be run. */
    ready: Type.Boolean(),
    faults: Type.Array(closed({ path: Type.String(), reason: Type.String() })),
  }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onImport,
  subject,
  async run({ import: id, mapping: stated, defaults }, act) {
    const { now, writing, vault } = act
    const row = await importToChange(act, id, 'receiving')
    const [part] = await partsFrom(writing, id, 0, 1)
    const settings = vault.openJson<Settings>(row.slot, IMPORT_LABEL, row.sealed)
    const text = part && vault.open(row.text_slot, `${PART_LABEL}:0`, part.sealed)
    if (text === undefined || settings === undefined) throw conflict('', 'no-part-yet')
    const first = new TextDecoder().decode(text.subarray(0, 65_536)).split(/\r?\n/, 1)[0]!
    const delimiter = stated?.delimiter ?? guessDelimiter(first)
    const { rows, fault } = readRows(text, { delimiter, line: 1, most: PREVIEWED_ROWS + 1, is_last: row.parts === 1 })
    const [head] = rows
    if (head === undefined)
      throw new Refusal('import.invalid', { details: [{ path: `/line/${fault?.line ?? 1}`, reason: fault?.reason ?? 'empty' }] })
    const has_header = stated?.has_header ?? true
    const suggested = suggestColumns(row.kind, head.cells)
    const mapping: Mapping = stated ?? {
      delimiter,
      has_header,
      date_order: 'day-first',
      columns: suggested.length > 0 ? suggested : [{ column: 0, field: COLUMN_FIELDS[row.kind][0] }],
    }
    const networks = act.networks.all().map(({ network }) => network)
    const faults = [
      ...mappingFaults(row.kind, mapping, head.cells.length),
      ...(defaults === undefined
        ? []
        : sharingFaults({ ...defaults, only_unit: defaults.only_unit ?? '' }, now).map(({ path, reason }) => ({
            path: `/defaults${path}`,
            reason,
          }))),
      ...(defaults?.sharing.networks ?? [])
        .filter((one) => !networks.includes(one))
        .map(() => ({ path: '/defaults/sharing/networks', reason: 'network-unknown' })),
    ]
    const ready = faults.length === 0 && stated !== undefined && defaults !== undefined
    if (ready) {
      const access = recordClass({ member: row.member, classification: defaults.classification, only_unit: defaults.only_unit ?? '' })
      await act.demand('registers.add-one', access)
      await keepSettings(writing, id, vault.sealJson(row.slot, IMPORT_LABEL, { ...settings, mapping, defaults } satisfies Settings), now)
    }
    const shown = (mapping.has_header ? rows.slice(1) : rows).slice(0, PREVIEWED_ROWS)
    return {
      mapping,
      headings: mapping.has_header ? [...head.cells] : [],
      fields: [...COLUMN_FIELDS[row.kind], ...COMMON_FIELDS],
      rows: shown.map(({ cells, line }) => {
        const plain = { line, cells: cells.map((cell) => cell.slice(0, 200)), reference: '', title: '', detail: '', faults: [] }
        if (defaults === undefined || faults.length > 0) return plain
        const one = mapRow(row.kind, cells, line, { mapping, defaults, prefix: prefixOf(id), now })
        if (!one.ok) return { ...plain, faults: one.faults }
        const { reference, content } = one.mapped
        return { ...plain, reference, title: titleOf(content.subject), detail: detailOf(content.subject) }
      }),
      ready,
      faults,
    }
  },
})

export const runImport = act({
  name: 'registers.run-import',
  summary: 'Read the whole file; its rows become records all at once, or none of them',
  purpose: 'none',
  journal: 'always',
  input: closed({
    import: Uuid,
    /** What a bad row means for the others. */
    bad_rows: oneOf(['refuse-all', 'leave-out'] as const),
  }),
  output: closed({ state: oneOf(STATES) }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onImport,
  subject,
  async run({ import: id, bad_rows }, act) {
    const { now, writing, vault } = act
    const row = await importToChange(act, id, 'receiving')
    const settings = vault.openJson<Settings>(row.slot, IMPORT_LABEL, row.sealed)
    if (settings?.mapping === undefined || settings.defaults === undefined) throw conflict('/mapping', 'missing')
    if (row.bytes_received !== row.bytes) throw conflict('', 'parts-missing')
    const { classification, only_unit = '' } = settings.defaults
    const access = recordClass({ member: row.member, classification, only_unit })
    await act.demand('registers.add-one', access)
    await startImport(writing, id, { leave_out_bad: bad_rows === 'leave-out', record_class: await act.classOf(access), now })
    act.afterwards((later) => runThrough(later, id))
    return { state: 'running' as const }
  },
})

/** Slice after slice, each its own transaction; when this process dies the duty goes on where it stopped. */
async function runThrough(later: Later, id: string): Promise<void> {
  for (let slice = 0; slice < MAX_SLICES; slice++) {
    const outcome = await later.transaction((writing, vault) => runSlice(writing, vault, id, later.now()))
    if (outcome === 'over') return
  }
}

export const readImport = view({
  name: 'registers.read-import',
  summary: 'How far an import is',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ import: Uuid }),
  output: ImportLine,
  refusals: ['thing.unknown'],
  on: onImport,
  subject,
  async run({ import: id }, view) {
    const row = await maybeImport(view.reading, view.officer.member, id)
    if (row === undefined) throw unknown(id)
    return lineOf(row, view)
  },
})

export const findImports = view({
  name: 'registers.find-imports',
  summary: 'List imports, newest first',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ limit: Limit, offset: Offset }),
  output: closed({ rows: Type.Array(ImportLine), total: Type.Integer() }),
  async run({ limit = DEFAULT_LIMIT, offset = 0 }, view) {
    const classes = await view.classes('registers.find-imports')
    const { rows, total } = await listImports(view.reading, { member: view.officer.member, classes }, { limit, offset })
    return { rows: rows.map((row) => lineOf(row, view)), total }
  },
})

export const findImportErrors = view({
  name: 'registers.find-import-errors',
  summary: 'List the bad rows of an import, each with its line and reason',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ import: Uuid, limit: Limit, offset: Offset }),
  output: closed({
    rows: Type.Array(closed({ line: Type.Integer(), field: Type.String(), reason: Type.String() })),
    total: Type.Integer(),
  }),
  refusals: ['thing.unknown'],
  on: onImport,
  subject,
  run: ({ import: id, limit = DEFAULT_LIMIT, offset = 0 }, { reading }) => findBadRows(reading, id, { limit, offset }),
})

export const withdrawImport = act({
  name: 'registers.withdraw-import',
  summary: 'Give up an import that is not done; nothing of it stays',
  purpose: 'none',
  journal: 'always',
  input: closed({ import: Uuid }),
  output: closed({ state: oneOf(STATES) }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onImport,
  subject,
  async run({ import: id }, act) {
    const row = await importToChange(act, id, 'receiving', 'running')
    await end(act.writing, act.vault, row, 'withdrawn', act.now)
    return { state: 'withdrawn' as const }
  },
})

export const importActions = [
  beginImport,
  addImportPart,
  previewImport,
  runImport,
  readImport,
  findImports,
  findImportErrors,
  withdrawImport,
]

const conflict = (path: string, reason: string) => new Refusal('state.conflict', { details: [{ path, reason }] })

async function importToChange({ writing, officer }: Act, id: string, ...states: readonly ImportRow['state'][]): Promise<ImportRow> {
  const row = await maybeImportToChange(writing, id)
  if (row === undefined || row.member !== officer.member) throw unknown(id)
  if (!states.includes(row.state)) throw new Refusal('state.conflict', { inside: `the import is ${row.state}` })
  return row
}

function lineOf(row: ImportRow, { vault }: Pick<View, 'vault'>) {
  return {
    id: row.id,
    kind: row.kind,
    file_name: vault.openJson<Settings>(row.slot, IMPORT_LABEL, row.sealed)?.file_name ?? '',
    state: row.state,
    unit: row.unit,
    officer: row.officer,
    bytes: row.bytes,
    bytes_received: row.bytes_received,
    bytes_read: row.bytes_read,
    rows_read: row.rows_read,
    rows_staged: row.rows_staged,
    rows_bad: row.rows_bad,
    leave_out_bad: row.leave_out_bad,
    begun_at: row.begun_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
  }
}
