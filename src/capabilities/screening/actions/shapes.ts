/** How lists are shown: one shape for their officer, who sees what they are about, and for those who watch over them, who see counts. */
import Type, { type Static } from 'typebox'
import type { View } from '#kernel/capability.ts'
import { closed, oneOf, Uuid } from '#wire/checks/subjects.ts'
import { Refusal } from '#wire/refusal.ts'
import { PURPOSES, type Purpose } from '#wire/vocabulary.ts'
import { type About, LIST_LABEL } from '../contents.ts'
import { listClass } from '../list-class.ts'
import { ENDINGS, LEGAL_GROUNDS, LIST_STATES, PAUSES, visibleCount } from '../rules.ts'
import { type ListRow, maybeList } from '../store/lists.ts'
import type { PartnerCounts } from '../store/questions.ts'

export const MemberId = Type.String({ pattern: '^[a-z][a-z0-9-]{1,31}$' })
export const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200 }))
export const Offset = Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 }))
export const Moment = Type.String({ format: 'date-time' })
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const Partner = closed({
  partner: Type.String(),
  name: Type.String(),
  own: Type.Boolean(),
  hit: Type.Integer(),
  no_hit: Type.Integer(),
  refused: Type.Integer(),
  no_answer: Type.Integer(),
})

export const ListLine = closed({
  id: Uuid,
  network: Type.String(),
  state: oneOf(LIST_STATES),
  paused_by: orNull(oneOf(PAUSES)),
  ending: orNull(oneOf(ENDINGS)),
  /** Ended before all were asked about. */
  stopped: Type.Boolean(),
  unit: Type.String(),
  officer: Type.String(),
  /** Only for the officer whose list it is, and until it is closed. */
  file_name: orNull(Type.String()),
  purpose: orNull(oneOf(PURPOSES)),
  ground: orNull(oneOf(LEGAL_GROUNDS)),
  partners: Type.Array(Partner),
  /** Rows of the file, persons that are checked, rows that are bad. */
  rows: Type.Integer(),
  lines: Type.Integer(),
  bad: Type.Integer(),
  /** Persons on whom nobody has anything: forgotten already. */
  clear: Type.Integer(),
  /** Persons that were not asked about because the list was ended. */
  unasked: Type.Integer(),
  /** Hits up to the clearance of who looks. */
  hits: Type.Integer(),
  confirmed: Type.Integer(),
  discarded: Type.Integer(),
  silent: Type.Integer(),
  begun_at: Moment,
  started_at: orNull(Moment),
  asked_at: orNull(Moment),
  forget_at: orNull(Moment),
  closed_at: orNull(Moment),
})

export const subject = ({ list }: { list: string }) => `list:${list}`
export const unknown = (id: string) => new Refusal('thing.unknown', { inside: `list ${id}` })
export const conflict = (path: string, reason: string) => new Refusal('state.conflict', { details: [{ path, reason }] })

/** What the policy is asked about. */
export async function onList({ list }: { list: string }, { officer, reading }: Pick<View, 'officer' | 'reading'>) {
  const row = await maybeList(reading, officer.member, list)
  if (row === undefined) throw unknown(list)
  return listClass(row)
}

/** The officer's own list; another's is as if there were none. */
export async function ownList(id: string, { officer, reading }: Pick<View, 'officer' | 'reading'>): Promise<ListRow> {
  const row = await maybeList(reading, officer.member, id)
  if (row === undefined || row.officer !== officer.id) throw unknown(id)
  return row
}

export const aboutOf = (row: ListRow, { vault }: Pick<View, 'vault'>): About | undefined =>
  row.sealed === null ? undefined : vault.openJson<About>(row.slot, LIST_LABEL, row.sealed)

export function partnerOf(
  { partner, hit, no_hit, refused, no_answer }: PartnerCounts,
  row: ListRow,
  { networks }: Pick<View, 'networks'>,
): Static<typeof Partner> {
  return { partner, name: networks.nameOf(row.network, partner), own: partner === row.member, hit, no_hit, refused, no_answer }
}

export function lineOf(row: ListRow, partners: readonly PartnerCounts[], silent: number, view: View): Static<typeof ListLine> {
  const { clearance, id } = view.officer
  return {
    id: row.id,
    network: row.network,
    state: row.state,
    paused_by: row.paused_by,
    ending: row.ending,
    stopped: row.stopped,
    unit: row.unit,
    officer: row.officer,
    file_name: row.officer === id ? (aboutOf(row, view)?.file_name ?? null) : null,
    purpose: row.purpose as Purpose | null,
    ground: row.ground,
    partners: partners.map((one) => partnerOf(one, row, view)),
    rows: row.rows,
    lines: row.lines,
    bad: row.bad,
    clear: row.clear,
    unasked: row.unasked,
    hits: visibleCount(row.hits, clearance),
    confirmed: visibleCount(row.confirmed, clearance),
    discarded: visibleCount(row.discarded, clearance),
    silent,
    begun_at: row.begun_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    asked_at: row.asked_at?.toISOString() ?? null,
    forget_at: row.forget_at?.toISOString() ?? null,
    closed_at: row.closed_at?.toISOString() ?? null,
  }
}
