/** Names to A–Z and fillers by the tables recommended in ICAO Doc 9303-3, section 6: A Latin, B Cyrillic, C Arabic. */

/** Table A: letters whose spelling is more than the bare letter without its marks. */
const LATIN: Record<string, string> = {
  Ä: 'AE',
  Å: 'AA',
  Æ: 'AE',
  Ð: 'D',
  Ö: 'OE',
  Ø: 'OE',
  Ü: 'UE',
  Þ: 'TH',
  Đ: 'D',
  Ħ: 'H',
  Ĳ: 'IJ',
  Ŀ: 'L',
  Ł: 'L',
  Ŋ: 'N',
  Œ: 'OE',
  Ŧ: 'T',
  ẞ: 'SS',
  ß: 'SS',
}

/** Table B, the general column. */
const CYRILLIC: Record<string, string> = {
  Ё: 'E',
  Ђ: 'D',
  Ѓ: 'G',
  Є: 'IE',
  Ѕ: 'DZ',
  І: 'I',
  Ї: 'I',
  Ј: 'J',
  Љ: 'LJ',
  Њ: 'NJ',
  Ћ: 'C',
  Ќ: 'K',
  Ў: 'U',
  Џ: 'DZ',
  А: 'A',
  Б: 'B',
  В: 'V',
  Г: 'G',
  Д: 'D',
  Е: 'E',
  Ж: 'ZH',
  З: 'Z',
  И: 'I',
  Й: 'I',
  К: 'K',
  Л: 'L',
  М: 'M',
  Н: 'N',
  О: 'O',
  П: 'P',
  Р: 'R',
  С: 'S',
  Т: 'T',
  У: 'U',
  Ф: 'F',
  Х: 'KH',
  Ц: 'TS',
  Ч: 'CH',
  Ш: 'SH',
  Щ: 'SHCH',
  Ъ: 'IE',
  Ы: 'Y',
  Ь: '',
  Э: 'E',
  Ю: 'IU',
  Я: 'IA',
  Ѫ: 'U',
  Ѵ: 'Y',
  Ґ: 'G',
  Ғ: 'G',
  Һ: 'C',
}

/** Table B, the exceptions it names by language, kept by the code of the issuer. */
const CYRILLIC_OF: Record<string, Record<string, string>> = {
  BLR: { Г: 'H', Ё: 'IO' },
  BGR: { Щ: 'SHT' },
  MKD: { Х: 'H', Ц: 'C', Ѓ: 'GJ', Ќ: 'KJ', Џ: 'DJ' },
  SRB: { Ж: 'Z', Х: 'H', Ц: 'C', Ч: 'C', Ш: 'S' },
  UKR: { Г: 'H', И: 'Y' },
}

/** Table C; X announces that what follows is not the bare Latin letter. Short vowels are not encoded. */
const ARABIC: Record<string, string> = {
  '\u0621': 'XE',
  '\u0622': 'XAA',
  '\u0623': 'XAE',
  '\u0624': 'U',
  '\u0625': 'I',
  '\u0626': 'XI',
  '\u0627': 'A',
  '\u0628': 'B',
  '\u062a': 'T',
  '\u062b': 'XTH',
  '\u062c': 'J',
  '\u062d': 'XH',
  '\u062e': 'XKH',
  '\u062f': 'D',
  '\u0630': 'XDH',
  '\u0631': 'R',
  '\u0632': 'Z',
  '\u0633': 'S',
  '\u0634': 'XSH',
  '\u0635': 'XSS',
  '\u0636': 'XDZ',
  '\u0637': 'XTT',
  '\u0638': 'XZZ',
  '\u0639': 'E',
  '\u063a': 'G',
  '\u0640': '',
  '\u0641': 'F',
  '\u0642': 'Q',
  '\u0643': 'K',
  '\u0644': 'L',
  '\u0645': 'M',
  '\u0646': 'N',
  '\u0647': 'H',
  '\u0648': 'W',
  '\u0649': 'XAY',
  '\u064a': 'Y',
  '\u0671': 'XXA',
  '\u0679': 'XXT',
  '\u067c': 'XRT',
  '\u067e': 'P',
  '\u0681': 'XKE',
  '\u0685': 'XXH',
  '\u0686': 'XC',
  '\u0688': 'XXD',
  '\u0689': 'XDR',
  '\u0691': 'XXR',
  '\u0693': 'XRR',
  '\u0696': 'XRX',
  '\u0698': 'XJ',
  '\u069a': 'XXS',
  '\u069c': '',
  '\u06a2': '',
  '\u06a7': '',
  '\u06a8': '',
  '\u06a9': 'XKK',
  '\u06ab': 'XXK',
  '\u06ad': 'XNG',
  '\u06af': 'XGG',
  '\u06ba': 'XNN',
  '\u06bc': 'XXN',
  '\u06be': 'XDO',
  '\u06c0': 'XYH',
  '\u06c1': 'XXG',
  '\u06c2': 'XGE',
  '\u06c3': 'XTG',
  '\u06cc': 'XYA',
  '\u06cd': 'XXY',
  '\u06d0': 'Y',
  '\u06d2': 'XYB',
  '\u06d3': 'XBE',
}

const TEH_MARBUTA = '\u0629'
const SHADDA = '\u0651'

/** Longest name looked at, in UTF-16 units. */
const MAX_NAME = 400

/**
 * Spells a name in A–Z with single fillers between its parts. Letters outside the three tables are left out and listed in `unknown`.
 * `issuer` picks the national exceptions of table B. Text beyond 400 units is cut.
 */
export function transliterate(name: string, issuer = ''): { text: string; unknown: string[] } {
  const letters = [...name.slice(0, MAX_NAME).normalize('NFKC').replace(/ß/g, 'ẞ').toUpperCase().normalize('NFC')]
  const cyrillic = Object.hasOwn(CYRILLIC_OF, issuer) ? CYRILLIC_OF[issuer]! : {}
  const unknown = new Set<string>()
  let text = ''
  let last = ''
  for (const [i, letter] of letters.entries()) {
    if (letter === SHADDA) {
      text += last
      continue
    }
    const spelt = letter === TEH_MARBUTA ? tehMarbuta(letters, i) : (cyrillic[letter] ?? spelling(letter))
    if (spelt === undefined) unknown.add(letter)
    text += spelt ?? ''
    if (spelt !== undefined && !isMark(letter)) last = spelt === '<' ? '' : spelt
  }
  return { text: text.replace(/<+/g, '<').replace(/^<|<$/g, ''), unknown: [...unknown] }
}

/** XAH at the end of a name component, XTA elsewhere. */
const tehMarbuta = (letters: readonly string[], i: number): string => {
  const next = letters.slice(i + 1).find((letter) => !isMark(letter))
  return next === undefined || /[\s<-]/.test(next) ? 'XAH' : 'XTA'
}

const isMark = (letter: string) => /^\p{Mn}$/u.test(letter)

function spelling(letter: string): string | undefined {
  if (/^[A-Z]$/.test(letter)) return letter
  if (/^[\s<\-\u2010-\u2015]$/.test(letter)) return '<'
  for (const table of [LATIN, CYRILLIC, ARABIC]) if (Object.hasOwn(table, letter)) return table[letter]
  if (isMark(letter) || /^['’‘ʼʻʾʿ`´.,،]$/.test(letter)) return ''
  const bare = letter.normalize('NFD').replace(/\p{Mn}/gu, '')
  return /^[A-Z]+$/.test(bare) ? bare : undefined
}
