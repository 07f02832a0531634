/** What the worst input costs: each of the vectors' bad inputs and many made ones, asked of an index of the size wanted. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { region } from '../../demo/population/index.ts'
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
const VECTORS = new URL('../../vectors/names/bad-input.json', import.meta.url)

export async function measureBadInput({ size, seed, made }: { size: number; seed: number; made: number }): Promise<void> {
  const engine = await ours.open()
  const first = [...region({ seed, count: Math.min(size, 50_000) })]
  for (let from = 0; from < size; from += BATCH) await engine.add([...region({ seed, from, count: Math.min(BATCH, size - from) })])
  await engine.finish()
  const { inputs } = JSON.parse(readFileSync(VECTORS, 'utf8')) as { inputs: Input[] }
  const named = inputs.map(({ what, text = '', repeat = '', times = 0, then = '' }) => ({ what, name: text + repeat.repeat(times) + then }))
  for (let i = 0; i < 200; i++) await engine.search(first[i]!, TOP)
  const costs: { what: string; cpu_ms: number; candidates: number }[] = []
  for (const { what, name } of [
    ...named,
    ...madeFrom(
      first.map(({ name }) => name),
      seed,
      made,
    ),
  ])
    for (const birth_date of [undefined, '1985-03-04']) {
      const before = processorMs()
      const found = await engine.search({ name, ...(birth_date && { birth_date }) }, TOP)
      costs.push({ what, cpu_ms: Number((processorMs() - before).toFixed(2)), candidates: found.length })
    }
  costs.sort((a, b) => b.cpu_ms - a.cpu_ms)
  console.log(
    JSON.stringify({
      bad_input: size,
      searches: costs.length,
      over_100_ms: costs.filter(({ cpu_ms }) => cpu_ms > MOST_MS).length,
      cpu_p99_ms: costs[Math.floor(costs.length / 100)]?.cpu_ms,
      worst: costs.slice(0, SHOWN),
    }),
  )
}

/** Words that the population has, in numbers, orders and joints that no person's name has; then letters of any kind. */
function madeFrom(names: readonly string[], seed: number, count: number): { what: string; name: string }[] {
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
  return fc
    .sample(name, { numRuns: count, seed })
    .map((text) => ({ what: JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text), name: text }))
}
