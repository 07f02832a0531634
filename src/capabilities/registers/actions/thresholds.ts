/** From which score on a name is a hit, by purpose: everybody who checks sees it, two officers change it. */
import Type from 'typebox'
import { type Act, act, type ClassAttributes, type View, view } from '#kernel/capability.ts'
import { accounts } from '#kernel/officers/index.ts'
import { Refusal } from '#wire/refusal.ts'
import { PURPOSES, type Purpose } from '#wire/vocabulary.ts'
import { closed, oneOf, Uuid, words } from '../kinds.ts'
import {
  findChanges,
  insertChange,
  maybeChangeHeld,
  setThreshold,
  settleChange,
  type ThresholdChangeRow,
  thresholdsSet,
  thresholds as thresholdsStored,
} from '../store/thresholds.ts'
import { CHANGE_LASTS_MS, LEAST_THRESHOLD, MOST_THRESHOLD, STANDARD, thresholdFaults, thresholdFor, whyNotConfirm } from '../thresholds.ts'
import { DEFAULT_LIMIT, Limit, Moment, Offset } from './shapes.ts'

const Person = Type.String({ maxLength: 120 })
const Threshold = Type.Number({ minimum: 0, maximum: 1 })

const onThresholds = (_: unknown, { officer }: Pick<View, 'officer'>): ClassAttributes => ({
  kind: 'registers.thresholds',
  member: officer.member,
  classification: 'unclassified',
  unit: '',
})

const subjectOf = (purpose: string) => `threshold:${purpose}`

export const readThresholds = view({
  name: 'registers.read-thresholds',
  summary: 'From which score on a name counts as a hit in the own registers, by purpose; partners set their own',
  purpose: 'none',
  journal: 'refusals',
  input: closed({}),
  output: closed({
    rows: Type.Array(
      closed({
        purpose: oneOf(PURPOSES),
        threshold: Threshold,
        /** What holds where the member has set nothing: the project's own choice. */
        standard: Threshold,
        set_at: Type.Union([Moment, Type.Null()]),
        proposed_by: Type.Union([Person, Type.Null()]),
        confirmed_by: Type.Union([Person, Type.Null()]),
      }),
    ),
    /** The bounds within which a member may choose. */
    least: Threshold,
    most: Threshold,
  }),
  on: onThresholds,
  async run(_, { officer, reading }) {
    const stored = new Map((await thresholdsStored(reading, officer.member)).map((row) => [row.purpose, row]))
    const set = new Map([...stored].map(([purpose, { threshold }]) => [purpose, threshold]))
    const rows = PURPOSES.map((purpose) => {
      const own = stored.get(purpose)
      return {
        purpose,
        threshold: thresholdFor(set, purpose),
        standard: STANDARD[purpose],
        set_at: own?.set_at.toISOString() ?? null,
        proposed_by: own?.proposed_by ?? null,
        confirmed_by: own?.confirmed_by ?? null,
      }
    })
    return { rows, least: LEAST_THRESHOLD, most: MOST_THRESHOLD }
  },
})

export const proposeThreshold = act({
  name: 'registers.propose-threshold',
  summary: 'Propose another threshold for a purpose; it holds once a second officer has confirmed it',
  purpose: 'none',
  journal: 'always',
  input: closed({ purpose: oneOf(PURPOSES), threshold: Threshold, reason: words(500) }),
  output: closed({ change: Uuid, expires_at: Moment }),
  refusals: ['input.malformed', 'state.conflict'],
  on: onThresholds,
  subject: ({ purpose }) => subjectOf(purpose),
  async run({ purpose, threshold, reason }, act) {
    const { writing, officer, now } = act
    const before = await presentOf(act, purpose)
    const faults = thresholdFaults(threshold, before)
    if (faults.length > 0) throw new Refusal('input.malformed', { details: faults })
    const change = act.newId()
    const expires_at = new Date(now.getTime() + CHANGE_LASTS_MS)
    const row = {
      id: change,
      member: officer.member,
      purpose,
      before,
      threshold,
      reason,
      proposed_by: officer.id,
      proposed_at: now,
      expires_at,
    }
    if (!(await insertChange(writing, row))) throw conflict('/purpose', 'another-waits')
    return { change, expires_at: expires_at.toISOString() }
  },
})

