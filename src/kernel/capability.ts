/** The shape of a capability: what people may do, what partners may say, what it keeps and who may. */
import type { Static, TSchema } from 'typebox'
import type { Kind as IdentifierKind } from '#lib/identifiers/index.ts'
import type { MemberId, NetworkId, UnitId } from '#wire/address.ts'
import type { RefusalCode } from '#wire/refusal.ts'
import type { Attachment, Handling, Header, Statement } from '#wire/statement.ts'
import type { Classification, Language, Purpose, Role } from '#wire/vocabulary.ts'
import type { Reader, Writer } from './database/port.ts'
import type { SealedFiles } from './sealed-files.ts'

export interface Capability {
  readonly name: string
  /** Folder of forward-only `*.sql`. */
  readonly migrations: URL
  /** Cedar: who may do what. */
  readonly policy: URL
  readonly actions: readonly Action[]
  readonly messages: readonly MessageHandler[]
  readonly duties?: readonly Duty[]
  readonly errands?: readonly Errand[]
  /** Removes what was derived from contents whose keys are destroyed (search rows, look-up digests); a restore calls it for all of them. */
  forget?(slots: readonly number[], writing: Writer): Promise<void>
  readonly memory?: Memory
  /** What it holds that may be compared blind with what other members hold, newest first, at most `MOST_HELD`. */
  holds?(how: HoldingAsked): Promise<readonly Held[]>
  /** What it hands over to another capability at an officer's asking. */
  readonly hands?: Handing
}

/** Matters that other capabilities may take from. Each question is asked with the officer's own view: what that officer may not read is not there. */
export interface Handing {
  /** What the addresses of its matters begin with: `space`. */
  readonly kind: string
  /** Those touched last first, at most `MOST_MATTERS`. */
  list(view: View): Promise<readonly HandedMatter[]>
  /** All of a matter that the officer may read now, at most `MOST_HANDED`; undefined where there is none, or none to see. */
  read(id: string, view: View): Promise<HandedContents | undefined>
  /** What came of a matter, each result once, at most `MOST_HANDED`; undefined where there is none, or none to see. */
  results?(id: string, view: View): Promise<readonly HandedResult[] | undefined>
}
export const MOST_MATTERS = 200
export const MOST_HANDED = 5_000

export interface HandedMatter {
  /** `space:ID`, as pages address it. */
  readonly address: string
  readonly title: string
  readonly classification: Classification
}
export interface HandedContents extends HandedMatter {
  readonly things: readonly HandedThing[]
}

/** A person, organisation, object, place or event, or with `between` a link of two of them. */
export interface HandedThing {
  readonly id: string
  readonly kind: 'person' | 'organisation' | 'object' | 'place' | 'event' | 'link'
  /** Changes with whatever it says. */
  readonly version: string
  readonly changed_at: string
  readonly by: MemberId
  /** Its name, or what the link says. */
  readonly label: string
  readonly between?: readonly [from: string, to: string]
  /** ISO 8601; '' where it is not said. */
  readonly begin: string
  readonly end: string
  readonly at: readonly [lat: number, lon: number] | null
  readonly source: string
  /** Four by four, `B2`; '' where nobody stated it. */
  readonly evaluation: string
  readonly handling: readonly Handling[]
  /** Keys of all that it was said in. Whoever keeps a copy seals it under each of them: it goes when any of them is destroyed. */
  readonly slots: readonly number[]
}

/** One result that counts once, whoever claims it. */
export interface HandedResult {
  readonly id: string
  readonly category: string
  /** A decimal, and what it is counted in. */
  readonly quantity: string
  readonly unit: string
  readonly crime_area: string | undefined
  /** ISO 8601, a day. */
  readonly happened_on: string | undefined
  readonly claimed_by: readonly MemberId[]
}

export interface HoldingAsked {
  readonly network: NetworkId
  readonly own: MemberId
  /** The matters that are compared: nothing of any other need be opened. */
  readonly matters: readonly string[]
  readonly now: Date
  readonly reading: Reader
  readonly vault: Unsealing
}

/** How much one capability says it holds at once. */
export const MOST_HELD = 10_000

