/** `portolan keys`: makes the keys of a node and of its members, and prints their public half. */
import { existsSync, writeFileSync } from 'node:fs'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { makeMemberKeys, makeNodeKeys } from '#kernel/keys.ts'
import { ID } from '#wire/address.ts'
import { keysFolder } from '../folders.ts'
import { demand, readArguments, Usage } from './arguments.ts'

const VALID_DAYS = 730

/**
 * `keys make --folder F --node ID --network N --member M`: keys of the node where it has none, and a further pair for the member.
 * Prints what the founder or governor puts into the roster.
 * `keys backup --to FILE`: a key pair of age for back-ups; prints the public half, which goes into the configuration (`backup_recipients`).
 */
export async function keysCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    folder: { type: 'string' },
    node: { type: 'string' },
    network: { type: 'string' },
    member: { type: 'string' },
    days: { type: 'string' },
    to: { type: 'string' },
  })
  if (positionals[0] === 'backup') return backupKey(demand(values.to, 'to'))
  if (positionals[0] !== 'make') throw new Usage('keys make | backup')
  const folder = keysFolder(demand(values.folder, 'folder'))
  const [node, network, member] = [demand(values.node, 'node'), demand(values.network, 'network'), demand(values.member, 'member')]
  for (const id of [node, network, member]) if (!ID.test(id)) throw new Usage(`${id} is not an id: lower-case letters, digits and dashes`)
  const days = Number(values.days ?? VALID_DAYS)
  if (!Number.isSafeInteger(days) || days < 1 || days > 3_650) throw new Usage('--days is a number from 1 to 3650')
  const journal = makeNodeKeys(folder, node)
  const keys = makeMemberKeys(folder, { network, member }, new Date(), days)
  process.stdout.write(`${JSON.stringify({ network, member, journal, keys }, null, 2)}\n`)
  return 0
}

/** The secret half belongs to another place than the node and its back-ups. */
async function backupKey(to: string): Promise<number> {
  if (existsSync(to)) throw new Usage(`${to} is there already`)
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  writeFileSync(to, `# public key: ${recipient}\n${identity}\n`, { flag: 'wx', mode: 0o600, flush: true })
  process.stdout.write(`${recipient}\n`)
  process.stderr.write(`keep ${to} away from the node and from its back-ups, in two places: without it no back-up opens\n`)
  return 0
}
