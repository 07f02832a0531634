import { describe, expect, test } from 'vitest'
import { utf8 } from '#lib/bytes.ts'
import { emptyContent } from '#lib/charts/index.ts'
import { type Job, type Read, readChartFile } from './reading.ts'
import { MAX_ROWS } from './rules.ts'

const job = (text: string, more: Partial<Job> = {}): Job => ({
  bytes: utf8(text),
  reading: {},
  holds: 'links',
  file_name: 'calls.csv',
  ceiling: 'restricted',
  content: emptyContent(),
  ...more,
})
const found = (read: Read) => {
  if (!read.ok) throw new Error(read.fault)
  return read
}

describe('links', () => {
  test('ends, weight, kind, time and provenance; a row without them takes what is said of the file', () => {
    const text =
      'source,target,weight,kind,date,reference,evaluation,handling,classification\n' +
      'A,B,3,telephone,2024-05-01,report 7,B2,"H1, H3: only for the joint team",restricted\n' +
      'B,C,,,2024,,,,\n'
    const { found: told, content } = found(readChartFile(job(text)))
    expect(told).toMatchObject({ rows: 2, bad: 0, links: 2, elements: 3, self_loops: 0, repeated: 0, mapping_faults: [] })
    expect(content.elements.key).toEqual(['A', 'B', 'C'])
    expect(content.links).toMatchObject({ source: [0, 1], target: [1, 2], weight: [3, 1], begin: ['2024-05-01', '2024'] })
    expect(content.link_kinds).toEqual(['telephone', ''])
    expect(content.provenances).toEqual([
      {
        source: 'report 7',
        evaluation: 'B2',
        handling: [{ code: 'H1' }, { code: 'H3', words: 'only for the joint team' }],
        classification: 'restricted',
      },
      { source: 'calls.csv', evaluation: '', handling: [], classification: 'unclassified' },
    ])
  })

  test('columns called from, to and phase are ends and steps, as in wiretap files', () => {
    const { found: told, content } = found(readChartFile(job('phase,from,to,weight\n1,N1,N4,1\n2,N1,N89,4\n')))
    expect(told.mapping.columns.map(({ column, field }) => [column, field])).toEqual([
      [0, 'begin'],
      [1, 'source'],
      [2, 'target'],
      [3, 'weight'],
    ])
    expect(content.links.begin).toEqual(['1', '2'])
  })

  test('who meets at summits is tied to an event', () => {
    const { content } = found(readChartFile(job('person,summit\nP1,S1\nP2,S1\n')))
    expect(content.elements.kind).toEqual([0, 4, 0])
  })

  test('a tie of somebody with themselves, and a row that repeats another, are counted and not taken in', () => {
    const text = 'source,target,weight\nA,A,1\nA,B,2\nA,B,2\nB,A,2\n'
    const { found: told, content } = found(readChartFile(job(text)))
    expect(told).toMatchObject({ rows: 4, bad: 0, self_loops: 1, repeated: 1, links: 2, elements: 2 })
    expect(content.links.weight).toEqual([2, 2])
    const adding = { ...told.mapping, repeated: 'add-weights' as const }
    expect(found(readChartFile(job(text, { reading: { mapping: adding } }))).content.links.weight).toEqual([4, 2])
  })

  test.each([
    ['A,,1', 'target', 'missing'],
    ['A,B,0', 'weight', 'weight-not-above-zero'],
    ['A,B,-1', 'weight', 'weight-not-above-zero'],
    ['A,B,many', 'weight', 'weight-not-above-zero'],
    ['A,B,1,2024-02-30', 'begin', 'time-unknown'],
    ['A,B,1,yesterday', 'begin', 'time-unknown'],
    ['A,B,1,2024,,E5', 'evaluation', 'evaluation-unknown'],
    ['A,B,1,2024,,B5', 'evaluation', 'evaluation-unknown'],
    ['A,B,1,2024,,B2,H9', 'handling', 'handling-unknown'],
    ['A,B,1,2024,,B2,H3', 'handling', 'handling-unknown'],
    ['A,B,1,2024,,B2,H1: words', 'handling', 'handling-unknown'],
    ['A,B,1,2024,,B2,H1,secret', 'classification', 'classification-unknown'],
    ['A,B,1,2024,,B2,H1,confidential', 'classification', 'above-the-chart'],
    [`${'x'.repeat(201)},B`, 'source', 'too-long'],
  ])('a bad row, by line, field and reason: %s', (row, field, reason) => {
    const { found: told, content } = found(
      readChartFile(job(`source,target,weight,date,reference,evaluation,handling,classification\n${row}\nC,D\n`)),
    )
    expect(told.bad_rows).toEqual([{ line: 2, field, reason }])
    expect(told).toMatchObject({ rows: 2, bad: 1, links: 1 })
    expect(content.elements.key).toEqual(['C', 'D'])
  })

  test('wrong columns are said before any row is', () => {
    const mapping = {
      ...found(readChartFile(job('source,target\nA,B\n'))).found.mapping,
      columns: [{ column: 0, field: 'source' as const }],
    }
    const { found: told } = found(readChartFile(job('source,target\nA,B\n', { reading: { mapping } })))
    expect(told.mapping_faults).toEqual([{ path: '/columns/target', reason: 'column-missing' }])
    expect(told).toMatchObject({ links: 0, bad: 0 })
    const twice = { ...mapping, columns: [0, 1, 1].map((column, i) => ({ column, field: (['source', 'target', 'target'] as const)[i]! })) }
    expect(found(readChartFile(job('source,target\nA,B\n', { reading: { mapping: twice } }))).found.mapping_faults).toEqual([
      { path: '/columns/target', reason: 'column-twice' },
    ])
  })

  test('no headings, other separators and encodings', () => {
    const { found: told, content } = found(readChartFile(job('A;B\nB;C\n')))
    expect(told).toMatchObject({ delimiter: ';', rows: 2, links: 2 })
    expect(told.mapping.heading_line).toBe(0)
    expect(content.elements.key).toEqual(['A', 'B', 'C'])
    const latin = found(readChartFile(job('', { bytes: Uint8Array.from(Buffer.from('source,target\nJos\u00e9,Ana\n', 'latin1')) })))
    expect(latin.content.elements.key[0]).toBe('José')
  })

  test.each([
    ['', 'empty'],
    ['\n\n', 'empty'],
    ['"', 'unreadable'],
  ])('nothing to look at: %j', (text, fault) => {
    expect(readChartFile(job(text))).toEqual({ ok: false, fault })
  })

  test('a quotation mark that is not closed ends the file there, and says so', () => {
    expect(found(readChartFile(job('source,target\nA,B\n"C,D\n'))).found).toMatchObject({ cut: 'broken-row', links: 1 })
  })

  test('beyond its bound of rows a file is not read', () => {
    const text = `source,target\n${Array.from({ length: MAX_ROWS + 5 }, (_, i) => `a${i % 40_000},b${i % 9_973}`).join('\n')}\n`
    const { found: told } = found(readChartFile(job(text)))
    expect(told.cut).toBe('too-many-rows')
    expect(told.bad_rows.at(-1)).toEqual({ line: MAX_ROWS + 2, field: 'row', reason: 'too-many-rows' })
    expect(told.rows).toBe(MAX_ROWS)
  })
})

