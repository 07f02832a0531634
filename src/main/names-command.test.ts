/** `portolan names` from tables on disk to JSON lines. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { namesCommand } from './names-command.ts'

describe('portolan names', () => {
  let folder = ''
  let out = ''
  let complaints = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'names-command-'))
    out = ''
    complaints = ''
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += String(text)
      return true
    })
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      complaints += String(text)
      return true
    })
  })
  afterEach(() => {
    vi.restoreAllMocks()
    rmSync(folder, { recursive: true })
  })
  const table = (name: string, ...rows: string[][]) => {
    const path = join(folder, name)
    writeFileSync(path, `${rows.map((row) => row.join('\t')).join('\n')}\n`)
    return path
  }
  const lines = () =>
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))

  test('compares pairs, one line each, in order', async () => {
    const pairs = table('pairs.tsv', ['name2', 'name1'], ['محمد بن علي', 'Mohamed Benali'], ['', 'Ali'])
    expect(await namesCommand(['compare', '--pairs', pairs])).toBe(0)
    expect(lines()).toMatchObject([{ match: true }, { score: 0, match: false, refused: expect.any(String) }])
    expect(lines()[0].reasons[0].a.text).toBe('Mohamed')
  })

  test('compares pairs of people where the table says more than names', async () => {
    const pairs = table(
      'pairs.tsv',
      ['name1', 'name2', 'birth_date1', 'birth_date2', 'birth_place1', 'birth_place2'],
      ['Mohamed Benali', 'محمد بن علي', '1985-03-04', '1405-06-12', 'Oujda', 'وجدة'],
      ['Mohamed Benali', 'محمد بن علي', '', '', '', ''],
    )
    expect(await namesCommand(['compare', '--pairs', pairs])).toBe(0)
    const [told, silent] = lines()
    expect(told).toMatchObject({ birth_date: { verdict: 'converted' }, birth_place: { verdict: 'same' } })
    expect(silent).toMatchObject({ birth_date: { verdict: 'unknown' } })
    expect(told.score).toBeGreaterThan(silent.score)
  })

  test('finds records by id as written, then says how it went', async () => {
    const records = table(
      'r.tsv',
      ['id', 'name', 'birth_date'],
      ['T-1', 'Khadija El Fassi', '1990-02-01'],
      ['T-2', 'Ousmane Diallo', '1981'],
      ['T-3', '', ''],
    )
    const queries = table('q.tsv', ['id', 'name', 'birth_date', 'sex'], ['q1', 'خديجة الفاسي', '1990', 'F'], ['q2', '😀', '', ''])
    expect(await namesCommand(['match', '--records', records, '--queries', queries, '--top', '10'])).toBe(0)
    expect(lines()).toMatchObject([
      { query: 'q1', candidates: [{ id: 'T-1', score: expect.any(Number), reasons: expect.any(Array) }], micros: expect.any(Number) },
      { query: 'q2', candidates: [] },
    ])
    expect(JSON.parse(complaints)).toMatchObject({ records: 2, build_ms: expect.any(Number), bytes_per_record: expect.any(Number) })
  })

  test.each([
    [[], 'say compare, match or index'],
    [['find'], 'no such command'],
    [['compare'], '--pairs is missing'],
    [['compare', '--pairs', '/no/such/table.tsv'], 'no such file'],
    [['match', '--records', 'r', '--queries', 'q', '--top', '0'], '--top is a whole number'],
    [['match', '--fast'], '--fast'],
  ])('refuses %j', async (args, reason) => {
    expect(await namesCommand(args)).toBe(2)
    expect(complaints).toContain(reason)
    expect(complaints).toContain('usage')
  })

  test('refuses a table without its columns', async () => {
    expect(await namesCommand(['compare', '--pairs', table('p.tsv', ['a', 'b'], ['x', 'y'])])).toBe(2)
    expect(complaints).toContain('no column name1')
  })
})
