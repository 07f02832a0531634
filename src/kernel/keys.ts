/** A node's private keys: files outside the database, readable by the node's user alone. */
import { type KeyObject, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { base64url, maybeBase64url } from '#lib/bytes.ts'
import {
  contentKey,
  deriveKey,
  keyId,
  newSealingKey,
  newSigningKey,
  type OpeningKey,
  openingKey,
  type PrivateJwk,
  publicOf,
  type SigningKey,
  signingKey,
} from '#lib/envelope/index.ts'
import { verifierKey } from '#lib/log/index.ts'
import type { Address } from '#wire/address.ts'
import type { RosterKey } from '#wire/roster.ts'

interface MemberFile extends Address {
  readonly keys: readonly { readonly use: 'sign' | 'seal'; readonly made_at: string; readonly jwk: PrivateJwk }[]
}

interface NodeFile {
  readonly node: string
  readonly journal: PrivateJwk
  readonly master: string
}

export interface KeyRing {
  /** Every key that this node holds for a member, newest last. */
  signers(address: Address): readonly SigningKey[]
  /** The key that a kid names, with the member it belongs to; old ones stay, so old mail stays readable. */
  opener(kid: string): { readonly address: Address; readonly key: OpeningKey } | undefined
  readonly addresses: readonly Address[]
  readonly journal: { readonly name: string; readonly key: SigningKey }
  readonly master: Uint8Array
  /** For keyed digests of identifiers. */
  readonly digest: KeyObject
}

/** Makes the node's own keys where there are none; answers the verifier key of its journal. */
export function makeNodeKeys(folder: string, node: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'node.json')
  if (!existsSync(path)) {
    write(path, { node, journal: newSigningKey(), master: base64url(randomBytes(32)) } satisfies NodeFile)
  }
  const { node: name, journal } = read<NodeFile>(path)
  return verifierKey(`portolan/${name}`, publicOf(journal))
}

/** Adds a pair of keys (one to sign, one to be sealed to) for a member; answers their public half for the roster. */
export function makeMemberKeys(folder: string, address: Address, now: Date, valid_days: number): RosterKey[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = memberPath(folder, address)
  const before: MemberFile = existsSync(path) ? read(path) : { ...address, keys: [] }
  const made = [
    { use: 'sign' as const, made_at: now.toISOString(), jwk: newSigningKey() },
    { use: 'seal' as const, made_at: now.toISOString(), jwk: newSealingKey() },
  ]
  write(path, { ...before, keys: [...before.keys, ...made] })
  const until = new Date(now.getTime() + valid_days * 86_400_000).toISOString()
  return made.map(({ use, jwk }) => ({ kid: keyId(jwk), use, jwk: publicOf(jwk), from: now.toISOString(), until }))
}

export function readKeyRing(folder: string): KeyRing {
  const { node, journal, master } = read<NodeFile>(join(folder, 'node.json'))
  const files = readdirSync(folder)
    .filter((name) => name.startsWith('member.') && name.endsWith('.json'))
    .map((name) => read<MemberFile>(join(folder, name)))
  const signers = new Map(
    files.map((file) => [spell(file), file.keys.filter(({ use }) => use === 'sign').map(({ jwk }) => signingKey(jwk))]),
  )
  const openers = new Map(
    files.flatMap(({ network, member, keys }) =>
      keys
        .filter(({ use }) => use === 'seal')
        .map(({ jwk }) => [keyId(jwk), { address: { network, member }, key: openingKey(jwk) }] as const),
    ),
  )
  const secret = maybeBase64url(master)
  if (secret?.length !== 32) throw new TypeError('node.json holds no master key of 32 bytes')
  return {
    signers: (address) => signers.get(spell(address)) ?? [],
    opener: (kid) => openers.get(kid),
    addresses: files.map(({ network, member }) => ({ network, member })),
    journal: { name: `portolan/${node}`, key: signingKey(journal) },
    master: secret,
    digest: contentKey(deriveKey(secret, new Uint8Array(0), 'portolan-digest-1')),
  }
}

const spell = ({ network, member }: Address) => `${network}.${member}`
const memberPath = (folder: string, address: Address) => join(folder, `member.${spell(address)}.json`)
const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T

function write(path: string, value: unknown) {
  const fresh = `${path}.new`
  writeFileSync(fresh, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true })
  chmodSync(fresh, 0o600)
  renameSync(fresh, path)
}
