/** The bounds of the picture, and what its figures mean: pure decisions. */
import type { Format } from '#lib/figures/index.ts'

export const MAX_FILE_BYTES = 32 * 1024 * 1024
export const MAX_PART_BYTES = 600_000
export const MAX_PARTS = 128
/** Figures of one dataset; a member's datasets; files on their way in. */
export const MAX_CELLS = 300_000
export const MAX_DATASETS = 40
export const MAX_OPEN_IMPORTS = 5
export const SHOWN_BAD = 500
/** A file that was sent and not taken in is forgotten after this time. */
export const ABANDONED_AFTER_MS = 86_400_000

/** What one view shows at most. */
export const MOST_ROUTES_SHOWN = 60
export const MOST_PERIODS = 1_200
export const MOST_GROUPS = 20_000
export const MOST_PLACES = 2_000
export const MOST_ORIGINS = 250
/** Below so many, a rate moves by itself: it is shown, and said to be unsteady. */
export const FEW = 20
export const EXPORT_ROWS = 5_000

/** `receiving`: the file is on its way. `prepared`: it can be looked at, or taken in. */
export const IMPORT_STATES = ['receiving', 'prepared'] as const
export type ImportState = (typeof IMPORT_STATES)[number]

/**
 * What one figure counts, by the format it came in: `detections` are crossings found, not persons; `deaths` a minimum estimate that later
 * editions add to; `as-printed` whatever the publisher says.
 */
export const COUNTING_RULES = ['detections', 'deaths', 'seizures', 'inhabitants'] as const
export type CountingRule = (typeof COUNTING_RULES)[number]

/** Whether a month without a row counts as none: the publisher lists what there was, and nothing else. */
export const ABSENT_IS_NONE: Readonly<Record<Format, boolean>> = {
  frontex: true,
  'missing-migrants': true,
  totals: true,
  'frontex-wide': false,
  seizures: false,
  population: false,
}

/** Side of a square of the map, in degrees. */
export const SQUARE = 1