describe('elements', () => {
  test('say more about who is there, and add who is not', () => {
    const { content } = found(readChartFile(job('source,target\nA,B\n')))
    const text = 'id,name,type,latitude,longitude,date,handling\nA,Port of Algeciras,port,36.13,-5.45,,H2\nZ,رشيد,شخص,,,2024-05,\n'
    const { found: told, content: more } = found(readChartFile(job(text, { holds: 'elements', content, file_name: 'who.csv' })))
    expect(told).toMatchObject({ rows: 2, bad: 0, elements: 1, changed: 1, links: 0 })
    expect(more.elements).toMatchObject({
      key: ['A', 'B', 'Z'],
      label: ['Port of Algeciras', 'B', 'رشيد'],
      kind: [3, 0, 0],
      lat: [36.13, null, null],
      lon: [-5.45, null, null],
      begin: ['', '', '2024-05'],
    })
    expect(more.provenances[more.elements.provenance[0]!]!.handling).toEqual([{ code: 'H2' }])
    expect(more.links).toEqual(content.links)
    // what was there is not changed under who holds it
    expect(content.elements.label).toEqual(['A', 'B'])
  })
  test.each([
    ['A,x,animal,,', 'kind', 'kind-unknown'],
    ['A,x,person,95,0', 'lat', 'place-unknown'],
    ['A,x,person,5,', 'lat', 'place-half'],
  ])('a bad row: %s', (row, field, reason) => {
    const { found: told } = found(readChartFile(job(`id,name,type,lat,lon\n${row}\n`, { holds: 'elements' })))
    expect(told.bad_rows).toEqual([{ line: 2, field, reason }])
  })
})
