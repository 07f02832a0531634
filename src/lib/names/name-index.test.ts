import { describe, expect, test } from 'vitest'
import { packFacts, readFacts } from './facts.ts'
import { createNameIndex, loadNameIndex } from './name-index.ts'
import type { PersonName } from './people.ts'
import { segmentOf } from './segment.ts'
import { createTableReader, dateKeyOf, wholeNumber } from './table.ts'

/** Made names, some often, some once, in two scripts: number `i` is always the same person. */
const GIVEN = ['Mohamed', 'Fatima', 'Karim', 'Youssef', 'Amina', 'Jean', 'Lucía', 'Ousmane', 'محمد', 'فاطمة', 'كريم', 'خالد']
const FAMILY = [
  'Benali',
  'El Fassi',
  'Alaoui',
  'García Pérez',
  'Diallo',
  'Dupont',
  'بن علي',
  'الفاسي',
  'العلوي',
  'Ould Cheikh',
  'Abd el Kader',
]
const made = (i: number): PersonName => ({
  name: `${GIVEN[i % GIVEN.length]} ${FAMILY[(i * 7) % FAMILY.length]} ${String.fromCharCode(97 + (i % 23))}${'aeiou'[i % 5]}${String.fromCharCode(98 + (i % 19))}${'aeiou'[(i >> 3) % 5]}n${'aeiou'[(i >> 5) % 5]}${String.fromCharCode(98 + (i % 17))}`,
  birth_date: `${1950 + (i % 50)}-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`,
  sex: i % 3 === 0 ? 'F' : 'M',
  nationality: ['MAR', 'ESP', 'SEN'][i % 3]!,
})
const N = 9_000

function filled() {
  const index = createNameIndex()
  for (let i = 0; i < N; i++) expect(index.add(i, made(i))).toEqual({ ok: true })
  return index
}

describe('an index over piles and segments', () => {
  const index = filled()
  const numbers = Array.from({ length: 120 }, (_, i) => (i * 7_919) % N)

  test('finds each record first, wherever it lies', () => {
    const missed = numbers.filter((i) => index.search(made(i), { top: 3 })[0]?.id !== i)
    expect(missed).toEqual([])
  })

  test('finds by the name alone as well, among its namesakes', () => {
    const missed = numbers.filter((i) => !index.search({ name: made(i).name }, { top: 10 }).some(({ id }) => id === i))
    expect(missed).toEqual([])
  })

  test('reasons read after another question was asked are those of their own', () => {
    const asked = (i: number) => index.search({ ...made(i), name: `${made(i).name}x` }, { top: 5 })
    const at_once = asked(numbers[3]!).map(({ comparison }) => comparison)
    const later = asked(numbers[3]!)
    asked(numbers[4]!)
    expect(later.map(({ comparison }) => comparison)).toEqual(at_once)
  })

  test('filled as bytes it answers as if people had been added one by one', () => {
    const bulk = createNameIndex()
    const encoder = new TextEncoder()
    for (let i = 0; i < N; i++) {
      const { name, birth_date, sex, nationality } = made(i)
      const bytes = encoder.encode(name)
      expect(bulk.fill(i, bytes, 0, bytes.length, readFacts(birth_date, sex, bulk.nationality(nationality!)))).toBe(true)
    }
    bulk.settle()
    const answers = (one: typeof bulk) => numbers.map((i) => one.search({ ...made(i), sex: undefined }, { top: 5 }).map(({ id }) => id))
    const settled = filled()
    settled.settle()
    expect(answers(bulk)).toEqual(answers(settled))
    expect(bulk.bytes / bulk.size).toBeLessThan(200)
  })

  test('stored and loaded it answers the same, and may change', () => {
    const pieces = index.store()
    const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
    let at = 0
    for (const piece of pieces) {
      bytes.set(piece, at)
      at += piece.length
    }
    const loaded = loadNameIndex(bytes)
    if (!loaded.ok) throw new Error(loaded.reason)
    for (const i of numbers.slice(0, 30))
      expect(loaded.index.search(made(i), { top: 3 })).toMatchObject(
        index.search(made(i), { top: 3 }).map(({ id, score }) => ({ id, score })),
      )
    expect(loaded.index.size).toBe(N)
    expect(loaded.index.remove(5)).toBe(true)
    expect(loaded.index.search(made(5), { top: 1 })[0]?.id).not.toBe(5)
    expect(loaded.index.add(N + 1, { name: 'Zubeida Quraishi' })).toEqual({ ok: true })
    expect(loaded.index.search({ name: 'Zubaida Quraishi' }, { top: 1 })[0]?.id).toBe(N + 1)
  })

  test.each([
    ['nothing', new Uint8Array(0)],
    ['another file', new TextEncoder().encode('PK\u0003\u0004 this is something else altogether')],
    ['an index that is cut off', index.store()[0]!],
  ])('%s is refused with a reason', (_, bytes) => {
    expect(loadNameIndex(bytes)).toMatchObject({ ok: false, reason: expect.any(String) as string })
  })

  test('what is removed is found no more, on the pile and in a segment; what replaces it is', () => {
    const one = filled()
    for (const i of [3, N - 2]) {
      expect(one.remove(i)).toBe(true)
      expect(one.remove(i)).toBe(false)
      expect(one.search(made(i), { top: 10 }).map(({ id }) => id)).not.toContain(i)
    }
    one.add(3, { name: 'Quentin Wachtmeister', birth_date: '1961-02-03' })
    expect(one.search({ name: 'Quentin Wachtmeister' }, { top: 1 })[0]?.id).toBe(3)
    expect(one.size).toBe(N - 1)
    one.settle()
    expect(one.search(made(N - 2), { top: 10 }).map(({ id }) => id)).not.toContain(N - 2)
    expect(one.search({ name: 'Quentin Wachtmeister' }, { top: 1 })[0]?.id).toBe(3)
  })
})

