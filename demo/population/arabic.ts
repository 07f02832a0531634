/**
 * Arabic names by how they sound, and from there into Arabic letters and into the Latin spellings of each administration.
 * Notation of sounds, one character each: consonants ' b t c(ث) j H(ح) x(خ) d p(ذ) r z s $(ش) S D T Z 3(ع) g(غ) f q k l m n h w y;
 * vowels a i u, long A I U, Y for a final written ى, a@ for a final written ة. `al-` is the article.
 */
import type { Chance } from './chance.ts'

const LETTERS: Readonly<Record<string, string>> = {
  b: 'ب', t: 'ت', c: 'ث', j: 'ج', H: 'ح', x: 'خ', d: 'د', p: 'ذ', r: 'ر', z: 'ز', s: 'س', $: 'ش', S: 'ص', D: 'ض', T: 'ط', Z: 'ظ', 3: 'ع', g: 'غ',
  f: 'ف', q: 'ق', k: 'ك', l: 'ل', m: 'م', n: 'ن', h: 'ه', w: 'و', y: 'ي', A: 'ا', I: 'ي', U: 'و', Y: 'ى', '@': 'ة',
}
const SOUND_OF = new Map(Object.entries(LETTERS).map(([sound, letter]) => [letter, sound]))
const VOWELS = new Set([...'aiuAIUY@'])
const isVowel = (sound: string | undefined): boolean => sound !== undefined && VOWELS.has(sound)

/** Writes sounds in Arabic letters: short vowels and doubling are not written, hamza takes its seat from its neighbours. */
export function inArabic(sounds: string): string {
  return sounds
    .split(' ')
    .map((word) => (word === 'allAh' ? 'الله' : word.startsWith('al-') ? `ال${lettersOf(word.slice(3))}` : lettersOf(word)))
    .join(' ')
}

function lettersOf(word: string): string {
  let text = ''
  for (let i = 0; i < word.length; i++) {
    const [before, sound, after] = [word[i - 1], word[i]!, word[i + 1]]
    if (sound === "'") text += hamza(i === 0, before, after)
    else if (i === 0 && sound === 'A') text += 'آ'
    else if (i === 0 && (sound === 'I' || sound === 'U')) text += sound === 'I' ? 'إي' : 'أو'
    else if (sound === before && !isVowel(sound)) continue
    else if (sound === 'A' && before === "'" && i === 1) continue
    else text += LETTERS[sound] ?? ''
  }
  return text
}

function hamza(first: boolean, before: string | undefined, after: string | undefined): string {
  if (first) return after === 'A' ? 'آ' : after === 'i' || after === 'I' ? 'إ' : 'أ'
  if ([before, after].some((sound) => sound === 'i' || sound === 'I')) return 'ئ'
  if ([before, after].some((sound) => sound === 'u' || sound === 'U')) return 'ؤ'
  return before === 'A' && after === undefined ? 'ء' : 'أ'
}

/** Guesses the sounds of a name written without vowels; right for the patterns that most names follow, a plausible reading for the rest. */
export function heard(arabic: string): string {
  return arabic
    .replace(/[\u064b-\u0652\u0640]/g, '')
    .split(/\s+/)
    .map((word) => (/^ال./.test(word) && word.length > 4 ? `al-${heardWord(word.slice(2))}` : heardWord(word)))
    .join(' ')
}

function heardWord(word: string): string {
  if (word === 'بن') return 'bin'
  const sounds = [...word].map((letter, i) => soundOf(letter, i, word)).filter((sound) => sound !== '')
  let spoken = ''
  for (let i = 0; i < sounds.length; ) {
    if (opensVowel(sounds[i]!)) {
      spoken += sounds[i++]
      continue
    }
    const from = i
    while (i < sounds.length && !opensVowel(sounds[i]!)) i++
    spoken += clustered(sounds.slice(from, i), from === 0, i === sounds.length)
  }
  return spoken
}

/** A vowel, or a hamza that carries one. */
const opensVowel = (sound: string): boolean => isVowel(sound) || sound.length === 2

