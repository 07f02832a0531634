/** A file into a chart: begin, send the parts, look at what is understood, take it in whole or not at all. */
import Type from 'typebox'
import { type Act, act, type View, view } from '#kernel/capability.ts'
import { concat, maybeBase64, sameBytes, sha256 } from '#lib/bytes.ts'
import { closed, oneOf, Uuid } from '#wire/checks/subjects.ts'
import { Refusal } from '#wire/refusal.ts'
import { BLOCK_LABEL, blocksOf, type Findings, FOUND_LABEL, PART_LABEL } from '../contents.ts'
import { forgetImport } from '../ending.ts'
import { fieldsOf, Mapping } from '../mapping.ts'
import { readFile } from '../read-file.ts'
import { type Found, type Read, Reading } from '../reading.ts'
import { IMPORT_KINDS, IMPORT_STATES, MAX_FILE_BYTES, MAX_OPEN_IMPORTS, MAX_PART_BYTES, MAX_PARTS } from '../rules.ts'
import {
  type ImportRow,
  importsOf,
  insertImport,
  insertPart,
  maybeImport,
  maybePartDigest,
  partsOf,
  setContent,
  setFound,
} from '../store.ts'
import { chartToChange, conflict, Moment, onChart, openChart, orNull, ownContentOf, subject, unknown } from './shapes.ts'

/** Base64 of a part of the file. */
const MAX_PART_CHARACTERS = Math.ceil(MAX_PART_BYTES / 3) * 4
const ImportId = closed({ chart: Uuid, import: Uuid })

export const beginImport = act({
  name: 'analysis.begin-import',
  summary: 'Begin an import: a CSV file or workbook of links, or of elements, of at most 32 MB and 200,000 rows',
  purpose: 'none',
  journal: 'always',
  input: closed({
    chart: Uuid,
    holds: oneOf(IMPORT_KINDS),
    file_name: Type.String({ minLength: 1, maxLength: 200 }),
    bytes: Type.Integer({ minimum: 1 }),
  }),
  output: closed({ import: Uuid }),
  refusals: ['thing.unknown', 'input.too-large', 'quota.exceeded'],
  on: onChart,
  subject,
  async run({ chart, holds, file_name, bytes }, act) {
    if (bytes > MAX_FILE_BYTES)
      throw new Refusal('input.too-large', { details: [{ path: '/bytes', reason: `more than ${MAX_FILE_BYTES}` }] })
    const row = await chartToChange(chart, act)
    if ((await importsOf(act.writing, row.id)).length >= MAX_OPEN_IMPORTS)
      throw new Refusal('quota.exceeded', { details: [{ path: '', reason: 'open-imports' }] })
    const id = act.newId()
    const [slot] = await act.vault.newSlots(1)
    const found = act.vault.sealJson(slot!, FOUND_LABEL, { file_name, reading: {} } satisfies Findings)
    await insertImport(act.writing, { id, chart: row.id, officer: act.officer.id, holds, bytes, begun_at: act.now, slot: slot!, found })
    return { import: id }
  },
})

