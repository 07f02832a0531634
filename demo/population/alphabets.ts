/** Greek, Russian, Ukrainian and Hebrew names in Latin letters, as the home country's passports and its neighbours spell them. */
import { capitalised, type Hand } from './arabic.ts'
import type { Chance } from './chance.ts'

/** Picks among the spellings of one letter, the usual one first. */
export type Choose = (spellings: readonly string[]) => string
const usual: Choose = (spellings) => spellings[0]!

type Table = ReadonlyMap<string, readonly string[]>
const table = (text: string): Table =>
  new Map(text.split(' ').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1).split('|')]))
const GREEK = table(
  'ου=ou|u αυ=av|au|af ευ=ev|eu|ef ηυ=iv γγ=ng|gg γκ=gk|g γχ=nch|nh μπ=mp|b ντ=nt|d τζ=tz|j αι=ai|e ει=ei|i οι=oi|i α=a β=v|b γ=g|gh|y δ=d|dh ε=e ζ=z η=i|e θ=th|t ι=i κ=k|c λ=l μ=m ν=n ξ=x|ks ο=o π=p ρ=r σ=s|ss ς=s τ=t υ=y|i φ=f|ph χ=ch|h|kh ψ=ps ω=o',
)
const LONGEST = 2
const RUSSIAN: Readonly<Record<'english' | 'french', Table>> = {
  english: table(
    'а=a б=b в=v|w г=g д=d е=e|ye ё=e|yo|io ж=zh|j з=z|s и=i й=i|y|j к=k л=l м=m н=n о=o п=p р=r с=s|ss т=t у=u|ou ф=f х=kh|h ц=ts|tz ч=ch|tch ш=sh щ=shch|sch ъ= ы=y|i ь= э=e ю=iu|yu|ju я=ia|ya|ja',
  ),
  french: table(
    'а=a б=b в=v|w г=g|gu д=d е=e|ie ё=e|io ж=j|zh з=z и=i й=ï|i|y к=k л=l м=m н=n|nn о=o п=p р=r с=s|ss т=t у=ou|u ф=f х=kh|h ц=ts ч=tch|ch ш=ch|sh щ=chtch|sch ъ= ы=y ь= э=e ю=iou|yu я=ia|ya',
  ),
}
const UKRAINIAN = table(
  'а=a б=b в=v|w г=h|g ґ=g д=d е=e є=ie|ye ж=zh|j з=z и=y|i і=i ї=i|yi й=i|y|j к=k л=l м=m н=n о=o п=p р=r с=s|ss т=t у=u|ou ф=f х=kh|h ц=ts|tz ч=ch|tch ш=sh щ=shch|sch ь= ю=iu|yu|ju я=ia|ya|ja ’=',
)
const HEBREW = 'אבגדהוזחטיכךלמםנןסעפףצץקרשת'
const HEBREW_LATIN = "' v g d h v z h t y k k l m m n n s ' f f ts ts k r sh t".split(' ')

function inLetters(text: string, letters: Table, choose: Choose): string {
  let latin = ''
  for (let i = 0; i < text.length; ) {
    let length = LONGEST
    while (length > 1 && !letters.has(text.slice(i, i + length))) length--
    const piece = text.slice(i, i + length)
    const spellings = letters.get(piece)
    latin += spellings ? choose(spellings) : piece
    i += length
  }
  return capitalised(latin)
}

/** Accents are dropped, digraphs read as one; by choice another usual spelling. */
export const greekInLatin = (text: string, choose = usual): string =>
  inLetters(
    text
      .toLocaleLowerCase('el')
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, ''),
    GREEK,
    choose,
  )

export const russianInLatin = (text: string, hand: Hand, choose = usual): string =>
  inLetters(text.toLocaleLowerCase('ru'), RUSSIAN[hand === 'french' ? 'french' : 'english'], choose)

/** By the resolution of 2010, as passports have it: at the start of a word я, ю, є, ї, й begin with y. */
export function ukrainianInLatin(text: string, choose = usual): string {
  const lower = text.toLocaleLowerCase('uk')
  const opened = lower.replace(
    /(^|[\s-])([яюєїй])/g,
    (_, before: string, letter: string) => `${before}y${{ я: 'a', ю: 'u', є: 'e', ї: 'i', й: '' }[letter]!}`,
  )
  return inLetters(opened.replaceAll('зг', 'zgh'), UKRAINIAN, choose)
}

/** Other spellings that Hebrew names in Latin letters go by, after the usual one. */
const HEBREW_HABITS: readonly (readonly [RegExp, string])[] = [
  [/h/g, 'ch'],
  [/ts/g, 'tz'],
  [/k/g, 'c'],
  [/v/g, 'w'],
  [/ya/g, 'ia'],
  [/a$/, 'ah'],
  [/f/g, 'ph'],
  [/sh/g, 's'],
  [/i/g, 'y'],
  [/o/g, 'oh'],
]
export function hebrewOtherwise(latin: string, chance: Chance): string {
  const [pattern, spelling] = chance.pick(HEBREW_HABITS)
  return capitalised(latin.toLocaleLowerCase('en').replace(pattern, spelling))
}

/** A plausible reading: vowels that Hebrew does not write are guessed as a, the last one as e. */
export function hebrewInLatin(text: string): string {
  return capitalised(
    text
      .split(/([\s-])/)
      .map((word) => {
        const sounds = [...word].map((letter, i) => hebrewSound(letter, i, word))
        let latin = ''
        sounds.forEach((sound, i) => {
          const before = sounds[i - 1]
          const both = before !== undefined && isConsonant(before) && isConsonant(sound)
          latin += (both ? (i === sounds.length - 1 && i > 1 ? 'e' : i % 2 === 1 ? 'a' : '') : '') + sound
        })
        return latin.replace(/aa+/g, 'a')
      })
      .join(''),
  )
}

function hebrewSound(letter: string, i: number, word: string): string {
  if (letter === 'א' || letter === 'ע') return 'a'
  if (letter === 'ה' && i === word.length - 1) return 'a'
  if (letter === 'ו') return i === 0 ? 'v' : 'o'
  if (letter === 'י') return i === 0 ? 'y' : 'i'
  if (letter === 'ב' && i === 0) return 'b'
  if (letter === 'פ' && i === 0) return 'p'
  const at = HEBREW.indexOf(letter)
  return at < 0 ? letter : HEBREW_LATIN[at]!
}

const isConsonant = (sound: string): boolean => /[bcdfghjklmnpqrstvz]$/.test(sound) && /^[bcdfghjklmnpqrstvz]/.test(sound)
