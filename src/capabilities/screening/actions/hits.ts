/** Working through what came back: hits one by one, surest first, and who gave no answer about whom. */
import Type, { type Static } from 'typebox'
import { type Act, act, type View, view } from '#kernel/capability.ts'
import { Hit } from '#wire/checks/answers.ts'
import { closed, oneOf, Subjects, Uuid } from '#wire/checks/subjects.ts'
import { Refusal } from '#wire/refusal.ts'
import { PURPOSES, type Purpose } from '#wire/vocabulary.ts'
import { HIT_LABEL, LINE_LABEL, WORDS_LABEL } from '../contents.ts'
import type { Line } from '../mapping.ts'
import { DISCARD_GROUNDS, type DiscardGround, HIT_STATES, type HitState } from '../rules.ts'
import { decideHit, type HitRow, findHits as hitsFound, hitsOfLine, maybeHit } from '../store/hits.ts'
import { countSilent, maybeLine, silentLines } from '../store/questions.ts'
import { listToChange } from './lists.ts'
import { Limit, Moment, Offset, onList, ownList, subject } from './shapes.ts'

const DEFAULT_LIMIT = 50

const FoundHit = closed({
  id: Uuid,
  /** Where the person stands in the file, and what the file calls them. */
  line: Type.Integer(),
  reference: Type.Union([Type.String(), Type.Null()]),
  subjects: Type.Array(Subjects.items),
  partner: Type.String(),
  name: Type.String(),
  own: Type.Boolean(),
  score: Type.Number(),
  hit: Hit,
  state: oneOf(HIT_STATES),
  ground: Type.Union([oneOf(DISCARD_GROUNDS), Type.Null()]),
  words: Type.Union([Type.String(), Type.Null()]),
  decided_at: Type.Union([Moment, Type.Null()]),
})

export const findHits = view({
  name: 'screening.find-hits',
  summary: 'The hits on persons of a list, surest first, each with its reasons; leads, not decisions',
  purpose: 'none',
  journal: 'always',
  input: closed({ list: Uuid, state: Type.Optional(oneOf(HIT_STATES)), limit: Limit, offset: Offset }),
  output: closed({ rows: Type.Array(FoundHit), total: Type.Integer() }),
  refusals: ['thing.unknown'],
  on: onList,
  subject,
  async run({ list, state, limit = DEFAULT_LIMIT, offset = 0 }, view) {
    const row = await ownList(list, view)
    const filter = { list, clearance: view.officer.clearance, ...(state !== undefined && { state }) }
    const { rows, total } = await hitsFound(view.reading, filter, { limit, offset })
    return { rows: rows.flatMap((hit) => shown(hit, row.network, row.member, view)), total }
  },
})

export const findSilent = view({
  name: 'screening.find-silent',
  summary: 'The persons of a list about whom somebody gave no answer',
  purpose: 'none',
  journal: 'always',
  input: closed({ list: Uuid, limit: Limit, offset: Offset }),
  output: closed({
    rows: Type.Array(
      closed({
        line: Type.Integer(),
        reference: Type.Union([Type.String(), Type.Null()]),
        subjects: Type.Array(Subjects.items),
        partners: Type.Array(closed({ partner: Type.String(), name: Type.String() })),
      }),
    ),
    total: Type.Integer(),
  }),
  refusals: ['thing.unknown'],
  on: onList,
  subject,
  async run({ list, limit = DEFAULT_LIMIT, offset = 0 }, view) {
    const { network } = await ownList(list, view)
    const rows = await silentLines(view.reading, list, { limit, offset })
    return {
      rows: rows.map(({ line, slot, sealed, partners }) => {
        const content = view.vault.openJson<Line>(slot, LINE_LABEL, sealed)
        return {
          line,
          reference: content?.reference ?? null,
          subjects: [...(content?.subjects ?? [])],
          partners: partners.map((partner) => ({ partner, name: view.networks.nameOf(network, partner) })),
        }
      }),
      total: await countSilent(view.reading, list),
    }
  },
})

