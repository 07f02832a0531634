// Which part of one name met which of the other, made ready to be shown: numbered, with its look, and what stands elsewhere.

/** Why a part counted: offsets are UTF-16 units [start, end) into the name as given; a part without a partner is missing there. */
export type PartReason = {
  asked?: readonly [number, number] | undefined
  record?: readonly [number, number] | undefined
  /** The rule of the comparison: same, transliteration, spelling, initial, particle, joined, order, typing, truncated, missing, or a later one. */
  match: string
  /** How alike the two are, 0 to 1. */
  score?: number | undefined
}

/** The shape of the line below both parts; each look has one, so that no colour has to tell them apart. */
export type Look = 'same' | 'script' | 'close' | 'slip' | 'short' | 'alone'

export type NamePair = PartReason & {
  /** The same on both sides; 0 for what met nothing. */
  number: number
  look: Look
}

const LOOKS: Readonly<Record<string, Look>> = {
  same: 'same',
  order: 'same',
  transliteration: 'script',
  typing: 'slip',
  truncated: 'slip',
  initial: 'short',
  'short-form': 'short',
}

/** From here on a part in another script is the same name as far as letters can say. */
const SAME_ACROSS = 0.9

/** The pairs in the order of the asked name, numbered; then what met nothing. Stretches that cannot be of these names are left out. */
export function pairsOf(asked: string, record: string, parts: readonly PartReason[]): NamePair[] {
  const fits = (stretch: readonly [number, number] | undefined, name: string) =>
    stretch === undefined || (stretch[0] >= 0 && stretch[1] > stretch[0] && stretch[1] <= name.length)
  const sound = parts.filter((part) => (part.asked || part.record) && fits(part.asked, asked) && fits(part.record, record))
  const begins = ({ asked: one, record: other }: PartReason) => one?.[0] ?? other![0]
  const met = sound.filter((part) => part.asked && part.record).sort((a, b) => begins(a) - begins(b))
  const alone = sound
    .filter((part) => !part.asked || !part.record)
    .sort((a, b) => Number(!a.asked) - Number(!b.asked) || begins(a) - begins(b))
  return [
    ...met.map((part, i) => ({ ...part, number: i + 1, look: isNear(part) ? ('close' as const) : (LOOKS[part.match] ?? 'close') })),
    ...alone.map((part) => ({ ...part, number: 0, look: 'alone' as const })),
  ]
}

/** Whether the parts that met stand in another order on record. */
export function isTurned(pairs: readonly NamePair[]): boolean {
  const places = pairs.flatMap(({ number, record }) => (number > 0 ? [record![0]] : []))
  return places.some((place, i) => i > 0 && place < places[i - 1]!)
}

/** What is only near in another script is not called the same. */
const isNear = ({ match, score }: PartReason) => match === 'transliteration' && score !== undefined && score < SAME_ACROSS

/** The word of the vocabulary `match` for a pair. */
export function wordFor(pair: NamePair): string {
  if (pair.number === 0) return 'missing'
  if (pair.match === 'order') return 'same'
  return isNear(pair) ? 'transliteration-near' : pair.match
}

export type Piece = {
  text: string
  pair?: NamePair /** Begins or ends within a word, so that letters have to stay joined. */
  within: boolean
}

/** One name cut into its marked and unmarked pieces; of stretches that overlap the first stands. */
export function piecesOf(name: string, pairs: readonly NamePair[], side: 'asked' | 'record'): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  const here = pairs.filter((pair) => pair[side]).sort((a, b) => a[side]![0] - b[side]![0])
  for (const pair of here) {
    const [start, end] = pair[side]!
    if (start < at) continue
    if (start > at) pieces.push({ text: name.slice(at, start), within: false })
    pieces.push({ text: name.slice(start, end), pair, within: isWithin(name, start) || isWithin(name, end) })
    at = end
  }
  if (at < name.length) pieces.push({ text: name.slice(at), within: false })
  return pieces
}

const LETTER = /[\p{L}\p{M}]/u
const isWithin = (name: string, at: number) => LETTER.test(name.charAt(at - 1)) && LETTER.test(name.charAt(at))

const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Arabic}/u, 'ar'],
  [/\p{Script=Hebrew}/u, 'he'],
  [/\p{Script=Greek}/u, 'el'],
  [/\p{Script=Cyrillic}/u, 'ru'],
]

/** The language in which a screen reader can pronounce the letters; undefined for Latin ones, which the page's own language reads. */
export const voiceOf = (name: string): string | undefined => SCRIPTS.find(([script]) => script.test(name))?.[1]