export const confirmThreshold = act({
  name: 'registers.confirm-threshold',
  summary: 'Confirm a threshold that another officer proposed; it holds from then on',
  purpose: 'none',
  journal: 'always',
  input: closed({ change: Uuid }),
  output: closed({ purpose: oneOf(PURPOSES), threshold: Threshold }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onThresholds,
  subject: ({ change }, output) => (output ? subjectOf(output.purpose) : `threshold-change:${change}`),
  async run({ change: id }, act) {
    const { writing, officer, now } = act
    const change = await changeHeld(act, id)
    const purpose = change.purpose as Purpose
    const proposer = await accounts.maybeAccount(writing, change.proposed_by)
    const proposer_may = proposer !== undefined && !proposer.disabled && proposer.roles.includes('supervisor')
    const why = whyNotConfirm(change, { officer: officer.id, now, present: await presentOf(act, purpose), proposer_may })
    if (why === 'proposer') throw new Refusal('access.denied', { details: [{ path: '/change', reason: why }] })
    if (why) throw conflict('/change', why)
    await settleChange(writing, id, 'confirmed', officer.id, now)
    await setThreshold(writing, change, officer.id, now)
    await act.record('registers.threshold-changed', subjectOf(purpose), {
      before: change.before,
      threshold: change.threshold,
      change: id,
      proposed_by: change.proposed_by,
    })
    return { purpose, threshold: change.threshold }
  },
})

export const rejectThreshold = act({
  name: 'registers.reject-threshold',
  summary: 'Turn down a proposed threshold, or take back the own proposal',
  purpose: 'none',
  journal: 'always',
  input: closed({ change: Uuid }),
  output: closed({ purpose: oneOf(PURPOSES) }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onThresholds,
  subject: ({ change }, output) => (output ? subjectOf(output.purpose) : `threshold-change:${change}`),
  async run({ change: id }, act) {
    const change = await changeHeld(act, id)
    if (change.state !== 'waiting') throw conflict('/change', 'settled')
    await settleChange(act.writing, id, 'rejected', act.officer.id, act.now)
    return { purpose: change.purpose as Purpose }
  },
})

export const findThresholdChanges = view({
  name: 'registers.find-threshold-changes',
  summary: 'Proposed and decided changes of thresholds, newest first; `waiting` for those that can still be confirmed',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ waiting: Type.Optional(Type.Boolean()), limit: Limit, offset: Offset }),
  output: closed({
    rows: Type.Array(
      closed({
        id: Uuid,
        purpose: oneOf(PURPOSES),
        before: Threshold,
        threshold: Threshold,
        reason: Type.String(),
        proposed_by: Person,
        proposed_at: Moment,
        expires_at: Moment,
        state: oneOf(['waiting', 'confirmed', 'rejected', 'expired'] as const),
        settled_by: Type.Union([Person, Type.Null()]),
        settled_at: Type.Union([Moment, Type.Null()]),
      }),
    ),
    total: Type.Integer(),
  }),
  on: onThresholds,
  async run({ waiting, limit = DEFAULT_LIMIT, offset = 0 }, { reading, officer, now }) {
    const filter = { member: officer.member, now, ...(waiting !== undefined && { waiting }) }
    const { rows, total } = await findChanges(reading, filter, { limit, offset })
    return {
      rows: rows.map(({ member: _, ...row }) => ({
        ...row,
        purpose: row.purpose as Purpose,
        proposed_at: row.proposed_at.toISOString(),
        expires_at: row.expires_at.toISOString(),
        state: row.state === 'waiting' && now >= row.expires_at ? ('expired' as const) : row.state,
        settled_at: row.settled_at?.toISOString() ?? null,
      })),
      total,
    }
  },
})

const presentOf = async ({ writing, officer }: Act, purpose: Purpose): Promise<number> =>
  thresholdFor(await thresholdsSet(writing, officer.member), purpose)

async function changeHeld({ writing, officer }: Act, id: string): Promise<ThresholdChangeRow> {
  const change = await maybeChangeHeld(writing, officer.member, id)
  if (change === undefined) throw new Refusal('thing.unknown', { inside: `threshold change ${id}` })
  return change
}

const conflict = (path: string, reason: string) => new Refusal('state.conflict', { details: [{ path, reason }] })

export const thresholdActions = [readThresholds, proposeThreshold, confirmThreshold, rejectThreshold, findThresholdChanges]
