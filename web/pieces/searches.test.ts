// Names that are searched for stay in memory, by capability, and go with the session.
import { expect, test } from 'vitest'
import { forgetSearches, isWords, searchedFor, searchFor } from './searches.ts'

test('words are kept apart by capability, shortened, and forgotten at the end', () => {
  expect(['q', 'text', 'words', 'kind', 'state', 'page', 'find'].map(isWords)).toEqual([true, true, true, false, false, false, false])
  searchFor('/exchange', 'q', 'Eriksson')
  searchFor('/registers', 'text', 'x'.repeat(500))
  expect(searchedFor('/exchange/0190a000-0000-7000-8000-000000000001', 'q')).toBe('Eriksson')
  expect(searchedFor('/registers', 'q')).toBeUndefined()
  expect(searchedFor('/registers', 'text')).toHaveLength(200)
  searchFor('/exchange', 'q', '')
  expect(searchedFor('/exchange', 'q')).toBeUndefined()
  for (let i = 0; i < 200; i++) searchFor(`/p${i}`, 'q', 'x')
  expect(searchedFor('/registers', 'text')).toBeUndefined()
  forgetSearches()
  expect(searchedFor('/p199', 'q')).toBeUndefined()
})
