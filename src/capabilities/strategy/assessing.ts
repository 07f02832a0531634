/** What a threat assessment comes to, out of what this member holds: who answered, ratings by country with their spread, what contradicts itself. Pure. */
import Type, { type Static } from 'typebox'
import {
  type Answers,
  type Combiner,
  changeOfRisk,
  combineRisk,
  MAX_GROUPS,
  MAX_RATINGS,
  MEAN_UPWARDS,
  medianOf,
  type RISK_COMPONENTS,
  type RiskComponents,
  riskScaleOf,
  SLEIPNIR,
  SLEIPNIR_ATTRIBUTES,
  type SleipnirAttribute,
  type SleipnirLevel,
  sensitivityOf,
  spreadOf,
  spreadOfRisk,
} from '#lib/risk/index.ts'
import type { MemberId } from '#wire/address.ts'
import { closed, Instant, Member, Text, Uuid } from '#wire/fields.ts'
import { CRIME_AREAS, type CrimeArea } from '#wire/vocabulary.ts'
import type { Forum } from './forum.ts'
import { weightsSound } from './rules.ts'
import { count, list, maybe } from './schema.ts'
import { codeIn, live, newestOfEach, pointing, type Thing } from './things.ts'

/** What is to be known of a contribution before its figures are believed. Only the first two keep it out of the spread. */
export const DOUBTS_OF_CONTRIBUTIONS = ['twice', 'no-unit', 'late', 'no-rating', 'against-before'] as const
export type ContributionDoubt = (typeof DOUBTS_OF_CONTRIBUTIONS)[number]
const UNCOUNTED: readonly ContributionDoubt[] = ['twice', 'no-unit']

const Rating = maybe(Type.Integer({ minimum: 0, maximum: 4 }))
const Area = Type.Enum([...CRIME_AREAS])
const Range = closed({ least: Type.Number(), most: Type.Number() })
const Ratings = closed({ magnitude: Rating, likelihood: Rating, vulnerability: Rating, impact: Rating })
/** Never a middle alone: from where to where, and of how many. */
const ComponentSpread = maybe(closed({ least: Type.Number(), middle: Type.Number(), most: Type.Number(), countries: count }))

/** Least and most differ where something was not said. */
const Contribution = closed({
  thing: Uuid,
  member: Member,
  came_at: Instant,
  counting_unit: maybe(Text),
  quantity: maybe(Type.String({ maxLength: 24 })),
  trend: maybe(Type.String({ maxLength: 16 })),
  ratings: Ratings,
  risk: maybe(Range),
  text: maybe(Text),
  networks: maybe(Text),
  environment: maybe(Text),
  sources: maybe(Text),
  limitations: maybe(Text),
  shared: Type.Boolean(),
  doubts: list(Type.Enum([...DOUBTS_OF_CONTRIBUTIONS]), DOUBTS_OF_CONTRIBUTIONS.length),
  counted: Type.Boolean(),
})
const AreaReading = closed({
  crime_area: Area,
  contributions: list(Contribution, 500),
  /** Who was asked and said nothing of it; `null` where this member is not told. */
  silent: maybe(list(Member, 200)),
  components: closed({
    magnitude: ComponentSpread,
    likelihood: ComponentSpread,
    vulnerability: ComponentSpread,
    impact: ComponentSpread,
  }),
  /** Whether all count in the same words; where not, quantities are not held against each other. */
  one_unit: Type.Boolean(),
  /** Combined by country, from where to where, and their middle; `null` where nobody rated anything. */
  risk: maybe(closed({ middle: Range, whole: Range, countries: count })),
  /** Of each country that rated it in both assessments. */
  changes: list(
    closed({ country: Member, direction: Type.Enum(['higher', 'lower', 'same', 'unsure'] as const), before: Range, now: Range }),
    200,
  ),
})
const GroupReading = closed({
  group: Type.String({ maxLength: 300 }),
  middle: Range,
  whole: Range,
  countries: list(closed({ country: Member, raters: count, middle: Range, whole: Range }), 200),
  /** The attributes that raters are furthest apart on. */
  apart: list(closed({ criterion: Type.String({ maxLength: 64 }), apart: Type.Number() }), 5),
  places: closed({ best: Type.Integer(), worst: Type.Integer() }),
  by_doubt: list(closed({ doubt: Type.String({ maxLength: 32 }), best: Type.Integer(), worst: Type.Integer() }), 10),
})

