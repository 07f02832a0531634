/** A node's own parts, as the kernel passes them among its own files; capabilities never see it. */
import type { Types } from '#wire/types.ts'
import type { Access } from './access.ts'
import type { Bells } from './bells.ts'
import type { Capability, MessageHandler } from './capability.ts'
import type { Clock } from './clock.ts'
import type { Database } from './database/port.ts'
import type { Journal } from './journal.ts'
import type { KeyRing } from './keys.ts'
import type { Peers } from './peers.ts'
import type { IntakeLimits } from './post/intake.ts'
import type { Transport } from './post/transport.ts'
import type { Report } from './report.ts'
import type { Vault } from './vault/index.ts'

export interface Node {
  readonly id: string
  readonly clock: Clock
  readonly database: Database
  readonly keys: KeyRing
  readonly peers: Peers
  readonly journal: Journal
  readonly access: Access
  readonly vault: Vault
  readonly types: Types
  readonly capabilities: readonly Capability[]
  readonly handlers: ReadonlyMap<string, MessageHandler>
  readonly transport: Transport
  readonly bells: Bells
  readonly report: Report
  /** Folder of encrypted attachments. */
  readonly blobs: string
  /** Folder of what may be lost: written down from memory, for a quick start. */
  readonly derived: string
  readonly limits: IntakeLimits
  /** Changes with each restore. */
  readonly epoch: string
  /** Its contents are made up; what it hands out says so. */
  readonly demonstration: boolean
}
