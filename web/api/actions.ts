// The actions of a node as the browser sees them: name, kind, what goes in, what comes out.
import type { Actions as NodeActions } from '../../src/main/actions-type.ts'

export type Role = 'front-line' | 'desk' | 'analyst' | 'supervisor' | 'data-protection' | 'administrator'

export type CurrentSession = {
  officer: { id: string; name: string; roles: Role[]; unit: string; member: string; language?: string }
  node: { id: string; name: string; demonstration: boolean }
  purposes: string[]
  expires_at: string
  /** Codes of what everybody has to know now, like `roster-expired`. */
  warnings?: string[]
}

export type SignInOptions = {
  node?: { id: string; name: string }
  demonstration: boolean
  officers?: { id: string; name: string; role: Role; unit: string }[]
  oidc?: { name: string }
}

/** What the server itself answers, beside the capabilities' actions. */
interface SessionActions {
  'session.current': { kind: 'view'; input: Record<string, never>; output: CurrentSession }
  'session.options': { kind: 'view'; input: Record<string, never>; output: SignInOptions }
  'session.sign-in': { kind: 'act'; input: { name: string; password: string; code: string }; output: unknown }
  'session.demonstration': { kind: 'act'; input: { officer: string }; output: unknown }
  'session.shift': { kind: 'act'; input: { purpose: string | null; place: string | null }; output: unknown }
  'session.sign-out': { kind: 'act'; input: Record<string, never>; output: unknown }
}

export type Actions = NodeActions & SessionActions
