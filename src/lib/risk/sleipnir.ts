/**
 * Sleipnir, the Royal Canadian Mounted Police's long matrix for organised crime: S = Σ k·P over nineteen attributes P, ranked 19 to 1, with k = 4, 2, 1, 0
 * for high, medium, low and nil, and 2 for unknown; at most 760. That is the published method. Ranges for what was not answered, spreads by rater and
 * country, and sensitivity are Portolan's, and are labelled so where they are shown.
 */
import type { Answers, Scheme } from './scheme.ts'

const PUBLISHED = {
  name: 'sleipnir',
  weights: {
    corruption: 19,
    violence: 18,
    infiltration: 17,
    expertise: 16,
    sophistication: 15,
    subversion: 14,
    strategy: 13,
    discipline: 12,
    insulation: 11,
    'intelligence-use': 10,
    'multiple-enterprises': 9,
    mobility: 8,
    stability: 7,
    scope: 6,
    monopoly: 5,
    cohesiveness: 4,
    continuity: 3,
    'links-to-criminal-groups': 2,
    'links-to-extremist-groups': 1,
  },
  levels: { high: 4, medium: 2, low: 1, nil: 0, unknown: 2 },
  unknown: 'unknown',
} as const

export type SleipnirAttribute = keyof (typeof PUBLISHED)['weights']
export type SleipnirLevel = keyof (typeof PUBLISHED)['levels']
export const SLEIPNIR: Scheme<SleipnirAttribute, SleipnirLevel> = PUBLISHED
export type SleipnirAnswers = Answers<SleipnirAttribute, SleipnirLevel>
export const SLEIPNIR_ATTRIBUTES = Object.keys(SLEIPNIR.weights) as readonly SleipnirAttribute[]
export const SLEIPNIR_LEVELS = Object.keys(SLEIPNIR.levels) as readonly SleipnirLevel[]
