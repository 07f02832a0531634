/**
 * What a team works with: things put together from all that was said about them. Each field shows what was said last, by the one order of the
 * space; so every member shows the same, whatever came first.
 */
import type { MemberId } from '#wire/address.ts'
import type { Fields, Text, Value } from '#wire/fields.ts'
import type { ActRef } from './bodies.ts'
import { kindOf } from './kinds.ts'
import { compareStamps, type Stamp } from './order.ts'

/** One act on one thing. `set` is missing where its contents are not here: not for this member, not verified yet, or erased. */
export interface Said {
  readonly ref: ActRef
  readonly stamp: Stamp
  readonly thing: string
  readonly kind: string | null
  readonly set: Fields | undefined
  readonly withdrawn: Text | undefined
}

export interface FieldOf {
  readonly value: Value
  readonly by: MemberId
  readonly at: string
}

export interface Thing {
  readonly id: string
  readonly kind: string
  /** Which entry put it first: times are not enough to tell entries apart. */
  readonly entry: string
  readonly by: MemberId
  readonly at: string
  readonly changed_at: string
  readonly fields: { readonly [field: string]: FieldOf }
  readonly withdrawn: { readonly by: MemberId; readonly at: string; readonly reason: Text } | undefined
  /** Acts whose contents are not here. */
  readonly missing: readonly ActRef[]
}

/**
 * Puts things together. Only who first put a thing, or the leader, may withdraw it; its kind is the first one said. Of a message nobody but its
 * maker says more.
 */
export function thingsOf(said: readonly Said[], leader: MemberId): Thing[] {
  const things = new Map<string, Building>()
  for (const one of [...said].sort((a, b) => compareStamps(a.stamp, b.stamp) || a.ref.index - b.ref.index)) {
    const { author, at } = one.stamp
    const known = things.get(one.thing)
    if (!known) {
      if (one.kind === null) continue
      things.set(one.thing, {
        id: one.thing,
        kind: one.kind,
        entry: one.ref.entry,
        by: author,
        at,
        changed_at: at,
        fields: fieldsOf(one.set, author, at),
        withdrawn: undefined,
        missing: one.set ? [] : [one.ref],
      })
      continue
    }
    if (one.withdrawn) {
      if (author === known.by || author === leader) known.withdrawn = { by: author, at, reason: one.withdrawn }
    } else if (one.kind === known.kind && mayAdd(known, author)) {
      Object.assign(known.fields, fieldsOf(one.set, author, at))
      if (!one.set) known.missing.push(one.ref)
      known.changed_at = at
    }
  }
  return [...things.values()]
}

export const mayAdd = ({ kind, by }: Pick<Thing, 'kind' | 'by'>, author: MemberId): boolean => by === author || !kindOf(kind)?.own_words

interface Building extends Omit<Thing, 'fields' | 'withdrawn' | 'missing' | 'changed_at'> {
  fields: Record<string, FieldOf>
  withdrawn: Thing['withdrawn']
  missing: ActRef[]
  changed_at: string
}

const fieldsOf = (set: Fields | undefined, by: MemberId, at: string): Record<string, FieldOf> =>
  Object.fromEntries(Object.entries(set ?? {}).map(([field, value]) => [field, { value, by, at }]))
