/** What a chart holds, column by column: elements, the links between them, and from where each is known. Elements are only ever added, so a number stays. */

export const ELEMENT_KINDS = ['person', 'organisation', 'object', 'place', 'event'] as const
export type ElementKind = (typeof ELEMENT_KINDS)[number]

export interface ChartHandling {
  readonly code: string
  readonly words?: string
}

/** From where something is known, how good that is, and what may be done with it; many elements and links share one. */
export interface Provenance {
  readonly source: string
  /** Four by four, `B2`; '' where nobody stated it. */
  readonly evaluation: string
  readonly handling: readonly ChartHandling[]
  readonly classification: string
  /** Of what was taken from somebody's matter: which, whose word, which version. */
  readonly from?: {
    readonly matter: string
    readonly title: string
    /** As its owner stated it; '' where nobody did. */
    readonly source: string
    readonly thing: string
    readonly by: string
    readonly version: string
    readonly changed_at: string
    readonly taken_at: string
  }
}

export interface ElementColumns {
  /** What the file calls it; the same text is the same element. */
  readonly key: readonly string[]
  readonly label: readonly string[]
  /** Index into ELEMENT_KINDS. */
  readonly kind: readonly number[]
  /** A day, a month, a year, a moment or a number of a step; '' where there is none. */
  readonly begin: readonly string[]
  readonly end: readonly string[]
  /** Degrees; null where it has no place. */
  readonly lat: readonly (number | null)[]
  readonly lon: readonly (number | null)[]
  readonly provenance: readonly number[]
}

export interface LinkColumns {
  readonly source: readonly number[]
  readonly target: readonly number[]
  /** Index into `link_kinds`. */
  readonly kind: readonly number[]
  readonly weight: readonly number[]
  readonly begin: readonly string[]
  readonly end: readonly string[]
  readonly provenance: readonly number[]
}

export interface ChartContent {
  readonly link_kinds: readonly string[]
  readonly provenances: readonly Provenance[]
  readonly elements: ElementColumns
  readonly links: LinkColumns
  /** Elements that are in the chart no more: what they were had come from somebody who has taken it back, or whose it was to erase. Their numbers stay. */
  readonly gone?: readonly number[]
}

/** Several elements that are one: the others go into `into`. */
export interface Merge {
  readonly into: number
  readonly from: readonly number[]
}

export const emptyContent = (): ChartContent => ({
  link_kinds: [],
  provenances: [],
  elements: { key: [], label: [], kind: [], begin: [], end: [], lat: [], lon: [], provenance: [] },
  links: { source: [], target: [], kind: [], weight: [], begin: [], end: [], provenance: [] },
})

/** By element, which one it stands as after all merges: itself where it was not merged. Numbers that are none are passed over. */
export function standingAs(elements: number, merges: readonly Merge[]): Int32Array {
  const as = Int32Array.from({ length: elements }, (_, v) => v)
  const standing = (v: number) => {
    let at = v
    while (as[at] !== at) at = as[at]!
    return at
  }
  const isOne = (v: number) => Number.isInteger(v) && v >= 0 && v < elements
  for (const { into, from } of merges) {
    if (!isOne(into)) continue
    const one = standing(into)
    for (const other of from) if (isOne(other) && standing(other) !== one) as[standing(other)] = one
  }
  for (let v = 0; v < elements; v++) as[v] = standing(v)
  return as
}

/** The same of a content: who is gone is merged with nobody, and nobody with it. */
export function standingIn({ elements, gone = [] }: Pick<ChartContent, 'elements' | 'gone'>, merges: readonly Merge[]): Int32Array {
  const away = new Set(gone)
  const left = merges.filter(({ into }) => !away.has(into)).map(({ into, from }) => ({ into, from: from.filter((one) => !away.has(one)) }))
  return standingAs(elements.key.length, left)
}

/** A moment on one scale, for what is compared: a step as it is, a day in milliseconds; the end of a month or year is its last moment. NaN for ''. */
export function momentOf(text: string, end = false): number {
  if (text === '') return Number.NaN
  if (/^\d{1,3}$/.test(text)) return Number(text)
  const [, year, month, day, rest] = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(T.+)?)?)?$/.exec(text) ?? []
  if (year === undefined) return Number.NaN
  if (rest !== undefined) return Date.parse(text)
  const [y, m] = [Number(year), Number(month ?? 1)]
  if (!end) return Date.UTC(y, m - 1, Number(day ?? 1))
  if (day !== undefined) return Date.UTC(y, m - 1, Number(day) + 1) - 1
  return (month === undefined ? Date.UTC(y + 1, 0) : Date.UTC(y, m)) - 1
}

/** Whether times of a chart are steps (phases, waves) or days. */
export const isStep = (text: string): boolean => /^\d{1,3}$/.test(text)
