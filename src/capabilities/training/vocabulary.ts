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