export const addPart = act({
  name: 'analysis.add-part',
  summary: 'Send a part of the file as base64, in order; the same part again does no harm',
  purpose: 'none',
  journal: 'always',
  input: closed({
    chart: Uuid,
    import: Uuid,
    position: Type.Integer({ minimum: 0, maximum: MAX_PARTS - 1 }),
    data: Type.String({ minLength: 4, maxLength: MAX_PART_CHARACTERS }),
  }),
  output: closed({ bytes_received: Type.Integer(), bytes: Type.Integer() }),
  refusals: ['thing.unknown', 'state.conflict', 'input.too-large'],
  on: onChart,
  subject,
  async run({ chart, import: id, position, data }, act) {
    const row = await importToChange(act, chart, id)
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
  readonly edition: number
}

/** Reads the file on a thread, before any transaction, beside what the chart holds then. */
async function readBeside(chart: string, id: string, reading: Reading | undefined, view: View): Promise<Ready> {
  const row = await openChart(chart, view)
  const one = await maybeImport(view.reading, chart, id)
  if (one === undefined) throw unknownImport(id)
  if (one.bytes_received !== one.bytes) throw conflict('', 'parts-missing')
  const before = findingsOf(one, view)
  if (before === undefined) throw unknownImport(id)
  const parts = await partsOf(view.reading, id)
  const bytes = parts.map(({ position, sealed }) => view.vault.open(one.slot, `${PART_LABEL}:${position}`, sealed))
  const findings = { ...before, reading: reading ?? before.reading }
  const read = await readFile({
    bytes: concat(...bytes.filter((part) => part !== undefined)),
    reading: findings.reading,
    holds: one.holds,
    file_name: findings.file_name,
    ceiling: row.classification,
    content: await ownContentOf(row, view.reading, view),
  })
  return { read, findings, edition: row.edition }
}

export const prepareImport = act({
  name: 'analysis.prepare-import',
  summary: 'Read the file, all of it, and say what it would add and which rows are bad and why; nothing is taken in',
  purpose: 'none',
  journal: 'always',
  input: closed({ chart: Uuid, import: Uuid, reading: Type.Optional(Reading) }),
  output: closed({ state: oneOf(IMPORT_STATES), fault: orNull(Type.String()) }),
  refusals: ['thing.unknown', 'state.conflict', 'call.busy'],
  on: onChart,
  subject,
  prepare: ({ chart, import: id, reading }, view) => readBeside(chart, id, reading, view),
  async run({ chart, import: id }, act) {
    const { read, findings } = act.ready as Ready
    const row = await importToChange(act, chart, id)
    const fault = read.ok ? (read.found.cut ?? null) : read.fault
    const kept: Findings = { ...findings, ...(read.ok && { found: read.found }) }
    await setFound(act.writing, id, act.vault.sealJson(row.slot, FOUND_LABEL, kept), fault, act.now)
    return { state: 'prepared' as const, fault }
  },
})

export const runImport = act({
  name: 'analysis.run-import',
  summary: 'Take the file in: all good rows of it, or nothing; then it is destroyed',
  purpose: 'none',
  journal: 'always',
  input: closed({
    chart: Uuid,
    import: Uuid,
    /** What bad rows mean for the others. */
    bad_rows: oneOf(['refuse-all', 'leave-out'] as const),
  }),
  output: closed({ edition: Type.Integer(), elements: Type.Integer(), links: Type.Integer() }),
  refusals: ['thing.unknown', 'state.conflict', 'import.invalid', 'call.busy'],
  on: onChart,
  subject,
  prepare: ({ chart, import: id }, view) => readBeside(chart, id, undefined, view),
  async run({ chart, import: id, bad_rows }, act) {
    const { read, edition } = act.ready as Ready
    const row = await chartToChange(chart, act)
    const one = await importToChange(act, chart, id)
    if (one.state !== 'prepared') throw conflict('', 'not-prepared')
    // what was read stands beside what the chart held then
    if (row.edition !== edition) throw conflict('', 'changed-meanwhile')
    if (!read.ok) throw new Refusal('import.invalid', { details: [{ path: '', reason: read.fault }] })
    const { found, content } = read
    const hindrance = found.cut ?? found.mapping_faults[0]?.reason ?? (found.rows === found.bad ? 'no-good-row' : undefined)
    if (hindrance !== undefined) throw new Refusal('import.invalid', { details: [{ path: '', reason: hindrance }] })
    if (found.bad > 0 && bad_rows === 'refuse-all')
      throw new Refusal('import.invalid', { details: [{ path: '/bad_rows', reason: `${found.bad}` }] })
    const blocks = blocksOf(content).map((block, position) => act.vault.seal(row.slot, `${BLOCK_LABEL}:${position}`, block))
    const counts = { elements: content.elements.key.length, links: content.links.source.length }
    await setContent(act.writing, chart, blocks, counts, act.now)
    await forgetImport(act, one)
    const { rows, bad, self_loops, repeated } = found
    await act.record('analysis.imported', `chart:${chart}`, { holds: one.holds, rows, bad, self_loops, repeated, ...counts })
    return { edition: edition + 1, ...counts }
  },
})

export const withdrawImport = act({
  name: 'analysis.withdraw-import',
  summary: 'Give a file up before it is taken in: it is destroyed',
  purpose: 'none',
  journal: 'always',
  input: ImportId,
  output: ImportId,
  refusals: ['thing.unknown'],
  on: onChart,
  subject,
  async run({ chart, import: id }, act) {
    await forgetImport(act, await importToChange(act, chart, id))
    return { chart, import: id }
  },
})

const Fault = closed({ field: Type.String(), reason: Type.String() })
const FoundShape = closed({
  format: oneOf(['csv', 'xlsx'] as const),
  encoding: orNull(Type.String()),
  delimiter: orNull(Type.String()),
  sheets: Type.Array(Type.String()),
  sheet: Type.Integer(),
  width: Type.Integer(),
  headings: Type.Array(Type.String()),
  fields: Type.Array(Type.String()),
  mapping: Mapping,
  faults: Type.Array(closed({ path: Type.String(), reason: Type.String() })),
  rows: Type.Integer(),
  bad: Type.Integer(),
  self_loops: Type.Integer(),
  repeated: Type.Integer(),
  links: Type.Integer(),
  elements: Type.Integer(),
  changed: Type.Integer(),
  shown: Type.Array(closed({ line: Type.Integer(), cells: Type.Array(Type.String()), faults: Type.Array(Fault) })),
  bad_rows: Type.Array(closed({ line: Type.Integer(), field: Type.String(), reason: Type.String() })),
})

export const findImports = view({
  name: 'analysis.find-imports',
  summary: 'Files on their way into a chart: how far they are, and what was understood of them',
  purpose: 'none',
  journal: 'always',
  input: closed({ chart: Uuid }),
  output: closed({
    rows: Type.Array(
      closed({
        id: Uuid,
        holds: oneOf(IMPORT_KINDS),
        state: oneOf(IMPORT_STATES),
        file_name: Type.String(),
        bytes: Type.Integer(),
        bytes_received: Type.Integer(),
        fault: orNull(Type.String()),
        begun_at: Moment,
        found: orNull(FoundShape),
      }),
    ),
  }),
  refusals: ['thing.unknown'],
  on: onChart,
  subject,
  async run({ chart }, view) {
    await openChart(chart, view)
    const rows = await importsOf(view.reading, chart)
    return {
      rows: rows.flatMap((row) => {
        const findings = findingsOf(row, view)
        if (findings === undefined) return []
        const { id, holds, state, bytes, bytes_received, fault } = row
        const found = findings.found === undefined ? null : shownOf(findings.found, row)
        return [
          { id, holds, state, bytes, bytes_received, fault, file_name: findings.file_name, begun_at: row.begun_at.toISOString(), found },
        ]
      }),
    }
  },
})

function shownOf(found: Found, { holds }: ImportRow) {
  const { mapping_faults, encoding, delimiter, cut: _, ...rest } = found
  return {
    ...rest,
    encoding: encoding ?? null,
    delimiter: delimiter ?? null,
    sheets: [...found.sheets],
    headings: [...found.headings],
    fields: [...fieldsOf(holds)],
    faults: [...mapping_faults],
    shown: found.shown.map(({ line, cells, faults }) => ({ line, cells: [...cells], faults: [...faults] })),
    bad_rows: [...found.bad_rows],
  }
}

const findingsOf = ({ slot, found }: ImportRow, { vault }: Pick<View, 'vault'>) => vault.openJson<Findings>(slot, FOUND_LABEL, found)
const unknownImport = (id: string) => new Refusal('thing.unknown', { inside: `import ${id}` })

/** A file on its way into a chart that is held until the act ends. */
async function importToChange(act: Act, chart: string, id: string): Promise<ImportRow> {
  const row = await chartToChange(chart, act)
  if (row === undefined) throw unknown(chart)
  const one = await maybeImport(act.writing, chart, id)
  if (one === undefined) throw unknownImport(id)
  return one
}

export const importActions = [beginImport, addPart, prepareImport, runImport, withdrawImport, findImports]