export const readLine = view({
  name: 'screening.read-line',
  summary: 'One person of a list with all hits, to ask an owner for what is behind one, or to check the person anew',
  purpose: 'none',
  journal: 'always',
  input: closed({ list: Uuid, line: Type.Integer({ minimum: 1, maximum: 10_000_000 }) }),
  output: closed({
    network: Type.String(),
    line: Type.Integer(),
    reference: Type.Union([Type.String(), Type.Null()]),
    subjects: Type.Array(Subjects.items),
    purpose: oneOf(PURPOSES),
    asked_at: Moment,
    hits: Type.Array(FoundHit),
  }),
  refusals: ['thing.unknown'],
  on: onList,
  subject,
  async run({ list, line }, view) {
    const row = await ownList(list, view)
    const found = await maybeLine(view.reading, list, line)
    const content = found && view.vault.openJson<Line>(found.slot, LINE_LABEL, found.sealed)
    if (content === undefined || row.started_at === null) throw new Refusal('thing.unknown', { inside: `line ${line} of list ${list}` })
    const hits = await hitsOfLine(view.reading, list, line, view.officer.clearance)
    return {
      network: row.network,
      line,
      reference: content.reference ?? null,
      subjects: [...content.subjects],
      purpose: row.purpose as Purpose,
      asked_at: row.started_at.toISOString(),
      hits: hits.flatMap((hit) => shown(hit, row.network, row.member, view)),
    }
  },
})

const Decided = closed({ hit: Uuid, state: oneOf(HIT_STATES) })

export const confirmHit = act({
  name: 'screening.confirm-hit',
  summary: 'Hold that a hit may be the person on the list: a lead to follow, not a decision',
  purpose: 'none',
  journal: 'always',
  input: closed({ list: Uuid, hit: Uuid }),
  output: Decided,
  refusals: ['thing.unknown', 'state.conflict'],
  on: onList,
  subject,
  run: ({ list, hit }, act) => decide(act, list, hit, { state: 'confirmed', ground: null }),
})

export const discardHit = act({
  name: 'screening.discard-hit',
  summary: 'Hold that a hit is not the person on the list, and why',
  purpose: 'none',
  journal: 'always',
  input: closed({
    list: Uuid,
    hit: Uuid,
    ground: oneOf(DISCARD_GROUNDS),
    /** Needed where the ground is `other`. */
    words: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  }),
  output: Decided,
  refusals: ['thing.unknown', 'state.conflict'],
  on: onList,
  subject,
  run({ list, hit, ground, words }, act) {
    if (ground === 'other' && words === undefined)
      throw new Refusal('input.malformed', { details: [{ path: '/words', reason: 'missing' }] })
    return decide(act, list, hit, { state: 'discarded', ground, ...(words !== undefined && { words }) })
  },
})

export const reopenHit = act({
  name: 'screening.reopen-hit',
  summary: 'Take back what was decided on a hit, as long as the list is not closed',
  purpose: 'none',
  journal: 'always',
  input: closed({ list: Uuid, hit: Uuid }),
  output: Decided,
  refusals: ['thing.unknown', 'state.conflict'],
  on: onList,
  subject,
  run: ({ list, hit }, act) => decide(act, list, hit, { state: 'open', ground: null }),
})

export const hitActions = [findHits, findSilent, readLine, confirmHit, discardHit, reopenHit]

async function decide(
  act: Act,
  list: string,
  id: string,
  { state, ground, words }: { state: HitState; ground: DiscardGround | null; words?: string },
) {
  await listToChange(act, list, 'asking', 'paused', 'asked')
  const hit = await maybeHit(act.writing, list, id)
  // what is above the officer's clearance is as if it were not there
  if (hit === undefined || hit.classification > act.officer.clearance) throw new Refusal('thing.unknown', { inside: `hit ${id}` })
  await decideHit(act.writing, hit, {
    state,
    ground,
    words: words === undefined ? null : act.vault.sealJson(hit.slot, `${WORDS_LABEL}:${id}`, words),
    at: state === 'open' ? null : act.now,
  })
  await act.record('screening.decided', `list:${list}`, { line: hit.line, partner: hit.partner, decision: state, ground })
  act.afterwards(async ({ tell }) => tell(`list:${list}`))
  return { hit: id, state }
}

function shown(row: HitRow, network: string, member: string, { vault, networks }: View): Static<typeof FoundHit>[] {
  const hit = vault.openJson<Hit>(row.slot, `${HIT_LABEL}:${row.id}`, row.sealed)
  const line = vault.openJson<Line>(row.slot, LINE_LABEL, row.line_sealed)
  if (hit === undefined || line === undefined) return []
  return [
    {
      id: row.id,
      line: row.line,
      reference: line.reference ?? null,
      subjects: [...line.subjects],
      partner: row.partner,
      name: networks.nameOf(network, row.partner),
      own: row.partner === member,
      score: hit.score,
      hit,
      state: row.state,
      ground: row.ground,
      words: row.words === null ? null : (vault.openJson<string>(row.slot, `${WORDS_LABEL}:${row.id}`, row.words) ?? null),
      decided_at: row.decided_at?.toISOString() ?? null,
    },
  ]
}