export const AssessmentReading = closed({
  assessment: Uuid,
  /** The chair holds all; another member its own and what was shared with it. */
  holds: Type.Enum(['all', 'shared'] as const),
  combiner: Type.Enum(['product', 'geometric-mean', 'weighted-mean', 'matrix'] as const),
  weights: closed({ magnitude: count, likelihood: count, vulnerability: count, impact: count }),
  scale: Range,
  /** Whether there is an assessment before that it is held against. */
  has_before: Type.Boolean(),
  asked: list(
    closed({
      member: Member,
      left: Type.Boolean(),
      answered: count,
      missing: maybe(list(Area, CRIME_AREAS.length)),
      late: count,
    }),
    200,
  ),
  /** Members that answered in part or in whole, of those asked; `null` where this member is not told. */
  response_rate: maybe(Type.Number({ minimum: 0, maximum: 1 })),
  areas: list(AreaReading, CRIME_AREAS.length),
  indicators: list(
    closed({
      focus: Type.String({ maxLength: 16 }),
      thing: Uuid,
      member: Member,
      title: Text,
      crime_area: maybe(Area),
      value: maybe(Type.String({ maxLength: 24 })),
      unit: maybe(Text),
      year: maybe(count),
      source: maybe(Text),
    }),
    1_000,
  ),
  groups: list(GroupReading, MAX_GROUPS),
  /** Ratings beyond what is ordered at once. */
  groups_cut: Type.Boolean(),
  positions: list(closed({ member: Member, says: maybe(Type.String({ maxLength: 16 })), reason: maybe(Text) }), 200),
})
export type AssessmentReading = Static<typeof AssessmentReading>
export type AreaReading = Static<typeof AreaReading>
export type ContributionReading = Static<typeof Contribution>

export interface ToAssess {
  readonly assessment: Thing
  /** Things of the forum, of the kinds in `ASSESSED_KINDS` at least. */
  readonly things: readonly Thing[]
  readonly forum: Forum
  readonly own: MemberId
}
export const ASSESSED_KINDS = ['assessment', 'contribution', 'indicator', 'group-rating', 'chapter', 'position', 'comment'] as const

export function readAssessment({ assessment, things, forum, own }: ToAssess): AssessmentReading {
  const { id, set } = assessment
  const holds = forum.chair === own ? 'all' : 'shared'
  const areas = CRIME_AREAS.filter((area) => Array.isArray(set.areas) && set.areas.includes(area))
  const { combiner, weights } = combinerOf(assessment)
  const contributions = contributionsTo(assessment, things, combiner)
  const before = typeof set.before === 'string' ? things.find((one) => one.id === set.before) : undefined
  const earlier = before ? contributionsTo(before, things, combiner).filter(({ counted }) => counted) : []
  const marked = contributions.map((one): Said => {
    const then = earlier.find(({ member, crime_area }) => member === one.member && crime_area === one.crime_area)
    return then && againstBefore(one, then) ? { ...one, doubts: [...one.doubts, 'against-before'] } : one
  })
  const gave = new Set(marked.map(({ member }) => member))
  const asked = [...forum.participants, ...forum.left.filter((one) => gave.has(one))].sort()
  const areasOf = (member: MemberId) => areas.filter((area) => marked.some((one) => one.member === member && one.crime_area === area))
  const answered = forum.participants.filter((one) => gave.has(one)).length
  const { groups, cut } = groupsOf(pointing(things, 'group-rating', 'assessment', id))
  return {
    assessment: id,
    holds,
    combiner: combiner.kind,
    weights,
    scale: { ...riskScaleOf(combiner) },
    has_before: before !== undefined,
    asked: asked.map((member) => ({
      member,
      left: forum.left.includes(member),
      answered: areasOf(member).length,
      missing: holds === 'all' || member === own ? areas.filter((area) => !areasOf(member).includes(area)) : null,
      late: marked.filter((one) => one.member === member && one.doubts.includes('late')).length,
    })),
    response_rate: holds === 'all' && forum.participants.length > 0 ? answered / forum.participants.length : null,
    areas: areas.map((area) => areaOf(area, { said: marked, earlier, combiner, asked: holds === 'all' ? forum.participants : undefined })),
    indicators: indicatorsOf(pointing(things, 'indicator', 'assessment', id)),
    groups,
    groups_cut: cut,
    positions: positionsOf(pointing(things, 'position', 'on', id), forum),
  }
}

type Said = ContributionReading & { readonly crime_area: CrimeArea }
const text = (thing: Thing, field: string): Text | null => {
  const value = thing.set[field]
  return typeof value === 'object' && 'text' in value ? value : null
}
const rating = (thing: Thing, field: string): number | null => {
  const value = codeIn(thing, field)
  return value === undefined ? null : Number(value)
}

