/** How alike two parts of a name are, in one script or across two, and by what rule. */
import { type CostModel, costModel, leastToEnd, pairCost, TYPING_COST, turned, type Weights } from './costs.ts'
import type { Script } from './fold.ts'
import { type Alphabet, alphabetOf, encode, greekInLatin } from './letters.ts'
import type { Part, Prefix } from './parts.ts'
import arabic from './weights/arabic.json' with { type: 'json' }
import cyrillic from './weights/cyrillic.json' with { type: 'json' }
import hebrew from './weights/hebrew.json' with { type: 'json' }
import latin from './weights/latin.json' with { type: 'json' }

export type Rule =
  | 'same'
  | 'transliteration'
  | 'spelling'
  | 'initial'
  | 'particle'
  | 'joined'
  | 'order'
  | 'typing'
  | 'missing'
  | 'truncated'

/** `score` in [0,1]; 1 only for the same letters. */
export type Likeness = { score: number; rule: Rule }

const MODELS: Record<Alphabet, CostModel> = {
  latin: costModel(latin as unknown as Weights),
  arabic: costModel(arabic as unknown as Weights),
  hebrew: costModel(hebrew as unknown as Weights),
  cyrillic: costModel(cyrillic as unknown as Weights),
}
const TURNED: Record<Alphabet, CostModel> = {
  latin: MODELS.latin,
  arabic: turned(MODELS.arabic),
  hebrew: turned(MODELS.hebrew),
  cyrillic: turned(MODELS.cyrillic),
}
/** Within a script other than Latin: no learnt habits, only errors of typing. */
const PLAIN: CostModel = costModel({ from: 'latin', to: 'latin', source: '', chunks: { _: '_:0' } })

/** The costs of reading one alphabet as another; `undefined` where neither is Latin and they differ. */
export function modelBetween(from: Alphabet, to: Alphabet): CostModel | undefined {
  if (from === 'latin' && to === 'latin') return MODELS.latin
  if (from === to) return PLAIN
  if (to === 'latin') return MODELS[from]
  return from === 'latin' ? TURNED[to] : undefined
}

/** Letters that one pair of words may differ in, a letter: habits of spelling across scripts vary more than within one. */
export const SPREAD = { within: 4.2, across: 7.6 }

/** A word made ready for comparison: its letters in an alphabet, and the least that writing it costs. */
export type Word = { text: string; alphabet: Alphabet | undefined; row: Uint8Array; least: number }

const ready = new Map<string, Word>()
const READY_LIMIT = 50_000

export function wordOf(text: string, script: Script): Word {
  const known = ready.get(text)
  if (known) return known
  const alphabet = alphabetOf(script)
  const written = script === 'greek' ? greekInLatin(text) : text
  const row = alphabet ? encode(written, alphabet) : new Uint8Array(0)
  const word = { text: written, alphabet, row, least: alphabet ? leastOf(row, alphabet) : 0 }
  if (ready.size >= READY_LIMIT) ready.clear()
  ready.set(text, word)
  return word
}

/** Latin against Latin is counted from what the word costs against itself, another script from its likeliest spelling. */
export function leastOf(row: Uint8Array, alphabet: Alphabet): number {
  return alphabet === 'latin' ? pairCost(row, row, MODELS.latin) : leastToEnd(row, MODELS[alphabet])[0]!
}

/** Turns a cost above the least possible into a score: each wrong letter takes its share of the longer word. */
export function scoreOfCost(excess: number, length_a: number, length_b: number, across: boolean): number {
  const letters = Math.max(length_a, length_b, 4)
  return Math.max(0, 1 - Math.max(0, excess) / (100 * (across ? SPREAD.across : SPREAD.within) * letters))
}

/** Below this score no likeness is worked out further. */
const HOPELESS = 0.55
const PLAIN_RULE: Likeness = { score: 1, rule: 'same' }
const NONE: Likeness = { score: 0, rule: 'missing' }

