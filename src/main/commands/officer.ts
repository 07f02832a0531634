/** `portolan officer add`: the first account of a node, made by who holds its folder; later ones are made in the application. */
import { sql } from '#kernel/database/sql.ts'
import { newId } from '#kernel/identity.ts'
import { addAccount } from '#kernel/officers/index.ts'
import { sealing, settledDooms } from '#kernel/sealing.ts'
import { LANGUAGES, type Language, ROLES, type Role } from '#wire/vocabulary.ts'
import { capabilities } from '../capabilities.ts'
import { readConfig } from '../config.ts'
import { openNode } from '../open-node.ts'
import { demand, readArguments, Usage } from './arguments.ts'

/** `officer add --config FILE --sign-in NAME --name TEXT --role ROLE… --unit UNIT [--language en] [--clearance 0|1|2]`: prints the one-time password and the code's address once. */
export async function officerCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    config: { type: 'string' },
    'sign-in': { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string', multiple: true },
    unit: { type: 'string' },
    member: { type: 'string' },
    language: { type: 'string' },
    clearance: { type: 'string' },
  })
  if (positionals[0] !== 'add') throw new Usage('officer add')
  const roles = (values.role ?? []).map((role): Role => {
    if (!(ROLES as readonly string[]).includes(role)) throw new Usage(`--role is one of ${ROLES.join(', ')}`)
    return role as Role
  })
  const language = (values.language ?? 'en') as Language
  if (!LANGUAGES.includes(language)) throw new Usage(`--language is one of ${LANGUAGES.join(', ')}`)
  const config = readConfig(demand(values.config, 'config'))
  const open = await openNode({ ...config, capabilities, loops: { manual: true } })
  try {
    const { node } = open
    const now = node.clock.now()
    const made = await node.database.transaction(async (writing) => {
      const { count } = await writing.one<{ count: number }>(sql`select count(*) as count from officer`)
      const id = newId(now)
      const credentials = await addAccount({ writing, now, vault: sealing(node, writing) } as never, id, {
        sign_in_name: demand(values['sign-in'], 'sign-in'),
        name: demand(values.name, 'name'),
        member: values.member ?? config.memberships[0]!.member,
        unit: demand(values.unit, 'unit'),
        roles,
        clearance: Number(values.clearance ?? 1) as 0 | 1 | 2,
        language,
      })
      await settledDooms(writing)
      await node.journal.append(writing, {
        event: 'officers.add-one',
        actor: 'command-line',
        subject: `officer:${id}`,
        detail: { first: count === 0, roles: roles.join(' ') },
      })
      return { id, ...credentials }
    })
    process.stdout.write(`${JSON.stringify(made, null, 2)}\n`)
  } finally {
    await open.close()
  }
  return 0
}
