/** What charts keep sealed, under which labels, and how a long content is cut into blocks. */
import { concat, utf8 } from '#lib/bytes.ts'
import type { ChartContent, Provenance } from '#lib/charts/index.ts'
import type { SleipnirAttribute, SleipnirLevel } from '#lib/risk/index.ts'
import type { Found, Reading } from './reading.ts'

export const ABOUT_LABEL = 'analysis.chart'
export const WORK_LABEL = 'analysis.work'
export const BLOCK_LABEL = 'analysis.block'
export const PART_LABEL = 'analysis.part'
export const FOUND_LABEL = 'analysis.found'
export const RATING_LABEL = 'analysis.rating'

/** Under the key of the chart, as all of it. */
export interface About {
  readonly title: string
  /** Why it is made, in the analyst's words. */
  readonly reason: string
  /** Made up, for a demonstration or an exercise: every picture and file of it says so. */
  readonly synthetic: boolean
}

export interface KeptMerge {
  readonly id: number
  readonly into: number
  readonly from: readonly number[]
  readonly by: string
  readonly at: string
}

export interface KeptView {
  readonly name: string
  /** What the page keeps of it, as one text. */
  readonly settings: string
  readonly by: string
  readonly at: string
}

/** Elements that are rated as one: an organisation, or a community of persons. */
export interface KeptGroup {
  readonly id: number
  readonly name: string
  readonly elements: readonly number[]
  readonly by: string
  readonly at: string
}

/** What analysts did on top of what was imported. */
export interface Work {
  readonly merges: readonly KeptMerge[]
  readonly views: readonly KeptView[]
  readonly groups: readonly KeptGroup[]
}
export const NO_WORK: Work = { merges: [], views: [], groups: [] }

/** One rater's word on one group, with why and from where. */
export interface KeptRating {
  readonly rater: string
  readonly country: string
  readonly answers: readonly { readonly attribute: SleipnirAttribute; readonly level: SleipnirLevel; readonly reason?: string }[]
  readonly reason: string
  readonly provenance: Provenance
}

/** Of a file that is not taken in yet. */
export interface Findings {
  readonly file_name: string
  readonly reading: Reading
  readonly found?: Found
}

const BLOCK_BYTES = 500_000

/** The content as bytes, in blocks that a database holds easily. */
export function blocksOf(content: ChartContent): Uint8Array[] {
  const bytes = utf8(JSON.stringify(content))
  return Array.from({ length: Math.ceil(bytes.length / BLOCK_BYTES) }, (_, i) => bytes.subarray(i * BLOCK_BYTES, (i + 1) * BLOCK_BYTES))
}

export const contentFrom = (blocks: readonly Uint8Array[]): ChartContent =>
  JSON.parse(Buffer.from(concat(...blocks)).toString('utf8')) as ChartContent
