/** Learns letter costs and frequencies from the training part of the public sets of name variants: `npm run bench -- names --learn`. */
import { writeFileSync } from 'node:fs'
import { type LearnOptions, type LearntChunk, learnChunks, type SpellingPair } from '#lib/names/learn.ts'
import { type Alphabet, encode, lettersOf } from '#lib/names/letters.ts'
import { type Part, partsOf } from '#lib/names/parts.ts'
import { arabicByConvention, heldOut, pairsAcross, type Row, rows, single, WEIGHTS } from './sets.ts'

export function learn(data: string): void {
  const source =
    'computed from NETransliteration-COLING2018 (Wikidata labels, CC0), google/transliteration ar2en (Apache-2.0), ' +
    'seemorg/arabic-name-aliases (MIT), IsmailElbery/arabic-name-translit (MIT); one name in sixteen held out'
  const sets: { name: string; from: Alphabet; pairs: () => SpellingPair[]; options: LearnOptions }[] = [
    {
      name: 'arabic',
      from: 'arabic',
      pairs: () => across([...pairsAcross(data, 'xscript_ar_latin.tsv', 'arabic'), ...arabicByConvention(data)], 'arabic'),
      options: { from_max: 2, to_max: 3, rounds: 8, keep: 8000, rare: 0.4 },
    },
    {
      name: 'hebrew',
      from: 'hebrew',
      pairs: () => across(pairsAcross(data, 'xscript_he_latin.tsv', 'hebrew'), 'hebrew'),
      options: { from_max: 2, to_max: 3, rounds: 8, keep: 8000, rare: 0.4 },
    },
    {
      name: 'cyrillic',
      from: 'cyrillic',
      pairs: () => across(pairsAcross(data, 'xscript_ru_latin.tsv', 'cyrillic'), 'cyrillic'),
      options: { from_max: 2, to_max: 3, rounds: 8, keep: 8000, rare: 0.4 },
    },
    { name: 'latin', from: 'latin', pairs: () => latinPairs(data), options: { from_max: 3, to_max: 3, rounds: 8, keep: 3500, rare: 0.7 } },
  ]
  if (!process.argv.some((argument) => argument.startsWith('--only=')) || process.argv.includes('--only=common')) learnFrequencies(data)
  if (!process.argv.some((argument) => argument.startsWith('--only=')) || process.argv.includes('--only=latin-pairs'))
    learnLetterPairs(data)
  const wanted = process.argv.find((argument) => argument.startsWith('--only='))?.slice(7)
  for (const set of sets.filter(({ name }) => !wanted || wanted === name)) {
    const started = performance.now()
    const pairs = set.pairs()
    const chunks = learnChunks(pairs, set.options)
    writeFileSync(`${WEIGHTS}${set.name}.json`, weightsFile(chunks, set.from, 'latin', source))
    console.log(
      JSON.stringify({ learnt: set.name, pairs: pairs.length, chunks: chunks.length, ms: Math.round(performance.now() - started) }),
    )
  }
}

/** Spellings of one name in Latin letters, each against each, from the sets of variants and from the conventions. */
function latinPairs(data: string): SpellingPair[] {
  const pairs: SpellingPair[] = []
  const add = (a: string, b: string, weight: number) => {
    if (a.length < 2 || b.length < 2 || a.length + b.length > 40) return
    pairs.push({ from: encode(a, 'latin'), to: encode(b, 'latin'), weight })
    pairs.push({ from: encode(b, 'latin'), to: encode(a, 'latin'), weight })
  }
  for (const set of ['ar', 'he', 'ru'])
    for (const [entity, variants, share] of rows(`${data}/names/latin_variants_${set}.tsv`)) {
      if (heldOut(entity!) || Number(share) < 0.8) continue
      const spellings = variants!
        .split(' ')
        .map((one) => single(one.replace(/:\d+$/, ''), 'latin') ?? '')
        .slice(0, 8)
      for (const [i, a] of spellings.entries()) for (const b of spellings.slice(i)) add(a, b, a === b ? 0.5 : 1)
    }
  const conventions = Map.groupBy(
    arabicByConvention(data).filter((row) => !row.held_out),
    (row) => row.entity,
  )
  for (const group of conventions.values()) {
    const spellings = [...new Set(group.map((row) => row.latin))].slice(0, 6)
    for (const [i, a] of spellings.entries()) for (const b of spellings.slice(i)) add(a, b, 0.5)
  }
  return pairs
}

