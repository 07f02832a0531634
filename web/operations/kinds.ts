// The kinds of things as the node has them, and how the pages arrange them.
import { KINDS, type Kind, PLAN_ELEMENTS } from '#capabilities/operations/kinds.ts'
import type { Field, FieldForm } from '#wire/fields.ts'

export { type FieldForm, KINDS, PLAN_ELEMENTS }

export const kindOf = (kind: string): Kind | undefined => KINDS[kind]
export const fieldsOf = (kind: string): readonly (readonly [string, Field])[] => Object.entries(KINDS[kind]?.fields ?? {})

/** Which kinds stand together on a page, in the order of its sections. What tells more of another thing stands under that. */
export const GROUPS = {
  steer: ['task', 'decision', 'plan', 'instruction'],
  events: ['event'],
  evidence: ['evidence'],
  picture: ['person', 'organisation', 'object', 'place', 'link'],
  results: ['result', 'cost'],
  rights: ['mentoring', 'powers-card', 'referral', 'complaint'],
  returns: ['identity-case'],
  desk: ['desk-request', 'shift'],
  field: ['patrol', 'area', 'crew', 'incident'],
  post: ['phase', 'post', 'count', 'message'],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type Group = keyof typeof GROUPS

/** What tells more of a thing, and by which field it names it. */
export const UNDER: Readonly<Record<string, { readonly kind: string; readonly by: string }>> = {
  event: { kind: 'follow-up', by: 'event' },
  evidence: { kind: 'custody', by: 'evidence' },
  patrol: { kind: 'patrol-log', by: 'patrol' },
  message: { kind: 'acknowledgement', by: 'message' },
}

/** Kinds to read for a group: its own, what tells more of them, and what they point to. */
export function kindsFor(group: Group): string[] {
  const kinds = new Set<string>(GROUPS[group])
  for (const kind of GROUPS[group]) {
    if (UNDER[kind]) kinds.add(UNDER[kind].kind)
    for (const [, { takes }] of fieldsOf(kind)) if (takes.form === 'thing') for (const one of takes.of) kinds.add(one)
  }
  return [...kinds]
}
