/** When two identifiers are one thing, what a wrong check digit was meant to be, and makes and calibres by their many names. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareCalibres, compareIdentifiers, compareMakes, corrections, formsOf, type Kind, normalise } from './index.ts'

const vectors = (name: string) => JSON.parse(readFileSync(new URL(`../../../vectors/identifiers/${name}.json`, import.meta.url), 'utf8'))

describe('two identifiers', () => {
  for (const { kind, a, b, country_a, country_b, home_a, home_b, look_alikes = false, verdict } of vectors('same').pairs) {
    test(`${kind} ${a} and ${b}${look_alikes ? ' with look-alikes' : ''}: ${verdict}`, () => {
      const [x, y] = [
        { text: a, country: country_a, home: home_a },
        { text: b, country: country_b, home: home_b },
      ]
      expect(compareIdentifiers(kind, x, y, { look_alikes }).verdict).toBe(verdict)
      expect(compareIdentifiers(kind, y, x, { look_alikes }).verdict).toBe(verdict)
    })
  }
})

describe('what was meant', () => {
  for (const { kind, text, country, none, meant, slip, at } of vectors('corrections').cases) {
    test(`${kind} ${text}`, () => {
      const found = corrections(kind, text, country)
      if (none) expect(found).toEqual([])
      else expect(found).toContainEqual({ value: meant, slip, at })
    })
  }

  const IMEI = fc.stringMatching(/^\d{14}$/).map((body) => canonicalOf('imei', body))
  const CONTAINER = fc.stringMatching(/^[A-Z]{3}U\d{6}$/).map((body) => canonicalOf('container', body))
  const right = fc.oneof(
    fc.record({ kind: fc.constant('imei' as Kind), value: IMEI }),
    fc.record({ kind: fc.constant('container' as Kind), value: CONTAINER }),
  )
  function canonicalOf(kind: Kind, text: string): string {
    const normal = normalise(kind, text)
    if (!normal.ok) throw new TypeError(text)
    return normal.value
  }

  test('any one wrong digit that the check digit notices is among the corrections, and each of them holds', () => {
    fc.assert(
      fc.property(right, fc.nat(), fc.integer({ min: 1, max: 9 }), ({ kind, value }, place, shift) => {
        const at = 4 + (place % (value.length - 4))
        const wrong = value.slice(0, at) + String((Number(value[at]) + shift) % 10) + value.slice(at + 1)
        const normal = normalise(kind, wrong)
        if (!normal.ok || !normal.notes.includes('checksum-wrong')) return
        const found = corrections(kind, wrong)
        expect(found.map((one) => one.value)).toContain(value)
        for (const one of found) expect(normalise(kind, one.value)).toMatchObject({ notes: ['checksum-ok'] })
        expect(compareIdentifiers(kind, { text: wrong }, { text: value }, { look_alikes: true }).verdict).toBe('near')
      }),
      { numRuns: 200 },
    )
  })

  test('any two neighbours swapped, where the check digit notices', () => {
    fc.assert(
      fc.property(right, fc.nat(), ({ kind, value }, place) => {
        const at = 4 + (place % (value.length - 5))
        const wrong = value.slice(0, at) + value[at + 1] + value[at] + value.slice(at + 2)
        const normal = normalise(kind, wrong)
        if (wrong === value || !normal.ok || !normal.notes.includes('checksum-wrong')) return
        expect(corrections(kind, wrong)).toContainEqual({ value, slip: 'swapped', at })
      }),
      { numRuns: 200 },
    )
  })
})

describe('forms', () => {
  test('a text always has its canonical value as the first of its forms', () => {
    for (const kind of ['plate', 'document', 'bank-account', 'telephone', 'email', 'url'] as const) {
      for (const { text, country } of vectors(kind).cases) {
        const normal = normalise(kind, text, { country })
        expect(formsOf(kind, text, { country })[0]?.value).toBe(normal.ok ? normal.value : undefined)
      }
    }
  })
})

describe('makes and calibres', () => {
  const { calibres, makes } = vectors('firearm-words')
  test.each(calibres as { a: string; b: string; verdict: string }[])('calibre $a and $b: $verdict', ({ a, b, verdict }) => {
    expect(compareCalibres(a, b)).toBe(verdict)
    expect(compareCalibres(b, a)).toBe(verdict)
  })
  test.each(makes as { a: string; b: string; verdict: string }[])('make $a and $b: $verdict', ({ a, b, verdict }) => {
    expect(compareMakes(a, b)).toBe(verdict)
    expect(compareMakes(b, a)).toBe(verdict)
  })
})
