/** Operational action plans: where each stands, what its actions came to, results taken from teams, the calendar of its actions; the thread through anything. */
import Type from 'typebox'
import { act, type View, view } from '#kernel/capability.ts'
import { DOCUMENT_FORMS, MAX_DOCUMENT_BYTES, MEDIA_TYPES, madeDocument } from '#kernel/documents.ts'
import { namesIn } from '#kernel/networks.ts'
import { base64, hex, sha256 } from '#lib/bytes.ts'
import { CALENDAR_MEDIA_TYPE, type CalendarEvent, calendarOf, MOST_EVENTS } from '#lib/calendar/index.ts'
import { closed, Day, type Fields, Member, type Text, Uuid } from '#wire/fields.ts'
import { Refusal } from '#wire/refusal.ts'
import { LANGUAGES } from '#wire/vocabulary.ts'
import { type ActionStanding, type PlanStanding, planOf } from '../plans.ts'
import { countedOnce, totalsOf } from '../results.ts'
import { forumToChange, type Known, knownForum, say, thingsIn, thingsUnder } from '../saying.ts'
import { codeIn, live, pointing, type Thing } from '../things.ts'
import { MOST_KNOTS, STATIONS, THREADED, threadOf } from '../thread.ts'
import { ACTION_STATES, CURRENCIES } from '../vocabulary.ts'
import { yearReport } from '../year-report.ts'
import { count, list, maybe, onForum, subjectOf, ThingOut, thingOut } from './shapes.ts'

const common = { purpose: 'none', on: onForum, subject: subjectOf } as const
const addressOf = (team: string) => `space:${team}`
export const MOST_ACTIONS = 2_000
const MOST_TEAM_RESULTS = 500

const Quantity = Type.String({ maxLength: 40, description: 'a decimal' })
export const TotalOut = closed({
  category: Type.String({ maxLength: 20 }),
  unit: Type.String({ maxLength: 10 }),
  quantity: Quantity,
  results: count,
  by_member: list(closed({ member: Member, quantity: Quantity, results: count }), 200),
})
export const totalsOut = (things: readonly Thing[]) =>
  totalsOf(things)
    .slice(0, 100)
    .map((one) => ({ ...one, by_member: [...one.by_member].slice(0, 200) }))

const StandingOut = closed({
  action: ThingOut,
  state: Type.Enum([...ACTION_STATES]),
  reported: maybe(closed({ by: Member, on: Day })),
  overdue_days: count,
  late_start_days: count,
  silent_days: maybe(count),
  clashes: list(Uuid, 100),
  obstacles: list(Uuid, 200),
  share: maybe(Type.Number({ minimum: 0 })),
})
const standingOut = ({ action, reported, silent_days, clashes, obstacles, share, ...rest }: ActionStanding) => ({
  ...rest,
  action: thingOut(action),
  reported: reported ?? null,
  silent_days: silent_days ?? null,
  clashes: [...clashes],
  obstacles: obstacles.map(({ id }) => id).slice(0, 200),
  share: share ?? null,
})
export const PlanOut = closed({
  plan: ThingOut,
  by_state: closed(
    Object.fromEntries(ACTION_STATES.map((state) => [state, count])) as Record<(typeof ACTION_STATES)[number], typeof count>,
  ),
  actions: count,
  late: count,
  with_obstacles: count,
  budget: list(closed({ currency: Type.String({ maxLength: 3 }), amount: Quantity }), CURRENCIES.length),
  silent: list(Member, 200),
})
export const planOut = ({ plan, actions, budget, silent, by_state, late, with_obstacles }: PlanStanding) => ({
  plan: thingOut(plan),
  by_state: { ...by_state },
  actions: actions.length,
  late,
  with_obstacles,
  budget: budget.map((one) => ({ ...one })),
  silent: [...silent],
})

