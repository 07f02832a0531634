/** What the server is given: ports to the node behind it, and the limits it keeps. */
import type { Networks, Officer } from '#kernel/capability.ts'
import type { Sessions } from '#kernel/officers/index.ts'
import type { Caller, Door } from '#kernel/perform.ts'
import type { Report } from '#kernel/report.ts'

export interface Parts {
  readonly node: {
    readonly id: string
    readonly name: string
    readonly version: string
    /** One click signs in as a listed officer; never true where real records are. */
    readonly demonstration: boolean
    readonly members: readonly string[]
  }
  /** Which doors this listener has. */
  readonly faces: 'officers' | 'partners' | 'both'
  readonly now: () => Date
  readonly door: Door
  readonly sessions: Sessions
  readonly networks: Pick<Networks, 'all'>
  /** Writes one entry; `subject` names an officer, a session or a token by id. */
  journal(event: string, subject: string, detail: Record<string, string | number | boolean | null>): Promise<void>
  /** Calls `wake` when something of the topic happened; answers how to stop. */
  subscribe(topic: string, wake: () => void): () => void
  /** For watchers: no secrets, no names of people; any state but `serving` is answered with 503. */
  health(): Promise<Record<string, unknown> & { readonly state: string }>
  /** Codes of what everybody at this node has to know now, like `roster-expired`; asked whenever a page reads its session. */
  warnings?(): readonly string[]
  /** What went wrong inside, for the node's own log. */
  readonly report: Report
  readonly attachments?: AttachmentPort
  readonly partners?: PartnersPort
  readonly oidc?: OidcSettings
  /** The folder of the built pages. */
  readonly pages?: URL
  readonly tls?: { readonly cert: string; readonly key: string }
  /** The address that people type where a proxy on this machine ends TLS: `https://node.example`. */
  readonly origin?: string
  readonly limits?: Partial<Limits>
}

export interface AttachmentPort {
  store(bytes: Uint8Array, name: string, media_type: string, officer: Officer): Promise<{ readonly id: string }>
  /** `query` holds what the address says besides the id; a refusal is thrown. */
  read(
    id: string,
    caller: Caller,
    query: Readonly<Record<string, string>>,
  ): Promise<{ name: string; media_type: string; bytes: Uint8Array }>
}

export const PARTNER_ROUTES = ['post', 'ask', 'backfill', 'attachment', 'roster'] as const
export type PartnerRoute = (typeof PARTNER_ROUTES)[number]

/** Bytes in, bytes out: who calls and what it says is the kernel's to prove. */
export interface PartnersPort {
  handle(call: {
    readonly route: PartnerRoute
    readonly method: string
    /** As received, with its query. */
    readonly path: string
    readonly authority: string
    readonly headers: Readonly<Record<string, string | string[] | undefined>>
    readonly params: Readonly<Record<string, string>>
    readonly body: Uint8Array
  }): Promise<{ readonly status: number; readonly body: Uint8Array | string; readonly contentType: string }>
}

export interface OidcSettings {
  /** Of the button: "Ministry account". */
  readonly name: string
  /** https, or http on loopback. */
  readonly issuer: string
  readonly client_id: string
  readonly client_secret: string
  /** Which claim of the ID token names an officer's account; `sub` unless said. */
  readonly claim?: string
  /** Required authentication context, where the provider has several. */
  readonly acr?: string
  /** 32 bytes, the same in all processes of the node: seals what has to survive the visit to the provider. */
  readonly secret: Uint8Array
}

export interface Limits {
  readonly body_bytes: number
  readonly attachment_bytes: number
  readonly partner_body_bytes: number
  readonly partner_attachment_bytes: number
  /** How long a body may take to arrive. */
  readonly body_ms: number
  readonly large_body_ms: number
  readonly large_bodies_at_once: number
  readonly partner_calls_at_once: number
  readonly connections: number
  readonly session_per_s: number
  readonly session_burst: number
  readonly token_per_s: number
  readonly token_burst: number
  readonly address_per_s: number
  readonly address_burst: number
  readonly streams_per_session: number
  readonly streams: number
  readonly stream_poll_ms: number
  readonly stream_heartbeat_ms: number
  readonly stream_longest_ms: number
}

export const LIMITS: Limits = {
  body_bytes: 1_048_576,
  attachment_bytes: 25 * 1_048_576,
  partner_body_bytes: 8 * 1_048_576,
  partner_attachment_bytes: 26 * 1_048_576,
  body_ms: 15_000,
  large_body_ms: 180_000,
  large_bodies_at_once: 8,
  partner_calls_at_once: 64,
  connections: 4_000,
  session_per_s: 50,
  session_burst: 300,
  token_per_s: 2_000,
  token_burst: 10_000,
  address_per_s: 50,
  address_burst: 500,
  streams_per_session: 6,
  streams: 1_000,
  stream_poll_ms: 500,
  stream_heartbeat_ms: 15_000,
  stream_longest_ms: 15 * 60_000,
}
