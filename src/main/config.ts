/** A node's configuration file, and what it means. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import Type, { type Static, type TInteger, type TOptional } from 'typebox'
import { INTAKE_LIMITS, type IntakeLimits } from '#kernel/post/intake.ts'
import { ID_PATTERN } from '#wire/address.ts'

const Id = Type.String({ pattern: ID_PATTERN })
const Listener = Type.Object(
  {
    host: Type.String({ maxLength: 253 }),
    port: Type.Integer({ minimum: 0, maximum: 65_535 }),
    /** Files in PEM; without them the listener must be on loopback. */
    tls: Type.Optional(Type.Object({ cert: Type.String(), key: Type.String() }, { additionalProperties: false })),
    origin: Type.Optional(Type.String({ pattern: '^https://' })),
  },
  { additionalProperties: false },
)

export const ConfigSchema = Type.Object(
  {
    id: Id,
    name: Type.String({ minLength: 1, maxLength: 200 }),
    /** Where keys, vault, attachments, rosters and the embedded database lie; relative to the file. */
    folder: Type.String({ minLength: 1 }),
    /** PostgreSQL 15 or newer; without it the embedded database in the folder. DATABASE_URL overrides it. */
    database_url: Type.Optional(Type.String({ pattern: '^postgres(ql)?://' })),
    memberships: Type.Array(
      Type.Object({ network: Id, member: Id, genesis_sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) }, { additionalProperties: false }),
      { minItems: 1, maxItems: 50 },
    ),
    officers: Listener,
    partners: Listener,
    /** What partners and officers may leave here in a day or send in a second, where it is not what docs/protocol.md says. */
    limits: Type.Optional(
      Type.Object(
        Object.fromEntries(
          Object.keys(INTAKE_LIMITS).map((name) => [name, Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }))]),
        ) as Record<keyof IntakeLimits, TOptional<TInteger>>,
        { additionalProperties: false },
      ),
    ),
    /** For whom back-ups are sealed: public keys of age (`portolan keys backup`), whose secret halves lie elsewhere. */
    backup_recipients: Type.Optional(Type.Array(Type.String({ pattern: '^age1[a-z0-9]{20,4000}$' }), { minItems: 1, maxItems: 10 })),
    /** Synthetic records, one click to sign in: every screen says so. */
    demonstration: Type.Optional(Type.Boolean()),
    oidc: Type.Optional(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 100 }),
          issuer: Type.String({ pattern: '^https?://' }),
          client_id: Type.String({ minLength: 1 }),
          client_secret: Type.String({ minLength: 1 }),
          claim: Type.Optional(Type.String()),
          acr: Type.Optional(Type.String()),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)
export type NodeConfig = Static<typeof ConfigSchema>

/** Reads and checks a configuration; throws TypeError that names what is wrong. Paths come back absolute. */
export function readConfig(path: string): NodeConfig {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
  const validate = new Ajv2020({ strict: false, allErrors: true, validateSchema: false }).compile(ConfigSchema)
  if (!validate(value)) {
    throw new TypeError(
      `${path}: ${(validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`).join('; ')}`,
    )
  }
  const config = value as NodeConfig
  const base = dirname(resolve(path))
  const absolute = (listener: NodeConfig['officers']) =>
    listener.tls ? { ...listener, tls: { cert: resolve(base, listener.tls.cert), key: resolve(base, listener.tls.key) } } : listener
  const url = process.env.DATABASE_URL || config.database_url
  return {
    ...config,
    folder: resolve(base, config.folder),
    officers: absolute(config.officers),
    partners: absolute(config.partners),
    ...(url && { database_url: url }),
  }
}