/** Contributions with what is to be known of each. Two of one member on one area contradict each other: neither counts until one is withdrawn. */
export function contributionsTo({ id, set }: Thing, things: readonly Thing[], combiner: Combiner): Said[] {
  const those = pointing(things, 'contribution', 'assessment', id).filter((one) =>
    Array.isArray(set.areas) ? set.areas.includes(codeIn(one, 'crime_area') ?? '') : false,
  )
  return those.map((one) => {
    const ratings = {
      magnitude: rating(one, 'magnitude'),
      likelihood: rating(one, 'likelihood'),
      vulnerability: rating(one, 'vulnerability'),
      impact: rating(one, 'impact'),
    }
    const unit = text(one, 'counting_unit')
    const twice = those.some((other) => other.id !== one.id && other.by === one.by && other.set.crime_area === one.set.crime_area)
    const doubts: ContributionDoubt[] = [
      ...(twice ? (['twice'] as const) : []),
      ...(unit === null ? (['no-unit'] as const) : []),
      ...(one.came_at > String(set.due) ? (['late'] as const) : []),
      ...(!rated(ratings) ? (['no-rating'] as const) : []),
    ]
    return {
      thing: one.id,
      member: one.by,
      crime_area: codeIn(one, 'crime_area') as CrimeArea,
      came_at: one.came_at,
      counting_unit: unit,
      quantity: codeIn(one, 'quantity') ?? null,
      trend: codeIn(one, 'trend') ?? null,
      ratings,
      risk: rated(ratings) ? rangeOf(combineRisk(combiner, componentsOf(ratings))) : null,
      text: text(one, 'text'),
      networks: text(one, 'networks'),
      environment: text(one, 'environment'),
      sources: text(one, 'sources'),
      limitations: text(one, 'limitations'),
      shared: one.set.shared === true,
      doubts,
      counted: !doubts.some((doubt) => UNCOUNTED.includes(doubt)),
    }
  })
}

/** A trend that the same member's own figures, in the same unit, speak against. */
function againstBefore(now: ContributionReading, then: ContributionReading): boolean {
  if (now.quantity === null || then.quantity === null || now.counting_unit?.text !== then.counting_unit?.text) return false
  const change = Number(now.quantity) - Number(then.quantity)
  return (now.trend === 'falling' && change > 0) || (now.trend === 'rising' && change < 0)
}

interface AreaToRead {
  readonly said: readonly Said[]
  readonly earlier: readonly Said[]
  readonly combiner: Combiner
  /** Who was asked, where this member knows who answered. */
  readonly asked: readonly MemberId[] | undefined
}

function areaOf(crime_area: CrimeArea, { said, earlier, combiner, asked }: AreaToRead): AreaReading {
  const those = said.filter((one) => one.crime_area === crime_area).sort((a, b) => (a.member < b.member ? -1 : a.member > b.member ? 1 : 0))
  const counted = those.filter((one) => one.counted)
  const units = new Set(counted.map(({ counting_unit }) => counting_unit?.text.trim().toLowerCase()))
  const rateds = counted.filter(({ ratings }) => rated(ratings))
  const risk = spreadOfRisk(
    combiner,
    rateds.map(({ thing, member, ratings }) => ({ rater: thing, country: member, components: componentsOf(ratings) })),
  )
  const both = rateds.flatMap(({ member, ratings }) => {
    const then = earlier.find((one) => one.member === member && one.crime_area === crime_area && rated(one.ratings))
    return then ? [{ member, now: ratings, before: then.ratings }] : []
  })
  const spread = (component: (typeof RISK_COMPONENTS)[number]) => {
    const values = counted.flatMap(({ ratings }) => (ratings[component] === null ? [] : [ratings[component]]))
    if (values.length === 0) return null
    return { least: Math.min(...values), middle: medianOf(values), most: Math.max(...values), countries: values.length }
  }
  return {
    crime_area,
    contributions: those.map(({ crime_area: _, ...one }) => one),
    silent: asked ? asked.filter((member) => !those.some((one) => one.member === member)) : null,
    components: {
      magnitude: spread('magnitude'),
      likelihood: spread('likelihood'),
      vulnerability: spread('vulnerability'),
      impact: spread('impact'),
    },
    one_unit: units.size <= 1,
    risk: risk ? { middle: rangeOf(risk.middle), whole: rangeOf(risk.whole), countries: risk.countries.length } : null,
    changes: both.map(({ member, now, before }) => {
      const change = changeOfRisk(combiner, componentsOf(before), componentsOf(now))
      return { country: member, direction: change.direction, before: rangeOf(change.before), now: rangeOf(change.now) }
    }),
  }
}

