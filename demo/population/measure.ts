/** Prints how fast people are made, and what share of misspelt names the product's own comparison recognises, step by step. */
import { compareNames, MATCH_THRESHOLD } from '#lib/names/index.ts'
import { chanceOf } from './chance.ts'
import type { Country } from './countries.ts'
import { misspelt, STEPS, type Step } from './misspelling.ts'
import { people } from './people.ts'
import { region } from './region.ts'

const REGISTERS: readonly Country[] = ['ESP', 'FRA', 'MAR', 'SEN', 'TUN']
const SPEED_COUNT = 200_000
const REGION_COUNT = 1_000_000
const PAIRS = 1_000

for (const country of REGISTERS) {
  const began = performance.now()
  let names = 0
  for (const person of people({ seed: 9, count: SPEED_COUNT, country })) names += person.names.length
  console.log(
    `${country}  ${Math.round((SPEED_COUNT / (performance.now() - began)) * 1_000).toLocaleString('en')} people a second (${SPEED_COUNT.toLocaleString('en')} people, ${names.toLocaleString('en')} names)`,
  )
}

const began = process.cpuUsage()
let letters = 0
for (const { name } of region({ seed: 9, count: REGION_COUNT })) letters += name.length
const { user, system } = process.cpuUsage(began)
console.log(
  `the region  ${Math.round(REGION_COUNT / ((user + system) / 1e6)).toLocaleString('en')} records a second of processor time (${REGION_COUNT.toLocaleString('en')} records, ${(letters / REGION_COUNT).toFixed(1)} letters each, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB resident)`,
)

const seen = new Map<Step | 'all' | 'no step', { of: number; recognised: number }>()
let strangers = 0
for (const country of REGISTERS) {
  const all = [...people({ seed: 6, count: 2 * PAIRS, country })]
  all.slice(0, PAIRS).forEach((person, i) => {
    const written = misspelt(person, chanceOf(12, i))
    const scores = person.names.map(({ name }) => compareNames(name, written.name).score)
    const is_recognised = Math.max(...scores) >= MATCH_THRESHOLD
    for (const step of ['all', ...(written.steps.length > 0 ? written.steps : (['no step'] as const))] as const) {
      const { of, recognised } = seen.get(step) ?? { of: 0, recognised: 0 }
      seen.set(step, { of: of + 1, recognised: recognised + (is_recognised ? 1 : 0) })
    }
    if (compareNames(person.names[0]!.name, all[PAIRS + i]!.names[0]!.name).score >= MATCH_THRESHOLD) strangers++
  })
}
for (const step of ['all', 'no step', ...STEPS] as const) {
  const counted = seen.get(step)
  if (counted)
    console.log(`${step.padEnd(24)} ${((100 * counted.recognised) / counted.of).toFixed(1).padStart(5)} % of ${counted.of} recognised`)
}
console.log(`${'two people by chance'.padEnd(24)} ${strangers} of ${REGISTERS.length * PAIRS} taken for one`)
