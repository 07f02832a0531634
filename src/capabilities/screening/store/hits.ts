/** Hits on persons of lists, and what was decided on them; cut by clearance before they are counted. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { allOf, sql } from '#kernel/database/sql.ts'
import type { DiscardGround, HitState } from '../rules.ts'

export interface HitRow {
  readonly id: string
  readonly list: string
  readonly line: number
  readonly partner: string
  readonly score: number
  readonly classification: 0 | 1 | 2
  readonly state: HitState
  readonly ground: DiscardGround | null
  readonly decided_at: Date | null
  readonly sealed: Uint8Array
  readonly words: Uint8Array | null
  /** Of the line, whose key seals the hit too. */
  readonly slot: number
  readonly line_sealed: Uint8Array
}

const COLUMNS = sql`h.id::text as id, h.list::text as list, h.line, h.partner, h.score, h.classification, h.state, h.ground, h.decided_at, h.sealed, h.words,
  l.slot, l.sealed as line_sealed`
const FROM = sql`screening_hit h join screening_line l on l.list = h.list and l.line = h.line`

export async function insertHits(
  writing: Writer,
  { list, line, partner }: { list: string; line: number; partner: string },
  hits: readonly { id: string; score: number; classification: number; sealed: Uint8Array }[],
): Promise<void> {
  if (hits.length === 0) return
  await writing.run(sql`insert into screening_hit (id, list, line, partner, score, classification, state, sealed)
    select id, ${list}::uuid, ${line}::int, ${partner}, score, classification, 'open', sealed from unnest(${hits.map(({ id }) => id)}::uuid[],
      ${hits.map(({ score }) => score)}::real[], ${hits.map(({ classification }) => classification)}::int[], ${hits.map(({ sealed }) => sealed)}::bytea[])
      as h (id, score, classification, sealed)`)
  for (const { classification } of hits) {
    await writing.run(
      sql`update screening_list set hits[${classification}::int + 1] = hits[${classification}::int + 1] + 1 where id = ${list}::uuid`,
    )
  }
}

export const maybeHit = (reading: Reader, list: string, id: string): Promise<HitRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from ${FROM} where h.list = ${list}::uuid and h.id = ${id}::uuid`)

export const hitsOfLine = (reading: Reader, list: string, line: number, clearance: number): Promise<HitRow[]> =>
  reading.many(sql`select ${COLUMNS} from ${FROM} where h.list = ${list}::uuid and h.line = ${line} and h.classification <= ${clearance}
    order by h.score desc, h.id limit 2000`)

/** Hits up to a clearance, surest first. */
export async function findHits(
  reading: Reader,
  { list, clearance, state }: { list: string; clearance: number; state?: HitState },
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: HitRow[]; total: number }> {
  const conditions = allOf([
    sql`h.list = ${list}::uuid`,
    sql`h.classification <= ${clearance}`,
    ...(state === undefined ? [] : [sql`h.state = ${state}`]),
  ])
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from screening_hit h where ${conditions}`)
  const rows = await reading.many<HitRow>(
    sql`select ${COLUMNS} from ${FROM} where ${conditions} order by h.score desc, h.id limit ${limit} offset ${offset}`,
  )
  return { rows, total }
}

const COUNTED = { confirmed: sql`confirmed`, discarded: sql`discarded` } as const

/** Decides on a hit, or takes the decision back; the counts of the list follow. */
export async function decideHit(
  writing: Writer,
  hit: Pick<HitRow, 'id' | 'list' | 'state' | 'classification'>,
  decision: { state: HitState; ground: DiscardGround | null; words: Uint8Array | null; at: Date | null },
): Promise<void> {
  await writing.run(sql`update screening_hit set state = ${decision.state}, ground = ${decision.ground}, words = ${decision.words},
    decided_at = ${decision.at} where id = ${hit.id}::uuid`)
  for (const [state, more] of [
    [hit.state, -1],
    [decision.state, 1],
  ] as const) {
    if (state === 'open') continue
    const counted = COUNTED[state]
    await writing.run(sql`update screening_list set ${counted}[${hit.classification}::int + 1] = ${counted}[${hit.classification}::int + 1] + ${more}
      where id = ${hit.list}::uuid`)
  }
  await writing.run(sql`update screening_list set counter = counter + 1 where id = ${hit.list}::uuid`)
}
