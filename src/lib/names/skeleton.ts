/**
 * Consonant skeletons: keys under which a word and its spellings in other scripts and by other habits stand together. A word has
 * several where its letters can be read in several ways.
 */
import type { Alphabet } from './letters.ts'

/** Classes of consonants, by their place in this row: a key is read in base sixteen. Vowels, h and what is often mute count for nothing. */
const CLASSES = ' BFKGJSCTDLRMN'
/** Consonants of a word that count, and readings of one word that are kept. */
const LONGEST = 7
const MOST_READINGS = 8

type Table = { readings: ReadonlyMap<string, readonly (readonly number[])[]>; longest: number }

/** Letters, then what they may stand for, apart by spaces; `-` for nothing, `_` for the end of the word. */
function table(text: string): Table {
  const readings = new Map(
    text
      .trim()
      .split(/\s*;\s*/)
      .map((entry) => {
        const [letters, ...rest] = entry.split(' ')
        return [letters!, rest.map((one) => (one === '-' ? [] : [...one].map((letter) => CLASSES.indexOf(letter))))] as const
      }),
  )
  return { readings, longest: Math.max(...[...readings.keys()].map((letters) => letters.length)) }
}

const TABLES: Record<Alphabet, Table> = {
  latin: table(`
    tsch C TC; sch C SK; tch C; dzh J; ch C K; sh C S; kh K; gh G -; ph F; th T S; dh D S; zh J C S; ck K; cz C; sz S C; ts S TS; tz S TS; zz S TS;
    dj J; dg J G; dz S J; sc S SK; gn N GN; lh L; nh N; qu K; ce S J C; ci S J C; cy S J; cc K C; ge J G; gi J G; gy J G; d_ D T; b_ B; c_ K C S TS;
    aill L -; eill L -; ouill L -; nj N NJ; lj L LJ; ault_ LT -; aut_ T -; eux_ - KS; aux_ - KS; oux_ - KS; ois_ S -; oix_ KS -;
    b B; p B; f F; v F; k K; q K G; g G J; j J K -; s S C; z S; c K J C; x KS C; t T; d D; l L; r R; m M; n N; w - F`),
  arabic: table(`
    تش C TC; ب B; ت T; ث T S; ج J G; خ K; د D; ذ D S; ر R; ز S; س S; ش C; ص S; ض D S; ط T; ظ D S; غ G; ف F; ق K G; ك K; ل L; م M; ن N`),
  hebrew: table(`
    ג׳ J; צ׳ C; ז׳ J; טש C; ב B F; ג G J; ד D; ו - F; ז S; ח - K; ט T; כ K; ל L; מ M; נ N; ס S; פ B F; צ S TS C; ק K; ר R; ש C S; ת T`),
  cyrillic: table(`
    дж J; дзь J; дз S J; дь D J; ця S TS K; цю S TS K; кс KS; тш C; цз J; ц S TS; ти T C; тя T C; тё T C; те T C; тю T C; б B; в F -; г G -; д D; ж J C S; з S; к K; л L; м M; н N;
    п B; р R; с S C; т T; ф F T; х K -; ч C; ш C S; щ C`),
}

/** The keys of a word of folded letters, at most eight, likeliest first; 0 is the key of a word without consonants. */
export function skeletons(word: string, alphabet: Alphabet): number[] {
  const { readings, longest } = TABLES[alphabet]
  let ways: { key: number; length: number; last: number }[] = [{ key: 0, length: 0, last: 0 }]
  for (let at = 0; at < word.length; ) {
    let found: readonly (readonly number[])[] | undefined
    let length = Math.min(longest, word.length - at + 1)
    for (; length > 0; length--) {
      const end = at + length
      found = readings.get(end > word.length ? `${word.slice(at)}_` : word.slice(at, end))
      if (found) break
    }
    if (!found) {
      // a vowel parts two like consonants only in writing: Nana is not Na, Hassan is Hasan
      for (const way of ways) way.last = 0
      at++
      continue
    }
    const next: typeof ways = []
    for (const classes of found) for (const way of ways) if (next.length < MOST_READINGS) next.push(read(way, classes))
    ways = next
    at += Math.min(length, word.length - at)
  }
  return [...new Set(ways.map(({ key }) => key))]
}

function read(way: { key: number; length: number; last: number }, classes: readonly number[]) {
  let { key, length, last } = way
  for (const one of classes) {
    if (one === last || length === LONGEST) continue
    key = key * 16 + one
    length++
    last = one
  }
  return { key, length, last }
}

/** Number of consonants of a key. */
export const skeletonLength = (key: number): number => (key === 0 ? 0 : Math.floor(Math.log2(key) / 4) + 1)

/** The keys with one consonant less, doubles merged. */
export function shortened(key: number): number[] {
  const length = skeletonLength(key)
  const found: number[] = []
  for (let at = 0; at < length; at++) {
    const unit = 16 ** at
    const below = key % unit
    const above = Math.floor(key / (unit * 16))
    const shorter = above * unit + below
    if (!found.includes(shorter)) found.push(shorter)
  }
  return found
}

/** Which consonants a word has, a bit each; in other alphabets than Latin, which letters. */
export function consonantsOf(pool: Uint8Array, from: number, to: number, alphabet: Alphabet): number {
  let set = 0
  for (let at = from; at < to; at++) set |= 1 << (pool[at]! & 31)
  return alphabet === 'latin' ? set & ~VOWELS : set
}

// the numbers of a, e, i, o, u, w, y and h
const VOWELS = [2, 6, 10, 16, 22, 24, 26, 9].reduce((set, letter) => set | (1 << letter), 0)
