/** The kinds of identifiers that a register holds, and what normalising one returns. */
export const KINDS = [
  'document',
  'plate',
  'vin',
  'firearm',
  'telephone',
  'email',
  'handle',
  'domain',
  'url',
  'ip',
  'bank-account',
  'crypto',
  'imei',
  'imo',
  'mmsi',
  'aircraft',
  'container',
] as const

export type Kind = (typeof KINDS)[number]

/** Remarks on a value. A wrong checksum is a remark, not a refusal: real registers hold such values. */
export type Remark =
  | 'checksum-ok'
  | 'checksum-wrong'
  | 'checksum-not-required'
  | 'check-digit-added'
  | 'look-alikes-replaced'
  | 'letters-transliterated'
  | 'parts-reordered'
  | 'worn-characters'
  | 'too-worn'
  | 'not-17-characters'
  | 'country-unknown'
  | 'not-valid-for-country'
  | 'extension-removed'
  | 'refanged'
  | 'scheme-assumed'
  | 'credentials-removed'
  | 'port-removed'
  | 'zone-removed'
  | 'ipv4-mapped'
  | 'platform-unknown'
  | 'not-iban'
  | 'iban-computed'
  | 'software-version-removed'
  | 'no-digit'

export type IdentifierRefusal = 'empty' | 'too-long' | 'bad-character' | 'bad-length' | 'bad-form'

export type Normalised =
  | {
      ok: true
      /** The canonical form, for matching; normalising it again gives itself. */
      value: string
      /** For people: the usual spelling. */
      display: string
      notes: Remark[]
      /** ISO 3166-1 alpha-3, given or told by the value itself. */
      country?: string
      /** What the value belongs to: a currency, a platform, a numbering system. */
      scheme?: string
    }
  | { ok: false; reason: IdentifierRefusal }

export interface NormaliseOptions {
  /** ISO 3166-1 alpha-3 (or alpha-2): where the value was met or which state issued it. */
  country?: string
}

export const refused = (reason: IdentifierRefusal): Normalised => ({ ok: false, reason })