export function wordLikeness(a: Word, b: Word): Likeness {
  if (a.text === b.text) return PLAIN_RULE
  if (!a.alphabet || !b.alphabet) return a.alphabet === b.alphabet ? editLikeness(a.text, b.text) : NONE
  if (a.alphabet !== 'latin' && b.alphabet === 'latin') return wordLikeness(b, a)
  const model = modelBetween(b.alphabet, a.alphabet)
  if (!model) return likenessByLatin(a, b)
  const across = a.alphabet !== b.alphabet
  const longest = Math.max(a.row.length, b.row.length) - 2
  const shortest = Math.min(a.row.length, b.row.length) - 2
  if (shortest <= 0 || longest > 3 * shortest + 3) return NONE
  const furthest = (1 - HOPELESS) * 100 * (across ? SPREAD.across : SPREAD.within) * Math.max(longest, 3)
  if (across) {
    const score = scoreOfCost(pairCost(b.row, a.row, model, b.least + furthest) - b.least, a.row.length - 2, b.row.length - 2, true)
    return { score: Math.min(0.98, score), rule: 'transliteration' }
  }
  const [first, second] = a.text < b.text ? [a, b] : [b, a]
  const least = a.alphabet === 'latin' ? a.least + b.least : 0
  const there = pairCost(first.row, second.row, model, furthest + 300)
  if (there > furthest + 300) return NONE
  const excess = (there + pairCost(second.row, first.row, model) - least) / 2
  const score = scoreOfCost(excess, longest, longest, false)
  return { score: Math.min(0.99, score), rule: excess < TYPING_COST * 0.72 ? 'spelling' : 'typing' }
}

/** Nothing was learnt between two scripts that are not Latin: a Cyrillic word, which writes its vowels, is read in Latin letters first. */
function likenessByLatin(a: Word, b: Word): Likeness {
  if (a.alphabet !== 'cyrillic') return b.alphabet === 'cyrillic' ? likenessByLatin(b, a) : NONE
  // х is the h of other scripts as well as their kh
  const tries = ['kh', 'h'].map((kh) => wordLikeness(wordOf(cyrillicInLatin(a.text, kh), 'latin'), b))
  const { score, rule } = tries.reduce((best, one) => (one.score > best.score ? one : best))
  return { score: score * BY_LATIN, rule }
}

/** What a reading in between takes of a likeness. */
const BY_LATIN = 0.98
/** Letter by letter as passports have it (Doc 9303-3, Cyrillic), but for х. */
const LATIN_OF_CYRILLIC = new Map(
  'аa бb вv гg дd еe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf цts чch шsh щshch ыy эe юyu яya іi їi єye ґg ўu'
    .split(' ')
    .map((one) => [one[0]!, one.slice(1)]),
)
const cyrillicInLatin = (text: string, kh: string): string =>
  [...text].map((letter) => (letter === 'х' ? kh : (LATIN_OF_CYRILLIC.get(letter) ?? ''))).join('')

/** Scripts without letter costs: how many characters differ. */
function editLikeness(a: string, b: string): Likeness {
  const x = [...a].slice(0, 40)
  const y = [...b].slice(0, 40)
  let row = y.map((_, j) => j + 1)
  row.unshift(0)
  for (let i = 1; i <= x.length; i++) {
    const next = [i]
    for (let j = 1; j <= y.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (x[i - 1] === y[j - 1] ? 0 : 1)))
    row = next
  }
  return { score: Math.max(0, 1 - row[y.length]! / Math.max(x.length, y.length)), rule: 'typing' }
}

/** What is left of a likeness where one name has the particle and the other does not. */
const WITHOUT: Record<Prefix, number> = { '': 1, article: 0.97, of: 0.97, son: 0.9, daughter: 0.9, father: 0.86, abd: 0.72 }
const OTHER_PREFIX = 0.85

