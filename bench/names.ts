/**
 * Names: `npm run bench -- names` measures ours beside the baselines on the project's own population, at 20,000, 100,000 and a million
 * records. `--size=N[,N]` other sizes (10000000 takes minutes and gigabytes), `--engines=ours,trigrams`, `--queries=N`, `--seconds=N` a
 * round, `--seed=N`, `--query-seed=N`, `--misses=N` shows so many queries that ours did not find. `--bad-input` asks an index of a million
 * what nobody would write. `--sets [folder]` measures on the sets of name variants in the data folder, `--learn [folder]` learns from them.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { measureBadInput } from './names/bad-input.ts'
import { ENGINE_NAMES, run } from './names/run.ts'

const given = (name: string) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3)
const numberOf = (name: string, otherwise: number) => Number(given(name) ?? otherwise)
const listOf = (name: string, otherwise: readonly string[]) => given(name)?.split(',') ?? otherwise
const [is_learning, is_measuring_sets] = [process.argv.includes('--learn'), process.argv.includes('--sets')]

if (is_learning || is_measuring_sets) {
  const data =
    process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? fileURLToPath(new URL('../../shared/data', import.meta.url))
  if (!existsSync(`${data}/names`)) console.log(JSON.stringify({ names: 'not run', reason: 'the data folder is not there' }))
  else if (is_learning) (await import('./names/learn.ts')).learn(data)
  else (await import('./names/measure.ts')).measure(data, numberOf('size', 100_000), numberOf('seed', 31))
} else if (process.argv.includes('--bad-input')) {
  await measureBadInput({ size: numberOf('size', 1_000_000), seed: numberOf('seed', 20_263), made: numberOf('queries', 1_200) })
} else {
  const engines = listOf('engines', ENGINE_NAMES)
  const unknown = engines.find((name) => !ENGINE_NAMES.includes(name))
  if (unknown !== undefined) throw new TypeError(`no engine ${unknown}: ${ENGINE_NAMES.join(', ')}`)
  await run({
    sizes: listOf('size', ['20000', '100000', '1000000']).map(Number),
    engines,
    seed: numberOf('seed', 20_263),
    query_seed: numberOf('query-seed', 41),
    queries: numberOf('queries', 1_200),
    seconds: numberOf('seconds', 60),
    misses: numberOf('misses', 0),
  })
}
