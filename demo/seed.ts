/** Fills an empty node of the demonstration: officers, tokens, directory, registers. Everything goes through the product's own doors. */
import type { Officer } from '#kernel/capability.ts'
import { newId } from '#kernel/identity.ts'
import { addAccount, addToken } from '#kernel/officers/index.ts'
import type { Caller } from '#kernel/perform.ts'
import { sealing, settledDooms } from '#kernel/sealing.ts'
import type { OpenNode } from '#main/open-node.ts'
import { PURPOSES } from '#wire/vocabulary.ts'
import { DEMO_PASSWORD, type DemoMember } from './cast.ts'
import { directoryOf } from './directory.ts'
import { storyRecords } from './population/stories.ts'
import { type RegisterFile, registerFiles } from './register-files.ts'

export interface Seeded {
  readonly officers: readonly {
    readonly id: string
    readonly name: string
    readonly role: string
    readonly sign_in: string
    readonly token: string
    readonly totp_uri: string
  }[]
}

const TOKEN_DAYS = 365
const PART_CHARACTERS = 400_000

export async function seed(open: OpenNode, member: DemoMember, scale: number, progress: (text: string) => void): Promise<Seeded> {
  const officers = await addOfficers(open, member)
  const callerOf = (sign_in: string): Caller => {
    const one = member.officers.find((officer) => officer.sign_in === sign_in)!
    const officer: Officer = {
      id: officers.find((made) => made.sign_in === sign_in)!.id,
      name: one.name,
      member: member.id,
      unit: one.unit,
      roles: one.roles,
      clearance: one.clearance,
      language: member.language,
    }
    return { officer, session: 'demonstration', purpose: 'investigation', place: null, channel: 'api' }
  }
  const supervisor = callerOf('supervisor')
  for (const { action, input } of directoryOf(member)) await open.door.perform(action, input, supervisor)
  progress('officers and directory')
  for (const record of storyRecords(member.country)) await open.door.perform('registers.add-one', record, supervisor)
  for (const file of registerFiles(member, scale)) {
    await importFile(open, file, supervisor)
    progress(`${file.rows.toLocaleString('en')} synthetic ${file.name}`)
  }
  return { officers }
}

async function addOfficers({ node }: OpenNode, member: DemoMember): Promise<Seeded['officers']> {
  const made: Seeded['officers'][number][] = []
  for (const officer of member.officers) {
    const now = node.clock.now()
    const id = newId(now)
    const result = await node.database.transaction(async (writing) => {
      const vault = sealing(node, writing)
      const { totp_uri } = await addAccount({ writing, vault, now }, id, {
        sign_in_name: officer.sign_in,
        name: officer.name,
        member: member.id,
        unit: officer.unit,
        roles: officer.roles,
        clearance: officer.clearance,
        language: member.language,
        password: DEMO_PASSWORD,
      })
      const token = await addToken({ writing, now }, newId(now), {
        officer: id,
        label: 'demonstration',
        roles: officer.roles,
        purposes: PURPOSES,
        expires_at: new Date(now.getTime() + TOKEN_DAYS * 86_400_000),
        created_by: id,
      })
      await settledDooms(writing)
      return { totp_uri, token }
    })
    made.push({ id, name: officer.name, role: officer.roles[0]!, sign_in: officer.sign_in, ...result })
  }
  return made
}

/** Imports as a supervisor would in the pages: parts, mapping, run; waits until the rows are live. */
async function importFile({ door }: OpenNode, { kind, name, text, mapping, defaults }: RegisterFile, caller: Caller) {
  const bytes = Buffer.byteLength(text)
  const { import: id } = (await door.perform('registers.begin-import', { kind, file_name: `${name}.csv`, bytes }, caller)) as {
    import: string
  }
  for (let at = 0, position = 0; at < text.length; position++) {
    const end = Math.min(at + PART_CHARACTERS, text.length)
    await door.perform('registers.add-import-part', { import: id, position, text: text.slice(at, end) }, caller)
    at = end
  }
  const preview = (await door.perform('registers.preview-import', { import: id, mapping, defaults }, caller)) as {
    ready: boolean
    faults: unknown[]
  }
  if (!preview.ready) throw new Error(`${name}: ${JSON.stringify(preview.faults)}`)
  await door.perform('registers.run-import', { import: id, bad_rows: 'refuse-all' }, caller)
  await door.idle()
  const read = (await door.perform('registers.read-import', { import: id }, caller)) as { state: string; rows_bad: number }
  if (read.state !== 'done') {
    const errors = await door.perform('registers.find-import-errors', { import: id, limit: 5, offset: 0 }, caller)
    throw new Error(`${name}: ${read.state} ${JSON.stringify(errors)}`)
  }
}
