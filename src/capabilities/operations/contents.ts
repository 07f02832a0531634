/** What of spaces and entries is sealed at rest, and what an entry promises of contents that travel apart. */
import type { Sealing, Unsealing } from '#kernel/capability.ts'
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json } from '#lib/canonical-json.ts'
import type { Attachment } from '#wire/statement.ts'
import type { Standing } from './agreement.ts'
import type { ContentsBody, EntryBody } from './bodies.ts'
import type { ContentsRow, EntryRow } from './store/entries.ts'
import type { SpaceRow } from './store/spaces.ts'

export interface SpaceContents {
  readonly standing: Standing
}
export interface EntryContents {
  readonly body: EntryBody
  /** The compact JWS, to be passed on to members that were not there. */
  readonly signed: string
}
export interface HeldContents {
  readonly nonce: string
  readonly sets: ContentsBody['sets']
  readonly attachments: readonly Attachment[]
}

export const SPACE_LABEL = 'operations.space'
export const ENTRY_LABEL = 'operations.entry'
export const CONTENTS_LABEL = 'operations.contents'

export const openSpace = (vault: Unsealing, { slot, sealed }: Pick<SpaceRow, 'slot' | 'sealed'>): SpaceContents | undefined =>
  sealed ? vault.openJson<SpaceContents>(slot, SPACE_LABEL, sealed) : undefined
export const sealSpace = (vault: Sealing, slot: number, contents: SpaceContents): Uint8Array => vault.sealJson(slot, SPACE_LABEL, contents)

export const openEntry = (vault: Unsealing, { slot, sealed }: Pick<EntryRow, 'slot' | 'sealed'>): EntryContents | undefined =>
  sealed ? vault.openJson<EntryContents>(slot, ENTRY_LABEL, sealed) : undefined

export const openContents = (vault: Unsealing, { slot, sealed }: Pick<ContentsRow, 'slot' | 'sealed'>): HeldContents | undefined =>
  sealed ? vault.openJson<HeldContents>(slot, CONTENTS_LABEL, sealed) : undefined

/** What the entry promises: with the nonce, so that nobody who lacks the contents can guess at them. */
export const promiseOf = ({ nonce, sets, attachments }: HeldContents): string =>
  hex(
    sha256(
      utf8(
        canonicalJson({
          nonce,
          sets,
          attachments: attachments.map(({ name, media_type, size, sha256 }) => ({ name, media_type, size, sha256 })),
        } as unknown as Json),
      ),
    ),
  )
