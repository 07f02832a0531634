/**
 * Arabic names by how they sound, and from there into Arabic letters and into the Latin spellings of each administration.
 * Notation of sounds, one character each: consonants ' b t c(ث) j H(ح) x(خ) d p(ذ) r z s $(ش) S D T Z 3(ع) g(غ) f q k l m n h w y;
 * vowels a i u, long A I U, Y for a final written ى, a@ for a final written ة. `al-` is the article.
 */
import type { Chance } from './chance.ts'

const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  'bب tت cث jج Hح xخ dد pذ rر zز sس $ش Sص Dض Tط Zظ 3ع gغ fف qق kك lل mم nن hه wو yي Aا Iي Uو Yى @ة'
    .split(' ')
    .map((pair) => [pair[0]!, pair[1]!]),
)
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
  if (letter === 'و')
    return before !== undefined && after !== undefined && SOUND_OF.has(before) && before !== 'ا' && after !== 'ا' && after !== 'ي'
      ? 'U'
      : i === word.length - 1
        ? 'U'
        : 'w'
  if (letter === 'ي') return before !== undefined && before !== 'ا' && after !== 'ا' && after !== 'و' ? 'I' : 'y'
  return SOUND_OF.get(letter) ?? ''
}

/** Puts the vowels that Arabic does not write between consonants that stand together. */
function clustered(run: readonly string[], first: boolean, last: boolean): string {
  if (run.length < 2) return run.join('')
  if (first && last)
    return run.length === 2
      ? `${run[0]}a${run[1]}`
      : run.length === 3
        ? `${run[0]}a${run[1]}${run[2]}`
        : `${run[0]}a${run.slice(1, -1).join('')}a${run.at(-1)}`
  if (first) return `${run[0]}a${run.slice(1).join('')}`
  if (last) return run.length === 2 ? `${run[0]}i${run[1]}` : `${run.slice(0, -1).join('')}a${run.at(-1)}`
  return run.join('')
}

export const HANDS = ['french', 'english', 'spanish', 'italian', 'portuguese', 'turkish'] as const
/** In which Latin orthography an administration writes. */
export type Hand = (typeof HANDS)[number]

/** For one sound the spellings of a hand, the usual one first; where chance decides, the others come up less and less. */
type Spellings = Readonly<Record<string, readonly string[]>>
const spellings = (text: string): Spellings => Object.fromEntries(text.split(' ').map((pair) => [pair[0]!, pair.slice(1).split('|')]))
const COMMON = spellings(
  `' bb tt cth|t|s Hh||h xkh|k|h dd pd|dh rr zz ss Ss Dd|dh Tt Zd|z|dh 3|a ggh|g ff kk|c ll mm nn hh| aa|e Aa Ya|ah @|h|t`,
)
const SPELT: Readonly<Record<Hand, Spellings>> = {
  french: { ...COMMON, ...spellings('jj|dj $ch|sh qk|q ww|ou yy|i ii|e Ii|y uo|ou Uou|o') },
  english: { ...COMMON, ...spellings('Aa|aa jj|g $sh qq|k ww yy ii|e Ii|ee uu|o Uu|oo|ou') },
  spanish: { ...COMMON, ...spellings('xj|kh|h gg|gh jy|j $ch|sh|s qk|q|c wu|w yy|i ii|e Ii uu|o Uu') },
  italian: { ...COMMON, ...spellings('xkh|ch|k ggh|g jg|j $sc|sh qq|k|c wu|w yi|y ii|e Ii uu|o Uu') },
  portuguese: { ...COMMON, ...spellings('gg|gh jj $ch|x qq|k wu|w yi|y ii|e Ii uu|o Uu') },
  turkish: { ...COMMON, ...spellings('xh|k Hh gg|ğ jc $ş|s qk wv yy ii|e Ii uu|ü Uu cs Zz') },
}
const ARTICLE: Readonly<Record<Hand, readonly string[]>> = {
  french: ['el ', 'al ', 'el', ''],
  english: ['al-', 'el-', 'al ', 'al'],
  spanish: ['el ', 'al ', ''],
  italian: ['el ', 'al ', ''],
  portuguese: ['el ', 'al ', ''],
  turkish: ['el ', 'el-', ''],
}

/** Spells sounds in Latin letters, in capitals at the start of words. Without chance the usual spelling; with it, at rate `loose`, another one. */
export function inLatin(sounds: string, hand: Hand, chance?: Chance, loose = 0): string {
  const spelt = SPELT[hand]
  const choose = (options: readonly string[]): string => {
    if (chance === undefined || options.length === 1 || !chance.is(loose)) return options[0]!
    return options[1 + Math.floor(chance.next() ** 2 * (options.length - 1))]!
  }
  const spell = (word: string) => tidied(spelled(word, spelt, hand, choose), hand, chance, loose)
  const words = sounds.split(' ')
  let text = ''
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    const next = words[i + 1]
    const is_compound = next !== undefined && (next === 'al-dIn' || (word === '3abd' && (next.startsWith('al-') || next === 'allAh')))
    if (is_compound && !chance?.is(loose)) {
      text += ` ${capitalised(compound(spell(word), next, spell, hand))}`
      i++
    } else if (word === 'bin') text += choose(BIN[hand]).replace(/^/, ' ')
    else if (word.startsWith('al-')) text += ` ${capitalised(choose(ARTICLE[hand]) + spell(word.slice(3)))}`
    else text += ` ${capitalised(spell(word))}`
  }
  return text
    .slice(1)
    .replace(/(\p{Lu}\p{Ll}*)\u2060 (\p{Lu})/gu, (_, before: string, letter: string) => before + letter.toLocaleLowerCase('en'))
}

