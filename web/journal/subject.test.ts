// What is pasted becomes the journal's own name of the thing, or nothing.
import { expect, test } from 'vitest'
import { subjectOf } from './subject.ts'

const ID = '01a20072-d3eb-76c8-bd46-cfad887378c8'

test('a bare number takes the chosen kind, an address brings its own', () => {
  expect(subjectOf(` ${ID} `, 'record')).toBe(`record:${ID}`)
  expect(subjectOf(ID.toUpperCase(), 'case')).toBe(`case:${ID}`)
  expect(subjectOf(`https://node.example/exchange/cases/${ID}?tab=1`, 'record')).toBe(`case:${ID}`)
  expect(subjectOf(`/registers/${ID}`, 'case')).toBe(`record:${ID}`)
})

test('a name of the journal stays as it is; a person’s name is none', () => {
  expect(subjectOf(`statement:${ID}`, 'case')).toBe(`statement:${ID}`)
  expect(subjectOf('directory:euromed', 'case')).toBe('directory:euromed')
  expect(subjectOf('BENALI Omar', 'case')).toBeUndefined()
  expect(subjectOf('case: BENALI', 'case')).toBeUndefined()
  expect(subjectOf('', 'case')).toBeUndefined()
})
