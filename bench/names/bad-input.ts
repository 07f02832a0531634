/** What the worst input costs: the vectors' bad inputs, many made ones, and worse ones bred from the worst, asked of an index of a size. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { type Chance, chanceOf, region } from '../../demo/population/index.ts'
import { ours } from './ours.ts'
import { processorMs } from './processor-time.ts'

interface Input {
  readonly what: string
  readonly text?: string
  readonly repeat?: string
  readonly times?: number
  readonly then?: string
}

const MOST_MS = 100
const TOP = 10
const BATCH = 10_000
const SHOWN = 8
const WARMING = 200
/** After the first inputs as many again, bred from the worst of those before. */
const ROUNDS = 8
const BRED_FROM = 24
const MOST_WORDS = 24
const MOST_LENGTH = 400
const VECTORS = new URL('../../vectors/names/bad-input.json', import.meta.url)

interface Made {
  readonly what: string
  readonly name: string
}
interface Cost extends Made {
  readonly cpu_ms: number
  readonly candidates: number
}

export async function measureBadInput({ size, seed, made }: { size: number; seed: number; made: number }): Promise<void> {
  const engine = await ours.open()
  const first = [...region({ seed, count: Math.min(size, 50_000) })]
  for (let from = 0; from < size; from += BATCH) await engine.add([...region({ seed, from, count: Math.min(BATCH, size - from) })])
  await engine.finish()
  const costs: Cost[] = []
  const ask = async ({ what, name }: Made) => {
    for (const birth_date of [undefined, '1985-03-04']) {
      const before = processorMs()
      const found = await engine.search({ name, ...(birth_date && { birth_date }) }, TOP)
      costs.push({ what, name, cpu_ms: Number((processorMs() - before).toFixed(2)), candidates: found.length })
    }
  }
  const worstFirst = () => costs.sort((a, b) => b.cpu_ms - a.cpu_ms)

  for (let i = 0; i < WARMING; i++) await engine.search(first[i % first.length]!, TOP)
  const { inputs } = JSON.parse(readFileSync(VECTORS, 'utf8')) as { inputs: Input[] }
  const named = inputs.map(({ what, text = '', repeat = '', times = 0, then = '' }) => ({ what, name: text + repeat.repeat(times) + then }))
  const names = first.map(({ name }) => name)
  for (const input of [...named, ...madeFrom(names, seed, made)]) await ask(input)
  const chance = chanceOf(seed, 1)
  for (let round = 0; round < ROUNDS; round++) {
    const worst = worstFirst()
      .slice(0, BRED_FROM)
      .map(({ name }) => name)
    for (let i = 0; i < made / ROUNDS; i++) await ask(bred(worst, names, chance))
  }
  worstFirst()
  console.log(
    JSON.stringify({
      bad_input: size,
      searches: costs.length,
      over_100_ms: costs.filter(({ cpu_ms }) => cpu_ms > MOST_MS).length,
      cpu_p99_ms: costs[Math.floor(costs.length / 100)]?.cpu_ms,
      worst: costs.slice(0, SHOWN).map(({ name: _, ...rest }) => rest),
    }),
  )
}

const quoted = (name: string): Made => ({ what: JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name), name })

/** A worse one from the worst so far: two of them crossed, a word doubled, taken from another name, joined to the next, or cut. */
function bred(worst: readonly string[], names: readonly string[], chance: Chance): Made {
  const words = chance.pick(worst).split(' ')
  const others = (chance.is(0.5) ? chance.pick(worst) : chance.pick(names)).split(' ')
  const at = chance.below(words.length)
  const turn = chance.below(5)
  if (turn === 0) words.splice(at, 1, ...others)
  else if (turn === 1) words[at] = chance.pick(others)
  else if (turn === 2) words.splice(at, 0, words[at]!)
  else if (turn === 3) words.splice(at, 2, `${words[at]}${words[at + 1] ?? ''}`)
  else words[at] = words[at]!.slice(0, 1 + chance.below(words[at]!.length + 1))
  return quoted(words.slice(0, MOST_WORDS).join(' ').slice(0, MOST_LENGTH))
}

/** Words that the population has, in numbers, orders and joints that no person's name has; then letters of any kind. */
function madeFrom(names: readonly string[], seed: number, count: number): Made[] {
  const words = fc.constantFrom(...new Set(names.flatMap((name) => name.split(' '))))
  const common = fc.constantFrom(
    'Mohamed',
    'محمد',
    'Ahmed',
    'أحمد',
    'Ali',
    'علي',
    'Maria',
    'Mamadou',
    'Traoré',
    'Diallo',
    'ben',
    'بن',
    'al',
    'عبد',
    'M.',
  )
  const name = fc.oneof(
    fc.array(common, { minLength: 1, maxLength: 24 }).map((some) => some.join(' ')),
    fc.array(words, { minLength: 1, maxLength: 24 }).map((some) => some.join(' ')),
    fc.array(fc.oneof(words, common), { minLength: 2, maxLength: 12 }).map((some) => some.join('')),
    words.map((word) => [...word].reverse().join('')),
    fc.tuple(words, fc.nat(8), fc.nat(8)).map(([word, a, b]) => `${word.slice(a)} ${word.slice(0, b)}`),
    fc.tuple(common, fc.integer({ min: 1, max: 60 })).map(([word, times]) => word.repeat(times)),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: fc.constantFrom(...'aeiouhlmnrst اأحدعلمنهوي'), minLength: 20, maxLength: 400 }),
  )
  return fc.sample(name, { numRuns: count, seed }).map(quoted)
}
