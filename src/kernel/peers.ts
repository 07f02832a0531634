/** What this node holds of its networks: every roster since the genesis, and who the members are by the newest. */
import type { GeneralJws } from '#lib/envelope/index.ts'
import { type SealingKey, sealingKey, type VerifyingKey, verifyingKey } from '#lib/envelope/index.ts'
import type { Address, MemberId, NetworkId } from '#wire/address.ts'
import { Refusal } from '#wire/refusal.ts'
import {
  currentKey,
  memberOf,
  ROSTER_GRACE_MS,
  type Roster,
  type RosterKey,
  type RosterMember,
  readRoster,
  type SignedRoster,
} from '#wire/roster.ts'
import type { Clock } from './clock.ts'
import type { Database, Reader } from './database/port.ts'
import { sql } from './database/sql.ts'
import type { Journal } from './journal.ts'

export interface Membership extends Address {
  /** SHA-256 of the first roster, compared out of band. */
  readonly genesis_sha256: string
}

export interface KnownKey {
  readonly address: Address
  readonly member: RosterMember
  readonly key: RosterKey
  readonly verifying: VerifyingKey
}

export interface Peers {
  readonly memberships: readonly Membership[]
  /** Takes what other processes accepted meanwhile. */
  refresh(reading: Reader): Promise<void>
  /** The newest roster accepted, or `message.network-unknown`. */
  roster(network: NetworkId): SignedRoster
  maybeRoster(network: NetworkId): SignedRoster | undefined
  /** `roster.expired` once the grace is over. */
  demandValid(network: NetworkId): void
  /** Offers a roster: accepted when it follows; a rival of one held is kept apart and raises an alarm. */
  offer(jws: GeneralJws, from: string): Promise<'accepted' | 'known' | 'rival' | 'ahead'>
  own(network: NetworkId): MemberId
  /** The signing key that a kid names in any network of this node, by the newest rosters. */
  signer(kid: string): KnownKey | undefined
  sealingKeyOf(address: Address): { readonly kid: string; readonly key: SealingKey } | undefined
  member(address: Address): RosterMember | undefined
  stored(reading: Reader, network: NetworkId, version: number | 'latest'): Promise<GeneralJws | undefined>
}

