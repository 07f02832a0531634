/** Published strategies as proposals for a forum, each with its source; and both of them beside each other. Pure. */
import type { Fields } from '#wire/fields.ts'
import { CRIME_AREAS, type CrimeArea, type Language } from '#wire/vocabulary.ts'
import {
  COMMON_GOALS_2024,
  CORE_PRIORITIES_2017,
  CROSS_CUTTING_2017,
  type Entry,
  PRIORITIES_2024,
  STRATEGY_2017,
  STRATEGY_2024,
  type Words,
} from './published/index.ts'

export const STRATEGIES = ['2017', '2024'] as const
export type StrategyYear = (typeof STRATEGIES)[number]

/** One thing to state. */
export interface Proposed {
  readonly kind: 'priority' | 'goal'
  /** What it is found again by: `published:` and the id of the entry. */
  readonly source: string
  readonly set: Fields
  /** Source of the priority that a goal belongs to. */
  readonly of?: string
}

const sourceOf = ({ id }: Entry): string => `published:${id}`
const ACTIONS: Words = { en: 'Proposed actions', fr: 'Actions proposées', ar: 'أنشطة مقترحة', es: 'Acciones propuestas' }
const TRAINING: Words = { en: 'Training', fr: 'Formation', ar: 'التدريب', es: 'Formación' }

/** What a strategy says, as priorities and goals in one language. Tiers are the forum's to give. */
export function proposalsOf(strategy: StrategyYear, language: Language): Proposed[] {
  const text = (said: string) => ({ text: said, language })
  const lines = (title: Words, entries: readonly Entry[]) =>
    entries.length === 0 ? [] : [`${title[language]}:`, ...entries.map((one) => `– ${one.title[language]}`)]
  const priority = (one: Entry, more: Fields): Proposed => ({
    kind: 'priority',
    source: sourceOf(one),
    set: {
      title: text(one.title[language]),
      ...(one.crime_area && { crime_area: one.crime_area }),
      source: sourceOf(one),
      state: 'proposed',
      ...more,
    },
  })
  const goal = (one: Entry, scope: 'common' | 'specific', of?: Entry, about?: string): Proposed => ({
    kind: 'goal',
    source: sourceOf(one),
    set: { scope, title: text(one.title[language]), ...(about && { text: text(about) }), source: sourceOf(one) },
    ...(of && { of: sourceOf(of) }),
  })
  if (strategy === '2017')
    return [
      ...CORE_PRIORITIES_2017.flatMap((one) => [
        priority(one, { text: text(one.objective[language]) }),
        ...one.points.map((point) => goal(point, 'specific', one)),
      ]),
      ...CROSS_CUTTING_2017.map((one) => priority(one, { tier: 'cross-cutting' })),
    ]
  return [
    ...COMMON_GOALS_2024.map((one) => goal(one, 'common', undefined, one.actions.map((each) => `– ${each.title[language]}`).join('\n'))),
    ...PRIORITIES_2024.flatMap((one) => [
      priority(one, {
        text: text(
          [
            ...lines(
              ACTIONS,
              one.proposals.filter(({ kind }) => kind === 'action'),
            ),
            ...lines(
              TRAINING,
              one.proposals.filter(({ kind }) => kind === 'training'),
            ),
          ].join('\n'),
        ),
      }),
      ...one.goals.map((each) => goal(each, 'specific', one)),
    ]),
  ]
}

export interface Compared {
  readonly crime_area: CrimeArea | null
  readonly in_2017: readonly Words[]
  readonly in_2024: readonly Words[]
}

/** Both strategies by crime area; last what cuts across. */
export function strategiesCompared(): Compared[] {
  const titles = (entries: readonly Entry[], area: CrimeArea | null) =>
    entries.filter(({ crime_area }) => (crime_area ?? null) === area).map(({ title }) => title)
  const of_2017: readonly Entry[] = [...CORE_PRIORITIES_2017, ...CROSS_CUTTING_2017]
  return [...CRIME_AREAS, null]
    .map((crime_area) => ({ crime_area, in_2017: titles(of_2017, crime_area), in_2024: titles(PRIORITIES_2024, crime_area) }))
    .filter(({ in_2017, in_2024 }) => in_2017.length + in_2024.length > 0)
}

export const STRATEGY_TITLES: Readonly<Record<StrategyYear, { readonly title: Words; readonly date: string }>> = {
  '2017': STRATEGY_2017,
  '2024': STRATEGY_2024,
}
