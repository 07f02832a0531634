/** What supervisors decide: which matters are compared, what is a target, with which partners; and what anybody can check of it. */
import Type from 'typebox'
import { act, type ClassAttributes, type View, view } from '#kernel/capability.ts'
import { Refusal } from '#wire/refusal.ts'
import { DAILY_ELEMENTS, dayOf, MOST_DAILY_ELEMENTS, metClass } from '../rules.ts'
import { counts } from '../store/editions.ts'
import { reclassifyMet } from '../store/met.ts'
import { hurry, markTarget, partnerPolicies, rulings, savePartnerPolicy, saveRuling, targets, unmarkTarget } from '../store/policy.ts'
import { KINDS, RULES } from '../vocabulary.ts'
import { closed, count, Id, list, Matter, time } from './shapes.ts'

const MOST_RULES = 10_000
const COUNTED_DAYS = 31

/** A rule is of the unit of whoever sets it, and counts for the matters of that unit alone. */
const onOwnUnit = (_: unknown, { officer }: Pick<View, 'officer'>): ClassAttributes => ({
  kind: 'coincidences.rule',
  member: officer.member,
  classification: 'restricted',
  unit: officer.unit,
})

const changeRule = act({
  name: 'coincidences.change-rule',
  summary: 'Whether a matter of the own unit is compared with other teams and countries, and what who holds the same is told',
  purpose: 'required',
  journal: 'always',
  input: closed({ matter: Matter, rule: Type.Enum([...RULES]) }),
  output: closed({ matter: Matter }),
  on: onOwnUnit,
  subject: ({ matter }) => matter,
  async run({ matter, rule }, { writing, officer, now, record }) {
    await saveRuling(writing, officer.member, { matter, unit: officer.unit, rule }, officer.id, now)
    await hurry(writing, officer.member, now)
    await record('coincidences.ruled', matter, { rule, unit: officer.unit })
    return { matter }
  },
})

const markTargetAct = act({
  name: 'coincidences.mark-target',
  summary:
    'Marks a person or thing of the own unit as a target: who holds it too is told whom to call and nothing else, supervisors alone on this side',
  purpose: 'required',
  journal: 'always',
  input: closed({
    matter: Matter,
    thing: Type.String({ minLength: 1, maxLength: 64, pattern: '^[0-9a-f-]{1,64}$' }),
    target: Type.Boolean(),
  }),
  output: closed({ matter: Matter }),
  on: onOwnUnit,
  subject: ({ matter }) => matter,
  async run({ matter, thing, target }, { writing, officer, now, record, classOf }) {
    const one = { matter, thing, unit: officer.unit }
    if (target) await markTarget(writing, officer.member, one, officer.id, now)
    else await unmarkTarget(writing, officer.member, one)
    const access_class = await classOf(metClass({ member: officer.member, unit: officer.unit, target }))
    await reclassifyMet(writing, officer.member, one, { target, access_class })
    await hurry(writing, officer.member, now)
    await record('coincidences.target', matter, { thing, target })
    return { matter }
  },
})

const findRules = view({
  name: 'coincidences.find-rules',
  summary: 'Which matters of the own member are compared under which rule; targets of the own unit to its supervisors',
  purpose: 'none',
  journal: 'refusals',
  input: closed({}),
  output: closed({
    rules: list(closed({ matter: Matter, unit: Id, rule: Type.Enum([...RULES]), changed_at: time }), MOST_RULES),
    targets: list(closed({ matter: Matter, thing: Type.String({ maxLength: 64 }) }), MOST_RULES),
    kinds: list(Type.Enum([...KINDS]), 50),
  }),
  async run(_, { reading, officer }) {
    const ruled = await rulings(reading, officer.member)
    // which of them is a target is not known further than to who marks them
    const marked = officer.roles.includes('supervisor') ? await targets(reading, officer.member) : []
    return {
      rules: ruled.map((one) => ({ ...one, changed_at: one.changed_at.toISOString() })),
      targets: marked.filter(({ unit }) => unit === officer.unit).map(({ matter, thing }) => ({ matter, thing })),
      kinds: [...KINDS],
    }
  },
})

const changePartner = act({
  name: 'coincidences.change-partner',
  summary: 'Whether is compared with a partner at all, and how many evaluations of each kind it may ask for in a day',
  purpose: 'required',
  journal: 'always',
  input: closed({
    network: Id,
    partner: Id,
    compared: Type.Boolean(),
    daily: Type.Integer({ minimum: 0, maximum: MOST_DAILY_ELEMENTS }),
  }),
  output: closed({ partner: Id }),
  refusals: ['partner.unknown'],
  subject: ({ partner }) => `member:${partner}`,
  async run({ network, partner, compared, daily }, { writing, officer, networks, now, record }) {
    if (!networks.all().some((one) => one.network === network) || !networks.partners(network).some(({ id }) => id === partner))
      throw new Refusal('partner.unknown', { details: [{ path: '/partner', reason: partner }] })
    await savePartnerPolicy(writing, officer.member, network, { partner, compared, daily })
    await hurry(writing, officer.member, now)
    await record('coincidences.partner', `member:${partner}`, { network, compared, daily })
    return { partner }
  },
})

const findCounts = view({
  name: 'coincidences.find-counts',
  summary: 'By partner, day and kind: how much was asked and found both ways in the last month, and what each partner may ask',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ network: Id }),
  output: closed({
    partners: list(closed({ partner: Id, compared: Type.Boolean(), daily: count }), 500),
    counts: list(
      closed({
        partner: Id,
        day: Type.String({ maxLength: 10 }),
        kind: Type.Enum([...KINDS]),
        asked_by_us: count,
        found_by_us: count,
        asked_by_them: count,
        found_by_them: count,
      }),
      5_000,
    ),
  }),
  refusals: ['partner.unknown'],
  async run({ network }, { reading, officer, networks, now }) {
    if (!networks.all().some((one) => one.network === network)) throw new Refusal('partner.unknown', { inside: network })
    const policies = await partnerPolicies(reading, officer.member, network)
    const place = { member: officer.member, network }
    return {
      partners: networks.partners(network).map(({ id }) => {
        const policy = policies.find(({ partner }) => partner === id)
        return { partner: id, compared: policy?.compared ?? true, daily: policy?.daily ?? DAILY_ELEMENTS }
      }),
      counts: await counts(reading, place, dayOf(new Date(now.getTime() - COUNTED_DAYS * 86_400_000))),
    }
  },
})

export const policyActions = [changeRule, markTargetAct, findRules, changePartner, findCounts]
