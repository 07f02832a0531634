// The codes of powers in their order, and what takes two administrators: the rules that the node decides by.
import type { Role } from '../api/actions.ts'

export { changeNeedsTwo } from '../../src/capabilities/officers/rules.ts'

export const ROLES: readonly Role[] = ['front-line', 'desk', 'analyst', 'supervisor', 'data-protection', 'administrator']
export const CLEARANCES = ['unclassified', 'restricted', 'confidential'] as const
export const UNIT = /^[a-z][a-z0-9-]{1,31}$/
