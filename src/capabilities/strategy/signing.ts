/** Signatures on a declaration: each on one text, by a member that takes part, before it was closed. Pure, of every version that is here. */
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json } from '#lib/canonical-json.ts'
import type { MemberId } from '#wire/address.ts'
import type { Fields } from '#wire/fields.ts'
import type { Forum } from './forum.ts'
import { counts, type KeptWord } from './things.ts'

/** What a signature on a declaration is on: SHA-256 of the canonical JSON (RFC 8785) of its title and text. */
export const declarationHash = ({ title, text }: Fields): string =>
  hex(sha256(utf8(canonicalJson({ text: text ?? null, title: title ?? null } as unknown as Json))))

/** `another-text`: on a text that does not stand, `late`: given when the declaration was closed. Neither counts. */
export const SIGNATURE_STATES = ['signed', 'another-text', 'late'] as const
export type SignatureState = (typeof SIGNATURE_STATES)[number]

export interface Signature {
  readonly member: MemberId
  readonly state: SignatureState
  readonly word: KeptWord
}
export interface Signing {
  readonly sha256: string
  readonly closed_at: string | null
  /** One a member: the first that counts, else its newest. */
  readonly signatures: readonly Signature[]
  /** Who takes part and has not signed this text. */
  readonly unsigned: readonly MemberId[]
  /** The word that first opened the text for signature, and the one that stands: what a proof shows beside the signatures. */
  readonly shown: readonly KeptWord[]
}

const byTime = (a: KeptWord, b: KeptWord): number => a.version - b.version || (a.author < b.author ? -1 : 1)

/** How a declaration stands; undefined where nobody who may has declared it. A signature that was given is not taken back by a later word. */
export function signingOf(declaration: string, words: readonly KeptWord[], forum: Forum): Signing | undefined {
  const said = words
    .filter((one) => one.thing === declaration && one.kind === 'declaration' && !one.withdrawn && counts(one, forum))
    .sort(byTime)
  const standing = said.at(-1)
  if (!standing) return undefined
  const hash = declarationHash(standing.set)
  const closed_at = said.find(({ set }) => set.state === 'closed')?.said_at ?? null
  const stateOf = ({ set, said_at }: KeptWord): SignatureState =>
    set.sha256 !== hash ? 'another-text' : closed_at !== null && said_at > closed_at ? 'late' : 'signed'
  const best = new Map<MemberId, Signature>()
  for (const word of words.filter((one) => one.kind === 'signature' && one.set.declaration === declaration).sort(byTime)) {
    if (word.author !== word.maker || !counts(word, forum)) continue
    if (best.get(word.maker)?.state === 'signed') continue
    best.set(word.maker, { member: word.maker, state: stateOf(word), word })
  }
  const signatures = [...best.values()].sort((a, b) => (a.word.said_at < b.word.said_at ? -1 : 1))
  const opened = said.find(({ set }) => set.state === 'open' && declarationHash(set) === hash)
  return {
    sha256: hash,
    closed_at,
    signatures,
    unsigned: forum.participants.filter((one) => best.get(one)?.state !== 'signed'),
    shown: [...new Set([opened ?? standing, standing])],
  }
}