function soundOf(letter: string, i: number, word: string): string {
  const [before, after] = [word[i - 1], word[i + 1]]
  if (i === 0 && (letter === 'أ' || letter === 'ا')) return "'a"
  if (i === 0 && letter === 'إ') return "'i"
  if (letter === 'آ') return i === 0 ? "'A" : 'A'
  if (letter === 'أ' || letter === 'ؤ' || letter === 'ئ' || letter === 'ء') return "'"
  if (letter === 'و') return before !== undefined && after !== undefined && SOUND_OF.has(before) && before !== 'ا' && after !== 'ا' && after !== 'ي' ? 'U' : i === word.length - 1 ? 'U' : 'w'
  if (letter === 'ي') return before !== undefined && before !== 'ا' && after !== 'ا' && after !== 'و' ? 'I' : 'y'
  return SOUND_OF.get(letter) ?? ''
}

/** Puts the vowels that Arabic does not write between consonants that stand together. */
function clustered(run: readonly string[], first: boolean, last: boolean): string {
  if (run.length < 2) return run.join('')
  if (first && last) return run.length === 2 ? `${run[0]}a${run[1]}` : run.length === 3 ? `${run[0]}a${run[1]}${run[2]}` : `${run[0]}a${run.slice(1, -1).join('')}a${run.at(-1)}`
  if (first) return `${run[0]}a${run.slice(1).join('')}`
  if (last) return run.length === 2 ? `${run[0]}i${run[1]}` : `${run.slice(0, -1).join('')}a${run.at(-1)}`
  return run.join('')
}

export const HANDS = ['french', 'english', 'spanish', 'italian', 'portuguese', 'turkish'] as const
/** In which Latin orthography an administration writes. */
export type Hand = (typeof HANDS)[number]

/** For one sound the spellings of a hand, the usual one first; where chance decides, the others come up less and less. */
type Spellings = Readonly<Record<string, readonly string[]>>
const COMMON: Spellings = {
  "'": [''], b: ['b'], t: ['t'], c: ['th', 't', 's'], H: ['h', '', 'h'], x: ['kh', 'k', 'h'], d: ['d'], p: ['d', 'dh'], r: ['r'], z: ['z'], s: ['s'], S: ['s'], D: ['d', 'dh'],
  T: ['t'], Z: ['d', 'z', 'dh'], 3: ['', 'a'], g: ['gh', 'g'], f: ['f'], k: ['k', 'c'], l: ['l'], m: ['m'], n: ['n'], h: ['h', ''], a: ['a', 'e'], A: ['a'], Y: ['a', 'ah'], '@': ['', 'h', 't'],
}
const SPELT: Readonly<Record<Hand, Spellings>> = {
  french: { ...COMMON, j: ['j', 'dj'], $: ['ch', 'sh'], q: ['k', 'q'], w: ['w', 'ou'], y: ['y', 'i'], i: ['i', 'e'], I: ['i', 'y'], u: ['o', 'ou'], U: ['ou', 'o'] },
  english: { ...COMMON, A: ['a', 'aa'], j: ['j', 'g'], $: ['sh'], q: ['q', 'k'], w: ['w'], y: ['y'], i: ['i', 'e'], I: ['i', 'ee'], u: ['u', 'o'], U: ['u', 'oo', 'ou'] },
  spanish: { ...COMMON, x: ['j', 'kh', 'h'], g: ['g', 'gh'], j: ['y', 'j'], $: ['ch', 'sh', 's'], q: ['k', 'q', 'c'], w: ['u', 'w'], y: ['y', 'i'], i: ['i', 'e'], I: ['i'], u: ['u', 'o'], U: ['u'] },
  italian: { ...COMMON, x: ['kh', 'ch', 'k'], g: ['gh', 'g'], j: ['g', 'j'], $: ['sc', 'sh'], q: ['q', 'k', 'c'], w: ['u', 'w'], y: ['i', 'y'], i: ['i', 'e'], I: ['i'], u: ['u', 'o'], U: ['u'] },
  portuguese: { ...COMMON, g: ['g', 'gh'], j: ['j'], $: ['ch', 'x'], q: ['q', 'k'], w: ['u', 'w'], y: ['i', 'y'], i: ['i', 'e'], I: ['i'], u: ['u', 'o'], U: ['u'] },
  turkish: { ...COMMON, x: ['h', 'k'], H: ['h'], g: ['g', 'ğ'], j: ['c'], $: ['ş', 's'], q: ['k'], w: ['v'], y: ['y'], i: ['i', 'e'], I: ['i'], u: ['u', 'ü'], U: ['u'], c: ['s'], Z: ['z'] },
}
const ARTICLE: Readonly<Record<Hand, readonly string[]>> = {
  french: ['el ', 'al ', 'el', ''], english: ['al-', 'el-', 'al ', 'al'], spanish: ['el ', 'al ', ''], italian: ['el ', 'al ', ''], portuguese: ['el ', 'al ', ''], turkish: ['el ', 'el-', ''],
}

