/** A node process of the check benchmark: holds synthetic records and, on `own|all document|name COUNT SIDES`, checks and tells the times. */
import { createInterface } from 'node:readline'
import { warmRegisters } from '#capabilities/registers/index.ts'
import { sql } from '#kernel/database/sql.ts'
import { unsealing } from '#kernel/sealing.ts'
import { readConfig } from '#main/config.ts'
import { serve } from '#main/serve.ts'
import { CAST } from '../../demo/cast.ts'
import { chanceOf } from '../../demo/population/chance.ts'
import { people } from '../../demo/population/people.ts'
import { importRegisterFile, registerFiles } from '../../demo/register-files.ts'

const [configPath, id, recordsText] = process.argv.slice(2) as [string, string, string]
const config = readConfig(configPath)
const running = await serve(config, { report: () => {} })
const { node, door } = running
const member = { ...CAST.find((one) => one.id === id)!, persons: Number(recordsText), documents: Number(recordsText) }
const caller = {
  officer: {
    id: '0190a000-0000-7000-8000-00000000bbbb',
    name: 'bench',
    member: id,
    unit: 'spoc',
    roles: ['desk', 'supervisor', 'front-line'] as const,
    clearance: 2 as const,
    language: 'en' as const,
  },
  session: 'bench',
  purpose: 'border-control' as const,
  place: null,
  channel: 'api' as const,
}
for (const file of registerFiles(member, 1, 'bench')) await importRegisterFile(running, file, caller)
await warmRegisters(node.database, unsealing(node), id)
const others = CAST.filter((one) => one.id !== id).map((one) => one.id)
const chance = chanceOf(7)
const names = [...people({ seed: 99, count: 400, country: 'MAR' })]
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

async function check(where: string, what: string): Promise<number> {
  const person = names[chance.below(names.length)]!
  const subjects =
    what === 'document'
      ? [{ document: { number: `ZZ${'ABCDEFGH'[chance.below(8)]}${'ABCDEFGH'[chance.below(8)]}${10_000 + chance.below(90_000)}` } }]
      : [{ person: { names: [{ text: person.names[0]!.name }], birth_date: person.birth_date } }]
  const began = performance.now()
  const { check: made } = (await door.perform(
    'checks.run',
    { network: 'bench', subjects, partners: where === 'own' ? [] : others },
    caller,
  )) as { check: string }
  await new Promise<void>((resolve, reject) => {
    const look = async () => {
      const read = (await door.perform('checks.read-answers', { check: made }, caller)) as { complete: boolean }
      if (!read.complete) return
      stop()
      resolve()
    }
    // the bell that wakes a page's stream
    const stop = node.bells.listen(`check:${made}`, () => void look().catch(reject))
    look().catch(reject)
  })
  return performance.now() - began
}

createInterface({ input: process.stdin }).on('line', async (line) => {
  if (line === 'stop') {
    await running.close()
    process.exit(0)
  }
  const [where, what, countText, sidesText] = line.split(' ') as [string, string, string, string]
  const times: number[] = []
  const began = performance.now()
  let left = Number(countText)
  await Promise.all(
    Array.from({ length: Number(sidesText) }, async () => {
      while (left-- > 0) times.push(await check(where, what))
    }),
  )
  say({ times, wall_ms: performance.now() - began })
})
await node.database.one(sql`select 1 as one`)
say({ ready: true })
