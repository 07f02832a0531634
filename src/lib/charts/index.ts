/** Charts: what an analyst knows of who is tied to whom, with the source of each piece. */
export {
  type ChartContent,
  type ChartHandling,
  ELEMENT_KINDS,
  type ElementColumns,
  type ElementKind,
  emptyContent,
  isStep,
  type LinkColumns,
  type Merge,
  momentOf,
  type Provenance,
  standingAs,
  standingIn,
} from './content.ts'
