// The kinds of things as the node has them, and how the pages arrange them.
import { KINDS, type Kind, kindOf } from '#capabilities/strategy/kinds.ts'
import type { Field } from '#wire/fields.ts'
import type { KindName } from './types.ts'

export { KINDS, kindOf }
export const fieldsOf = (kind: string): readonly (readonly [string, Field])[] => Object.entries(kindOf(kind)?.fields ?? {})

/** Which kinds stand together where everything is shown. */
export const GROUPS = {
  meetings: ['meeting', 'item', 'document', 'attendance', 'decision'],
  declarations: ['declaration', 'rendering', 'signature', 'commitment', 'report', 'acceptance'],
  consultations: ['consultation', 'vote', 'outcome', 'position', 'comment'],
  assessment: ['assessment', 'contribution', 'indicator', 'group-rating', 'chapter'],
  priorities: ['priority', 'goal'],
  plans: ['plan', 'coordinator', 'action', 'progress', 'result', 'alert', 'evaluation', 'recommendation'],
  groups: ['practice', 'procedure', 'definition', 'instrument', 'tracked'],
  overlaps: ['function', 'project', 'mitigation'],
} as const satisfies Readonly<Record<string, readonly KindName[]>>
export type Group = keyof typeof GROUPS

/** Kinds to read for some of them: their own, and what they point to. */
export function kindsFor(...kinds: readonly KindName[]): KindName[] {
  const all = new Set<string>(kinds)
  for (const kind of kinds)
    for (const [, { takes }] of fieldsOf(kind))
      if (takes.form === 'thing' || takes.form === 'things') for (const one of takes.of) all.add(one)
  return [...all].filter((one): one is KindName => one in KINDS)
}

type Part = 'chair' | 'participant' | 'observer' | 'guest' | 'left'
/** Whether a member of this part may state the kind; the node decides again. */
export function mayState(part: Part, kind: string): boolean {
  const by = (kindOf(kind) as Kind | undefined)?.by
  if (part === 'left' || by === undefined) return false
  if (by === 'chair') return part === 'chair'
  return by === 'anybody' || part === 'chair' || part === 'participant'
}