export interface PlanThings {
  readonly plans: readonly Thing[]
  /** Actions, reports, results, coordinators, evaluations and recommendations of those plans, and of no other. */
  readonly things: readonly Thing[]
}
/** All of some plans, without reading any other. */
export async function plansIn(
  viewing: Pick<View, 'reading' | 'vault'>,
  known: Known,
  which: (plan: Thing) => boolean,
): Promise<PlanThings> {
  const plans = (await thingsIn(viewing, known, ['plan'])).filter((one) => live(one) && which(one))
  const ids = (things: readonly Thing[], kind: string) => things.filter((one) => one.kind === kind).map(({ id }) => id)
  const first = await thingsUnder(
    viewing,
    known,
    ['action', 'coordinator', 'evaluation'],
    plans.map(({ id }) => id),
  )
  const second = await thingsUnder(
    viewing,
    known,
    ['progress', 'recommendation', 'comment'],
    [...ids(first, 'action'), ...ids(first, 'evaluation')],
  )
  const third = await thingsUnder(
    viewing,
    known,
    ['result', 'report', 'acceptance'],
    [...ids(second, 'progress'), ...ids(second, 'recommendation')],
  )
  return { plans, things: [...plans, ...first, ...second, ...third] }
}

async function onePlan(viewing: Pick<View, 'reading' | 'vault' | 'officer'>, forum: string, plan: string) {
  const known = await knownForum(viewing, forum)
  const found = await plansIn(viewing, known, ({ id }) => id === plan)
  if (!found.plans[0]) throw new Refusal('thing.unknown', { inside: plan })
  return { known, plan: found.plans[0], things: found.things }
}

const findPlans = view({
  ...common,
  name: 'strategy.find-plans',
  summary: 'Operational action plans of a forum by year, with how many of their actions are done, late, or meet obstacles',
  journal: 'refusals',
  input: closed({ forum: Uuid, year: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2199 })) }),
  output: closed({
    years: list(count, 200),
    year: maybe(count),
    plans: list(PlanOut, 200),
    totals: list(TotalOut, 100),
    differing: list(Uuid, 200),
  }),
  async run({ forum, year }, viewing) {
    const known = await knownForum(viewing, forum)
    const all = (await thingsIn(viewing, known, ['plan'])).filter(live)
    const years = [...new Set(all.map(({ set }) => Number(set.year)))].sort((a, b) => b - a)
    const wanted = year ?? years.find((one) => one <= viewing.now.getUTCFullYear()) ?? years[0] ?? null
    const { plans, things } = await plansIn(viewing, known, ({ set }) => set.year === wanted)
    const today = viewing.now.toISOString().slice(0, 10)
    return {
      years: years.slice(0, 200),
      year: wanted,
      plans: plans.slice(0, 200).map((plan) => planOut(planOf(plan, things, today))),
      totals: totalsOut(things),
      differing: countedOnce(things)
        .flatMap(({ differing }) => differing)
        .slice(0, 200),
    }
  },
})

const readPlan = view({
  ...common,
  name: 'strategy.read-plan',
  summary: 'One plan: its actions on a time line, what was reported of each, what is late and why, and what it came to',
  journal: 'refusals',
  input: closed({ forum: Uuid, plan: Uuid }),
  output: closed({
    ...PlanOut.properties,
    standings: list(StandingOut, MOST_ACTIONS),
    things: list(ThingOut, 20_000),
    totals: list(TotalOut, 100),
    differing: list(Uuid, 200),
  }),
  refusals: ['thing.unknown'],
  async run({ forum, plan: id }, viewing) {
    const { plan, things } = await onePlan(viewing, forum, id)
    const standing = planOf(plan, things, viewing.now.toISOString().slice(0, 10))
    return {
      ...planOut(standing),
      standings: standing.actions.slice(0, MOST_ACTIONS).map(standingOut),
      things: things.filter((one) => one.kind !== 'plan').map(thingOut),
      totals: totalsOut(things),
      differing: countedOnce(things)
        .flatMap(({ differing }) => differing)
        .slice(0, 200),
    }
  },
})

/** A document made by the node: its hash proves the copy. */
export const MadeOut = closed({
  name: Type.String({ maxLength: 100 }),
  media_type: Type.String({ maxLength: 100 }),
  size: count,
  sha256: Type.String({ maxLength: 64 }),
  content: Type.String({ maxLength: Math.ceil((MAX_DOCUMENT_BYTES / 3) * 4) + 4, description: 'base64' }),
})