describe('what finding says', () => {
  const index = createNameIndex()
  const people: PersonName[] = [
    { name: 'Mohamed Amine Benali', birth_date: '1985-03-07', nationality: 'MAR' },
    { name: 'محمد أمين بن علي', birth_date: '1985', nationality: 'MAR' },
    { name: 'Fatou Diallo', birth_date: '1990-05-05', nationality: 'SEN' },
    { name: 'Nour Eddine Wafi', birth_date: '1977-11-30' },
    { name: 'José María de la Cruz', birth_date: '1969-01-01' },
  ]
  for (const [i, person] of people.entries()) index.add(i, person)
  const first = (person: PersonName) => index.search(person, { top: 5 })[0]!

  test('is surer the more agrees, and never certain', () => {
    const name = 'Mohamed Amin Ben Ali'
    const scores = ['1985-03-07', '1985', undefined, '1961-12-24'].map(
      (birth_date) => index.search({ name, birth_date }, { top: 5 }).find(({ id }) => id === 0)!.score,
    )
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(scores[0]).toBeLessThan(1)
    expect(scores[3]).toBeGreaterThan(0)
  })

  test.each([
    ['Mohamed Amine Benali', 0, ['same', 'same', 'same']],
    ['محمد امين بنعلي', 1, ['same', 'same', 'same']],
    ['Fatou Jallow', 2, ['same', 'spelling']],
    ['Wafi Nouredine', 3, ['order', 'order']],
    ['Jose Karia Cruz', 4, ['same', 'typing', 'particle']],
  ])('%s: record %i, by %j', (name, id, rules) => {
    const { id: found, comparison } = first({ name })
    expect(found).toBe(id)
    const named = comparison.reasons.filter(({ a, b }) => a && b).map(({ rule }) => rule)
    if (id === 0) expect(comparison.reasons.filter(({ a }) => a === null)).toEqual([])
    else expect(named).toEqual(rules)
    for (const { a } of comparison.reasons) if (a) expect(name.slice(a.start, a.end)).toBe(a.text)
  })

  test('says what met nothing on either side', () => {
    const { comparison } = first({ name: 'Mohamed Zakaria Benali' })
    expect(comparison.reasons).toContainEqual({ a: { text: 'Zakaria', start: 8, end: 15 }, b: null, rule: 'missing', score: 0 })
    expect(comparison.reasons.some(({ a, b }) => a === null && b?.text === 'amine')).toBe(true)
  })

  test('tells the facts apart', () => {
    const { comparison } = first({ name: 'Mohamed Amine Benali', birth_date: '1985-07-03', nationality: 'DZA' })
    expect(comparison).toMatchObject({
      birth_date: { verdict: 'swapped' },
      nationality: { verdict: 'different' },
      sex: { verdict: 'unknown' },
    })
  })
})

