/** Erasing a thing's traces from the journal: one officer proposes, another confirms; the erasure itself is a leaf that stays. */
import Type, { type Static } from 'typebox'
import { type Act, act, type View, view } from '#kernel/capability.ts'
import { Refusal } from '#wire/refusal.ts'
import { GROUNDS, isErasable, spellings } from '../rules.ts'
import { Count, closed, DEFAULT_LIMIT, iso, Limit, list, Moment, maybe, maybeIso, oneOf, TotalOut, Uuid } from '../shapes.ts'
import { blankEntries, type ErasureRow, entriesAbout, findErasures, insertErasure, maybeErasure, settleErasure } from '../store/erasures.ts'
import { SubjectText } from './journal.ts'

/** Entries that one erasure blanks at most. */
const MOST_ENTRIES = 20_000
/** Ids in one leaf: an indexed subject has no room for many more. */
const IDS_A_LEAF = 50
const STATES = ['proposed', 'done', 'withdrawn'] as const

const Person = Type.String({ maxLength: 120 })
const ErasureOut = closed({
  id: Uuid,
  /** Blank once it is done. */
  subject: Type.String({ maxLength: 200 }),
  ground: oneOf(GROUNDS),
  reference: Type.String({ maxLength: 80 }),
  state: oneOf(STATES),
  proposed_by: Person,
  proposed_at: Moment,
  decided_by: maybe(Person),
  decided_at: maybe(Moment),
  entries: maybe(Count),
})
const erasureOut = ({ member: _, ...row }: ErasureRow): Static<typeof ErasureOut> => ({
  ...row,
  ground: row.ground as (typeof GROUNDS)[number],
  proposed_at: iso(row.proposed_at),
  decided_at: maybeIso(row.decided_at),
})

const digestOf = (vault: View['vault'], subject: string): Uint8Array => vault.digest('oversight.erasure', subject)

/** Nobody erases the traces of his own acts; looking at them as part of oversight does not count. */
async function demandErasable({ reading, officer }: Pick<View, 'reading' | 'officer'>, subject: string): Promise<number> {
  const { count, own, foreign } = await entriesAbout(
    reading,
    spellings(subject),
    { officer: officer.id, member: officer.member },
    MOST_ENTRIES + 1,
  )
  // a node may serve several members: none erases what the people of another did
  if (foreign > 0) throw new Refusal('thing.unknown', { inside: `${foreign} of the entries are of another member` })
  if (own > 0) throw new Refusal('access.denied', { inside: `${officer.id} is the actor of ${own} of the entries` })
  if (count > MOST_ENTRIES) throw new Refusal('input.too-large', { inside: `more than ${MOST_ENTRIES} entries` })
  if (count === 0) throw new Refusal('thing.unknown', { inside: 'no entry names it' })
  return count
}

const proposeErasure = act({
  name: 'oversight.propose-erasure',
  summary: 'Propose to erase from the journal what names one thing',
  purpose: 'none',
  journal: 'always',
  input: closed({
    subject: SubjectText,
    ground: oneOf(GROUNDS),
    reference: Type.String({ minLength: 1, maxLength: 80, pattern: '^[A-Za-z0-9][A-Za-z0-9 ./_-]*$' }),
  }),
  output: closed({ erasure: Uuid, entries: Count }),
  refusals: ['state.conflict', 'thing.unknown', 'input.too-large'],
  subject: (_, output) => `erasure:${output?.erasure ?? 'none'}`,
  async run({ subject, ground, reference }, acting) {
    const { officer, writing, vault, now } = acting
    if (!isErasable(subject))
      throw new Refusal('input.malformed', { details: [{ path: '/subject', reason: 'the journal keeps what names this' }] })
    const entries = await demandErasable(acting, subject)
    const erasure = acting.newId()
    const added = await insertErasure(writing, {
      id: erasure,
      member: officer.member,
      subject,
      subject_digest: digestOf(vault, subject),
      ground,
      reference,
      proposed_by: officer.id,
      proposed_at: now,
    })
    if (!added) throw new Refusal('state.conflict', { inside: 'proposed already' })
    return { erasure, entries }
  },
})

async function maybeOpen({ writing, officer }: Act, id: string): Promise<ErasureRow> {
  const erasure = await maybeErasure(writing, officer.member, id)
  if (!erasure) throw new Refusal('thing.unknown', { inside: `erasure ${id}` })
  if (erasure.state !== 'proposed') throw new Refusal('state.conflict', { inside: erasure.state })
  return erasure
}

const confirmErasure = act({
  name: 'oversight.confirm-erasure',
  summary: 'Confirm an erasure that another officer proposed, and carry it out',
  purpose: 'none',
  journal: 'always',
  input: closed({ erasure: Uuid }),
  output: closed({ erasure: Uuid, entries: Count }),
  refusals: ['thing.unknown', 'state.conflict', 'input.too-large'],
  subject: ({ erasure }) => `erasure:${erasure}`,
  async run({ erasure: id }, acting) {
    const { officer, writing, now } = acting
    const { subject, ground, proposed_by } = await maybeOpen(acting, id)
    if (proposed_by === officer.id) throw new Refusal('access.denied', { inside: 'four eyes: the officer proposed it' })
    await demandErasable(acting, subject)
    let entries = 0
    while (entries < MOST_ENTRIES) {
      const erased = await blankEntries(writing, spellings(subject), IDS_A_LEAF)
      if (erased.length === 0) break
      entries += erased.length
      await acting.record('journal.erased', erased.map((one) => one.id).join(' '), { reason: ground, count: erased.length })
    }
    await settleErasure(writing, { id, state: 'done', decided_by: officer.id, decided_at: now, entries })
    return { erasure: id, entries }
  },
})

const withdrawErasure = act({
  name: 'oversight.withdraw-erasure',
  summary: 'Withdraw or reject a proposed erasure',
  purpose: 'none',
  journal: 'always',
  input: closed({ erasure: Uuid }),
  output: closed({ erasure: Uuid }),
  refusals: ['thing.unknown', 'state.conflict'],
  subject: ({ erasure }) => `erasure:${erasure}`,
  async run({ erasure: id }, acting) {
    await maybeOpen(acting, id)
    await settleErasure(acting.writing, { id, state: 'withdrawn', decided_by: acting.officer.id, decided_at: acting.now, entries: null })
    return { erasure: id }
  },
})

const findErasuresView = view({
  name: 'oversight.find-erasures',
  summary: 'List proposed and decided erasures, newest first; with `subject`, whether that thing was erased',
  purpose: 'none',
  journal: 'always',
  input: closed({ state: Type.Optional(oneOf(STATES)), subject: Type.Optional(SubjectText), limit: Limit, before: Type.Optional(Uuid) }),
  output: closed({ rows: list(ErasureOut), ...TotalOut, next: maybe(Uuid) }),
  subject: () => 'oversight:erasures',
  async run({ state, subject, limit = DEFAULT_LIMIT, before }, { officer, reading, vault }) {
    const filter = { member: officer.member, ...(state && { state }), ...(subject && { subject_digest: digestOf(vault, subject) }) }
    const { rows, ...total } = await findErasures(reading, filter, before, limit)
    return { rows: rows.map(erasureOut), ...total, next: rows.length === limit ? rows.at(-1)!.id : null }
  },
})

export const erasureActions = [proposeErasure, confirmErasure, withdrawErasure, findErasuresView]
