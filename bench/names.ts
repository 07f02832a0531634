/** Measures names matching on the public sets of name variants, and learns the letter costs from their training part. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { costModel, leastToEnd, type Weights } from '#lib/names/costs.ts'
import { createDictionary } from '#lib/names/dictionary.ts'
import { foldName, type Script } from '#lib/names/fold.ts'
import { compareNames, createNameIndex } from '#lib/names/index.ts'
import { type LearnOptions, type LearntChunk, learnChunks, type SpellingPair } from '#lib/names/learn.ts'
import { type Alphabet, encode, lettersOf } from '#lib/names/letters.ts'
import { type Part, partsOf } from '#lib/names/parts.ts'

const WEIGHTS = fileURLToPath(new URL('../src/lib/names/weights/', import.meta.url))

/** A row of a set of one token in two scripts; `held_out` rows are never learnt from. */
type Row = { entity: string; native: string; latin: string; count: number; held_out: boolean }

function rows(file: string): string[][] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(1)
    .filter(Boolean)
    .map((line) => line.split('\t'))
}

/** One name in sixteen is held out, by the first digit of its identifier in the set. */
const heldOut = (entity: string) => entity.startsWith('0')

function single(text: string, script: Script): string | undefined {
  const name = foldName(text)
  return name.ok && name.tokens.length === 1 && name.tokens[0]!.script === script ? name.tokens[0]!.text : undefined
}

function pairsAcross(data: string, file: string, script: Script): Row[] {
  return rows(`${data}/names/${file}`).flatMap(([entity, native, latin, count]) => {
    const a = single(native!, script)
    const b = single(latin!, 'latin')
    if (!a || !b || a.length < 2 || b.length < 2) return []
    return [{ entity: entity!, native: a, latin: b, count: Number(count), held_out: heldOut(entity!) }]
  })
}

