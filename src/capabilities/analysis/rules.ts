/** The bounds of charts, and what handling codes forbid when something is taken out: pure decisions. */
import { ELEMENT_KINDS, type Provenance } from '#lib/charts/index.ts'

export { ELEMENT_KINDS }

export const MAX_FILE_BYTES = 32 * 1024 * 1024
export const MAX_PART_BYTES = 600_000
export const MAX_PARTS = 128
/** What one chart may hold. */
export const MAX_ELEMENTS = 50_000
export const MAX_LINKS = 200_000
/** Rows of one file. */
export const MAX_ROWS = MAX_LINKS
export const MAX_LINK_KINDS = 200
export const MAX_PROVENANCES = 20_000
export const MAX_MERGES = 2_000
export const MAX_VIEWS = 50
/** Elements of one group that is rated. */
export const MAX_GROUP_ELEMENTS = 2_000
export const MAX_OPEN_CHARTS = 100
/** Imports of one chart that wait to be looked at. */
export const MAX_OPEN_IMPORTS = 5
export const SHOWN_BAD = 500

const DAY_MS = 86_400_000
/** A chart is looked at again, or forgotten, after so many days at most. */
export const LONGEST_KEPT_DAYS = 5 * 365
export const KEPT_DAYS = 365
/** A file that was sent and not taken in is forgotten after this time. */
export const ABANDONED_AFTER_MS = DAY_MS

export const forgetAt = (now: Date, days: number): Date => new Date(now.getTime() + Math.min(days, LONGEST_KEPT_DAYS) * DAY_MS)

/** `receiving`: the file is on its way. `prepared`: it can be looked at, read otherwise, or taken in. */
export const IMPORT_STATES = ['receiving', 'prepared'] as const
export type ImportState = (typeof IMPORT_STATES)[number]
export const IMPORT_KINDS = ['links', 'elements'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

/** What an export is for: `working` stays within the member, `sharing` goes to somebody else, `evidence` to a court. */
export const USES = ['working', 'sharing', 'evidence'] as const
export type Use = (typeof USES)[number]

export type Hindrance = 'no-evidence' | 'no-sharing' | 'words-unacknowledged'

/** Why what is known by this provenance may not be taken out for this use; nothing where it may. */
export function hindrancesOf({ handling }: Pick<Provenance, 'handling'>, use: Use, acknowledged: boolean): Hindrance[] {
  const has = (code: string) => handling.some((one) => one.code === code)
  return [
    ...(use === 'evidence' && has('H1') ? (['no-evidence'] as const) : []),
    // evidence leaves the member as well: a court is somebody else
    ...(use !== 'working' && has('H2') ? (['no-sharing'] as const) : []),
    ...(has('H3') && !acknowledged ? (['words-unacknowledged'] as const) : []),
  ]
}
