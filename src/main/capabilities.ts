/** The capabilities of this node, in the order of their migrations. */
import type { Capability } from '#kernel/capability.ts'

export const capabilities: readonly Capability[] = []