/** Spells sounds in Latin letters, in capitals at the start of words. Without chance the usual spelling; with it, at rate `loose`, another one. */
export function inLatin(sounds: string, hand: Hand, chance?: Chance, loose = 0): string {
  const spelt = SPELT[hand]
  const choose = (options: readonly string[]): string => {
    if (chance === undefined || options.length === 1 || !chance.is(loose)) return options[0]!
    return options[1 + Math.floor(chance.next() ** 2 * (options.length - 1))]!
  }
  const spell = (word: string) => tidied(spelled(word, spelt, choose), hand, chance, loose)
  const words = sounds.split(' ')
  let text = ''
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    const next = words[i + 1]
    const is_compound = next !== undefined && (next === 'al-dIn' || (word === '3abd' && (next.startsWith('al-') || next === 'allAh')))
    if (is_compound && !(chance?.is(loose))) {
      text += ` ${capitalised(compound(spell(word), next, spell, hand))}`
      i++
    } else if (word === 'bin') text += choose(BIN[hand]).replace(/^/, ' ')
    else if (word.startsWith('al-')) text += ` ${capitalised(choose(ARTICLE[hand]) + spell(word.slice(3)))}`
    else text += ` ${capitalised(spell(word))}`
  }
  return text.slice(1).replace(/(\p{Lu}\p{Ll}*)\u2060 (\p{Lu})/gu, (_, before: string, letter: string) => before + letter.toLocaleLowerCase('en'))
}

/** A word joiner marks what is written in one with the word after it. */
const BIN: Readonly<Record<Hand, readonly string[]>> = {
  french: ['Ben', 'Ben\u2060', 'Bin', 'Ibn'], english: ['Bin', 'Ben', 'Ibn'], spanish: ['Ben', 'Ben\u2060', 'Bin'], italian: ['Ben', 'Ben\u2060', 'Bin'], portuguese: ['Ben', 'Bin'], turkish: ['Bin', 'Ben'],
}
const SUN = new Set([...'tcdprzs$SDTZln'])

/** Abd al-Rahman and Nur al-Din: one word with the article drawn in, Abderrahman and Noureddin, or Abdul Rahman. */
function compound(first: string, next: string, spell: (word: string) => string, hand: Hand): string {
  if (next === 'allAh') return `${first}allah`
  const rest = spell(next.slice(3))
  if (hand === 'english' && next !== 'al-dIn') return `${first}ul ${rest}`
  return SUN.has(next[3]!) ? `${first}e${rest[0]}${rest}` : `${first}el${rest}`
}

function spelled(word: string, spelt: Spellings, choose: (options: readonly string[]) => string): string {
  let text = ''
  for (let i = 0; i < word.length; i++) {
    const [before, sound, after] = [word[i - 1], word[i]!, word[i + 1]]
    // Muhammad, Ahmad: the last short a before d is heard as e; what opens a word stays
    if (sound === 'a' && after === 'd' && i === word.length - 2 && before === 'm') text += 'e'
    else if (sound === 'a' && text === '') text += 'a'
    else text += choose(spelt[sound] ?? [''])
  }
  return text
}

function tidied(text: string, hand: Hand, chance: Chance | undefined, loose: number): string {
  let tidy = text.replace(/aaa+/g, 'aa').replace(/hh+/g, 'h')
  if (hand === 'french') tidy = tidy.replace(/([aeiou])s([aeiou])/g, '$1ss$2')
  if (hand === 'italian') tidy = tidy.replace(/g(?=[aou])/g, 'gi').replace(/k(?=[ei])/g, 'ch').replace(/k/g, 'c').replace(/sc(?=[aou])/g, 'sci').replace(/g$/, 'gi')
  if (chance?.is(loose * 0.6)) tidy = tidy.replace(/([b-df-hj-np-tv-z])\1/, '$1')
  return tidy
}

