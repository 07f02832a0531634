/** Boards for directors, one a level: what each shows is all that its action reads. */
import Type from 'typebox'
import { type View, view } from '#kernel/capability.ts'
import { closed, Day, Uuid } from '#wire/fields.ts'
import {
  isCurrent,
  ON_POLITICAL,
  ON_STRATEGIC,
  ON_TECHNICAL,
  POLITICAL,
  politicalBoard,
  STRATEGIC,
  standingsOf,
  strategicBoard,
  type Task,
  TECHNICAL,
  technicalBoard,
} from '../board.ts'
import { FOLLOWED_STATES, type Followed } from '../following.ts'
import { knownForum, thingsIn, thingsUnder } from '../saying.ts'
import { live, type Thing } from '../things.ts'
import { PlanOut, planOut, plansIn, TotalOut, totalsOut } from './plans.ts'
import { count, list, maybe, onForum, subjectOf, ThingOut, thingOut } from './shapes.ts'

const common = { purpose: 'none', journal: 'refusals', on: onForum, subject: subjectOf } as const
const Input = closed({ forum: Uuid, year: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2199 })) })
const Year = { years: list(count, 200), year: maybe(count) }

/**
 * A forum's things of some kinds with the plans of one year: the newest begun unless said. What is said on them is read of those alone that the board
 * shows: ten years of positions, votes and contributions stay where they are.
 */
async function yearOf(
  viewing: View,
  { forum, year }: { forum: string; year?: number },
  kinds: readonly string[],
  on_them: readonly string[],
) {
  const known = await knownForum(viewing, forum)
  const read = await thingsIn(viewing, known, [...kinds, 'plan'])
  const years = [...new Set(read.filter((one) => one.kind === 'plan' && live(one)).map(({ set }) => Number(set.year)))].sort(
    (a, b) => b - a,
  )
  const wanted = year ?? years.find((one) => one <= viewing.now.getUTCFullYear()) ?? years[0] ?? null
  const of_year = wanted === null ? { plans: [], things: [] } : await plansIn(viewing, known, ({ set }) => set.year === wanted)
  const shown = read.filter((one) => one.kind !== 'plan' && isCurrent(one, of_year.plans))
  const said = await thingsUnder(
    viewing,
    known,
    on_them,
    shown.filter(({ kind }) => kind !== 'meeting').map(({ id }) => id),
  )
  const things: Thing[] = [...shown, ...said, ...of_year.things]
  const now = viewing.now.toISOString()
  return {
    known,
    things,
    plans: standingsOf(of_year.plans, of_year.things, now.slice(0, 10)),
    years: years.slice(0, 200),
    year: wanted,
    now,
  }
}

const readPolitical = view({
  ...common,
  name: 'strategy.read-political-board',
  summary:
    'For the political level: priorities and who agrees, declarations and who signed, commitments kept or not, what was reached; no action and no member’s own figures',
  input: Input,
  output: closed({
    ...Year,
    priorities: list(closed({ thing: ThingOut, agree: count, object: count, waiting: count }), 200),
    declarations: list(closed({ thing: ThingOut, signed: count, of: count }), 200),
    commitments: closed({ open: count, reported: count, accepted: count, overdue: count }),
    plans: closed({ plans: count, actions: count, done: count, late: count }),
    totals: list(
      closed({
        category: Type.String({ maxLength: 20 }),
        unit: Type.String({ maxLength: 10 }),
        quantity: Type.String({ maxLength: 40 }),
        results: count,
      }),
      100,
    ),
  }),
  async run(input, viewing) {
    const { known, things, plans, years, year, now } = await yearOf(viewing, input, POLITICAL, ON_POLITICAL)
    const board = politicalBoard(things, plans, known.text.standing, now)
    return {
      years,
      year,
      priorities: board.priorities.slice(0, 200).map((one) => ({ ...one, thing: thingOut(one.thing) })),
      declarations: board.declarations.slice(0, 200).map((one) => ({ ...one, thing: thingOut(one.thing) })),
      commitments: { ...board.commitments },
      plans: { ...board.plans },
      totals: totalsOut(things).map(({ by_member: _, ...one }) => one),
    }
  },
})

const FollowedOut = closed({ thing: ThingOut, state: Type.Enum([...FOLLOWED_STATES]), due: maybe(Day), overdue_days: count })
const followedOut = ({ thing, state, due, overdue_days }: Followed) => ({ thing: thingOut(thing), state, due, overdue_days })
const Answered = list(closed({ thing: ThingOut, answered: count, of: count }), 200)

const readStrategic = view({
  ...common,
  name: 'strategy.read-strategic-board',
  summary:
    'For the strategic level: every plan with what is late and what stands in the way, who has fallen silent, what is asked and not answered, whose results they are',
  input: Input,
  output: closed({
    ...Year,
    plans: list(PlanOut, 200),
    recommendations: list(FollowedOut, 200),
    consultations: Answered,
    assessments: Answered,
    alerts: list(ThingOut, 200),
    totals: list(TotalOut, 100),
  }),
  async run(input, viewing) {
    const { known, things, plans, years, year, now } = await yearOf(viewing, input, [...STRATEGIC, 'meeting'], ON_STRATEGIC)
    const board = strategicBoard(things, plans, known.text.standing, now)
    return {
      years,
      year,
      plans: board.plans.slice(0, 200).map(planOut),
      recommendations: board.recommendations.slice(0, 200).map(followedOut),
      consultations: board.consultations.slice(0, 200).map(({ thing, voted, of }) => ({ thing: thingOut(thing), answered: voted, of })),
      assessments: board.assessments.slice(0, 200).map(({ thing, answered, of }) => ({ thing: thingOut(thing), answered, of })),
      alerts: board.alerts.slice(0, 200).map(thingOut),
      totals: totalsOut(things),
    }
  },
})

const TASKS = [
  'contribute',
  'vote',
  'sign',
  'report-action',
  'late-action',
  'report-commitment',
  'report-recommendation',
] as const satisfies readonly Task['kind'][]

const readTechnical = view({
  ...common,
  name: 'strategy.read-technical-board',
  summary: 'For the technical level: what the own member has to do, what is due first on top',
  input: Input,
  output: closed({
    ...Year,
    tasks: list(closed({ kind: Type.Enum([...TASKS]), thing: ThingOut, due: maybe(Type.String({ maxLength: 30 })) }), 200),
  }),
  async run(input, viewing) {
    const { things, plans, years, year, now } = await yearOf(viewing, input, TECHNICAL, ON_TECHNICAL)
    const tasks = technicalBoard(things, plans, viewing.officer.member, now)
    return { years, year, tasks: tasks.map((one) => ({ ...one, thing: thingOut(one.thing) })) }
  },
})

export const boardActions = [readPolitical, readStrategic, readTechnical]
