/** Sealing of contents at rest, as capabilities see it: scopes with a key each, kept outside the database. */
import { createHmac } from 'node:crypto'
import { utf8 } from '#lib/bytes.ts'
import type { Sealing, Unsealing } from './capability.ts'
import type { Writer } from './database/port.ts'
import { sql } from './database/sql.ts'
import type { Node } from './node.ts'

type Held = Pick<Node, 'vault' | 'keys'>

export function unsealing({ vault }: Held): Unsealing {
  return {
    open: (slot, label, sealed) => vault.open(slot, label, sealed),
    openJson<T>(slot: number, label: string, sealed: Uint8Array) {
      const plain = vault.open(slot, label, sealed)
      return plain === undefined ? undefined : (JSON.parse(Buffer.from(plain).toString('utf8')) as T)
    },
  }
}

export const digester =
  ({ keys }: Held): Sealing['digest'] =>
  (label, value) =>
    new Uint8Array(createHmac('sha256', keys.digest).update(`${label}\0${value}`).digest())

export function sealing(held: Held, writing: Writer): Sealing {
  const { vault } = held
  return {
    ...unsealing(held),
    slotOf: (scope) => slotOf(held, writing, scope),
    newSlots: (count) => vault.newKeys(writing, count),
    seal: (slot, label, plain) => vault.seal(slot, label, plain),
    sealJson: (slot, label, value) => vault.seal(slot, label, utf8(JSON.stringify(value))),
    destroy(slots) {
      doom(held, writing, slots)
    },
    async destroyScope(scope) {
      const known = await writing.maybeOne<{ slot: number }>(sql`select slot from vault_scope where scope = ${scope} for update`)
      if (known) doom(held, writing, [known.slot])
    },
    digest: digester(held),
  }
}

const doomed = new WeakMap<Writer, Promise<unknown>>()

/** Dooms in the transaction, destroys after it: a crash between is made good by `destroyDoomed` at the next start. */
function doom(held: Held, writing: Writer, slots: readonly number[]) {
  if (slots.length === 0) return
  const before = doomed.get(writing) ?? Promise.resolve()
  doomed.set(
    writing,
    before.then(async () => {
      await writing.run(sql`insert into vault_doomed (slot) select unnest(${[...slots]}::bigint[]) on conflict do nothing`)
      await writing.run(sql`delete from vault_scope where slot = any(${[...slots]}::bigint[])`)
    }),
  )
  // a failure here is made good by `destroyDoomed`
  writing.afterCommit(() => void held.vault.destroy([...slots]).catch(() => undefined))
}

/** Waits for what `destroy` wrote; the doors call it before they commit. */
export const settledDooms = (writing: Writer): Promise<unknown> => doomed.get(writing) ?? Promise.resolve()

/** Destroys what a process that died had only doomed. */
export async function destroyDoomed({ vault, database }: Held & Pick<Node, 'database'>): Promise<number> {
  const rows = await database.many<{ slot: number }>(sql`select slot from vault_doomed order by slot limit 100000`)
  if (rows.length === 0) return 0
  const slots = rows.map(({ slot }) => slot)
  await vault.destroy(slots)
  await database.transaction((writing) => writing.run(sql`delete from vault_doomed where slot = any(${slots}::bigint[])`))
  return slots.length
}

async function slotOf({ vault }: Held, writing: Writer, scope: string): Promise<number> {
  const find = () => writing.maybeOne<{ slot: number }>(sql`select slot from vault_scope where scope = ${scope}`)
  const known = await find()
  if (known) return known.slot
  const slot = await vault.newKey(writing)
  const made = await writing.run(sql`insert into vault_scope (scope, slot) values (${scope}, ${slot}) on conflict do nothing`)
  // another process was first: its key is the scope's
  return made > 0 ? slot : (await find())!.slot
}