/** Each part of a name begins with a capital, after a space, a hyphen or an apostrophe. */
export const capitalised = (text: string): string => text.replace(/(^|[\s'-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toLocaleUpperCase('en'))

type Heard = readonly [spelling: RegExp, sounds: string]
const SHARED: readonly Heard[] = [
  [/kh/y, 'x'], [/gh/y, 'g'], [/ph/y, 'f'], [/th/y, 't'], [/dj/y, 'j'], [/qu?/y, 'k'], [/ck/y, 'k'], [/x/y, 'ks'], [/p/y, 'b'], [/v/y, 'f'],
  [/[aà-å]/y, 'A'], [/[eè-ë]/y, 'I'], [/[iì-ïy]/y, 'I'], [/[oò-öø]/y, 'U'], [/[uù-ü]/y, 'U'], [/ç/y, 's'], [/ñ/y, 'ny'], [/w/y, 'w'], [/h/y, 'h'],
]
const FRENCH: readonly Heard[] = [[/eaux?/y, 'U'], [/au/y, 'U'], [/ois$/y, 'wA'], [/oi/y, 'wA'], [/ou(?=[aeiou])/y, 'w'], [/ou/y, 'U'], [/[ae]i/y, 'I'], [/ch/y, '$'], [/gn/y, 'ny'], [/g(?=[eéèiy])/y, 'j'], [/c(?=[eéèiy])/y, 's'], [/c/y, 'k'], [/^h/y, ''], [/e$/y, ''], [/(?<=oi|eau|au)[stx]$/y, '']]
const SPANISH: readonly Heard[] = [[/ch/y, 't$'], [/ll/y, 'y'], [/j/y, 'x'], [/g(?=[eéií])/y, 'x'], [/gu(?=[eéií])/y, 'g'], [/qu/y, 'k'], [/c(?=[eéií])/y, 's'], [/c/y, 'k'], [/z/y, 's'], [/h/y, '']]
const ITALIAN: readonly Heard[] = [[/ch/y, 'k'], [/gh/y, 'g'], [/gn/y, 'ny'], [/gli/y, 'ly'], [/sc(?=[ei])/y, '$'], [/g(?=[ei])/y, 'j'], [/c(?=[ei])/y, 't$'], [/c/y, 'k'], [/z/y, 'z']]
const PORTUGUESE: readonly Heard[] = [[/lh/y, 'ly'], [/nh/y, 'ny'], [/ch/y, '$'], [/x/y, '$'], [/ão/y, 'Aw'], [/g(?=[eéií])/y, 'j'], [/c(?=[eéií])/y, 's'], [/c/y, 'k'], [/h/y, '']]
const TURKISH: readonly Heard[] = [[/ç/y, 't$'], [/ş/y, '$'], [/c/y, 'j'], [/ğ/y, 'g'], [/ı/y, 'I']]
const ENGLISH: readonly Heard[] = [[/sh/y, '$'], [/ch/y, 't$'], [/oo/y, 'U'], [/ee/y, 'I'], [/c(?=[eiy])/y, 's'], [/c/y, 'k']]
const EARS: Readonly<Record<Hand, readonly Heard[]>> = {
  french: [...FRENCH, ...SHARED], spanish: [...SPANISH, ...SHARED], italian: [...ITALIAN, ...SHARED], portuguese: [...PORTUGUESE, ...SHARED], turkish: [...TURKISH, ...SHARED], english: [...ENGLISH, ...SHARED],
}

/** How a name in Latin letters sounds to one who writes Arabic; `hand` is the orthography it is spelt in. All vowels become long, as Arabic writes foreign ones. */
export function soundsOf(latin: string, hand: Hand): string {
  const ears = EARS[hand]
  return latin
    .toLocaleLowerCase('en')
    .replace(/[’']/g, '')
    .split(/[\s-]+/)
    .map((word) => {
      let sounds = ''
      for (let i = 0; i < word.length; ) {
        const rule = ears.find(([spelling]) => {
          spelling.lastIndex = i
          return spelling.test(word)
        })
        if (rule) {
          i = rule[0].lastIndex
          sounds += rule[1]
        } else sounds += LETTERS[word[i]!] ? word[i++]! : ((i++), '')
      }
      return sounds.replace(/I+/g, 'I').replace(/U+/g, 'U').replace(/A+/g, 'A').replace(/^A/, "'a").replace(/^I/, "'I").replace(/^U/, "'U")
    })
    .join(' ')
}
