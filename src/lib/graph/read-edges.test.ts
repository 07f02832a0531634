import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { utf8 } from '#lib/bytes.ts'
import { BOUNDS, createEdgeReader } from './index.ts'

type Options = Parameters<typeof createEdgeReader>[0]

function read(text: string | Uint8Array, options: Options = {}, piece = 1 << 16) {
  const bytes = typeof text === 'string' ? utf8(text) : text
  const reader = createEdgeReader(options)
  for (let at = 0; at < bytes.length; at += piece) if (!reader.push(bytes.subarray(at, at + piece))) break
  return reader.end()
}

/** Rows as they were read, by their ids. */
function rows(text: string | Uint8Array, options?: Options, piece?: number) {
  const result = read(text, options, piece)
  if (!result.ok) return result
  const { ids, from, to, weights } = result.edges
  return Array.from(from, (a, i) => [ids.textOf(a), ids.textOf(to[i]!), ...(weights ? [weights[i]!] : [])])
}

describe('a file of ties', () => {
  test.each([
    ['plain', 'source,target\na,b\nb,c\n'],
    ['without a last line end', 'source,target\na,b\nb,c'],
    ['from Windows, with a mark and empty lines', '\uFEFFsource,target\r\n\r\na,b\r\n\r\nb,c\r\n'],
    ['with semicolons, in another order, with more columns', 'note;Target;SOURCE\nx;b;a\ny;c;b'],
    ['with tabs', 'source\ttarget\na\tb\nb\tc'],
    ['quoted, with spaces', '\n"source" , "target"\n "a", b \n"b" ,"c"\n'],
  ])('%s', (_, text) => {
    for (const piece of [1, 2, 7, 1_000])
      expect(rows(text, {}, piece)).toEqual([
        ['a', 'b'],
        ['b', 'c'],
      ])
  })

  test('quotes hold commas, quotes, line ends and Arabic', () => {
    const text = 'source,target,weight\n"Smith, ""J""\nJr",سميرة,2.5\n"a","a",1e2\n'
    expect(rows(text, {}, 3)).toEqual([
      ['Smith, "J"\nJr', 'سميرة', 2.5],
      ['a', 'a', 100],
    ])
    expect(read(text)).toMatchObject({ ok: true, edges: { self_loops: 1 } })
  })

  test('other columns, and some of the rows', () => {
    const options = { columns: { source: 'from', target: 'to', weight: 'calls' }, only: { column: 'phase', value: '4' } }
    expect(rows('phase,from,to,calls\n3,a,b,1\n4,b,c,2\n44,c,d,3', options)).toEqual([['b', 'c', 2]])
    expect(read('phase,from,to\n3,a,b', options)).toMatchObject({ ok: false, reason: 'no-rows' })
    expect(read('from,to\na,b', options)).toMatchObject({ reason: 'column-missing', column: 'phase' })
  })

  test('any ids and weights come back as they were written, however the file is cut', () => {
    const cell = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => utf8(text).length <= 200)
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 40 }), (ties, piece) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
        const text = `source,target\r\n${ties.map((tie) => tie.map(quoted).join(',')).join('\r\n')}\r\n`
        expect(rows(text, {}, piece)).toEqual(ties)
      }),
      { numRuns: 200 },
    )
  })
})

describe('refused, with the line', () => {
  const small: Options = { bounds: { ...BOUNDS, rows: 3, nodes: 4, id_bytes: 8 } }
  test.each<[string, string, string | Uint8Array, number, Options?]>([
    ['nothing', 'empty', '', 1],
    ['empty lines', 'empty', '\n\n', 3],
    ['no rows', 'no-rows', 'source,target\n', 2],
    ['no such column', 'column-missing', 'from,to\na,b', 1],
    ['a column twice', 'column-twice', 'source,target,target\na,b,c', 1],
    ['a short row', 'cells-missing', 'source,target\na,b\nc\n', 3],
    ['a comma that wants quotes', 'cells-extra', 'source,target\nSmith, John,b\n', 2],
    ['an empty id', 'id-missing', 'source,target\na,b\n"",c\n', 3],
    ['a long id', 'id-too-long', 'source,target\n123456789,b\n', 2, small],
    ['a weight of nothing', 'weight-not-above-zero', 'source,target,weight\na,b,0\n', 2],
    ['a weight below', 'weight-not-above-zero', 'source,target,weight\na,b,1\na,b,-1\n', 3],
    ['a weight that is a word', 'weight-not-above-zero', 'source,target,weight\na,b,many\n', 2],
    ['a weight without end', 'weight-not-above-zero', 'source,target,weight\na,b,1e999\n', 2],
    ['no weight where there is a column', 'weight-not-above-zero', 'source,target,weight\na,b,\n', 2],
    ['a quote left open', 'quote-not-closed', 'source,target\na,b\n"a,b\nc,d\n', 3],
    ['a quote within', 'quote-misplaced', 'source,target\na"b,c\n', 2],
    ['a quote closed early', 'quote-misplaced', 'source,target\n"a"b,c\n', 2],
    ['too many rows', 'too-many-rows', 'source,target\na,b\na,b\na,b\na,b\n', 5, small],
    ['too many nodes', 'too-many-nodes', 'source,target\na,b\nc,d\ne,a\n', 4, small],
    ['UTF-16', 'not-utf-8', Uint8Array.of(0xff, 0xfe, 0x73, 0), 1],
    ['Latin 1', 'not-utf-8', Uint8Array.of(...utf8('source,target\na,'), 0xe9, 10), 2],
    ['a row without end', 'row-too-long', `source,target\na,${'b'.repeat(70_000)}`, 2],
    ['a header without end', 'row-too-long', 'x'.repeat(200_000), 1],
  ])('%s', (_, reason, text, line, options = {}) => {
    for (const piece of [1_000, 1 << 18]) expect(read(text, options, piece)).toMatchObject({ ok: false, reason, line })
  })
})
