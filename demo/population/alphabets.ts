/** Greek, Cyrillic and Hebrew names in Latin letters, as the home country's passports and its neighbours spell them. */
import { capitalised, type Hand } from './arabic.ts'

type Pairs = readonly (readonly [string, string])[]

const GREEK: Pairs = [
  ...'ου=ou αυ=av ευ=ev ηυ=iv γγ=ng γκ=gk γχ=nch μπ=mp ντ=nt'.split(' ').map((pair) => pair.split('=') as [string, string]),
  ...[...'αβγδεζηθικλμνξοπρσςτυφχψω'].map(
    (letter, i) => [letter, 'a v g d e z i th i k l m n x o p r s s t y f ch ps o'.split(' ')[i]!] as const,
  ),
]
const CYRILLIC = 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя'
const RUSSIAN: Readonly<Record<'english' | 'french', readonly string[]>> = {
  english: 'a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch  y  e iu ia'.split(' '),
  french: 'a b v g d e e j z i ï k l m n o p r s t ou f kh ts tch ch chtch  y  e iou ia'.split(' '),
}
const HEBREW = 'אבגדהוזחטיכךלמםנןסעפףצץקרשת'
const HEBREW_LATIN = "' v g d h v z h t y k k l m m n n s ' f f ts ts k r sh t".split(' ')

/** Accents are dropped, digraphs read as one. */
export function greekInLatin(text: string): string {
  let rest = text
    .toLocaleLowerCase('el')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
  let latin = ''
  while (rest !== '') {
    const pair = GREEK.find(([greek]) => rest.startsWith(greek))
    latin += pair ? pair[1] : rest[0]!
    rest = rest.slice(pair ? pair[0].length : 1)
  }
  return capitalised(latin)
}

export function russianInLatin(text: string, hand: Hand): string {
  const letters = RUSSIAN[hand === 'french' ? 'french' : 'english']
  return capitalised(
    [...text.toLocaleLowerCase('ru')].map((letter) => (CYRILLIC.includes(letter) ? letters[CYRILLIC.indexOf(letter)]! : letter)).join(''),
  )
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