/** A word joiner marks what is written in one with the word after it. */
const BIN: Readonly<Record<Hand, readonly string[]>> = {
  french: ['Ben', 'Ben\u2060', 'Bin', 'Ibn'],
  english: ['Bin', 'Ben', 'Ibn'],
  spanish: ['Ben', 'Ben\u2060', 'Bin'],
  italian: ['Ben', 'Ben\u2060', 'Bin'],
  portuguese: ['Ben', 'Bin'],
  turkish: ['Bin', 'Ben'],
}
const SUN = new Set([...'tcdprzs$SDTZln'])

/** Abd al-Rahman and Nur al-Din: one word with the article drawn in, Abderrahman and Noureddin, or Abdul Rahman. */
function compound(first: string, next: string, spell: (word: string) => string, hand: Hand): string {
  if (next === 'allAh') return `${first}allah`
  const rest = spell(next.slice(3))
  if (hand === 'english' && next !== 'al-dIn') return `${first}ul ${rest}`
  return SUN.has(next[3]!) ? `${first}e${rest[0]}${rest}` : `${first}el${rest}`
}

function spelled(word: string, spelt: Spellings, hand: Hand, choose: (options: readonly string[]) => string): string {
  let text = ''
  for (let i = 0; i < word.length; i++) {
    const [before, sound, after] = [word[i - 1], word[i]!, word[i + 1]]
    // Muhammad, Ahmad: the last short a before d is heard as e, in French also the u of Yusuf; what opens a word stays
    if (sound === 'u' && hand === 'french' && i === word.length - 2 && i > 2) text += choose(['e', 'ou', 'o'])
    else if (sound === 'a' && after === 'd' && i === word.length - 2 && before === 'm') text += 'e'
    else if (sound === 'a' && text === '') text += 'a'
    else text += choose(spelt[sound] ?? [''])
  }
  return text
}

function tidied(text: string, hand: Hand, chance: Chance | undefined, loose: number): string {
  let tidy = text.replace(/aaa+/g, 'aa').replace(/hh+/g, 'h')
  if (hand === 'french') tidy = tidy.replace(/([aeiou])s([aeiou])/g, '$1ss$2')
  if (hand === 'italian')
    tidy = tidy
      .replace(/g(?=[aou])/g, 'gi')
      .replace(/k(?=[ei])/g, 'ch')
      .replace(/k/g, 'c')
      .replace(/sc(?=[aou])/g, 'sci')
      .replace(/g$/, 'gi')
  if (chance?.is(loose * 0.6)) tidy = tidy.replace(/([b-df-hj-np-tv-z])\1/, '$1')
  return tidy
}

/** Each part of a name begins with a capital, after a space, a hyphen or an apostrophe. */
export const capitalised = (text: string): string =>
  text.replace(/(^|[\s'-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toLocaleUpperCase('en'))

type Heard = readonly [spelling: RegExp, sounds: string]
/** Rules `spelling=sounds`, tried in order at each place. */
const heardAs = (text: string): Heard[] =>
  text.split(' ').map((rule) => [new RegExp(rule.slice(0, rule.lastIndexOf('=')), 'y'), rule.slice(rule.lastIndexOf('=') + 1)])
const SHARED = 'kh=x gh=g ph=f th=t dj=j qu?=k ck=k x=ks p=b v=f [aà-å]=A [eè-ë]=I [iì-ïy]=I [oò-öø]=U [uù-ü]=U ç=s ñ=ny w=w h=h'
const EARS: Readonly<Record<Hand, readonly Heard[]>> = {
  french: heardAs(
    `eaux?=U au=U ois$=wA oi=wA ou(?=[aeiou])=w ou=U [ae]i=I ch=$ gn=ny g(?=[eéèiy])=j c(?=[eéèiy])=s c=k ^h= e$= (?<=oi|eau|au)[stx]$= ${SHARED}`,
  ),
  spanish: heardAs(`ch=t$ ll=y j=x g(?=[eéií])=x gu(?=[eéií])=g qu=k c(?=[eéií])=s c=k z=s h= ${SHARED}`),
  italian: heardAs(`ch=k gh=g gn=ny gli=ly sc(?=[ei])=$ g(?=[ei])=j c(?=[ei])=t$ c=k ${SHARED}`),
  portuguese: heardAs(`lh=ly nh=ny ch=$ x=$ ão=Aw g(?=[eéií])=j c(?=[eéií])=s c=k h= ${SHARED}`),
  turkish: heardAs(`ç=t$ ş=$ c=j ğ=g ı=I ${SHARED}`),
  english: heardAs(`sh=$ ch=t$ oo=U ee=I c(?=[eiy])=s c=k ${SHARED}`),
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
        } else {
          if (LETTERS[word[i]!]) sounds += word[i]
          i++
        }
      }
      return sounds.replace(/I+/g, 'I').replace(/U+/g, 'U').replace(/A+/g, 'A').replace(/^A/, "'a").replace(/^I/, "'I").replace(/^U/, "'U")
    })
    .join(' ')
}
