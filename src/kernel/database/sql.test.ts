/** Statements are composed of text and values, and values never become text. */
import { expect, test } from 'vitest'
import { allOf, isSql, sql, textOf } from './sql.ts'

test('values become numbered parameters', () => {
  const query = sql`select * from note where a = ${1} and b = ${"'; drop table note"}`
  expect(textOf(query)).toBe('select * from note where a = $1 and b = $2')
  expect(query.values).toEqual([1, "'; drop table note"])
})

test('a spliced statement is numbered on, wherever it stands', () => {
  const inner = sql`a = ${1} or b = ${2}`
  expect(textOf(sql`${inner}`)).toBe('a = $1 or b = $2')
  const query = sql`select ${0} where (${inner}) and ${sql`true`} and c = ${3} and (${inner})`
  expect(textOf(query)).toBe('select $1 where (a = $2 or b = $3) and true and c = $4 and (a = $5 or b = $6)')
  expect(query.values).toEqual([0, 1, 2, 3, 1, 2])
})

test('splicing leaves the spliced statement as it was', () => {
  const inner = sql`a = ${1}`
  sql`${inner} and ${inner}`
  expect(textOf(inner)).toBe('a = $1')
  expect(inner.values).toEqual([1])
})

test('thousands of spliced values', () => {
  const many = Array.from({ length: 60_000 }, (_, i) => i)
  const list = many.slice(1).reduce((whole, i) => (i % 10_000 === 0 ? sql`${whole}, ${i}` : whole), sql`${0}`)
  expect(list.values).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000])
})

test('undefined is refused, null is a value', () => {
  expect(() => sql`select ${undefined}`).toThrow(TypeError)
  expect(sql`select ${null}`.values).toEqual([null])
})

test('only the tag makes a statement', () => {
  expect(isSql(sql`select 1`)).toBe(true)
  for (const other of ['select 1', { parts: ['select 1'], values: [] }, null, undefined, 1]) expect(isSql(other)).toBe(false)
})

test('conditions are joined by and', () => {
  expect(textOf(allOf([]))).toBe('true')
  expect(textOf(allOf([sql`a = ${1}`]))).toBe('a = $1')
  expect(textOf(sql`where ${allOf([sql`a = ${1}`, sql`b = ${2}`, sql`c`])}`)).toBe('where a = $1 and b = $2 and c')
})
