import { describe, expect, test } from 'vitest'
import { normalise } from '#lib/identifiers/index.ts'
import { compareNames, foldName, MATCH_THRESHOLD } from '#lib/names/index.ts'
import { inArabic, inLatin, soundsOf } from './arabic.ts'
import { chanceOf, skewed } from './chance.ts'
import { COUNTRIES, documents, FICTION_TELEPHONES, firearms, identifiers, misspelt, people, vehicles } from './index.ts'
import { SHARED_PEOPLE } from './people.ts'
import { feminineGreek } from './vocabularies.ts'
import { acrossTheBorder, latinWord } from './words.ts'

const share = <T>(all: readonly T[], is: (one: T) => boolean) => all.filter(is).length / all.length

describe('chance', () => {
  test('is the same for the same seed and another for another', () => {
    const draws = (...seeds: [number, number?, number?]) =>
      Array.from(
        { length: 5 },
        (
          (chance) => () =>
            chance.next()
        )(chanceOf(...seeds)),
      )
    expect(draws(1, 2, 3)).toEqual(draws(1, 2, 3))
    expect(draws(1, 2, 3)).not.toEqual(draws(1, 2, 4))
    expect(draws(1, 2)).not.toEqual(draws(2, 1))
  })

  test('is even over its range, and skewed where a list is', () => {
    const chance = chanceOf(5)
    const tenths = new Array<number>(10).fill(0)
    for (let i = 0; i < 100_000; i++) tenths[chance.below(10)]!++
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500)
    const draw = skewed(['a', 'b', 'c', 'd'], 1)
    const drawn = Array.from({ length: 20_000 }, () => draw(chance))
    expect(share(drawn, (one) => one === 'a')).toBeCloseTo(12 / 25, 1)
    expect(share(drawn, (one) => one === 'd')).toBeCloseTo(3 / 25, 1)
  })
})

describe('Arabic names by sound', () => {
  test.each([
    ['muHammad', 'محمد', 'Mohammed', 'Muhammed'],
    ['yUsuf', 'يوسف', 'Youssef', 'Yusuf'],
    ['fATima@', 'فاطمة', 'Fatima', 'Fatima'],
    ['3abd al-raHmAn', 'عبد الرحمان', 'Abderrahman', 'Abdul Rahman'],
    ['nUr al-dIn', 'نور الدين', 'Noureddin', 'Nureddin'],
    ['3abd allAh', 'عبد الله', 'Abdallah', 'Abdallah'],
    ['muSTafY', 'مصطفى', 'Mostafa', 'Mustafa'],
    ['ra$Id', 'رشيد', 'Rachid', 'Rashid'],
    ["'ibrAhIm", 'إبراهيم', 'Ibrahim', 'Ibrahim'],
    ["fu'Ad", 'فؤاد', 'Foad', 'Fuad'],
    ["3A'i$a@", 'عائشة', 'Aicha', 'Aisha'],
    ["wafA'", 'وفاء', 'Wafa', 'Wafaa'],
    ['bin jallUn', 'بن جلون', 'Ben Jalloun', 'Bin Jallun'],
    ['al-3alawI', 'العلوي', 'El Alawi', 'Al-Alawi'],
  ])('%s is %s, in French hands %s', (sounds, arabic, french, english) => {
    expect(inArabic(sounds)).toBe(arabic)
    expect(inLatin(sounds, 'french')).toBe(french)
    expect(inLatin(sounds, 'english').replace(/aa$/, 'a')).toBe(english.replace(/aa$/, 'a'))
  })

  test.each([
    ['García Jiménez', 'spanish', 'غارسيا خيمينيس'],
    ['Mamadou Diop', 'french', 'مامادو ديوب'],
    ['Rossi', 'italian', 'روسي'],
    ['Şahin', 'turkish', 'شاهين'],
  ] as const)('%s is heard as %s writes it', (name, hand, arabic) => {
    expect(inArabic(soundsOf(name, hand))).toBe(arabic)
  })
})

