/** How many people may be checked by lists: seen by who runs them, set by a supervisor. */
import Type from 'typebox'
import { act, view } from '#kernel/capability.ts'
import { closed } from '#wire/checks/subjects.ts'
import { dayBegin, MAX_LINES, QUOTA } from '../rules.ts'
import { checkedSince, maybeQuota, setQuota } from '../store/quota.ts'
import { Moment } from './shapes.ts'

const MOST_A_DAY = 1_000_000
const Quota = {
  per_list: Type.Integer({ minimum: 1, maximum: MAX_LINES }),
  per_officer_day: Type.Integer({ minimum: 1, maximum: MOST_A_DAY }),
  per_unit_day: Type.Integer({ minimum: 1, maximum: MOST_A_DAY }),
}

export const readQuota = view({
  name: 'screening.read-quota',
  summary: 'How many people may be checked by lists, and how many the officer and the unit have checked today',
  purpose: 'none',
  journal: 'refusals',
  input: closed({}),
  output: closed({
    ...Quota,
    officer_today: Type.Integer(),
    unit_today: Type.Integer(),
    set_at: Type.Union([Moment, Type.Null()]),
    set_by: Type.Union([Type.String(), Type.Null()]),
  }),
  async run(_, { officer, reading, now }) {
    const row = await maybeQuota(reading, officer.member)
    const { per_list, per_officer_day, per_unit_day } = row ?? QUOTA
    const today = await checkedSince(reading, officer.member, { officer: officer.id, unit: officer.unit }, dayBegin(now))
    return {
      per_list,
      per_officer_day,
      per_unit_day,
      officer_today: today.officer,
      unit_today: today.unit,
      set_at: row?.set_at?.toISOString() ?? null,
      set_by: row?.set_by ?? null,
    }
  },
})

export const changeQuota = act({
  name: 'screening.change-quota',
  summary: 'Set how many people a list may hold, and how many an officer and a unit may check in a day',
  purpose: 'none',
  journal: 'always',
  input: closed(Quota),
  output: closed(Quota),
  subject: (_, __) => 'quota:screening',
  async run(quota, { officer, writing, now, record }) {
    await setQuota(writing, officer.member, quota, officer.id, now)
    await record('screening.quota-set', 'quota:screening', { ...quota })
    return quota
  },
})

export const quotaActions = [readQuota, changeQuota]
