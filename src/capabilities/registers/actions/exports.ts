/** Taking records out as CSV, page by page, under their handling codes. */
import Type from 'typebox'
import { view } from '#kernel/capability.ts'
import { csvRow } from '#lib/tables/index.ts'
import { type Content, closed, KINDS, oneOf } from '../kinds.ts'
import { EXPORT_COLUMNS, exportCells } from '../record-lines.ts'
import { isEvidential } from '../rules.ts'
import { idsFor } from '../search-text.ts'
import { findRecords } from '../store/records.ts'
import { contentOf } from './records.ts'
import { Offset, STATUSES } from './shapes.ts'

const MOST_ROWS = 1_000

/** A page of records as CSV (RFC 4180, with a heading). `evidential` leaves out what H1 keeps from court; the count says how many. */
export const exportMany = view({
  name: 'registers.export-many',
  summary: 'Export a page of records as CSV; for evidence, records under H1 are left out',
  purpose: 'required',
  journal: 'always',
  input: closed({
    kind: oneOf(KINDS),
    text: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    status: Type.Optional(oneOf(STATUSES)),
    evidential: Type.Optional(Type.Boolean()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_ROWS })),
    offset: Offset,
  }),
  output: closed({
    csv: Type.String(),
    rows: Type.Integer(),
    total: Type.Integer(),
    left_out: Type.Integer(),
    /** Offset of the next page; null after the last. */
    next: Type.Union([Type.Integer(), Type.Null()]),
  }),
  async run({ kind, text, status, evidential = false, limit = MOST_ROWS, offset = 0 }, view) {
    const { officer, reading, vault } = view
    const classes = await view.classes('registers.export-many')
    const typed = text?.trim()
    const search = typed ? { ids: await idsFor(reading, vault, officer.member, typed), reference: typed } : undefined
    const filter = { member: officer.member, classes, kind, ...(status !== undefined && { status }), ...(search && { search }) }
    const { rows, total } = await findRecords(reading, filter, { limit, offset, by: 'changed' })
    const opened = rows.flatMap((row) => {
      const content = contentOf(vault, row)
      return content ? [{ row, content }] : []
    })
    const kept = evidential ? opened.filter(({ content }: { content: Content }) => isEvidential(content.remarks.handling)) : opened
    const lines = kept.map(({ row, content }) => csvRow(exportCells(content, { ...row, reference: row.reference ?? '' })))
    const next = offset + rows.length
    return {
      csv: csvRow(EXPORT_COLUMNS[kind]) + lines.join(''),
      rows: kept.length,
      total,
      left_out: opened.length - kept.length,
      next: next < total ? next : null,
    }
  },
})

export const exportActions = [exportMany]