export function createPeers(
  memberships: readonly Membership[],
  { database, journal, clock }: { database: Database; journal: Journal; clock: Clock },
): Peers {
  const newest = new Map<NetworkId, SignedRoster>()
  const signers = new Map<string, KnownKey>()
  const sealers = new Map<string, SealingKey>()

  function adopt(signed: SignedRoster) {
    newest.set(signed.roster.network, signed)
    signers.clear()
    for (const { roster } of newest.values()) {
      for (const member of roster.members) {
        for (const key of member.keys.filter(({ use }) => use === 'sign')) {
          // the public key of a member of one network, listed in another, takes nobody's place: the network adopted first keeps it
          if (signers.has(key.kid)) continue
          signers.set(key.kid, { address: { network: roster.network, member: member.id }, member, key, verifying: verifyingKey(key.jwk) })
        }
      }
    }
  }

  function roster(network: NetworkId): SignedRoster {
    const signed = newest.get(network)
    if (!signed) throw new Refusal('message.network-unknown', { inside: `no roster of ${network}` })
    return signed
  }

  async function refresh(reading: Reader) {
    for (const { network, genesis_sha256 } of memberships) {
      // every step of the chain is checked anew, so that a row changed in the database is noticed
      const held = newest.get(network)
      const rows = await reading.many<{ jws: GeneralJws }>(
        sql`select jws from roster where network = ${network} and standing = 'accepted' and version > ${held?.roster.version ?? 0} order by version limit 10000`,
      )
      let before = held
      for (const { jws } of rows) {
        const signed: SignedRoster = readRoster(jws, before)
        if (!before && signed.hash !== genesis_sha256)
          throw new Refusal('roster.invalid', { inside: `the stored genesis of ${network} is not the pinned one` })
        before = signed
      }
      if (before && before !== held) adopt(before)
    }
  }

  return {
    memberships,
    refresh,
    roster,
    maybeRoster: (network) => newest.get(network),

    demandValid(network) {
      const { expires_at } = roster(network).roster
      if (clock.now().getTime() > Date.parse(expires_at) + ROSTER_GRACE_MS) throw new Refusal('roster.expired', { inside: network })
    },

    async offer(jws, from) {
      const claimed = claimOf(jws)
      const membership = memberships.find(({ network }) => network === claimed.network)
      if (!membership) throw new Refusal('message.network-unknown', { inside: claimed.network })
      await refresh(database)
      const held = newest.get(claimed.network)
      const next = (held?.roster.version ?? 0) + 1
      if (claimed.version > next) return 'ahead'
      if (claimed.version < next) return rival(jws, claimed, from)
      const signed = readRoster(jws, held)
      if (!held && signed.hash !== membership.genesis_sha256)
        throw new Refusal('roster.invalid', { inside: 'the genesis is not the pinned one' })
      await database.transaction(async (writing) => {
        await writing.run(sql`insert into roster (network, version, hash, standing, jws, received_at)
          values (${claimed.network}, ${claimed.version}, ${signed.hash}, 'accepted', ${jws}::jsonb, ${clock.now()})`)
        await journal.append(writing, {
          event: 'roster.accepted',
          network: claimed.network,
          actor: from,
          subject: `roster:${signed.hash}`,
          detail: { version: claimed.version },
        })
      })
      adopt(signed)
      return 'accepted'
    },

    own(network) {
      const membership = memberships.find((one) => one.network === network)
      if (!membership) throw new Refusal('message.network-unknown', { inside: `this node is in no network ${network}` })
      return membership.member
    },

    signer: (kid) => signers.get(kid),

    sealingKeyOf({ network, member }) {
      const entry = memberOf(roster(network).roster, member)
      const key = entry && currentKey(entry, 'seal', clock.now().toISOString())
      if (!key) return undefined
      const known = sealers.get(key.kid) ?? sealingKey(key.jwk)
      sealers.set(key.kid, known)
      return { kid: key.kid, key: known }
    },

    member: ({ network, member }) => {
      const signed = newest.get(network)
      return signed && memberOf(signed.roster, member)
    },

    async stored(reading, network, version) {
      const which = version === 'latest' ? sql`true` : sql`version = ${version}`
      const row = await reading.maybeOne<{ jws: GeneralJws }>(
        sql`select jws from roster where network = ${network} and standing = 'accepted' and ${which} order by version desc limit 1`,
      )
      return row?.jws
    },
  }

  /** A second roster of a number already held: kept and shouted about, if the same governors could have signed it. */
  async function rival(jws: GeneralJws, claimed: Pick<Roster, 'network' | 'version'>, from: string) {
    const chain = await database.many<{ version: number; hash: string; jws: GeneralJws }>(
      sql`select version, hash, jws from roster where network = ${claimed.network} and standing = 'accepted' and version <= ${claimed.version} order by version limit 10000`,
    )
    let before: SignedRoster | undefined
    for (const row of chain.slice(0, -1)) before = readRoster(row.jws, before)
    const signed = readRoster(jws, before)
    if (signed.hash === chain.at(-1)?.hash) return 'known' as const
    await database.transaction(async (writing) => {
      const kept = await writing.run(sql`insert into roster (network, version, hash, standing, jws, received_at)
        values (${claimed.network}, ${claimed.version}, ${signed.hash}, 'rival', ${jws}::jsonb, ${clock.now()}) on conflict do nothing`)
      if (kept > 0) {
        await journal.append(writing, {
          event: 'roster.rival',
          network: claimed.network,
          actor: from,
          subject: `roster:${signed.hash}`,
          outcome: 'refused',
          detail: { version: claimed.version },
        })
      }
    })
    return 'rival' as const
  }
}

function claimOf(jws: GeneralJws): Pick<Roster, 'network' | 'version'> {
  try {
    const { network, version } = JSON.parse(Buffer.from(jws.payload, 'base64url').toString('utf8')) as Roster
    if (typeof network === 'string' && Number.isSafeInteger(version) && version > 0) return { network, version }
  } catch {
    // falls through to the one refusal
  }
  throw new Refusal('roster.invalid', { inside: 'no network and version' })
}
