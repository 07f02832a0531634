/** How an officer's act becomes an entry: its place in the chain, its time, who gets it, and its contents apart where they have to be. */
import { randomBytes } from 'node:crypto'
import type { Act, View } from '#kernel/capability.ts'
import { hex } from '#lib/bytes.ts'
import type { Fields } from '#wire/fields.ts'
import { Refusal } from '#wire/refusal.ts'
import type { Attachment } from '#wire/statement.ts'
import { isGoverning, type Standing } from './agreement.ts'
import type { EntryAct } from './bodies.ts'
import { openSpace, promiseOf } from './contents.ts'
import { storeContents } from './handing.ts'
import { nextStamp } from './order.ts'
import { addresseesOf, audienceOf } from './spreading.ts'
import { latestStamp, maybeChain, type SpaceKey } from './store/entries.ts'
import { maybeSpace, maybeSpaceToChange, type SpaceRow } from './store/spaces.ts'

export interface Known {
  readonly space: SpaceRow
  readonly standing: Standing
  readonly key: SpaceKey
}

/** A space of the officer's member that can still be read; else `thing.unknown`. */
export async function knownSpace({ reading, vault, officer }: Pick<View, 'reading' | 'vault' | 'officer'>, id: string): Promise<Known> {
  return readable(await maybeSpace(reading, officer.member, id), vault, id)
}

/** The same, held until the transaction ends. */
export const spaceToChange = async ({ writing, vault, officer }: Pick<Act, 'writing' | 'vault' | 'officer'>, id: string): Promise<Known> =>
  readable(await maybeSpaceToChange(writing, officer.member, id), vault, id)

function readable(space: SpaceRow | undefined, vault: View['vault'], id: string): Known {
  const standing = space && openSpace(vault, space)?.standing
  if (!space || !standing) throw new Refusal('thing.unknown', { inside: `space ${id}` })
  return { space, standing, key: { member: space.member, space: space.id } }
}

export interface ToSay {
  readonly acts: readonly EntryAct[]
  /** By the place of the act: what is said apart, to whom it is for. */
  readonly held?: {
    readonly sets: readonly { readonly index: number; readonly set: Fields }[]
    readonly to: readonly string[]
    readonly operational: boolean
    readonly attachments: readonly Attachment[]
  }
}

/** Says one entry to a space, in the name of the own member. */
export async function say(doing: Act, { space, standing, key }: Known, { acts, held }: ToSay): Promise<string> {
  if (!space.belongs || space.emptied_at || standing.state === 'erased')
    throw new Refusal('state.conflict', { inside: `space ${space.id} is over here` })
  const sealed = held && { nonce: hex(randomBytes(16)), sets: [...held.sets], attachments: held.attachments }
  const promise = held && sealed && { sha256: promiseOf(sealed), to: [...held.to], operational: held.operational }
  const id = await sayTo(doing, {
    network: space.network,
    space: space.id,
    epoch: standing.agreements.length,
    to: audienceOf(standing, key.member, acts.some(isGoverning)),
    acts,
    ...(promise && { held: promise }),
  })
  if (held && sealed) {
    await storeContents(doing, key, { entry: id, source: key.member, statement: undefined, held: sealed })
    const to = addresseesOf(standing, key.member, held.to)
    if (to.length > 0)
      await doing.send({
        network: space.network,
        case: space.id,
        to,
        unit: doing.officer.unit,
        type: 'operations.contents.v1',
        classification: 'restricted',
        language: doing.officer.language,
        body: { space: space.id, entry: id, nonce: sealed.nonce, sets: sealed.sets },
        attachments: sealed.attachments,
      })
  }
  return id
}

interface Entry {
  readonly network: string
  readonly space: string
  readonly epoch: number
  readonly to: readonly string[]
  readonly acts: readonly EntryAct[]
  readonly held?: { sha256: string; to: string[]; operational: boolean }
  readonly founding?: true
}

export async function sayTo(doing: Act, { network, space, epoch, to, acts, held, founding }: Entry): Promise<string> {
  const key: SpaceKey = { member: doing.networks.own(network), space }
  const chain = await maybeChain(doing.writing, key, key.member, acts.some(isGoverning))
  const { at, tick } = nextStamp(await latestStamp(doing.writing, key), doing.now)
  const statement = await doing.send({
    ...(founding && { id: space }),
    network,
    case: space,
    to,
    space: { id: space, epoch },
    unit: doing.officer.unit,
    type: 'operations.entry.v1',
    classification: 'restricted',
    language: doing.officer.language,
    body: {
      n: (chain?.through ?? 0) + 1,
      ...(chain && { previous: hex(chain.digest) }),
      at,
      tick,
      acts: [...acts],
      ...(held && { held }),
    },
  })
  return statement.header.id
}