function arabicByConvention(data: string): Row[] {
  return rows(`${data}/names/ar_latin_by_convention.tsv`).flatMap(([entity, native, latin]) => {
    const a = single(native!, 'arabic')
    const name = foldName(latin!)
    if (!a || !name.ok || a.length < 2) return []
    const b = name.tokens.map((token) => token.text).join('')
    return [{ entity: entity!, native: a, latin: b, count: 1, held_out: heldOut(entity!) }]
  })
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

function learn(data: string): void {
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

function across(all: Row[], alphabet: Alphabet): SpellingPair[] {
  return all
    .filter((row) => !row.held_out && row.native.length + row.latin.length <= 34)
    .map((row) => ({ from: encode(row.native, alphabet), to: encode(row.latin, 'latin'), weight: 1 + Math.log2(Math.min(row.count, 16)) }))
}

/** For held-out native tokens: is one of their Latin spellings first, or among the first ten, of all Latin tokens of the set? */
function tokensAcross(data: string, file: string, script: Script, alphabet: Alphabet, most: number): object {
  const model = costModel(JSON.parse(readFileSync(`${WEIGHTS}${alphabet}.json`, 'utf8')) as Weights)
  const all = pairsAcross(data, file, script)
  const latin = [...new Set(all.map((row) => row.latin))]
  const dictionary = createDictionary()
  for (const [i, word] of latin.entries()) dictionary.add(encode(word, 'latin'), i)
  const learnt = new Set(
    [...all, ...(alphabet === 'arabic' ? arabicByConvention(data) : [])].filter((row) => !row.held_out).map((row) => row.native),
  )
  const wanted = Map.groupBy(
    all.filter((row) => row.held_out && row.count >= 2 && !learnt.has(row.native)),
    (row) => row.native,
  )
  const asked = [...wanted].slice(0, most)
  let first = 0
  let ten = 0
  const started = performance.now()
  for (const [native, group] of asked) {
    const query = encode(native, alphabet)
    const near = dictionary.near(
      query,
      model,
      [300, 600, 900, 1300].map((more) => leastToEnd(query, model)[0]! + more),
      10,
      10,
    )
    const right = near.map(({ number }) => group.some((row) => row.latin === latin[number]))
    if (right[0]) first++
    if (right.includes(true)) ten++
  }
  const ms = (performance.now() - started) / asked.length
  return {
    set: file,
    words: latin.length,
    asked: asked.length,
    r1: share(first, asked.length),
    r10: share(ten, asked.length),
    ms_each: round(ms),
  }
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

const round = (value: number) => Math.round(value * 1000) / 1000
const share = (part: number, whole: number) => round(part / Math.max(1, whole))

/** Pairs with verdicts that another project published: precision, recall and F1 at the one threshold of `match`. */
function pairsWithVerdicts(data: string): object[] {
  const all = rows(`${data}/names/peer_tests_nomenklatura.tsv`).map(([, a, b, truth]) => ({
    a: a!,
    b: b!,
    truth: truth === 'true',
    match: compareNames(a!, b!).match,
  }))
  const figures = (set: string, some: typeof all) => {
    const right = some.filter(({ truth, match }) => truth && match).length
    const precision = right / Math.max(1, some.filter(({ match }) => match).length)
    const recall = right / Math.max(1, some.filter(({ truth }) => truth).length)
    return {
      set,
      pairs: some.length,
      precision: round(precision),
      recall: round(recall),
      f1: round((2 * precision * recall) / Math.max(1e-9, precision + recall)),
    }
  }
  return [
    figures('peer_tests_nomenklatura', all),
    figures(
      'peer_tests_nomenklatura, Arabic origin',
      all.filter(({ a, b }) => ARABIC.test(a) || ARABIC.test(b)),
    ),
  ]
}

/** Rows counted as of Arabic origin: Arabic script, or a particle or one of a few names that only Arabic gives. */
const ARABIC =
  /[\u0600-\u06ff]|\b(?:al|el|bin|ben|ibn|abu|abd|abdul|abdel)[ -]|\b(?:abd\w{3,}|m[ou]ham\w+|ahm[ae]d|mahm\w+|hass?[ae]n|huss?\w+|ibrahim|kh?al[ie]d|youss?\w+|yusuf|mosta\w+|musta\w+|\w+ullah)\b/i

/** Made people and spoilt queries of the generator beside the data, searched with birth date and nationality where given. */
function population(data: string, size: number, seed: number, asked: number): object {
  const tools = `${data}/../tools/names`
  if (!existsSync(`${tools}/population.mjs`)) return { population: size, run: 'not run', reason: 'the generator is not beside the data' }
  const folder = mkdtempSync(join(tmpdir(), 'names-'))
  const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] }).toString()
  try {
    const make = ['--n', `${size}`, '--seed', `${seed}`, '--tables', `${resolve(data)}/names/name_tables_dev.json`, '--out']
    run(`${tools}/population.mjs`, ...make, 'people')
    run(`${tools}/population.mjs`, '--queries', `${asked}`, '--absent', `${asked / 4}`, '--qseed', `${seed + 14}`, ...make, 'queries')
    const index = createNameIndex()
    const people = readFileSync(`${folder}/people`, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t'))
    const built = process.cpuUsage()
    for (const [id, name, , , birth_date, sex, nationality] of people)
      index.add(Number(id), { name: name!, birth_date, sex: sex as 'F' | 'M', nationality })
    const build_ms = cpuMs(built)
    const queries = readFileSync(`${folder}/queries`, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t'))
    const times: number[] = []
    const searching = process.cpuUsage()
    const out = queries.map(([query, , name, , birth_date, nationality]) => {
      const from = performance.now()
      const found = index.search({ name: name!, birth_date, nationality }, { top: 10 })
      times.push(performance.now() - from)
      return JSON.stringify({ query, candidates: found.map(({ id, score }) => ({ id, score })), micros: Math.round(times.at(-1)! * 1000) })
    })
    const search_ms = cpuMs(searching)
    writeFileSync(`${folder}/matches`, out.join('\n'))
    const scored = JSON.parse(run(`${tools}/score.mjs`, 'people', 'queries', 'matches')) as Record<string, Record<string, number> | number>
    times.sort((a, b) => a - b)
    return {
      population: size,
      seed,
      queries: queries.length,
      all: scored.all,
      cross: scored.cross,
      true_identification_at_1_percent: scored['tpir@0.01'],
      true_identification_at_5_percent: scored['tpir@0.05'],
      build_per_second_cpu: Math.round((size / build_ms) * 1000),
      query_ms_cpu_mean: round(search_ms / queries.length),
      query_ms_p50: round(times[Math.floor(times.length / 2)]!),
      query_ms_p99: round(times[Math.floor(times.length * 0.99)]!),
      bytes_per_record: Math.round(index.bytes / index.size),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

function measure(data: string, size: number, seed: number): void {
  const say = (figures: object) => console.log(JSON.stringify(figures))
  for (const figures of pairsWithVerdicts(data)) say(figures)
  say(tokensAcross(data, 'xscript_ar_latin.tsv', 'arabic', 'arabic', 600))
  say(tokensAcross(data, 'xscript_he_latin.tsv', 'hebrew', 'hebrew', 600))
  say(tokensAcross(data, 'xscript_ru_latin.tsv', 'cyrillic', 'cyrillic', 600))
  say(population(data, 5_000, seed, 800))
  say(population(data, size, seed, 800))
}

const data =
  process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? fileURLToPath(new URL('../../shared/data', import.meta.url))
const numberOf = (name: string, otherwise: number) =>
  Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise)
const size = numberOf('size', 100_000)
if (!existsSync(`${data}/names`)) console.log(JSON.stringify({ names: 'not run', reason: 'the data folder is not there' }))
else if (process.argv.includes('--learn')) learn(data)
else measure(data, size, numberOf('seed', 31))
