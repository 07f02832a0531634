/**
 * What the one box and the index of worn serials cost, in processor time; beside going through all serials one by one, on the same serials.
 * `npm run bench -- identifiers [--serials 1000000]`
 */
import { parseArgs } from 'node:util'
import { createSerialIndex, matchSerial, recognise } from '#lib/identifiers/index.ts'

const { values } = parseArgs({ options: { serials: { type: 'string' }, seed: { type: 'string' } } })
const count = Number(values.serials ?? 1_000_000)
let state = Number(values.seed ?? 1)

/** Numbers below a bound, the same for the same seed (mulberry32). */
function below(bound: number): number {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) % bound
}

const processorMs = (work: () => void): number => {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
const round = (value: number, places = 3) => Number(value.toFixed(places))
const quantile = (sorted: readonly number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!

const TEXTS = [
  ...[
    '1234 BCD',
    'AB-123-CD',
    '12345 | أ | 6',
    '16-117-12345',
    'IMO 9074792',
    '1M8GDM9AXKP024788',
    'ES9121000418450200051333',
    '490154203237581',
  ],
  ...['ahmed ben ali 12/03/1985', '+212 661-234567', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', '20041010050500013M02606', 'L898902C3'],
  ...['hxxps://www.example[.]org/a?b=1', 'CSQU3045383', 'AB12*45', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '12345678Z'],
]

function recognising() {
  for (let i = 0; i < 50; i++) for (const text of TEXTS) recognise(text, { country: 'MAR' })
  const times = TEXTS.map((text) => {
    const ms = processorMs(() => {
      for (let i = 0; i < 200; i++) recognise(text, { country: 'MAR' })
    })
    return { text, us: round((ms / 200) * 1_000, 0) }
  }).sort((a, b) => a.us - b.us)
  const costs = times.map(({ us }) => us)
  return { texts: TEXTS.length, p50_us: quantile(costs, 0.5), p99_us: quantile(costs, 0.99), dearest: times.at(-1) }
}

const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ'
function serial(): string {
  const letters = Array.from({ length: 1 + below(2) }, () => LETTERS[below(LETTERS.length)]).join('')
  const digits = String(below(10 ** (4 + below(4)))).padStart(5, '0')
  const whole = letters + digits
  // one in a hundred has a worn character, one in a thousand a worn end
  if (below(100) === 0) return `${whole.slice(0, 3)}*${whole.slice(4)}`
  return below(1_000) === 0 ? `${whole.slice(0, 4)}…` : whole
}

function looking() {
  const held = Array.from({ length: count }, serial)
  const index = createSerialIndex()
  const build_ms = processorMs(() => {
    for (const [i, one] of held.entries()) index.add(String(i), one)
  })
  const questions = Array.from({ length: 200 }, () => {
    const asked = held[below(held.length)]!
    const at = below(asked.length)
    return `${asked.slice(0, at)}*${asked.slice(at + 1)}`
  }).filter((asked) => asked.replace(/[*…]/g, '').length >= 4)
  for (const asked of questions.slice(0, 20)) index.search(asked)
  let met = 0
  const costs = questions
    .map((asked) =>
      processorMs(() => {
        if (index.search(asked).found.length > 0) met++
      }),
    )
    .sort((a, b) => a - b)
  const sample = Math.min(held.length, 20_000)
  const scan_ms =
    (processorMs(() => {
      for (let i = 0; i < sample; i++) matchSerial(questions[0]!, held[i]!)
    }) *
      held.length) /
    sample
  return {
    serials: count,
    index: {
      build_ms: round(build_ms, 0),
      rows_bytes_a_serial: round(index.bytes / count, 1),
      p50_ms: round(quantile(costs, 0.5)),
      p99_ms: round(quantile(costs, 0.99)),
      met,
      asked: questions.length,
    },
    one_by_one: { ms: round(scan_ms, 0), measured_on: sample },
  }
}

console.log(JSON.stringify({ recognise: recognising(), worn_serials: looking() }, null, 2))
