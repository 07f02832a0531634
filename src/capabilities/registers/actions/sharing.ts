/** Who was told of hits, and what partners are refused before any look-up. */
import Type from 'typebox'
import { act, type ClassAttributes, type View, view } from '#kernel/capability.ts'
import { ID_PATTERN } from '#wire/address.ts'
import { Refusal } from '#wire/refusal.ts'
import { PURPOSES, REFUSAL_GROUNDS } from '#wire/vocabulary.ts'
import { closed, Id, KINDS, oneOf, Uuid } from '../kinds.ts'
import { QUOTA_PER_HOUR } from '../rules.ts'
import {
  findNotices as listNotices,
  MAX_SHARING_RULES,
  maybeQuotaLimit,
  removeSharingRule,
  setQuotaLimit,
  setSharingRule,
  sharingRules,
} from '../store/notices.ts'
import { DEFAULT_LIMIT, Limit, Moment, Offset } from './shapes.ts'

const Notice = closed({
  id: Uuid,
  record: Uuid,
  reference: Type.String(),
  kind: oneOf(KINDS),
  network: Type.String(),
  by_member: Type.String(),
  by_unit: Type.String(),
  purpose: Type.String(),
  score: Type.Number(),
  /** False where the record could not be shown to the asker, who was answered no hit. */
  shown: Type.Boolean(),
  at: Moment,
})

export const findNotices = view({
  name: 'registers.find-notices',
  summary: 'Who had a hit on the own records, when and for which purpose',
  purpose: 'none',
  journal: 'always',
  input: closed({
    record: Type.Optional(Uuid),
    unit: Type.Optional(Type.String({ pattern: ID_PATTERN })),
    since: Type.Optional(Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]{5,12}Z)?$' })),
    limit: Limit,
    offset: Offset,
  }),
  output: closed({ rows: Type.Array(Notice), total: Type.Integer() }),
  async run({ record, unit, since, limit = DEFAULT_LIMIT, offset = 0 }, view) {
    const classes = await view.classes('registers.find-notices')
    const from = since === undefined ? undefined : new Date(since)
    if (from !== undefined && Number.isNaN(from.getTime()))
      throw new Refusal('input.malformed', { details: [{ path: '/since', reason: 'no-such-time' }] })
    const filter = {
      member: view.officer.member,
      classes,
      ...(record !== undefined && { record }),
      ...(unit !== undefined && { unit }),
      ...(from !== undefined && { since: from }),
    }
    const { rows, total } = await listNotices(view.reading, filter, { limit, offset })
    return {
      rows: rows.map(({ id, record, reference, kind, network, by_member, by_unit, purpose, score, shown, at }) => ({
        id,
        record,
        reference: reference ?? '',
        kind: kind as (typeof KINDS)[number],
        network,
        by_member,
        by_unit,
        purpose,
        score,
        shown,
        at: at.toISOString(),
      })),
      total,
    }
  },
})

const RULE = {
  network: Type.Union([Type.Literal(''), Id]),
  partner: Type.Union([Type.Literal(''), Id]),
  purpose: oneOf(['', ...PURPOSES] as const),
  kind: oneOf(['', ...KINDS] as const),
  verdict: oneOf(['allow', 'refuse'] as const),
  ground: Type.Union([oneOf(REFUSAL_GROUNDS), Type.Null()]),
} as const

const onPolicy = (_: unknown, { officer }: Pick<View, 'officer'>): ClassAttributes => ({
  kind: 'registers.sharing-policy',
  member: officer.member,
  classification: 'unclassified',
  unit: '',
})

export const findSharingRules = view({
  name: 'registers.find-sharing-rules',
  summary: 'What partners are refused before any look-up; without a rule all purposes are allowed',
  purpose: 'none',
  journal: 'refusals',
  input: closed({}),
  output: closed({
    rows: Type.Array(closed({ id: Uuid, ...RULE, set_at: Moment, set_by: Type.String() })),
    total: Type.Integer(),
    /** Questions that one partner may ask in an hour. */
    quota_per_hour: Type.Integer(),
  }),
  on: onPolicy,
  async run(_, { officer, reading }) {
    const rows = await sharingRules(reading, officer.member)
    return {
      rows: rows.map((row) => ({ ...row, set_at: row.set_at.toISOString() })),
      total: rows.length,
      quota_per_hour: (await maybeQuotaLimit(reading, officer.member)) ?? QUOTA_PER_HOUR,
    }
  },
})

export const changeSharingRule = act({
  name: 'registers.change-sharing-rule',
  summary: 'Allow or refuse questions by network, partner, purpose and kind; an empty field stands for all',
  purpose: 'none',
  journal: 'always',
  input: closed(RULE),
  output: closed({ id: Uuid }),
  refusals: ['quota.exceeded', 'input.malformed'],
  on: onPolicy,
  subject: (_, output) => `sharing-rule:${output?.id ?? 'none'}`,
  async run(rule, act) {
    if (rule.verdict === 'refuse' && rule.ground === null)
      throw new Refusal('input.malformed', { details: [{ path: '/ground', reason: 'missing' }] })
    const rules = await sharingRules(act.writing, act.officer.member)
    if (rules.length >= MAX_SHARING_RULES) throw new Refusal('quota.exceeded', { inside: 'sharing rules' })
    const ground = rule.verdict === 'refuse' ? rule.ground : null
    return setSharingRule(act.writing, act.officer.member, { ...rule, ground, id: act.newId(), set_at: act.now, set_by: act.officer.id })
  },
})

export const removeRule = act({
  name: 'registers.remove-sharing-rule',
  summary: 'Remove a line of the sharing policy',
  purpose: 'none',
  journal: 'always',
  input: closed({ id: Uuid }),
  output: closed({ id: Uuid }),
  refusals: ['thing.unknown'],
  on: onPolicy,
  subject: ({ id }) => `sharing-rule:${id}`,
  async run({ id }, { writing, officer }) {
    if ((await removeSharingRule(writing, officer.member, id)) === 0) throw new Refusal('thing.unknown', { inside: `sharing rule ${id}` })
    return { id }
  },
})

export const changeQuota = act({
  name: 'registers.change-quota',
  summary: 'How much one partner may ask of the own registers in an hour',
  purpose: 'none',
  journal: 'always',
  input: closed({ quota_per_hour: Type.Integer({ minimum: 1, maximum: 10_000_000 }) }),
  output: closed({ quota_per_hour: Type.Integer() }),
  on: onPolicy,
  async run({ quota_per_hour }, { writing, officer, now }) {
    await setQuotaLimit(writing, officer.member, quota_per_hour, now, officer.id)
    return { quota_per_hour }
  },
})

export const sharingActions = [findNotices, findSharingRules, changeSharingRule, removeRule, changeQuota]
