/** `npm run bench -- NAME`: each benchmark prints JSON, its baselines measured in the same run. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const [name = '', ...args] = process.argv.slice(2)
const file = join(import.meta.dirname, `${name}.ts`)
if (!/^[a-z-]+$/.test(name) || name === 'run' || !existsSync(file)) {
  const names = readdirSync(import.meta.dirname).filter((one) => /^[a-z]+\.ts$/.test(one) && one !== 'run.ts')
  console.error(`npm run bench -- ${names.map((one) => one.replace('.ts', '')).join(' | ')}`)
  process.exitCode = 2
} else {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args], { stdio: 'inherit' })
  child.once('exit', (code) => {
    process.exitCode = code ?? 1
  })
}
