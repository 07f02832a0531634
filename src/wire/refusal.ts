/** The closed, published list of refusals: a stable code, its public sentence, and whether trying again can help. */

interface Published {
  readonly sentence: string
  /** The same bytes may be accepted later, so a sender keeps them in its outbox. */
  readonly transient?: true
}

export const REFUSALS = {
  // between nodes
  'call.unproven': { sentence: 'The call does not prove which member makes it.' },
  'call.malformed': { sentence: 'The call is not of the published form.' },
  'call.too-large': { sentence: 'The call is larger than this node accepts.' },
  'call.too-many': { sentence: 'Too many calls; try again after the time stated.', transient: true },
  'call.quota': { sentence: 'What this member may leave here in a day is reached; try again after the time stated.', transient: true },
  'call.busy': { sentence: 'The node cannot take more at this moment; try again after the time stated.', transient: true },
  'envelope.malformed': { sentence: 'The envelope is not of the published form.' },
  'envelope.suite-unknown': { sentence: 'The envelope names a suite that this node does not know.' },
  'message.unverifiable': { sentence: 'The message could not be opened or its signature not verified.' },
  'message.malformed': { sentence: 'The statement is not of the published form.' },
  'message.body-invalid': { sentence: 'The body does not match the published schema of its type.' },
  'message.type-unknown': { sentence: 'This node does not know the type of the message; it was kept and is shown to a person.' },
  'message.network-unknown': { sentence: 'This node does not belong to the network that the message names.' },
  'message.misaddressed': { sentence: 'The message is addressed to another member.' },
  'message.sender-unknown': { sentence: 'The sender is not in the roster of the network.' },
  'message.sender-mismatch': { sentence: 'The statement was made by another member than the one that sent it.' },
  'message.clock': { sentence: 'The message is dated outside the time that this node accepts.' },
  'message.expired': { sentence: 'The message was to be kept until a date that has passed.' },
  'message.id-conflict': { sentence: 'Another message with the same id was received before.' },
  'message.key-compromised': { sentence: 'The message was signed with a key that the roster marks as compromised.' },
  'message.key-invalid': { sentence: 'The key that signed the message was not valid at the time stated.' },
  'member.suspended': { sentence: 'The member is suspended in this network.', transient: true },
  'roster.stale': { sentence: 'The message names an old roster; fetch the newer one and send again.', transient: true },
  'roster.ahead': { sentence: 'The message names a newer roster that this node could not obtain yet.', transient: true },
  'roster.expired': { sentence: 'The roster of the network has expired and its grace is over.', transient: true },
  'roster.invalid': { sentence: 'The roster does not follow from the one before it.' },
  'attachment.missing': { sentence: 'An attachment that the message names has not arrived; send it first.', transient: true },
  'attachment.mismatch': { sentence: 'An attachment does not match the digest or the size that the message states.' },
  'attachment.too-large': { sentence: 'An attachment is larger than this node accepts.' },
  'node.restoring': { sentence: 'The node is being restored; try again later.', transient: true },
  // for people and for national systems
  'session.missing': { sentence: 'Sign in first.' },
  'session.expired': { sentence: 'The session has ended; sign in again.' },
  'session.refused': { sentence: 'Name, password or code is not right.' },
  'session.locked': { sentence: 'Too many attempts; wait before the next one.' },
  'session.forged': { sentence: 'The request did not come from the pages of this node.' },
  'token.invalid': { sentence: 'The token is unknown, expired or withdrawn.' },
  'access.denied': { sentence: 'Your role, unit or clearance does not allow this.' },
  'purpose.missing': { sentence: 'State the purpose first.' },
  'input.malformed': { sentence: 'The input is not of the published form.' },
  'input.too-large': { sentence: 'The input is larger than this node accepts.' },
  'action.unknown': { sentence: 'There is no such action.' },
  'thing.unknown': { sentence: 'There is no such thing, or you may not see it.' },
  'state.conflict': { sentence: 'This is not possible in the present state.' },
  'quota.exceeded': { sentence: 'The limit for this period is reached.' },
  'handling.forbids': { sentence: 'The handling code set by the owner does not allow this.' },
  'record.not-owner': { sentence: 'Only the owner of the record can change it.' },
  'import.invalid': { sentence: 'The file cannot be imported; each bad row is listed with its reason.' },
  'partner.unknown': { sentence: 'There is no such partner in this network.' },
  'node.failed': { sentence: 'The node failed to do this; nothing was changed.', transient: true },
} as const satisfies Record<string, Published>

export type RefusalCode = keyof typeof REFUSALS

export const isRefusalCode = (code: unknown): code is RefusalCode => typeof code === 'string' && Object.hasOwn(REFUSALS, code)
export const isTransient = (code: RefusalCode): boolean => 'transient' in REFUSALS[code]

export interface Detail {
  /** JSON pointer into the input. */
  readonly path: string
  readonly reason: string
}

interface Inside {
  /** What happened, for the node's own log; never leaves it. */
  readonly inside?: string
  /** Which parts of the caller's own input are meant. */
  readonly details?: readonly Detail[]
  readonly retry_after_s?: number
}

/** Thrown to refuse; only the code, its sentence and the details about the caller's own input go out. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly inside: string | undefined
  readonly details: readonly Detail[] | undefined
  readonly retry_after_s: number | undefined

  constructor(code: RefusalCode, { inside, details, retry_after_s }: Inside = {}) {
    super(inside === undefined ? code : `${code}: ${inside}`)
    this.code = code
    this.inside = inside
    this.details = details
    this.retry_after_s = retry_after_s
  }

  get sentence(): string {
    return REFUSALS[this.code].sentence
  }
}
