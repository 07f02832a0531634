/** Published figures: each format by its headings, each figure with its line, and what is wrong told by line and column. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { utf8 } from '../bytes.ts'
import { addTotals, NOTHING, type Total, totalOf } from '../series/counts.ts'
import { type Cell, createFiguresReader, isWhole, type Refused, type RowFault, recognise, routeCode } from './index.ts'

interface ReadFile {
  readonly cells: readonly Cell[]
  readonly faults: readonly RowFault[]
  readonly refused: Refused | undefined
  readonly format: string | undefined
}
function read(text: string | Uint8Array, piece = 7): ReadFile {
  const cells: Cell[] = []
  const faults: RowFault[] = []
  const reader = createFiguresReader({ onCells: (some) => void cells.push(...some), onFaults: (some) => void faults.push(...some) })
  const bytes = typeof text === 'string' ? utf8(text) : text
  for (let at = 0; at < bytes.length; at += piece) if (!reader.push(bytes.subarray(at, at + piece))) break
  const end = reader.end()
  return { cells, faults, refused: end.ok ? undefined : end.refused, format: end.ok ? end.reader.recognised.format : undefined }
}
const FRONTEX = 'month,route,border_type,nationality_iso3,detections\n'

describe('formats', () => {
  test('Frontex, a row for each month and nationality', () => {
    const { cells, format } = read(`${FRONTEX}2023-07,Central Mediterranean Route,Sea,TUN,1201\n2023-07,Western Balkan Route,Land,SYR,<5\n`)
    expect(format).toBe('frontex')
    expect(cells).toEqual([
      expect.objectContaining({
        line: 2,
        period: '2023-07',
        route: 'central-mediterranean',
        origin: 'TUN',
        place: 'sea',
        count: { state: 'number', value: 1201 },
      }),
      expect.objectContaining({
        line: 3,
        route: 'western-balkan',
        route_name: 'Western Balkan Route',
        count: { state: 'below', below: 5 },
      }),
    ])
  })

  test('Frontex, a column for each month', () => {
    const { cells, format } = read(
      'Route;BorderLocation;Nationality;JAN2023;FEB2023\nBlack Sea Route;Sea;Syria;0;3\nOther;Land;Unspecified;..;4\n',
    )
    expect(format).toBe('frontex-wide')
    expect(cells.map(({ period, origin, count }) => [period, origin, count])).toEqual([
      ['2023-01', 'SYR', { state: 'number', value: 0 }],
      ['2023-02', 'SYR', { state: 'number', value: 3 }],
      ['2023-01', 'Unspecified', { state: 'not-reported' }],
      ['2023-02', 'Unspecified', { state: 'number', value: 4 }],
    ])
  })

  test('IOM, as it is exported: place in one cell, month in words', () => {
    const { cells, format } = read(
      'Main ID,Incident ID,Incident Date,Incident Year,Month,Total Number of Dead and Missing,Country of Origin,Cause of Death,Country of Incident,Migration Route,Coordinates\n' +
        '2023.MMP0001,2023.MMP0001,03/04/2023,2023,April,"1,022",Tunisia,Drowning,Libya,Central Mediterranean,"33.80958, 11.234954"\n',
    )
    expect(format).toBe('missing-migrants')
    expect(cells).toEqual([
      {
        line: 2,
        period: '2023-04',
        route: 'central-mediterranean',
        route_name: 'Central Mediterranean',
        origin: 'TUN',
        place: 'LBY',
        kind: 'Drowning',
        unit: '',
        count: { state: 'number', value: 1022 },
        reference: '2023.MMP0001',
        lat: 33.81,
        lon: 11.23,
      },
    ])
  })

  test('seizures by year, with the unit in the heading', () => {
    const { cells, format } = read('Country,Drug,Year,Kilograms\nMorocco,Cannabis resin,2022,"103,549.5"\n')
    expect(format).toBe('seizures')
    expect(cells[0]).toMatchObject({
      period: '2022',
      place: 'MAR',
      kind: 'Cannabis resin',
      unit: 'kg',
      count: { state: 'number', value: 103_549.5 },
    })
  })

  test('populations, and our own totals', () => {
    expect(read('iso3,year,population\nTUN,2023,12200431\n').cells[0]).toMatchObject({ period: '2023', origin: 'TUN' })
    expect(read('measure,period,route,value\ndeaths,2023-01,Sahara Desert crossing,4\n').cells[0]).toMatchObject({ route: 'sahara' })
    expect(read('measure,period,value\ndeaths,2023-01,4\ndetections,2023-02,4\n').faults).toEqual([
      { line: 3, column: 'measure', reason: 'another-measure' },
    ])
  })

  test('the same whatever pieces it comes in', () => {
    const text = `${FRONTEX}2023-07,"Central ""Mediterranean"" Route",Sea,TUN,1\n2023-08,Other,Sea,TUN,2\n`
    const whole = read(text, 1_000)
    for (let piece = 1; piece < 40; piece++) expect(read(text, piece)).toEqual(whole)
  })
})

describe('what is wrong is said', () => {
  test('columns: which are missing in the format that comes nearest, on which line', () => {
    expect(read('month,route,border_type,detections\n2023-07,Other,Sea,1\n').refused).toEqual({
      reason: 'columns-missing',
      line: 1,
      columns: ['nationality'],
      nearest: 'frontex',
    })
    expect(read('route,border type,nationality,JAN2023,jan-23\nOther,Sea,TUN,1,1\n').refused).toMatchObject({
      reason: 'columns-twice',
      columns: ['2023-01'],
    })
  })

  test('cells: which line and which column', () => {
    const { faults, cells } = read(
      `${FRONTEX}2023-13,Other,Sea,TUN,1\n2023-07,,Sea,TUN,1\n2023-07,Other,Sea,TUN,-4\n2023-07,Other,Sea,TUN,1.5\n2023-07,Other,Sea,TUN,many\n2023-07,Other,Sea,TUN,3,4\n`,
    )
    expect(cells).toEqual([])
    expect(faults).toEqual([
      { line: 2, column: 'month', reason: 'not-a-period' },
      { line: 3, column: 'route', reason: 'empty' },
      { line: 4, column: 'detections', reason: 'negative' },
      { line: 5, column: 'detections', reason: 'not-whole' },
      { line: 6, column: 'detections', reason: 'not-a-count' },
      { line: 7, column: '', reason: 'cells-extra' },
    ])
  })

  test('duplicates: the same again, and the same with another number, each with the line before', () => {
    const row = '2023-07,Other,Sea,TUN'
    expect(read(`${FRONTEX}${row},1\n${row},1\n${row},2\n`).faults).toEqual([
      { line: 3, column: '', reason: 'repeated', other_line: 2 },
      { line: 4, column: '', reason: 'contradicts', other_line: 2 },
    ])
  })

  test('a day and a month that could be taken for each other', () => {
    const text = (date: string) => `id,date,route,dead_or_missing\nA,${date},Other,1\n`
    expect(read(text('03/04/2023')).faults).toEqual([{ line: 2, column: 'date', reason: 'ambiguous-date' }])
    expect(read(text('03/14/2023')).cells[0]!.period).toBe('2023-03')
    expect(read(text('04/04/2023')).cells[0]!.period).toBe('2023-04')
  })

  test('files: empty, not of this encoding, cut in a quote', () => {
    expect(read('').refused).toEqual({ reason: 'empty', line: 1 })
    expect(read(FRONTEX).refused).toEqual({ reason: 'empty', line: 1 })
    expect(read(new Uint8Array([0x6d, 0xff, 0xfe, 0x00])).refused).toMatchObject({ reason: 'not-of-this-encoding' })
    expect(read(`${FRONTEX}2023-07,"Other,Sea,TUN,1\n`).refused).toMatchObject({ reason: 'unreadable', line: 2 })
  })

  test('a file without end is refused at its bound, and nothing of it is kept', { timeout: 60_000 }, () => {
    const counted = { cells: 0, faults: 0 }
    const reader = createFiguresReader({
      onCells(some) {
        counted.cells += some.length
      },
      onFaults(some) {
        counted.faults += some.length
      },
    })
    reader.push(utf8(FRONTEX))
    const before = process.memoryUsage().rss
    let row = 0
    for (let pieces = 0; pieces < 2_000; pieces++) {
      let text = ''
      for (let i = 0; i < 1_000; i++) text += `2023-07,Other,Sea,N${row++},1\n`
      if (!reader.push(utf8(text))) break
    }
    expect(reader.end()).toMatchObject({ ok: false, refused: { reason: 'too-many-rows', line: 250_002 } })
    expect(counted).toEqual({ cells: 250_000, faults: 0 })
    expect(process.memoryUsage().rss - before).toBeLessThan(600 * 2 ** 20)
  })
})

test('a route has one code for every spelling, and an unknown one its own', () => {
  expect(['Central Mediterranean', 'central mediterranean ROUTE', 'Central Mediterranean Route'].map(routeCode)).toEqual(
    new Array(3).fill('central-mediterranean'),
  )
  expect(routeCode('Western Africa / Atlantic route to the Canary Islands')).toBe('western-african')
  expect(routeCode('Belarus-EU border')).toBe('x-belarus-eu-border')
  expect(routeCode('طريق الصحراء')).toMatch(/^x-[0-9a-f]{16}$/)
  expect(recognise(['a', 'b'])).toMatchObject({ ok: false })
})

const SHARED = new URL('../../../../shared/data/', import.meta.url)
const GIVEN = [
  ['frontex_ibc/detections_2009_2024.csv', 'frontex', 'detections', 33_551, 381_319],
  ['missing_migrants/incidents_2014_2024.csv', 'missing-migrants', 'deaths', 19_104, undefined],
] as const

describe.skipIf(!existsSync(SHARED))('the given files (not run where they are not beside the repository)', () => {
  test.each(GIVEN)('%s', (name, format, measure, rows, in_2023) => {
    const byRoute = new Map<string, Total>()
    let found = 0
    const { cells, faults, refused, ...rest } = read(readFileSync(new URL(name, SHARED)), 1 << 16)
    for (const { period, route, count } of cells) {
      found++
      if (period.startsWith('2023'))
        byRoute.set(route, addTotals(byRoute.get(route) ?? NOTHING, totalOf(count, { whole: isWhole(measure) })))
    }
    expect([rest.format, faults, refused, found]).toEqual([format, [], undefined, rows])
    if (in_2023 === undefined) return
    expect([...byRoute.values()].reduce((sum, { low, high }) => sum + (low === high ? low : Number.NaN), 0)).toBe(in_2023)
    expect(byRoute.get('central-mediterranean')).toMatchObject({ low: 158_026, high: 158_026 })
  })
})
