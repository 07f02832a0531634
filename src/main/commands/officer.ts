/** `portolan officer add | reset`: the first accounts of a node, made by who holds its folder; later ones are made in the application, by two. */
import { newId } from '#kernel/identity.ts'
import { accounts, addAccount, prepareCredentials, resetAccount, signInName } from '#kernel/officers/index.ts'
import { sealing, settledDooms } from '#kernel/sealing.ts'
import { LANGUAGES, type Language, ROLES, type Role } from '#wire/vocabulary.ts'
import { capabilities } from '../capabilities.ts'
import { readConfig } from '../config.ts'
import { openNode } from '../open-node.ts'
import { demand, readArguments, Usage } from './arguments.ts'

/** So many administrators make accounts in the application; from then on the command line has to say why it does. */
const ENOUGH_ADMINISTRATORS = 2
const LONGEST_REASON = 1_000

/**
 * `officer add --config FILE --sign-in NAME --name TEXT --role ROLE… --unit UNIT [--language en] [--clearance 0|1|2] [--reason TEXT]`,
 * `officer reset --config FILE --sign-in NAME --reason TEXT`: prints the one-time password and the code's address once.
 */
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
    reason: { type: 'string' },
  })
  const [what] = positionals
  if (what !== 'add' && what !== 'reset') throw new Usage('officer add | reset')
  const sign_in_name = signInName(demand(values['sign-in'], 'sign-in'))
  const reason = values.reason?.trim().slice(0, LONGEST_REASON) || undefined
  const config = readConfig(demand(values.config, 'config'))
  const member = values.member ?? config.memberships[0]!.member
  const fields = what === 'add' ? fieldsOf(values) : undefined
  const open = await openNode({ ...config, capabilities, loops: { manual: true } })
  try {
    const { node } = open
    const now = node.clock.now()
    const prepared = await prepareCredentials()
    const made = await node.database.transaction(async (writing) => {
      const administrators = await accounts.countWithRole(writing, member, 'administrator')
      if (reason === undefined && (what === 'reset' || administrators >= ENOUGH_ADMINISTRATORS))
        throw new Usage(
          `${administrators} administrators make accounts and give credentials in the application, two at a time; state --reason to do it here: it stands in the journal`,
        )
      const making = { writing, now, vault: sealing(node, writing) }
      const known = await accounts.maybeAccountNamed(writing, sign_in_name)
      if (what === 'reset' && known?.member !== member) throw new Usage(`no account ${sign_in_name} of ${member}`)
      const id = what === 'reset' ? known!.id : newId(now)
      const credentials = fields
        ? await addAccount(making, id, { sign_in_name, member, ...fields }, prepared)
        : await resetAccount(making, id, prepared)
      await settledDooms(writing)
      await node.journal.append(writing, {
        event: what === 'add' ? 'officers.added-by-command-line' : 'officers.reset-by-command-line',
        actor: 'command-line',
        subject: `officer:${id}`,
        detail: {
          member,
          administrators,
          ...(fields && { roles: fields.roles.join(' '), clearance: fields.clearance }),
          ...(reason !== undefined && { reason }),
        },
      })
      return { id, ...credentials }
    })
    process.stdout.write(`${JSON.stringify(made, null, 2)}\n`)
  } finally {
    await open.close()
  }
  return 0
}

function fieldsOf(values: {
  readonly role?: string[]
  readonly language?: string
  readonly name?: string
  readonly unit?: string
  readonly clearance?: string
}) {
  const roles = (values.role ?? []).map((role): Role => {
    if (!(ROLES as readonly string[]).includes(role)) throw new Usage(`--role is one of ${ROLES.join(', ')}`)
    return role as Role
  })
  if (roles.length === 0) throw new Usage('--role is missing')
  const language = (values.language ?? 'en') as Language
  if (!LANGUAGES.includes(language)) throw new Usage(`--language is one of ${LANGUAGES.join(', ')}`)
  const clearance = Number(values.clearance ?? 1)
  if (clearance !== 0 && clearance !== 1 && clearance !== 2) throw new Usage('--clearance is 0, 1 or 2')
  return { name: demand(values.name, 'name'), unit: demand(values.unit, 'unit'), roles, language, clearance: clearance as 0 | 1 | 2 }
}