test('Greek women bear the genitive, families of West Africa the spelling of the official language', () => {
  expect(['Παπαδόπουλος', 'Αγγελίδης', 'Παππάς', 'Γεωργίου'].map(feminineGreek)).toEqual(['Παπαδοπούλου', 'Αγγελίδου', 'Παππά', 'Γεωργίου'])
  const abroad = (hand: 'english' | 'portuguese') => (name: string) => acrossTheBorder(latinWord(name, 'french'), hand)
  expect(['Diallo', 'Cissé', 'Touré', 'Diarra'].map(abroad('english'))).toEqual(['Jallow', 'Ceesay', 'Touray', 'Jarra'])
  expect(['Diallo', 'Koulibaly', 'Touré', 'Coulibaly'].map(abroad('portuguese'))).toEqual(['Djaló', 'Culibaly', 'Turé', 'Culibaly'])
  expect(acrossTheBorder(latinWord('Jallow', 'english'), 'french')).toBe('Diallo')
})

describe('people', () => {
  test('are the same for the same seed, in any slice, and others for another seed', () => {
    const some = [...people({ seed: 3, count: 200, country: 'ESP' })]
    expect([...people({ seed: 3, count: 200, country: 'ESP' })]).toEqual(some)
    expect([...people({ seed: 3, from: 101, count: 50, country: 'ESP' })]).toEqual(some.slice(100, 150))
    const others = [...people({ seed: 4, count: 200, country: 'ESP' })]
    expect(others.filter((one, i) => one.names[0]!.name === some[i]!.names[0]!.name).length).toBeLessThan(10)
  })

  test.each(COUNTRIES)('of %s have readable names in its letters, a date, a place and the mark of the demonstration', (country) => {
    for (const person of people({ seed: 11, count: 300, country })) {
      expect(person.reference).toMatch(new RegExp(`^DEMO-${country}-P\\d{7}$`))
      expect(person.birth_date).toMatch(/^(19[2-9]\d|200\d|2010)(-\d\d(-\d\d)?)?$/)
      expect(person.place_of_birth).not.toBe('')
      for (const { name, given, family, script } of person.names) {
        expect(foldName(name).ok, name).toBe(true)
        expect(given !== '' || family !== '').toBe(true)
        expect(name, `${person.nationality} in ${country}`).toMatch(
          script === 'Arab'
            ? /^[\u0621-\u064a ]+$/
            : script === 'Hebr'
              ? /^[\u05d0-\u05ea׳״' "-]+$/u
              : script === 'Grek'
                ? /^[\p{Script=Greek} -]+$/u
                : script === 'Cyrl'
                  ? /^[\p{Script=Cyrillic}’ -]+$/u
                  : /^[\p{Script=Latin}'’. -]+$/u,
        )
      }
    }
  })

  test('are as mixed and as skewed as in life', () => {
    const some = [...people({ seed: 2, count: 20_000, country: 'MAR' })]
    expect(share(some, ({ sex }) => sex === 'M')).toBeCloseTo(0.78, 1)
    expect(share(some, ({ nationality }) => nationality === 'MAR')).toBeGreaterThan(0.6)
    expect(share(some, ({ birth_date }) => birth_date.length < 10)).toBeGreaterThan(0.03)
    expect(share(some, ({ birth_date }) => birth_date.length < 10)).toBeLessThan(0.2)
    const men = some.filter(({ sex, nationality }) => sex === 'M' && nationality === 'MAR')
    const counts = [...Map.groupBy(men, ({ names }) => names[0]!.given).values()].map((group) => group.length).sort((a, b) => b - a)
    expect(counts[0]! / men.length).toBeGreaterThan(0.05)
    expect(counts[0]! / men.length).toBeLessThan(0.2)
    expect(counts.length).toBeGreaterThan(200)
    expect(new Set(some.map(({ reference }) => reference)).size).toBe(some.length)
    const whole = new Set(some.map(({ names, birth_date }) => names[0]!.name + birth_date))
    expect(whole.size / some.length).toBeGreaterThan(0.97)
  })

  test('some stand in several registers, each time written as there', () => {
    const who = (country: 'ESP' | 'MAR') =>
      new Map(
        [...people({ seed: 2, count: 20_000, country })].map((person) => [
          person.identity.map(({ word }) => word.text).join(' ') + person.birth_date.slice(0, 4) + person.sex,
          person,
        ]),
      )
    const [spain, morocco] = [who('ESP'), who('MAR')]
    const both = [...spain.keys()].filter((key) => morocco.has(key))
    expect(both.length).toBeGreaterThan(30)
    expect(both.length).toBeLessThan(SHARED_PEOPLE)
    expect(both.some((key) => spain.get(key)!.names[0]!.script !== morocco.get(key)!.names[0]!.script)).toBe(true)
    expect([...people({ seed: 2, count: 50, country: 'ESP', shared: 0 })]).toHaveLength(50)
  })

  test('a country that is not there is refused', () => {
    expect(() => [...people({ seed: 1, count: 1, country: 'XXX' as never })]).toThrow(TypeError)
  })
})

describe('misspelt', () => {
  const some = [...people({ seed: 6, count: 2_000, country: 'FRA' })]
  test('is another spelling of the same name, by chance and repeatable', () => {
    const again = (i: number) => misspelt(some[i]!, chanceOf(9, i))
    expect(again(5)).toEqual(again(5))
    const written = some.map((_, i) => again(i))
    expect(written.every(({ by }, i) => by !== some[i]!.nationality)).toBe(true)
    expect(share(written, ({ script }) => script === 'Arab')).toBeGreaterThan(0.2)
    for (const { name } of written) expect(name.trim().length).toBeGreaterThan(1)
  })

  test('keeps to its stated rates', () => {
    const written = some.map((person, i) => misspelt(person, chanceOf(10, i), 'ESP'))
    expect(share(written, ({ steps }) => steps.includes('typing'))).toBeCloseTo(0.08, 1)
    expect(share(written, ({ steps }) => steps.includes('reversed'))).toBeCloseTo(0.12, 1)
  })

  test('can still be recognised by the product in most cases', () => {
    const found = some.map((person, i) => compareNames(person.names[0]!.name, misspelt(person, chanceOf(12, i)).name))
    expect(share(found, ({ score }) => score >= MATCH_THRESHOLD)).toBeGreaterThan(0.7)
  })
})

describe('things', () => {
  const options = { seed: 8, count: 2_000, country: 'FRA' } as const
  test('are the same for the same seed, and each has its mark and number once', () => {
    for (const make of [documents, vehicles, firearms, identifiers]) {
      const made = [...make(options)]
      expect([...make(options)]).toEqual(made)
      expect(made.every(({ reference }) => /^DEMO-FRA-[DVFI]\d{7}$/.test(reference))).toBe(true)
      expect(new Set(made.map(({ reference }) => reference)).size).toBe(made.length)
    }
    expect(new Set([...documents(options)].map(({ number }) => number)).size).toBe(options.count)
    expect(new Set([...vehicles(options)].map(({ vin }) => vin)).size).toBe(options.count)
  })

  test('documents have a holder unless they were stolen blank', () => {
    const made = [...documents({ ...options, country: 'MAR' })]
    for (const { document_status, holder, number } of made) {
      expect(holder === undefined).toBe(document_status === 'stolen-blank')
      expect(number).toMatch(/^XD\d{8}$/)
      if (holder) expect(holder.name.script).toBe('Latn')
    }
  })

  test('every number is one that the product reads without a complaint', () => {
    for (const { vin, plate, country } of vehicles(options)) {
      expect(normalise('vin', vin)).toMatchObject({ ok: true, notes: ['checksum-ok'] })
      expect(normalise('plate', plate, { country }).ok, plate).toBe(true)
    }
    for (const { serial } of firearms(options)) expect(normalise('firearm', serial).ok, serial).toBe(true)
    for (const { kind, value } of identifiers(options)) {
      const read = normalise(kind, value)
      expect(read.ok, `${kind} ${value}`).toBe(true)
      if (kind === 'bank-account' || kind === 'imei')
        expect(read, value).toMatchObject({ notes: expect.not.arrayContaining(['checksum-wrong']) })
    }
  })

  test('no number leaves the ranges kept for fiction and documentation', () => {
    const made = [...identifiers({ ...options, count: 5_000 })]
    for (const { kind, value } of made) {
      if (kind === 'telephone')
        expect(
          FICTION_TELEPHONES.some(([prefix]) => value.startsWith(prefix)),
          value,
        ).toBe(true)
      if (kind === 'telephone' && value.startsWith('+1')) expect(value).toMatch(/^\+1\d{3}55501\d\d$/)
      if (kind === 'email' || kind === 'domain') expect(value).toMatch(/(@example\.(com|net|org)|\.example)$/)
      if (kind === 'url') expect(new URL(value).hostname).toMatch(/\.example$/)
      if (kind === 'ip') expect(value).toMatch(/^(192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:db8:)/)
      if (kind === 'imei') expect(value).toMatch(/^00\d{13}$/)
      if (kind === 'bank-account') expect(value).toMatch(/^GB\d\dDEMO/)
    }
    expect(new Set(made.map(({ kind }) => kind)).size).toBe(8)
  })
})
