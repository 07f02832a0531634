/** The closed lists of this capability that travel as codes. */

/** For whom training is needed; of officers, never of a person. */
export const PROFILES = ['front-line', 'investigator', 'analyst', 'forensic', 'commander', 'liaison', 'trainer', 'other'] as const
export type Profile = (typeof PROFILES)[number]

/** 1 beginner … 4 expert; and 1 can wait … 4 at once. */
export const LOWEST = 1
export const HIGHEST = 4
export const MAX_TOPICS = 60
export const MAX_LINES = 2_000
export const MAX_OFFICERS = 100_000

export const COURSE_KINDS = ['residential', 'online', 'webinar', 'exchange', 'exercise', 'train-the-trainer', 'mentoring'] as const
export type CourseKind = (typeof COURSE_KINDS)[number]
/** In this order; called off from any but the last of the others. */
export const COURSE_STATES = ['planned', 'open', 'closed', 'running', 'done', 'cancelled'] as const
export type CourseState = (typeof COURSE_STATES)[number]
/** How well a language is spoken: Common European Framework of Reference. */
export const LANGUAGE_LEVELS = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const
export const MAX_SEATS = 200
/** Of one member for one course. */
export const MAX_CANDIDATES = 50
/** How many courses are looked back on for seats by country. */
export const MOST_LOOKED_BACK = 50
/** What a participant took away: was there to the end, or was also assessed. */
export const CERTIFIED = ['attended', 'passed'] as const
