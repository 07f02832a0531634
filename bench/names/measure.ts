/** Measures names matching on pairs with verdicts, on held-out tokens, and on the population of the generator beside the data. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { dateKey, packFacts } from '#lib/names/facts.ts'
import type { Script } from '#lib/names/fold.ts'
import { compareNames, createNameIndex } from '#lib/names/index.ts'
import type { Alphabet } from '#lib/names/letters.ts'
import { readDate } from '#lib/names/people.ts'
import { arabicByConvention, pairsAcross, rows } from './sets.ts'

export function measure(data: string, size: number, seed: number): void {
  const say = (figures: object) => console.log(JSON.stringify(figures))
  for (const figures of pairsWithVerdicts(data)) say(figures)
  say(tokensAcross(data, 'xscript_ar_latin.tsv', 'arabic', 'arabic', 600))
  say(tokensAcross(data, 'xscript_he_latin.tsv', 'hebrew', 'hebrew', 600))
  say(tokensAcross(data, 'xscript_ru_latin.tsv', 'cyrillic', 'cyrillic', 600))
  say(population(data, 5_000, seed, 800))
  say(population(data, size, seed, 800))
}

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

/** For held-out native tokens: is one of their Latin spellings first, or among the first ten, of all Latin tokens of the set? */
function tokensAcross(data: string, file: string, script: Script, alphabet: Alphabet, most: number): object {
  const all = pairsAcross(data, file, script)
  const latin = [...new Set(all.map((row) => row.latin))]
  const index = createNameIndex()
  for (const [i, word] of latin.entries()) index.add(i, { name: word })
  index.settle()
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
    const near = index.search({ name: native }, { top: 10 })
    const right = near.map(({ id }) => group.some((row) => row.latin === latin[id]))
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
    const encoder = new TextEncoder()
    for (const [id, name, , , birth_date, sex, nationality] of people) {
      const bytes = encoder.encode(name!)
      index.fill(Number(id), bytes, 0, bytes.length, packFacts(dateKey(readDate(birth_date)), sex, index.nationality(nationality!)))
    }
    index.settle()
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

const round = (value: number) => Math.round(value * 1000) / 1000
const share = (part: number, whole: number) => round(part / Math.max(1, whole))
