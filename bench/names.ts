/** Names: what is measured, and what is learnt; `npm run bench -- names [--learn | --size=N --seed=N] [data folder]`. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { learn } from './names/learn.ts'
import { measure } from './names/measure.ts'

const data =
  process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? fileURLToPath(new URL('../../shared/data', import.meta.url))
const numberOf = (name: string, otherwise: number) =>
  Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise)
const size = numberOf('size', 100_000)
if (!existsSync(`${data}/names`)) console.log(JSON.stringify({ names: 'not run', reason: 'the data folder is not there' }))
else if (process.argv.includes('--learn')) learn(data)
else measure(data, size, numberOf('seed', 31))
