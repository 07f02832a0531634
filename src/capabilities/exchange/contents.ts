/** What of a case and of a message is sealed at rest, and how a statement's parts are named inside. */
import type { Sealing, Unsealing } from '#kernel/capability.ts'
import type { Attachment, Handling, Header, Statement } from '#wire/statement.ts'
import { CLASSIFICATIONS, type Classification } from '#wire/vocabulary.ts'
import type { CaseRow, Kind, MessageRow } from './store.ts'

export interface CaseContents {
  readonly title: string
  /** The own reference, as the unit files it. */
  readonly reference: string
  readonly handling: readonly Handling[]
}

export interface MessageContents {
  readonly header: Header
  readonly body: unknown
  readonly attachments: readonly Attachment[]
  /** What it passes on, once its signature was verified. */
  readonly original?: Statement
}

const caseLabel = (id: string) => `exchange.case:${id}`
const messageLabel = (id: string) => `exchange.message:${id}`

export const sealCase = (vault: Sealing, slot: number, id: string, contents: CaseContents): Uint8Array =>
  vault.sealJson(slot, caseLabel(id), contents)

/** `undefined` once it is erased. */
export const openCase = (vault: Unsealing, { slot, id, sealed }: Pick<CaseRow, 'slot' | 'id' | 'sealed'>): CaseContents | undefined =>
  sealed ? vault.openJson<CaseContents>(slot, caseLabel(id), sealed) : undefined

export const sealMessage = (vault: Sealing, slot: number, id: string, contents: MessageContents): Uint8Array =>
  vault.sealJson(slot, messageLabel(id), contents)

/** `undefined` once it is erased. */
export const openMessage = (
  vault: Unsealing,
  { slot, id, sealed }: Pick<MessageRow, 'slot' | 'id' | 'sealed'>,
): MessageContents | undefined => (sealed ? vault.openJson<MessageContents>(slot, messageLabel(id), sealed) : undefined)

/** The header whose handling codes bind: that of what is passed on, else its own. */
export const bindingHeader = ({ header, original }: MessageContents): Header => original?.header ?? header

export const kindOf = (type: string): Kind => type.split('.')[1] as Kind
export const typeOf = (kind: Kind): string => `exchange.${kind}.v1`
export const levelOf = (classification: Classification): number => CLASSIFICATIONS.indexOf(classification)
export const classificationOf = (level: number): Classification => CLASSIFICATIONS[level]!