function weightsFile(chunks: LearntChunk[], from: Alphabet, to: Alphabet, source: string): string {
  const spelt = (letters: number[], alphabet: Alphabet) => letters.map((n) => (n === 1 ? '_' : lettersOf(alphabet)[n - 2])).join('')
  const table: Record<string, string> = {}
  for (const chunk of chunks) {
    const key = spelt(chunk.from, from)
    const one = `${spelt(chunk.to, to)}:${Math.round(chunk.cost * 100)}`
    table[key] = table[key] === undefined ? one : `${table[key]} ${one}`
  }
  return `${JSON.stringify({ from, to, source, chunks: table }, null, 2)}\n`
}

function across(all: Row[], alphabet: Alphabet): SpellingPair[] {
  return all
    .filter((row) => !row.held_out && row.native.length + row.latin.length <= 34)
    .map((row) => ({ from: encode(row.native, alphabet), to: encode(row.latin, 'latin'), weight: 1 + Math.log2(Math.min(row.count, 16)) }))
}

/** The commonest tokens by how many bits each tells, from their counts in the labels of Wikidata. */
function learnFrequencies(data: string): void {
  const counts = new Map<string, number>()
  let total = 0
  const count = (part: Part, times: number) => {
    counts.set(part.whole, (counts.get(part.whole) ?? 0) + times)
    total += times / 2
  }
  for (const [set] of [['ar'], ['he'], ['ru']] as const)
    for (const [, native, latin, times] of rows(`${data}/names/xscript_${set}_latin.tsv`))
      for (const text of [native!, latin!]) {
        const read = partsOf(text)
        if (read.ok && read.parts.length === 1 && read.parts[0]!.whole.length > 1) count(read.parts[0]!, Number(times))
      }
  const names: Record<string, string> = {}
  for (const [name, times] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, 3000)) {
    const bits = String(Math.max(6, Math.min(15, Math.round(Math.log2(total / times)))))
    names[bits] = names[bits] ? `${names[bits]} ${name}` : name
  }
  const source = 'computed from counts in NETransliteration-COLING2018 (Wikidata labels, CC0)'
  writeFileSync(`${WEIGHTS}common.json`, `${JSON.stringify({ source, names }, null, 2)}\n`)
}

/** How likely each Latin letter follows each other one in names, smoothed by how often it occurs at all. */
function learnLetterPairs(data: string): void {
  const words = new Set(
    (['ar', 'he', 'ru'] as const).flatMap((set) =>
      pairsAcross(data, `xscript_${set}_latin.tsv`, ({ ar: 'arabic', he: 'hebrew', ru: 'cyrillic' } as const)[set])
        .filter((row) => !row.held_out)
        .map((row) => row.latin),
    ),
  )
  const letters = lettersOf('latin').length + 1
  const single = new Float64Array(letters)
  const pair = new Float64Array(letters * letters)
  for (const word of words) {
    const row = encode(word, 'latin')
    for (let i = 1; i < row.length; i++) {
      pair[(row[i - 1]! - 1) * letters + row[i]! - 1]!++
      single[row[i]! - 1]!++
    }
  }
  const total = single.reduce((sum, one) => sum + one, 0)
  const costs = Array.from({ length: letters }, (_, a) => {
    const known = pair.subarray(a * letters, (a + 1) * letters).reduce((sum, one) => sum + one, 0)
    const trust = known / (known + 5)
    return Array.from({ length: letters }, (_, b) => {
      const general = (single[b]! + 1) / (total + letters)
      return Math.round(-100 * Math.log((1 - trust) * general + (trust * pair[a * letters + b]!) / Math.max(1, known)))
    }).join(' ')
  })
  const source =
    'computed from the Latin words of NETransliteration-COLING2018 (Wikidata labels, CC0) and google/transliteration ar2en (Apache-2.0); one name in sixteen held out'
  const note = 'hundredths of a natural logarithm for a letter (column) to follow another (row): edge first, then a to z'
  writeFileSync(`${WEIGHTS}latin-pairs.json`, `${JSON.stringify({ source, note, costs }, null, 2)}\n`)
}