const takeYearReport = act({
  ...common,
  name: 'strategy.take-year-report',
  summary:
    'Makes the report of a year’s plans as PDF, DOCX or XLSX: what was reached and whose it is, what is late and why, what was recommended',
  journal: 'always',
  input: closed({
    forum: Uuid,
    year: Type.Integer({ minimum: 2000, maximum: 2199 }),
    form: Type.Enum([...DOCUMENT_FORMS]),
    language: Type.Enum([...LANGUAGES]),
  }),
  output: MadeOut,
  refusals: ['thing.unknown', 'state.conflict', 'call.busy', 'input.too-large'],
  async prepare({ forum, year, form, language }, viewing): Promise<Uint8Array> {
    const known = await knownForum(viewing, forum)
    const { plans, things } = await plansIn(viewing, known, ({ set }) => set.year === year)
    const { demonstration, now } = viewing
    const today = now.toISOString().slice(0, 10)
    const title = known.text.set.title as Text
    const report = yearReport(
      {
        year,
        forum,
        forum_title: { text: title.text, language: title.language },
        chair: known.text.standing.chair,
        plans: plans.map((plan) => planOf(plan, things, today)),
        things,
        demonstration,
        now,
        nameOf: namesIn(viewing.networks, known.row.network, language),
      },
      language,
    )
    return madeDocument(report, form)
  },
  async run({ forum, year, form, language }, doing) {
    // it may have gone meanwhile
    await knownForum(doing, forum)
    const bytes = doing.ready as Uint8Array
    const digest = hex(sha256(bytes))
    await doing.record('strategy.report-made', subjectOf({ forum }), { what: 'year', year, form, language, sha256: digest })
    return {
      name: `action-plans-${year}-${language}.${form}`,
      media_type: MEDIA_TYPES[form],
      size: bytes.length,
      sha256: digest,
      content: base64(bytes),
    }
  },
})

const takeCalendar = view({
  ...common,
  name: 'strategy.take-plan-calendar',
  summary: 'The actions of a plan as a calendar that other programs read (iCalendar, RFC 5545)',
  journal: 'always',
  input: closed({ forum: Uuid, plan: Uuid }),
  output: closed({
    name: Type.String({ maxLength: 100 }),
    media_type: Type.String({ maxLength: 60 }),
    text: Type.String({ maxLength: 5_000_000 }),
    left_off: count,
  }),
  refusals: ['thing.unknown'],
  async run({ forum, plan: id }, viewing) {
    const { plan, things } = await onePlan(viewing, forum, id)
    const actions = pointing(things, 'action', 'plan', id)
    const events = actions.slice(0, MOST_EVENTS).map((action): CalendarEvent => {
      const objective = (action.set.objective as Text | undefined)?.text
      return {
        uid: `${action.id}@portolan`,
        from: codeIn(action, 'from') ?? '',
        until: codeIn(action, 'until') ?? '',
        summary: (action.set.title as Text).text,
        ...(objective && { description: objective }),
        status: action.set.state === 'dropped' ? 'cancelled' : 'confirmed',
      }
    })
    return {
      name: `plan-${plan.set.year}.ics`,
      media_type: CALENDAR_MEDIA_TYPE,
      text: calendarOf({ name: (plan.set.title as Text).text, made_at: viewing.now.toISOString(), events }),
      left_off: actions.length - events.length,
    }
  },
})

const HandedOut = closed({
  id: Uuid,
  category: Type.String({ maxLength: 20 }),
  quantity: Quantity,
  unit: Type.String({ maxLength: 10 }),
  crime_area: maybe(Type.String({ maxLength: 40 })),
  happened_on: maybe(Day),
  claimed_by: list(Member, 200),
  taken: Type.Boolean(),
})