test('a birth date by the Hijri calendar finds the record that has it by the Gregorian one, and the other way round', () => {
  const index = filled()
  const [one, two, three] = [N, N + 1, N + 2]
  index.add(one, { ...made(11), birth_date: '1985-03-04' })
  index.add(two, { ...made(11), birth_date: '1399-02-20' })
  index.add(three, { ...made(11), birth_date: '1971' })
  index.settle()
  const ask = (birth_date: string) => index.search({ name: made(11).name, birth_date }, { top: 3 })
  for (const [date, id, verdict] of [
    ['1405-06-12', one, 'converted'],
    ['1405-06-13', one, 'converted'],
    ['1405-06-10', one, 'converted'],
    ['1979-01-19', two, 'converted'],
    ['1405', one, 'partial'],
    ['1391-02-03', three, 'partial'],
  ] as const) {
    expect(ask(date)[0]?.id, date).toBe(id)
    expect(ask(date)[0]?.comparison.birth_date.verdict, date).toBe(verdict)
  }
})

test('segments keep every record and every place of a part, in order of dates', () => {
  const date = (y: number) => packFacts((y << 9) | 33, '', 0)
  const rows = {
    size: 4,
    ids: new Float64Array([7, 8, 9, 10]),
    facts: new Uint32Array([date(3), date(1), date(2), date(1)]),
    starts: new Uint32Array([0, 2, 3, 5, 6]),
    tokens: new Uint32Array([1, 2, 2, 1, 3, 2]),
  }
  const segment = segmentOf(rows, 4, true)
  expect([...segment.ids]).toEqual([8, 10, 9, 7])
  const placesOf = (token: number) => [...segment.places.subarray(segment.postings[token]!, segment.postings[token + 1]!)]
  expect([1, 2, 3].map(placesOf)).toEqual([[2, 3], [0, 1, 3], [2]])
})

describe('tables as bytes', () => {
  const read = (...pieces: string[]) => {
    const rows: string[][] = []
    let columns: string[] = []
    const reader = createTableReader(
      (names) => {
        columns = names
      },
      ({ bytes, starts, ends, fields }) => {
        rows.push(Array.from({ length: fields }, (_, i) => new TextDecoder().decode(bytes.subarray(starts[i]!, ends[i]!))))
      },
    )
    for (const piece of pieces) reader.push(new TextEncoder().encode(piece))
    reader.end()
    return { columns, rows }
  }

  test('lines go over the edges of pieces, end in either way, and empty ones are passed over', () => {
    expect(read('\uFEFFid\tna', 'me\r\n1\tكر', 'يم\n\n2\t', 'B')).toEqual({
      columns: ['id', 'name'],
      rows: [
        ['1', 'كريم'],
        ['2', 'B'],
      ],
    })
  })

  test.each([
    ['17', 17],
    ['0', 0],
    ['007', -1],
    ['1e3', -1],
    ['', -1],
    ['1234567890123456', -1],
  ])('%s as a whole number: %i', (text, number) => {
    const bytes = new TextEncoder().encode(text)
    expect(wholeNumber(bytes, 0, bytes.length)).toBe(number)
  })

  test.each(['1985', '1985-03', '1985-03-07', 'soon', '19x5', '1985-3-7', ''])('%s as a date is what the other reading says', (text) => {
    const bytes = new TextEncoder().encode(text)
    expect(dateKeyOf(bytes, 0, bytes.length)).toBe(readFacts(text, undefined, 0) >>> 11)
  })
})
