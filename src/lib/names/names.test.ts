/** Names: reading, comparing, people, finding, and input that nobody would write. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import vectors from '../../../vectors/names/comparisons.json' with { type: 'json' }
import { CALENDARS_DIFFER, dayOfHijri, hijriOfDay } from './hijri.ts'
import { compareNames, comparePeople, createNameIndex, foldName, MATCH_THRESHOLD, type PersonName } from './index.ts'
import { partsOf } from './parts.ts'
import { compareDates, readDate } from './people.ts'
import { skeletons } from './skeleton.ts'

describe('reading a name', () => {
  test('folds letters, keeps places in the original', () => {
    const name = foldName('  José  MÜLLER-Şahin ')
    expect(name.ok && name.tokens.map(({ text, start, end }) => [text, start, end])).toEqual([
      ['jose', 2, 6],
      ['muller', 8, 14],
      ['sahin', 15, 20],
    ])
  })

  test('splits scripts and drops marks, tatweel and direction marks', () => {
    const name = foldName('\u202bمُحَمَّـد\u202c Ali')
    expect(name.ok && name.tokens.map(({ text, script }) => [text, script])).toEqual([
      ['محمد', 'arabic'],
      ['ali', 'latin'],
    ])
  })

  test.each([[''], ['   '], ['\u0000\u200f'], ['😀 🚓'], ['\ud800'], ['12 34'], ['a'.repeat(10_000)], ['a '.repeat(100)]])(
    'refuses %j and says why',
    (text) => {
      const name = foldName(text)
      expect(name.ok).toBe(false)
      expect(!name.ok && name.reason.length > 10).toBe(true)
    },
  )

  test.each([
    ['Abd-el-Kader Benali', 'عبد القادر بن علي'],
    ['Noureddine', 'Nour ed-Dine'],
    ['Abderrahmane', 'Abd al-Rahmane'],
  ])('reads %s and %s into as many parts', (a, b) => {
    const x = partsOf(a)
    const y = partsOf(b)
    expect(x.ok && y.ok && x.parts.map(({ prefix }) => prefix)).toEqual(x.ok && y.ok && y.parts.map(({ prefix }) => prefix))
  })
})

describe('comparing two names', () => {
  test.each(vectors.pairs)('$a / $b: $match', ({ a, b, match, rules }) => {
    const found = compareNames(a, b)
    expect(found.match, JSON.stringify(found)).toBe(match)
    expect(found.match).toBe(found.score >= MATCH_THRESHOLD)
    for (const rule of rules ?? []) expect(found.reasons.map((reason) => reason.rule)).toContain(rule)
  })

  test('each reason points at the letters that it is about', () => {
    const a = 'Mohamed Ould Abdel Aziz'
    const b = 'محمد ولد عبد العزيز'
    const { reasons } = compareNames(a, b)
    expect(reasons.length).toBeGreaterThan(1)
    for (const reason of reasons) {
      if (reason.a) expect(a.slice(reason.a.start, reason.a.end)).toBe(reason.a.text)
      if (reason.b) expect(b.slice(reason.b.start, reason.b.end)).toBe(reason.b.text)
    }
  })

  test('a common name tells less than a rare one, and neither reaches 1', () => {
    const common = compareNames('Mohamed Ali', 'Mohamed Ali').score
    const rare = compareNames('Ganzourinho Esposcherro', 'Ganzourinho Esposcherro').score
    expect(common).toBeLessThan(rare)
    expect(rare).toBeLessThan(1)
  })

  test('an unreadable name is refused, not matched', () => {
    expect(compareNames('', 'Ali')).toMatchObject({ score: 0, match: false, refused: expect.stringContaining('letter') })
  })
})

describe('between two scripts that are not Latin', () => {
  test.each([
    ['Мухаммед Али', 'محمد علي'],
    ['Ахмед Хасан', 'أحمد حسن'],
    ['Рамзан Кадыров', 'رمضان قديروف'],
    ['Владимир Иванов', 'فلاديمير إيفانوف'],
  ])('%s is %s', (a, b) => {
    expect(compareNames(a, b).match).toBe(true)
    expect(compareNames(b, a).score).toBe(compareNames(a, b).score)
  })
  test.each([
    ['Ахмед Хасан', 'محمود حسين'],
    ['Юсуф Халилов', 'سعيد خليل'],
    ['Сергей Иванов', 'سمير عوان'],
  ])('%s is not %s', (a, b) => expect(compareNames(a, b).match).toBe(false))
})

test.each([
  ['цяо', 'qiao'],
  ['арсено', 'arsenault'],
  ['кадьо', 'cadieux'],
  ['дьюлаи', 'gyulay'],
])('%s and %s stand under one key', (cyrillic, latin) => {
  const keys = skeletons(latin, 'latin')
  expect(skeletons(cyrillic, 'cyrillic').some((key) => keys.includes(key))).toBe(true)
})

describe('comparing two people', () => {
  const person = (birth_date?: string): PersonName => ({ name: 'Ahmed Haddad', birth_date })
  test.each([
    ['1985-03-07', '1985-03-07', 'same'],
    ['1985-03-07', '1985', 'partial'],
    ['1985-03-07', '1985-03', 'partial'],
    ['1985-03-07', '1985-01-01', 'partial'],
    ['1985-03-07', '1985-07-03', 'swapped'],
    ['1985-03-07', '1985-03-09', 'near'],
    ['1985-03-07', '1986', 'near'],
    ['1985-03-07', '1958-03-07', 'near'],
    ['1985-03-07', '1971-11-30', 'different'],
    ['1985-03-04', '1405-06-12', 'converted'],
    ['1985-03-06', '1405-06-12', 'converted'],
    ['1985-03-08', '1405-06-12', 'different'],
    ['1405-06-12', '1405-06-12', 'same'],
    ['1985-03-04', '1405', 'partial'],
    ['1984-03-04', '1405', 'different'],
    ['1985', '1405-06', 'partial'],
    ['1985-03-07', '', 'unknown'],
    ['1985-03-07', 'soon', 'unknown'],
  ])('%s and %s: %s', (a, b, verdict) => {
    expect(comparePeople(person(a), person(b)).birth_date.verdict).toBe(verdict)
    expect(compareDates(readDate(b), readDate(a))).toBe(verdict)
  })

  test('the birth date moves the score, and no score is 1', () => {
    const scores = ['1985-03-07', '1985', undefined, '1971-11-30'].map((date) => comparePeople(person('1985-03-07'), person(date)).score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(scores[0]).toBeLessThan(1)
    expect(scores[3]).toBeLessThan(MATCH_THRESHOLD)
  })

  test('the same day by the Hijri calendar makes surer, another one less sure', () => {
    const [none, converted, other] = [undefined, '1405-06-12', '1399-02-20'].map(
      (date) => comparePeople(person('1985-03-04'), person(date)).score,
    )
    expect(converted).toBeGreaterThan(none!)
    expect(other).toBeLessThan(none!)
  })

  test('Hijri days are those of the civil calendar, and at most two from Umm al-Qura', () => {
    const read = (calendar: string) => {
      const format = new Intl.DateTimeFormat(`en-u-ca-${calendar}`, { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' })
      return (day: number) => {
        const parts = Object.fromEntries(format.formatToParts(day * 86_400_000).map(({ type, value }) => [type, Number(value)]))
        return { year: parts.year!, month: parts.month!, day: parts.day! }
      }
    }
    const [civil, umm_al_qura] = [read('islamic-civil'), read('islamic-umalqura')]
    for (let day = -31_900; day < 39_000; day += 37) {
      expect(hijriOfDay(day)).toEqual(civil(day))
      const { year, month, day: of_month } = umm_al_qura(day)
      expect(Math.abs(dayOfHijri(year, month, of_month) - day)).toBeLessThanOrEqual(CALENDARS_DIFFER)
    }
  })

  test('the place of birth moves the score a little, across scripts, and says which parts met', () => {
    const at = (birth_place?: string) => ({ ...person(), birth_place })
    const [none, same, other] = [undefined, 'تطوان', 'Ouarzazate'].map((place) => comparePeople(at('Tétouan'), at(place)))
    expect(same!.birth_place).toMatchObject({ verdict: 'same', reasons: [{ a: { text: 'Tétouan' }, b: { text: 'تطوان' } }] })
    expect(other!.birth_place!.verdict).toBe('different')
    expect(none!.birth_place!.verdict).toBe('unknown')
    expect(same!.score).toBeGreaterThan(none!.score)
    expect(other!.score).toBeLessThan(none!.score)
    expect(same!.score - other!.score).toBeLessThan(0.2)
    expect(comparePeople(person(), person()).birth_place).toBeUndefined()
  })

  test('nationality is read in two or three letters', () => {
    const at = (nationality: string) => ({ ...person(), nationality })
    expect(comparePeople(at('MA'), at('MAR')).nationality.verdict).toBe('same')
    expect(comparePeople(at('MAR'), at('DZA')).nationality.verdict).toBe('different')
  })
})

describe('finding people', () => {
  const held: [number, PersonName][] = [
    [1, { name: 'محمد أمين بن علي', birth_date: '1985-03-07' }],
    [2, { name: 'Khadija El Fassi', birth_date: '1990' }],
    [3, { name: 'Γεώργιος Παπαδόπουλος' }],
    [4, { name: 'Юрий Михайлович Соколов' }],
    [5, { name: 'דוד לוי' }],
    [6, { name: 'María Dolores García Pérez' }],
    [7, { name: 'Ousmane Diallo' }],
  ]
  const filled = () => {
    const index = createNameIndex()
    for (const [id, one] of held) expect(index.add(id, one)).toEqual({ ok: true })
    return index
  }

  test.each([
    ['BENALI Mohamed Amine', 1],
    ['Khadidja Elfassi', 2],
    ['خديجة الفاسي', 2],
    ['Georgios Papadopoulos', 3],
    ['Yuri Sokolov', 4],
    ['David Levi', 5],
    ['GARCIA PEREZ MARIADOLORES', 6],
    ['Usman Diallo', 7],
  ])('%s finds record %i first', (name, id) => {
    expect(filled().search({ name }, { top: 3 })[0]?.id).toBe(id)
  })

  test('takes records away and replaces them while it serves', () => {
    const index = filled()
    expect(index.remove(2)).toBe(true)
    expect(index.remove(2)).toBe(false)
    expect(index.search({ name: 'Khadija El Fassi' }, { top: 3, threshold: 0.7 })).toEqual([])
    index.add(7, { name: 'Fatoumata Camara' })
    expect(index.search({ name: 'Ousmane Diallo' }, { top: 3, threshold: 0.7 })).toEqual([])
    expect(index.search({ name: 'Fatoumata Kamara' }, { top: 3 })[0]?.id).toBe(7)
    expect(index.size).toBe(6)
    expect(index.bytes).toBeGreaterThan(0)
  })

  test('refuses a name that it cannot read, and finds nothing for one', () => {
    const index = filled()
    expect(index.add(9, { name: '  ' })).toMatchObject({ ok: false })
    expect(index.search({ name: '😀' }, { top: 3 })).toEqual([])
    expect(index.size).toBe(7)
  })
})

describe('input that nobody would write', () => {
  const letters = fc.constantFrom(..."aeimohdlrnsk -'<,.اأمحدعبلسيو٠١אבגדהםשΓεώρгиьщ한山😀\u202e\u200f\ud800\udc00\u0000\u0301")
  const name = fc.oneof(
    fc.string({ unit: letters, maxLength: 420 }),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(fc.constantFrom('abd', 'al', 'ben', 'ould', 'de', 'm', 'mohamed', 'عبد', 'بن', 'ال', 'محمد'), { maxLength: 30 })
      .map((words) => words.join(' ')),
  )

  test('is answered the same both ways round, within [0,1]', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        const there = compareNames(a, b)
        const back = compareNames(b, a)
        expect(there.score).toBeGreaterThanOrEqual(0)
        expect(there.score).toBeLessThan(1)
        expect(back.score).toBeCloseTo(there.score, 6)
      }),
      { numRuns: 400 },
    )
  })

  test('a name matches itself, whatever its script', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'abdelkrimmohsn', 'م', 'ح', 'ш', 'д', 'γ', 'א'), minLength: 3, maxLength: 30 }),
        (text) => {
          expect(compareNames(text, text).match).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  })
})
