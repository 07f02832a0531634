/** A statement: what one member says once, signed; docs/protocol.md, "Two layers". */

import { utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json, parseCanonical } from '#lib/canonical-json.ts'
import type { MemberId, NetworkId, UnitId } from './address.ts'
import { Refusal } from './refusal.ts'
import type { Classification, CrimeArea, HandlingCode, Language, Purpose, ReplyClass } from './vocabulary.ts'

/** A time in UTC with milliseconds: `2026-01-31T08:00:00.000Z`. */
export type Instant = string

export interface Handling {
  readonly code: HandlingCode
  /** The words of H3. */
  readonly words?: string
}

export interface Attachment {
  /** As the sender named it; for display only, never a path. */
  readonly name: string
  readonly media_type: string
  /** Bytes of the plain content. */
  readonly size: number
  /** SHA-256 of the plain content, hex. */
  readonly sha256: string
  /** SHA-256 of the encrypted content as it travels, hex. */
  readonly sealed_sha256: string
  /** The content key, base64url; it stands only inside sealed statements. */
  readonly key: string
}

export interface Header {
  readonly id: string
  readonly network: NetworkId
  readonly type: string
  readonly from: { readonly member: MemberId; readonly unit: UnitId }
  readonly to: { readonly member: MemberId } | { readonly space: string; readonly epoch: number }
  readonly case?: string
  readonly in_reply_to?: string
  readonly sent_at: Instant
  readonly reply?: { readonly class: ReplyClass }
  readonly handling: readonly Handling[]
  readonly evaluation?: { readonly source: 'A' | 'B' | 'C' | 'X'; readonly information: '1' | '2' | '3' | '4' }
  readonly classification: Classification
  readonly purpose?: Purpose
  readonly crime_area?: CrimeArea
  readonly keep_until?: Instant
  readonly language: Language
}

export interface Statement<Body = Json> {
  readonly header: Header
  readonly body: Body
  readonly attachments: readonly Attachment[]
}

export const STATEMENT_TYP = 'portolan-statement+jws'
export const MAX_STATEMENT_BYTES = 262_144
export const MAX_ATTACHMENTS = 10
export const MAX_ATTACHMENT_BYTES = 25 * 1024 * 1024

/** The bytes that are signed: RFC 8785. */
export const encodeStatement = (statement: Statement): Uint8Array => utf8(canonicalJson(statement as unknown as Json))

/** Reads signed bytes; their header and body are still to be held against the schemas. */
export function decodeStatement(bytes: Uint8Array): Statement {
  const read = parseCanonical(bytes, { max_bytes: MAX_STATEMENT_BYTES })
  if (!read.ok) throw new Refusal('message.malformed', { inside: read.reason })
  return read.value as unknown as Statement
}
