import { describe, expect, test } from 'vitest'
import { decodeText, guessEncoding } from './encoding.ts'
import { guessFields } from './headings.ts'
import { maybeCountry, maybeDocumentType, maybeSex } from './words.ts'

test.each([
  ['MAR', 'MAR'],
  ['ma', 'MAR'],
  ['D', 'D'],
  ['XXB', 'XXB'],
  ['Morocco', 'MAR'],
  ['Maroc', 'MAR'],
  ['Marruecos', 'MAR'],
  ['المغرب', 'MAR'],
  ['MAROCAINE', 'MAR'],
  ['marroqui', 'MAR'],
  ['مغربي', 'MAR'],
  ['المغربيّة', 'MAR'],
  ["Côte d'Ivoire", 'CIV'],
  ['cote d ivoire', 'CIV'],
  ['ivoirienne', 'CIV'],
  ['ساحل العاج', 'CIV'],
  ['Espagne', 'ESP'],
  ['Española', 'ESP'],
  ['سورية', 'SYR'],
  ['Niger', 'NER'],
  ['nigérien', 'NER'],
  ['nigerian', 'NGA'],
  ['نيجيريا', 'NGA'],
  ['U.S.A.', 'USA'],
  // two states are called so: a code says which
  ['Congo', undefined],
  ['COD', 'COD'],
  ['Atlantis', undefined],
  ['', undefined],
  ['ZZ', undefined],
  ['x'.repeat(10_000), undefined],
])('%s is %s', (typed, code) => expect(maybeCountry(typed)).toBe(code))

test('sexes and documents in words', () => {
  expect(['F', 'femme', 'Mujer', 'أنثى', 'MRS', 'Mme'].map(maybeSex)).toEqual(Array(6).fill('F'))
  expect(['m', 'Homme', 'H', 'varón', 'ذكر', 'MR'].map(maybeSex)).toEqual(Array(6).fill('M'))
  expect([maybeSex('x'), maybeSex('unknown'), maybeSex('mermaid'), maybeSex('')]).toEqual(['X', 'X', undefined, undefined])
  expect(['P', 'Passeport', 'جواز سفر', "carte d'identité", 'CNI', 'DNI'].map(maybeDocumentType)).toEqual([
    'passport',
    'passport',
    'passport',
    'identity-card',
    'identity-card',
    'identity-card',
  ])
  expect(maybeDocumentType('library card')).toBe(undefined)
})

describe('headings', () => {
  const guess = (headings: string[]) =>
    guessFields(headings, ['family', 'given', 'born'], {
      family: ['nom', 'surname'],
      given: ['prénom', 'nom de baptême'],
      born: ['date of birth'],
    }).map(({ column, field }) => `${column} ${field}`)
  test('by the field, by a phrase, by a phrase within a longer heading; the exact one goes first', () => {
    expect(guess(['Passenger surname', 'PRÉNOMS / Prénom', 'Date of birth (dd/mm/yyyy)'])).toEqual(['0 family', '1 given', '2 born'])
    expect(guess(['Nom du passager', 'Nom', 'born'])).toEqual(['1 family', '2 born'])
    expect(guess(['Nom de baptême'])).toEqual(['0 given'])
  })
  test('nothing unknown, nothing twice, nothing slow', () => {
    expect(guess(['', '—', 'Seat', 'Nominal'])).toEqual([])
    expect(guess(['nom', 'nom'])).toEqual(['0 family'])
    expect(guess(['x '.repeat(100_000)])).toEqual([])
  })
})

describe('encodings', () => {
  const cp = (text: string, table: Record<string, number>) =>
    Uint8Array.from([...text].map((letter) => table[letter] ?? letter.charCodeAt(0)))
  const utf16 = (text: string, big: boolean) => {
    const view = new DataView(new ArrayBuffer(text.length * 2))
    for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), !big)
    return new Uint8Array(view.buffer)
  }
  const ARABIC_PAGE = { ا: 0xc7, ل: 0xe1, س: 0xd3, م: 0xe3, ح: 0xcd, د: 0xcf, ع: 0xda, ي: 0xed } as Record<string, number>
  const WESTERN_PAGE = { é: 0xe9, ñ: 0xf1, í: 0xed, ç: 0xe7 } as Record<string, number>

  test.each([
    ['utf-8', new TextEncoder().encode('nom;prénom\nالاسم;x')],
    ['utf-8', new TextEncoder().encode('\ufeffname,born')],
    ['utf-16le', utf16('\ufeffname;born', false)],
    ['utf-16be', utf16('\ufeffname;born', true)],
    ['utf-16le', utf16('name;born;sex', false)],
    ['utf-16be', utf16('name;born;sex', true)],
    ['windows-1252', cp('nombre;año\nJosé;Núñez García;français', { ...WESTERN_PAGE, ú: 0xfa })],
    ['windows-1256', cp('name;الاسم\nAhmed;محمد علي', ARABIC_PAGE)],
  ] as const)('%s is recognised', (encoding, bytes) => {
    expect(guessEncoding(bytes)).toBe(encoding)
    expect(decodeText(bytes, encoding)).toMatch(/nom|name/)
  })
  test('a mark is no part of the text, and bytes that are not of the encoding are no text', () => {
    expect(decodeText(new TextEncoder().encode('\ufeffa'), 'utf-8')).toBe('a')
    expect(decodeText(utf16('\ufeffa', false), 'utf-16le')).toBe('a')
    expect(decodeText(Uint8Array.of(0xe9), 'utf-8')).toBe(undefined)
  })
})
