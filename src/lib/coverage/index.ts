/** A capability map: which organisations do what (functions) against what (crime areas) and where (regions); what several do, what nobody does. Pure. */

export interface Region {
  readonly id: string
  /** The region that it lies in: what is done there is done here. */
  readonly within?: string
}

/** What can be covered at all. Only regions that hold no other are cells; the others stand for those within them. */
export interface CoverageAxes {
  readonly functions: readonly string[]
  readonly crime_areas: readonly string[]
  readonly regions: readonly Region[]
}

/** An organisation says that it does each of these functions against each of these crime areas in each of these regions. */
export interface CoverageClaim {
  readonly organisation: string
  readonly functions: readonly string[]
  readonly crime_areas: readonly string[]
  readonly regions: readonly string[]
}

export interface CoverageCell {
  readonly function: string
  readonly crime_area: string
  readonly region: string
}
export interface CoveredCell extends CoverageCell {
  /** Sorted; each once. */
  readonly organisations: readonly string[]
}

/** What was decided about an overlap. It holds where all that overlap are among those it names; a list that is missing holds for all. */
export interface OverlapDecision {
  readonly id: string
  readonly organisations: readonly string[]
  readonly functions?: readonly string[]
  readonly crime_areas?: readonly string[]
  readonly regions?: readonly string[]
}

export interface Overlap extends CoveredCell {
  /** Ids of the decisions about it; empty where nothing was decided. */
  readonly decisions: readonly string[]
}

export interface CoverageMap {
  readonly axes: CoverageAxes
  /** Every cell, in the order of the axes. */
  readonly cells: readonly CoveredCell[]
  /** Cells of two organisations or more. */
  readonly overlaps: readonly Overlap[]
  /** Cells of nobody. */
  readonly gaps: readonly CoverageCell[]
  /** Which two meet in how many cells, the most first. */
  readonly pairs: readonly { readonly organisations: readonly [string, string]; readonly cells: number }[]
  readonly organisations: readonly {
    readonly organisation: string
    readonly cells: number /** Cells that nobody else covers. */
    readonly alone: number
  }[]
  /** Values of claims that no axis has; the rest of the claim counts. */
  readonly unknown: readonly {
    readonly organisation: string
    readonly axis: 'functions' | 'crime_areas' | 'regions'
    readonly value: string
  }[]
}

export const MAX_CELLS = 50_000
export const MAX_CLAIMS = 5_000
export const MAX_ORGANISATIONS = 100
/** Organisations put into cells, over all claims. */
export const MAX_PLACED = 2_000_000
const MAX_VALUES = 500
const MAX_DECISIONS = 1_000

/** Lays claims over the axes. Throws TypeError beyond the bounds, for an id that stands twice on an axis and for regions that lie in one another in a circle. */
export function coverageOf(axes: CoverageAxes, claims: readonly CoverageClaim[], decisions: readonly OverlapDecision[] = []): CoverageMap {
  const leaves = leavesOf(axes.regions)
  demandBounded(axes, leaves, claims, decisions)
  const places = new Map<string, Set<string>>()
  const cells = axes.functions.flatMap((of) =>
    axes.crime_areas.flatMap((crime_area) =>
      axes.regions.filter(({ id }) => leaves.get(id)!.includes(id)).map(({ id }) => ({ function: of, crime_area, region: id })),
    ),
  )
  for (const cell of cells) places.set(keyOf(cell), new Set())
  const unknown: CoverageMap['unknown'][number][] = []
  let placed = 0
  for (const claim of claims) {
    const { organisation } = claim
    const known = <T>(axis: 'functions' | 'crime_areas' | 'regions', is: (value: string) => T | undefined) =>
      [...new Set(claim[axis])].flatMap((value) => {
        const found = is(value)
        if (found === undefined) unknown.push({ organisation, axis, value })
        return found === undefined ? [] : [found]
      })
    const functions = known('functions', (value) => (axes.functions.includes(value) ? value : undefined))
    const crime_areas = known('crime_areas', (value) => (axes.crime_areas.includes(value) ? value : undefined))
    const regions = new Set(known('regions', (value) => leaves.get(value)).flat())
    placed += functions.length * crime_areas.length * regions.size
    if (placed > MAX_PLACED) throw new TypeError(`all claims together cover at most ${MAX_PLACED} cells`)
    for (const of of functions)
      for (const crime_area of crime_areas)
        for (const region of regions) places.get(keyOf({ function: of, crime_area, region }))!.add(organisation)
  }
  const covered = cells.map((cell): CoveredCell => ({ ...cell, organisations: [...places.get(keyOf(cell))!].sort() }))
  return {
    axes,
    cells: covered,
    overlaps: covered
      .filter(({ organisations }) => organisations.length > 1)
      .map((cell) => ({ ...cell, decisions: decisionsAbout(cell, decisions, leaves) })),
    gaps: covered.filter(({ organisations }) => organisations.length === 0).map(({ organisations: _, ...cell }) => cell),
    ...countsOf(covered, claims),
    unknown,
  }
}