/** One identifier or one person, in one thing, of one matter that somebody answers for. */
export interface Held {
  /** The matter as pages address it: `space:ID` of a team, `register:UNIT` of a unit's records. */
  readonly matter: string
  /** The thing in it. */
  readonly thing: string
  /** Who works on it. */
  readonly unit: UnitId
  readonly of: HeldIdentifier | HeldPerson
}
export interface HeldIdentifier {
  readonly kind: IdentifierKind
  readonly value: string
  /** ISO 3166-1 alpha-3: which state issued it. */
  readonly country?: string
}
export interface HeldPerson {
  readonly kind: 'person'
  readonly name: string
  /** ISO 8601, whole. */
  readonly birth_date: string
}

export interface Officer {
  readonly id: string
  readonly name: string
  readonly member: MemberId
  readonly unit: UnitId
  readonly roles: readonly Role[]
  /** Index into CLASSIFICATIONS. */
  readonly clearance: 0 | 1 | 2
  readonly language: Language
}

/** What a policy sees of a thing; equal attributes share one access class, and lists are cut by class in the SQL. */
export interface ClassAttributes {
  readonly kind: string
  readonly member: MemberId
  readonly classification: Classification
  /** The only unit that may see it; '' for every unit of the member. */
  readonly unit: UnitId | ''
}

export type Channel = 'page' | 'api' | 'stream' | 'export'

/** What reading gives to an action: everything it needs and nothing else. */
export interface View {
  readonly officer: Officer
  readonly purpose: Purpose | null
  readonly channel: Channel
  readonly now: Date
  readonly reading: Reader
  readonly vault: Unsealing & Pick<Sealing, 'digest'>
  readonly networks: Networks
  readonly matters: Matters
  /** The contents of this node are made up: what is handed out says so. */
  readonly demonstration: boolean
  /** Ids of the access classes on which the officer may do `action`: put into the SQL before counts and pages. */
  classes(action: string): Promise<readonly number[]>
  /** Says that this reading shows what somebody's data are: a `noted` view is then journalled. */
  note(): void
  /** Refuses with `access.denied` (journalled) unless the officer may do `action` on it. */
  demand(action: string, on: ClassAttributes): Promise<void>
}

export interface Act extends View {
  /** What `prepare` answered. */
  readonly ready: unknown
  readonly writing: Writer
  readonly vault: Sealing
  newId(): string
  classOf(attributes: ClassAttributes): Promise<number>
  /** Signs a statement for each recipient and applies it here and, once delivered, there; one id for all. */
  send(draft: Draft): Promise<Statement>
  /** Adds a further journal entry beside the act's own. */
  record(event: string, subject: string, detail?: Record<string, string | number | boolean | null>): Promise<void>
  /** Runs after the commit, bounded in number and in time; its failure is reported and undoes nothing. */
  afterwards(work: (later: Later) => Promise<void>): void
}

/** What can be followed, and the work that can be woken. */
export type Topic = `check:${string}` | `list:${string}` | `space:${string}` | 'errand'

/** What is left to do once an act is committed. */
export interface Later {
  readonly now: () => Date
  readonly networks: Networks
  /** Asks one partner (or a member of this node) synchronously; a refusal is thrown, silence is `undefined` after `timeout_ms`. */
  ask(draft: Omit<Draft, 'to'> & { to: MemberId; timeout_ms: number }): Promise<Statement | undefined>
  transaction<T>(work: (writing: Writer, vault: Sealing) => Promise<T>): Promise<T>
  /** Wakes who follows a topic (`check:ID`, `list:ID`) in this process, or its errands; others look by themselves. */
  tell(topic: Topic): void
}

/** What other capabilities hand over to this officer, now. */
export interface Matters {
  list(): Promise<readonly HandedMatter[]>
  /** By an address, `space:ID`; undefined where there is none, or none that the officer may read. */
  read(address: string): Promise<HandedContents | undefined>
  results(address: string): Promise<readonly HandedResult[] | undefined>
}

/** Who can be written to. */
export interface Networks {
  /** The member of this node that speaks in a network. */
  own(network: NetworkId): MemberId
  all(): readonly { readonly network: NetworkId; readonly title: string; readonly own: MemberId }[]
  /** The other active members. */
  partners(
    network: NetworkId,
  ): readonly { readonly id: MemberId; readonly name: string; readonly kind: 'state' | 'organisation' | 'observer' }[]
  nameOf(network: NetworkId, member: MemberId): string
}