const findTeamResults = view({
  ...common,
  name: 'strategy.find-team-results',
  summary: 'What a team has come to, each result once with whose it is, and which of it this forum has already',
  journal: 'refusals',
  input: closed({ forum: Uuid, team: Uuid }),
  output: closed({ results: list(HandedOut, MOST_TEAM_RESULTS), count }),
  refusals: ['thing.unknown'],
  async run({ forum, team: id }, viewing) {
    const known = await knownForum(viewing, forum)
    const team = addressOf(id)
    const handed = await viewing.matters.results(team)
    if (!handed) throw new Refusal('thing.unknown', { inside: team })
    const taken = new Set((await thingsIn(viewing, known, ['result'])).filter(live).map((one) => codeIn(one, 'of')))
    return {
      results: handed.slice(0, MOST_TEAM_RESULTS).map(({ crime_area, happened_on, claimed_by, ...one }) => ({
        ...one,
        crime_area: crime_area ?? null,
        happened_on: happened_on ?? null,
        claimed_by: [...claimed_by],
        taken: taken.has(one.id),
      })),
      count: handed.length,
    }
  },
})

const takeTeamResults = act({
  ...common,
  name: 'strategy.take-team-results',
  summary: 'Takes results of a team over into a progress report, with their attribution: however many report one, it counts once',
  journal: 'always',
  input: closed({
    forum: Uuid,
    progress: Uuid,
    team: Uuid,
    results: Type.Array(Uuid, { minItems: 1, maxItems: 100, uniqueItems: true }),
  }),
  output: closed({ things: list(Uuid, 100) }),
  refusals: ['thing.unknown', 'state.conflict', 'record.not-owner', 'input.malformed'],
  async run({ forum, progress, team: id_of_team, results }, doing) {
    const known = await forumToChange(doing, forum)
    const team = addressOf(id_of_team)
    const handed = await doing.matters.results(team)
    if (!handed) throw new Refusal('thing.unknown', { inside: team })
    const own = (await thingsUnder(doing, known, ['result'], [progress])).filter(live)
    const things: string[] = []
    for (const id of results) {
      const one = handed.find((each) => each.id === id)
      if (!one) throw new Refusal('thing.unknown', { inside: id })
      if (own.some((each) => codeIn(each, 'of') === id))
        throw new Refusal('state.conflict', { details: [{ path: '/results', reason: 'said already: change that' }] })
      const set: Fields = {
        progress,
        category: one.category,
        quantity: one.quantity,
        unit: one.unit,
        ...(one.crime_area && { crime_area: one.crime_area }),
        ...(one.happened_on && { happened_on: one.happened_on }),
        claimed_by: [...one.claimed_by],
        team,
        of: id,
      }
      things.push(await say(doing, known, { kind: 'result', set }))
    }
    return { things }
  },
})

const readThread = view({
  ...common,
  name: 'strategy.read-thread',
  summary: 'The thread through one thing: the threat it rests on, and what came of it, to the last result',
  journal: 'refusals',
  input: closed({ forum: Uuid, start: Uuid, of: Type.Optional(Type.Enum(['thing', 'space', 'course'] as const)) }),
  output: closed({
    knots: list(
      closed({
        id: Type.String({ maxLength: 80 }),
        station: Type.Enum([...STATIONS]),
        way: Type.Enum(['here', 'before', 'after'] as const),
        thing: maybe(ThingOut),
      }),
      MOST_KNOTS,
    ),
    ties: list(closed({ from: Type.String({ maxLength: 80 }), to: Type.String({ maxLength: 80 }) }), 3 * MOST_KNOTS),
    left_off: count,
    totals: list(TotalOut, 100),
  }),
  refusals: ['thing.unknown'],
  async run({ forum, start: id, of = 'thing' }, viewing) {
    const start = of === 'thing' ? id : `${of}:${id}`
    const things = await thingsIn(viewing, await knownForum(viewing, forum), THREADED)
    const { knots, ties, left_off } = threadOf(start, things)
    if (knots.length === 1 && knots[0]!.thing === undefined) throw new Refusal('thing.unknown', { inside: start })
    return {
      knots: knots.map(({ thing, ...one }) => ({ ...one, thing: thing ? thingOut(thing) : null })),
      ties: ties.slice(0, 3 * MOST_KNOTS),
      left_off,
      totals: totalsOut(knots.flatMap(({ thing }) => thing ?? [])),
    }
  },
})

export const planActions = [findPlans, readPlan, takeYearReport, takeCalendar, findTeamResults, takeTeamResults, readThread]
