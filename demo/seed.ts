/** Fills an empty node of the demonstration: officers, tokens, directory, registers. Everything goes through the product's own doors. */
import type { Officer } from '#kernel/capability.ts'
import { newId } from '#kernel/identity.ts'
import { addAccount, addToken, prepareCredentials } from '#kernel/officers/index.ts'
import type { Caller } from '#kernel/perform.ts'
import { sealing, settledDooms } from '#kernel/sealing.ts'
import type { OpenNode } from '#main/open-node.ts'
import { PURPOSES } from '#wire/vocabulary.ts'
import { DEMO_PASSWORD, type DemoMember } from './cast.ts'
import { addDemonstrationChart } from './charts.ts'
import { directoryOf } from './directory.ts'
import { storyRecords } from './population/stories.ts'
import { importRegisterFile, registerFiles } from './register-files.ts'

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
    await importRegisterFile(open, file, supervisor)
    progress(`${file.rows.toLocaleString('en')} synthetic ${file.name}`)
  }
  if (member.officers.some(({ sign_in, clearance }) => sign_in === 'analyst' && clearance > 0)) {
    await addDemonstrationChart(open, callerOf('analyst'))
    progress('a synthetic chart')
  }
  return { officers }
}

async function addOfficers({ node }: OpenNode, member: DemoMember): Promise<Seeded['officers']> {
  const made: Seeded['officers'][number][] = []
  for (const officer of member.officers) {
    const now = node.clock.now()
    const id = newId(now)
    const prepared = await prepareCredentials({ password: DEMO_PASSWORD })
    const result = await node.database.transaction(async (writing) => {
      const vault = sealing(node, writing)
      const { totp_uri } = await addAccount(
        { writing, vault, now },
        id,
        {
          sign_in_name: officer.sign_in,
          name: officer.name,
          member: member.id,
          unit: officer.unit,
          roles: officer.roles,
          clearance: officer.clearance,
          language: member.language,
        },
        prepared,
      )
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
