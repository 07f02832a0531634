/** The shapes that the actions on accounts take and answer. */
import Type, { type Static, type TObject, type TProperties } from 'typebox'
import type { accounts } from '#kernel/officers/index.ts'
import { ID_PATTERN } from '#wire/address.ts'
import { LANGUAGES, PURPOSES, ROLES } from '#wire/vocabulary.ts'

export const closed = <P extends TProperties>(properties: P): TObject<P> => Type.Object(properties, { additionalProperties: false })

export const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })
export const Unit = Type.String({ pattern: ID_PATTERN, maxLength: 32 })
export const Name = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
export const SignInName = Type.String({ minLength: 2, maxLength: 64 })
export const Roles = Type.Array(Type.Enum([...ROLES]), { minItems: 1, maxItems: ROLES.length, uniqueItems: true })
export const Purposes = Type.Array(Type.Enum([...PURPOSES]), { minItems: 1, maxItems: PURPOSES.length, uniqueItems: true })
export const Clearance = Type.Integer({ minimum: 0, maximum: 2 })
export const Language = Type.Enum([...LANGUAGES])
export const Subject = Type.String({ minLength: 1, maxLength: 200 })
export const Label = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
export const Reason = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })
export const Instant = Type.String({ format: 'date-time', maxLength: 30 })
export const Text = Type.String({ maxLength: 1000 })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])
export const MaybeInstant = orNull(Instant)

export const Paging = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
}
export const pageOf = ({ limit = 50, offset = 0 }: { limit?: number; offset?: number }) => ({ limit, offset })

export const NewAccount = closed({
  sign_in_name: SignInName,
  name: Name,
  unit: Unit,
  roles: Roles,
  clearance: Clearance,
  language: Language,
  oidc_subject: Type.Optional(Subject),
})
export type NewAccount = Static<typeof NewAccount>

/** What can be changed of an account; what is absent stays. */
export const AccountChange = {
  name: Type.Optional(Name),
  unit: Type.Optional(Unit),
  roles: Type.Optional(Roles),
  clearance: Type.Optional(Clearance),
  language: Type.Optional(Language),
  oidc_subject: Type.Optional(Type.Union([Subject, Type.Null()])),
  disabled: Type.Optional(Type.Boolean()),
}

export const NewToken = closed({ label: Label, roles: Roles, purposes: Purposes, expires_at: Instant })
export type NewToken = Static<typeof NewToken>

export const Account = closed({
  id: Id,
  sign_in_name: Text,
  name: Text,
  member: Text,
  unit: Text,
  roles: Type.Array(Type.Enum([...ROLES])),
  clearance: Clearance,
  language: Language,
  oidc_subject: orNull(Text),
  disabled: Type.Boolean(),
  /** A one-time password waits to be changed. */
  change_password: Type.Boolean(),
  version: Type.Integer(),
  created_at: Instant,
  changed_at: Instant,
  reset_at: MaybeInstant,
  signed_in_at: MaybeInstant,
})
export type Account = Static<typeof Account>

export function accountOf(row: accounts.AccountRow): Account {
  const { id, sign_in_name, name, member, unit, roles, clearance, language, oidc_subject, disabled, version } = row
  return {
    id,
    sign_in_name,
    name,
    member,
    unit,
    roles: [...roles],
    clearance,
    language,
    oidc_subject,
    disabled,
    change_password: row.password_once,
    version,
    created_at: row.created_at.toISOString(),
    changed_at: row.changed_at.toISOString(),
    reset_at: row.reset_at?.toISOString() ?? null,
    signed_in_at: row.signed_in_at?.toISOString() ?? null,
  }
}
