/** The decisions of the directory. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Contact, Unit } from './bodies.ts'
import { confirmBy, faultsOf, isStale, nextVersion, sameDirectory, tidied } from './rules.ts'

const unit = (id: string, parent?: string): Unit => ({ id, kind: 'national-unit', names: { en: id }, ...(parent && { parent }) })
const contact = (id: string, of?: string): Contact => ({
  id,
  kind: 'analysis',
  names: { en: id },
  telephone: [],
  email: [],
  languages: [],
  hours: { kind: 'always' },
  crime_areas: [],
  deputies: [],
  last_confirmed: '2026-01-01T00:00:00.000Z',
  ...(of && { unit: of }),
})

describe('what holds together', () => {
  test.each([
    ['a tree', [unit('a'), unit('b', 'a')], [contact('c', 'b')], []],
    ['a unit twice', [unit('a'), unit('a')], [], ['/units/a']],
    ['a contact twice', [], [contact('c'), contact('c')], ['/contacts/c']],
    ['a parent that is not there', [unit('a', 'x')], [], ['/units/a/parent']],
    ['a unit below itself', [unit('a', 'a')], [], ['/units/a/parent']],
    ['a circle', [unit('a', 'b'), unit('b', 'a'), unit('c', 'a')], [], ['/units/a/parent', '/units/b/parent']],
    ['a contact of no unit', [], [contact('c', 'x')], ['/contacts/c/unit']],
  ] as [string, Unit[], Contact[], string[]][])('%s', (_, units, contacts, paths) => {
    expect(faultsOf({ units, contacts }).map(({ path }) => path)).toEqual(paths)
  })

  test('whatever a partner states, what is kept holds together, and keeping it again changes nothing', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd')
    fc.assert(
      fc.property(
        fc.array(fc.tuple(id, fc.option(id, { nil: undefined })), { maxLength: 8 }),
        fc.array(fc.tuple(id, fc.option(id, { nil: undefined })), { maxLength: 8 }),
        (units, contacts) => {
          const kept = tidied({
            units: units.map(([one, parent]) => unit(one, parent)),
            contacts: contacts.map(([one, of]) => contact(one, of)),
          })
          expect(faultsOf(kept)).toEqual([])
          expect(tidied(kept)).toEqual(kept)
        },
      ),
    )
  })
})

test('a version goes up, even after a restore to an older state', () => {
  const now = new Date('2026-01-31T08:00:00.000Z')
  expect(nextVersion(0, now)).toBe(1_769_846_400)
  expect(nextVersion(1_769_846_400, now)).toBe(1_769_846_401)
  expect(nextVersion(1_769_846_405, now)).toBe(1_769_846_406)
})

test('a contact point is confirmed for ninety days', () => {
  const at = new Date('2026-01-01T00:00:00.000Z')
  expect(confirmBy(at).toISOString()).toBe('2026-04-01T00:00:00.000Z')
  expect(isStale(at, new Date('2026-03-31T23:59:59.999Z'))).toBe(false)
  expect(isStale(at, new Date('2026-04-01T00:00:00.000Z'))).toBe(true)
})

test('the order of things does not make a directory another one', () => {
  const [a, b] = [unit('a'), unit('b', 'a')]
  expect(sameDirectory({ units: [a, b], contacts: [] }, { units: [{ ...b }, a], contacts: [] })).toBe(true)
  expect(sameDirectory({ units: [a, b], contacts: [] }, { units: [a], contacts: [] })).toBe(false)
  expect(
    sameDirectory(
      { units: [a], contacts: [contact('c')] },
      { units: [a], contacts: [{ ...contact('c'), last_confirmed: '2026-01-02T00:00:00.000Z' }] },
    ),
  ).toBe(false)
})