/** Cells that fit a question: of this organisation, of these values, covered by at least and at most so many. */
export function cellsOf(
  { cells, axes }: CoverageMap,
  asked: {
    readonly organisation?: string
    readonly function?: string
    readonly crime_area?: string
    /** What lies within it counts. */
    readonly region?: string
    readonly at_least?: number
    readonly at_most?: number
  },
): readonly CoveredCell[] {
  const regions = asked.region === undefined ? undefined : (leavesOf(axes.regions).get(asked.region) ?? [])
  const { at_least = 0, at_most = Number.POSITIVE_INFINITY } = asked
  return cells.filter(
    (cell) =>
      (asked.organisation === undefined || cell.organisations.includes(asked.organisation)) &&
      (asked.function === undefined || cell.function === asked.function) &&
      (asked.crime_area === undefined || cell.crime_area === asked.crime_area) &&
      (regions === undefined || regions.includes(cell.region)) &&
      cell.organisations.length >= at_least &&
      cell.organisations.length <= at_most,
  )
}

const keyOf = (cell: CoverageCell): string => `${cell.function}\n${cell.crime_area}\n${cell.region}`

/** By region, those that hold no other within it; a region that holds none is its own. */
function leavesOf(regions: readonly Region[]): ReadonlyMap<string, readonly string[]> {
  const parents = new Map(regions.map(({ id, within }) => [id, within]))
  const holds = new Set(regions.flatMap(({ within }) => within ?? []))
  for (const parent of holds) if (!parents.has(parent)) throw new TypeError(`no region ${parent}`)
  const leaves = new Map<string, string[]>(regions.map(({ id }) => [id, []]))
  for (const { id } of regions) {
    let at: string | undefined = id
    for (let step = 0; at !== undefined; step++) {
      if (step > regions.length) throw new TypeError(`region ${id} lies in itself`)
      if (!holds.has(id)) leaves.get(at)!.push(id)
      at = parents.get(at)
    }
  }
  return leaves
}

function demandBounded(
  { functions, crime_areas, regions }: CoverageAxes,
  leaves: ReadonlyMap<string, readonly string[]>,
  claims: readonly CoverageClaim[],
  decisions: readonly OverlapDecision[],
): void {
  const axes = [functions, crime_areas, regions.map(({ id }) => id)]
  if (axes.some((axis) => new Set(axis).size !== axis.length || axis.length > MAX_VALUES))
    throw new TypeError(`an axis has at most ${MAX_VALUES} values, each once`)
  const lowest = regions.filter(({ id }) => leaves.get(id)!.includes(id)).length
  if (functions.length * crime_areas.length * lowest > MAX_CELLS) throw new TypeError(`a map has at most ${MAX_CELLS} cells`)
  const organisations = new Set(claims.map(({ organisation }) => organisation)).size
  const long = claims.some((claim) => [claim.functions, claim.crime_areas, claim.regions].some(({ length }) => length > MAX_VALUES))
  if (claims.length > MAX_CLAIMS || organisations > MAX_ORGANISATIONS || long || decisions.length > MAX_DECISIONS)
    throw new TypeError(`a map has at most ${MAX_CLAIMS} claims of ${MAX_ORGANISATIONS} organisations and ${MAX_DECISIONS} decisions`)
}

function decisionsAbout(
  cell: CoveredCell,
  decisions: readonly OverlapDecision[],
  leaves: ReadonlyMap<string, readonly string[]>,
): string[] {
  return decisions
    .filter(
      ({ organisations, functions, crime_areas, regions }) =>
        cell.organisations.every((one) => organisations.includes(one)) &&
        (functions?.includes(cell.function) ?? true) &&
        (crime_areas?.includes(cell.crime_area) ?? true) &&
        (regions?.some((region) => leaves.get(region)?.includes(cell.region)) ?? true),
    )
    .map(({ id }) => id)
}

function countsOf(covered: readonly CoveredCell[], claims: readonly CoverageClaim[]): Pick<CoverageMap, 'pairs' | 'organisations'> {
  const pairs = new Map<string, { organisations: [string, string]; cells: number }>()
  const names = [...new Set(claims.map(({ organisation }) => organisation))].sort()
  const counts = new Map(names.map((organisation) => [organisation, { organisation, cells: 0, alone: 0 }]))
  for (const { organisations } of covered) {
    for (const [i, one] of organisations.entries()) {
      const count = counts.get(one)!
      count.cells++
      if (organisations.length === 1) count.alone++
      for (const other of organisations.slice(i + 1)) {
        const key = `${one}\n${other}`
        const pair = pairs.get(key) ?? { organisations: [one, other], cells: 0 }
        pair.cells++
        pairs.set(key, pair)
      }
    }
  }
  const sorted = [...pairs.entries()].sort(([a, one], [b, other]) => other.cells - one.cells || (a < b ? -1 : 1))
  return { pairs: sorted.map(([, pair]) => pair), organisations: [...counts.values()] }
}