type RatingsSaid = ContributionReading['ratings']
const rated = (ratings: RatingsSaid): boolean => Object.values(ratings).some((value) => value !== null)
const rangeOf = ({ least, most }: { readonly least: number; readonly most: number }) => ({ least, most })
const componentsOf = (ratings: RatingsSaid): RiskComponents =>
  Object.fromEntries(Object.entries(ratings).filter(([, value]) => value !== null)) as RiskComponents

/** How the chair has risks combined; a weight that is not said is one. */
export function combinerOf({ set }: Thing): { combiner: Combiner; weights: AssessmentReading['weights'] } {
  const weight = (component: string) => (typeof set[`weight_${component}`] === 'number' ? (set[`weight_${component}`] as number) : 1)
  const weights = {
    magnitude: weight('magnitude'),
    likelihood: weight('likelihood'),
    vulnerability: weight('vulnerability'),
    impact: weight('impact'),
  }
  // a partner's word is not believed to be within bounds
  const sound = weightsSound(set) ? weights : { magnitude: 1, likelihood: 1, vulnerability: 1, impact: 1 }
  const even = { kind: 'matrix', threat: MEAN_UPWARDS, consequence: MEAN_UPWARDS, risk: MEAN_UPWARDS } as const
  if (set.combiner === 'matrix') return { combiner: even, weights: sound }
  if (set.combiner === 'weighted-mean' || set.combiner === 'geometric-mean')
    return { combiner: { kind: set.combiner, weights: sound }, weights: sound }
  return { combiner: { kind: 'product' }, weights: sound }
}

const indicatorsOf = (things: readonly Thing[]): AssessmentReading['indicators'] =>
  things.slice(0, 1_000).flatMap((one) => {
    const title = text(one, 'title')
    return title
      ? [
          {
            focus: codeIn(one, 'focus') ?? 'environment',
            thing: one.id,
            member: one.by,
            title,
            crime_area: (codeIn(one, 'crime_area') as CrimeArea | undefined) ?? null,
            value: codeIn(one, 'value') ?? null,
            unit: text(one, 'unit'),
            year: typeof one.set.year === 'number' ? one.set.year : null,
            source: text(one, 'source'),
          },
        ]
      : []
  })

/** Sleipnir by group: each thing is one rater's answers, its maker the country. Groups are told apart by their names as they are written. */
function groupsOf(things: readonly Thing[]): { groups: AssessmentReading['groups']; cut: boolean } {
  const ratings = things.slice(0, MAX_RATINGS).flatMap((one) => {
    const name = one.set.group
    if (typeof name !== 'object' || !('name' in name)) return []
    const answers: Answers<SleipnirAttribute, SleipnirLevel> = Object.fromEntries(
      SLEIPNIR_ATTRIBUTES.flatMap((attribute) => {
        const level = codeIn(one, attribute.replaceAll('-', '_'))
        return level === undefined ? [] : [[attribute, level]]
      }),
    )
    return [{ group: name.name.trim(), rating: { rater: one.id, country: one.by, answers } }]
  })
  const all = [...Map.groupBy(ratings, ({ group }) => group)].map(([group, those]) => ({ group, ratings: those.map((one) => one.rating) }))
  const rated = all.slice(0, MAX_GROUPS)
  const sensitivity = sensitivityOf(SLEIPNIR, rated)
  const groups = rated.map(({ group, ratings }) => {
    const { middle, whole, countries, criteria } = spreadOf(SLEIPNIR, ratings)!
    const { places, over_all } = sensitivity.find((one) => one.group === group)!
    return {
      group,
      middle,
      whole,
      countries: [...countries],
      apart: criteria
        .filter(({ apart }) => apart > 0)
        .sort((a, b) => b.apart - a.apart)
        .slice(0, 5)
        .map(({ criterion, apart }) => ({ criterion, apart })),
      places: over_all,
      by_doubt: Object.entries(places).map(([doubt, { best, worst }]) => ({ doubt, best, worst })),
    }
  })
  return {
    groups: groups.sort((a, b) => b.middle.most - a.middle.most || (a.group < b.group ? -1 : 1)),
    cut: things.length > MAX_RATINGS || all.length > MAX_GROUPS,
  }
}

/** A word of each who takes part; of who has left what it said. */
export function positionsOf(things: readonly Thing[], forum: Forum): AssessmentReading['positions'] {
  const newest = newestOfEach(things.filter(live))
  return [...forum.participants, ...forum.left.filter((one) => newest.some(({ by }) => by === one))].sort().map((member) => {
    const said = newest.find(({ by }) => by === member)
    return { member, says: codeIn(said, 'says') ?? null, reason: said ? text(said, 'reason') : null }
  })
}
