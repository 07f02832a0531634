/** Founds a network of drill nodes on disk: keys, genesis, configurations. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeMemberKeys, makeNodeKeys } from '#kernel/keys.ts'
import { newSigningKey, signGeneral, signingKey } from '#lib/envelope/index.ts'
import { foundRoster } from '#main/commands/roster.ts'
import type { NodeConfig } from '#main/config.ts'
import { keysFolder, rostersFolder } from '#main/folders.ts'
import { encodeRoster, ROSTER_TYP, readRoster } from '#wire/roster.ts'

export interface Member {
  readonly id: string
  readonly name: string
  readonly kind: 'state' | 'organisation' | 'observer'
  readonly officers_port: number
  readonly partners_port: number
  readonly database_url?: string
}

export interface Network {
  readonly id: string
  readonly title: string
}

/** Writes `<base>/<id>/…` and `<base>/<id>.json`; answers the paths of the configurations, by member. */
export function found(
  base: string,
  { id: network, title }: Network,
  members: readonly Member[],
  demonstration = false,
): Record<string, string> {
  const now = new Date()
  const governor = { name: members[0]!.name, jwk: newSigningKey() }
  const entries = members.map(({ id, name, kind, partners_port }) => {
    const folder = keysFolder(join(base, id))
    const journal = makeNodeKeys(folder, id)
    const keys = makeMemberKeys(folder, { network, member: id }, now, 730)
    return { id, name, kind, status: 'active' as const, doors: [`http://127.0.0.1:${partners_port}`], keys, journal }
  })
  const roster = foundRoster({ network, title, governors: [governor], threshold: 1, members: entries, now, days: 365 })
  const jws = signGeneral(encodeRoster(roster), [signingKey(governor.jwk)], ROSTER_TYP)
  const { hash } = readRoster(jws)
  writeFileSync(join(base, 'governor.json'), JSON.stringify(governor, null, 2), { mode: 0o600 })
  return Object.fromEntries(
    members.map(({ id, name, officers_port, partners_port, database_url }) => {
      const rosters = rostersFolder(join(base, id))
      mkdirSync(rosters, { recursive: true })
      writeFileSync(join(rosters, `${network}.000001.json`), JSON.stringify(jws))
      const config: NodeConfig = {
        id,
        name,
        folder: id,
        memberships: [{ network, member: id, genesis_sha256: hash }],
        officers: { host: '127.0.0.1', port: officers_port },
        partners: { host: '127.0.0.1', port: partners_port },
        ...(database_url && { database_url }),
        ...(demonstration && { demonstration }),
      }
      const path = join(base, `${id}.json`)
      writeFileSync(path, JSON.stringify(config, null, 2))
      return [id, path]
    }),
  )
}