/** Contents at rest are sealed under a key per scope (`case:ID`, `record:ID`) that lives outside the database. */
export interface Unsealing {
  /** The plain bytes, or `undefined` once the key is destroyed. */
  open(slot: number, label: string, sealed: Uint8Array): Uint8Array | undefined
  openJson<T>(slot: number, label: string, sealed: Uint8Array): T | undefined
}
export interface Sealing extends Unsealing {
  /** The slot of a scope's key, made at first use. */
  slotOf(scope: string): Promise<number>
  /** A key of its own, for bulk records. */
  newSlots(count: number): Promise<number[]>
  seal(slot: number, label: string, plain: Uint8Array): Uint8Array
  sealJson(slot: number, label: string, value: unknown): Uint8Array
  /** Destroys the key after the commit: every copy of what it sealed is gone, back-ups included. */
  destroy(slots: readonly number[]): void
  /** The same for the key of a scope, where it has one; the next `slotOf` makes another. */
  destroyScope(scope: string): Promise<void>
  /** A keyed digest for exact look-ups, so that the database holds no identifier in clear. */
  digest(label: string, value: string): Uint8Array
}

export interface Draft {
  /** Made by `newId`, where what is said has to name itself. */
  readonly id?: string
  readonly network: NetworkId
  readonly type: string
  /** Each gets a statement of its own; with `space` all get the same one, and there may be nobody to get it. */
  readonly to: readonly MemberId[]
  /** The statement is said once, to a space: the same signed bytes for all, so that members can see if they were told different things. */
  readonly space?: { readonly id: string; readonly epoch: number }
  readonly unit: UnitId
  readonly case?: string
  readonly in_reply_to?: string
  readonly reply?: Header['reply']
  readonly handling?: readonly Handling[]
  readonly evaluation?: Header['evaluation']
  readonly classification?: Classification
  readonly purpose?: Purpose
  readonly crime_area?: Header['crime_area']
  readonly keep_until?: string
  readonly language: Language
  readonly body: unknown
  readonly attachments?: readonly Attachment[]
}

/**
 * One thing that a person may do, by `POST /api/<capability>/<verb>`; views that take nothing but codes also by `GET`. The name is
 * `capability.verb-noun`.
 * The door validates the input, asks the policy about `on`, opens the transaction, runs, and journals the outcome, refusals included.
 */
export interface Action<I extends TSchema = TSchema, O extends TSchema = TSchema> {
  readonly name: `${string}.${string}`
  readonly summary: string
  readonly kind: 'view' | 'act'
  /** `required`: refused as `purpose.missing` unless the session or the input states a purpose. */
  readonly purpose: 'required' | 'none'
  /**
   * `refusals`: a view without personal data, journalled only when refused. `noted`: a view that pages follow or read again and again,
   * journalled when it says so (`note`); the same shown again to the same session within an hour is one reading.
   */
  readonly journal: 'always' | 'refusals' | 'noted'
  readonly input: I
  readonly output: O
  /** Further refusals that it may answer, for the description. */
  readonly refusals?: readonly RefusalCode[]
  /** What the policy is asked about; a thing that does not exist is `thing.unknown`. Without it: the officer's own member, unclassified. */
  on?(input: Static<I>, view: Pick<View, 'officer' | 'reading' | 'networks'>): Promise<ClassAttributes> | ClassAttributes
  /** Which thing the journal names. */
  subject?(input: Static<I>, output: Static<O> | undefined): string
  /**
   * Work that takes its time and writes nothing (a derivation from a password), done after the policy was asked and before the transaction:
   * what it answers is `act.ready`. The run decides again from what is stored then.
   */
  prepare?(input: Static<I>, view: View): Promise<unknown>
  run(input: Static<I>, act: Act): Promise<Static<O>>
}

export interface ViewAction<I extends TSchema, O extends TSchema> extends Omit<Action<I, O>, 'run' | 'kind' | 'prepare'> {
  run(input: Static<I>, view: View): Promise<Static<O>>
}

/** Declares an act, its types inferred from the schemas. */
export const act = <I extends TSchema, O extends TSchema, const N extends `${string}.${string}`>(
  definition: Omit<Action<I, O>, 'kind'> & { readonly name: N },
): Action<I, O> & { readonly kind: 'act'; readonly name: N } => ({ ...definition, kind: 'act' })