/** The best of the ways in which two parts can meet: joined, by their cores, or as an initial. */
export function partLikeness(a: Part, b: Part): Likeness {
  const found = withinOrAcross(a, b)
  if (a.script === b.script || found.rule === 'initial' || found.score === 0) return found
  return { score: Math.min(0.98, found.score), rule: 'transliteration' }
}

function withinOrAcross(a: Part, b: Part): Likeness {
  if (a.kind === 'initial' || b.kind === 'initial') return initialLikeness(a, b)
  if (a.whole === b.whole) return PLAIN_RULE
  if (a.sure && b.sure && a.prefix === b.prefix && a.prefix !== '') return coreLikeness(a, b)
  let best = wordLikeness(wordOf(a.whole, a.script), wordOf(b.whole, b.script))
  if (best.score === 1) return best
  const cores = a.core !== a.whole || b.core !== b.whole ? coreLikeness(a, b) : NONE
  if (cores.score > best.score) best = cores
  return best
}

function coreLikeness(a: Part, b: Part): Likeness {
  const tries: Likeness[] = []
  const core = (part: Part) => wordOf(part.core, part.script)
  const whole = (part: Part) => wordOf(part.whole, part.script)
  const particle = (likeness: Likeness, factor: number): Likeness => ({
    score: likeness.score * factor,
    rule: likeness.rule === 'same' ? 'particle' : likeness.rule,
  })
  if (a.prefix && b.prefix && (a.sure || b.sure || a.prefix === b.prefix))
    tries.push(particle(wordLikeness(core(a), core(b)), a.prefix === b.prefix ? 1 : OTHER_PREFIX))
  if (a.prefix && !b.prefix) tries.push(particle(wordLikeness(core(a), whole(b)), a.sure ? WITHOUT[a.prefix] : WITHOUT[a.prefix] - 0.04))
  if (b.prefix && !a.prefix) tries.push(particle(wordLikeness(whole(a), core(b)), b.sure ? WITHOUT[b.prefix] : WITHOUT[b.prefix] - 0.04))
  return tries.reduce((best, one) => (one.score > best.score ? one : best), NONE)
}

const FIRST_LETTERS: [string, string][] = [
  ['ابتثجحخدذرزسشصضطظعغفقكلمنهوي', 'a b t t jgd h k d d rz z s sc s d t z aeiou g fv qckg kc l m n h wouv yij'],
  ['אבגדהוזחטיכלמנסעפצקרשת', 'aeiou bv gj d h vwou zj hc t yij kc l m n s aeiou pf tcz kqc r s t'],
  ['абвгдежзийклмнопрстуфхцчшщэюя', 'a b vw gh d eyj zj z iy iyj kc l m n o p r s t u f khc tc ct s s e yij yij'],
]
const FIRST = new Map(FIRST_LETTERS.flatMap(([letters, latin]) => [...letters].map((letter, i) => [letter, latin.split(' ')[i]!] as const)))

/** Whether an initial is the first letter of a name, in one script or across two. */
export function initialMeets(initial: string, other: Part | string): boolean {
  const y = typeof other === 'string' ? other[0] : wordOf(other.core, other.script).text[0]
  const x = initial[0]
  if (x === undefined || y === undefined) return false
  return x === y || (FIRST.get(x)?.includes(y) ?? false) || (FIRST.get(y)?.includes(x) ?? false)
}

function initialLikeness(a: Part, b: Part): Likeness {
  const [initial, full] = a.kind === 'initial' ? [a, b] : [b, a]
  const x = wordOf(initial.core, initial.script).text
  const y = wordOf(full.core, full.script).text[0] ?? ''
  if (x === y) return full.kind === 'initial' ? PLAIN_RULE : { score: 0.8, rule: 'initial' }
  return FIRST.get(x)?.includes(y) || FIRST.get(y)?.includes(x) ? { score: 0.75, rule: 'initial' } : NONE
}