/** Declares a view: it is given nothing that writes. */
export const view = <I extends TSchema, O extends TSchema, const N extends `${string}.${string}`>(
  definition: ViewAction<I, O> & { readonly name: N },
): Action<I, O> & { readonly kind: 'view'; readonly name: N } => ({ ...definition, kind: 'view' }) as never

export interface MessageHandler {
  /** `exchange.request.v1`, declared in types/exchange/request/v1. */
  readonly type: string
  /** `space`: said to a space and its epoch; whose ear that is, `apply` decides. Otherwise to one member, and the door has looked. */
  readonly audience?: 'space'
  /**
   * Applies a statement: ours at the moment it is sent, a partner's once it is dispatched, either again when a restored node
   * replays. It must decide from the statement and the stored state alone, and be harmless on the second time. `signed` is its compact JWS.
   */
  apply?(statement: Statement<never>, how: Applying, signed: string): Promise<void>
  /** Answers a synchronous type with a body of the type `answers`. */
  answer?(statement: Statement<never>, how: Answering): Promise<{ readonly body: unknown; readonly handling?: readonly Handling[] }>
  readonly answers?: string
}

export interface Applying {
  readonly direction: 'sent' | 'received'
  /** Who gets what is being said to a space; empty otherwise, and when it is applied again. */
  readonly recipients: readonly MemberId[]
  readonly own: MemberId
  /** The receipt's time for what came in, the sending time for what went out: deadlines count from it. */
  readonly at: Date
  readonly now: Date
  readonly writing: Writer
  readonly vault: Sealing
  newId(): string
  classOf(attributes: ClassAttributes): Promise<number>
  send(draft: Draft): Promise<Statement>
  /** Wakes who follows a topic in this process, once what is being applied is committed. */
  tell(topic: Topic): void
  /** Adds a journal entry; of the own member, unless an officer's id says by whom. */
  record(event: string, subject: string, detail?: Record<string, string | number | boolean | null>, by?: string): Promise<void>
}

export interface Answering {
  readonly own: MemberId
  readonly now: Date
  readonly reading: Reader
  readonly vault: Unsealing & Pick<Sealing, 'digest'>
  /** A short write after the answer was decided (tell an owner, count a quota). */
  transaction<T>(work: (writing: Writer, how: Applying) => Promise<T>): Promise<T>
}

/**
 * Work that comes round by itself and waits for others: it asks partners on an officer's behalf. No transaction is open around it; what it
 * has to know after a crash it keeps in rows. With several processes on one database a lapsed lead may run it twice side by side.
 */
export interface Errand {
  readonly name: string
  /** Does a bounded part within some seconds; answers whether there is more to do at once. */
  run(how: Underway): Promise<boolean>
}

export interface Underway extends Pick<Later, 'now' | 'networks' | 'ask' | 'tell'> {
  readonly network: NetworkId
  readonly own: MemberId
  transaction<T>(work: (writing: Writer, how: Applying) => Promise<T>): Promise<T>
  /** What all capabilities hold for the own member, of these matters, that may be compared blind. */
  held(matters: readonly string[]): Promise<readonly Held[]>
  /** The officer as the account stands now; `undefined` where there is none or it is closed. */
  maybeOfficer(id: string): Promise<Officer | undefined>
  /** Whether policies still let the officer do this. */
  may(officer: Officer, action: string, on: ClassAttributes, purpose: Purpose): boolean
}

/** What a capability holds in memory beside the database, for each member of the node. Both may be called again at any time. */
export interface Memory {
  /** Brings in what is not there yet; answers counts, for the log. A question that comes before waits for it. */
  warm(how: Remembering): Promise<Readonly<Record<string, number>>>
  /** Writes down what makes the next start quick, where enough has changed; with `ending` only what is quickly written. */
  keep(how: Remembering, ending: boolean): Promise<void>
}

export interface Remembering {
  readonly own: MemberId
  readonly now: Date
  /** Of the database: what was written down under another one is of no use. */
  readonly epoch: string
  readonly reading: Reader
  readonly vault: Unsealing
  readonly files: SealedFiles
  transaction<T>(work: (writing: Writer, vault: Sealing) => Promise<T>): Promise<T>
}

/** Work that comes round by itself: deadlines, expiry, reviews. Each run is one transaction and does a bounded part. */
export interface Duty {
  readonly name: string
  readonly every_ms: number
  run(how: Applying): Promise<void>
}
