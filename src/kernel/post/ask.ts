/** Synchronous types: a sealed question, and its sealed answer in the same call; both sides journal that it happened. */
import { randomBytes } from 'node:crypto'
import { hex, maybeText, sha256, utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json } from '#lib/canonical-json.ts'
import { open, peekCompact, readEnvelope, signCompact, verifyCompact } from '#lib/envelope/index.ts'
import type { Address, MemberId } from '#wire/address.ts'
import type { Parcel } from '#wire/parcel.ts'
import { REFUSAL_TYP, type SignedRefusalBody } from '#wire/receipt.ts'
import { isRefusalCode, Refusal } from '#wire/refusal.ts'
import { decodeStatement, encodeStatement, STATEMENT_TYP, type Statement } from '#wire/statement.ts'
import { applying } from '../applying.ts'
import type { Answering, Draft } from '../capability.ts'
import { newId } from '../identity.ts'
import type { Node } from '../node.ts'
import type { KnownKey } from '../peers.ts'
import { digester, sealing, settledDooms, unsealing } from '../sealing.ts'
import { callPartner, signerOf } from './calls.ts'
import { sealParcel } from './deliver.ts'
import { MAX_ENVELOPE_BYTES, openEnvelope, type Partial } from './open.ts'
import { type Composed, composed } from './outbox.ts'
import { fetchRosters } from './rosters.ts'
import { maybeSpareJson } from './spare-json.ts'
import type { Reply } from './transport.ts'

/** Braces, brackets and commas of an answer around its envelope. */
const MOST_MARKS = 64

type Question = Omit<Draft, 'to'> & { to: MemberId; timeout_ms: number }

/** Asks one partner, or this node's own member by the same type; `undefined` when there is no answer in time. */
export async function askPartner(node: Node, from: Address, draft: Question): Promise<Statement | undefined> {
  if (draft.to === from.member) return askOwn(node, from, draft)
  const partner = { network: from.network, member: draft.to }
  const [{ statement }] = composed(node, from, draft, [draft.to]) as [Composed]
  const jws = signCompact(encodeStatement(statement), signerOf(node, from), STATEMENT_TYP)
  const deadline = Date.now() + draft.timeout_ms
  for (let attempt = 0; attempt < 2; attempt++) {
    const left_ms = deadline - Date.now()
    if (left_ms <= 0) return undefined
    const envelope = sealParcel(node, from, partner, 0, jws)
    const reply = await callPartner(node, from, partner, {
      method: 'POST',
      path: '/partner/v1/ask',
      body: utf8(JSON.stringify({ envelope })),
      timeout_ms: left_ms,
      max_bytes: MAX_ENVELOPE_BYTES * 2,
    }).catch((failure: unknown) => {
      node.report('ask.unreachable', { partner: draft.to, inside: String(failure) })
      return undefined
    })
    if (reply?.status !== 200) throwIfBusy(reply, draft.to)
    if (reply?.status !== 200) return undefined
    const answer = maybeSpareJson(reply.body, MOST_MARKS) as { answer?: unknown; refusal?: unknown } | null | undefined
    if (typeof answer?.answer === 'string') return readAnswer(node, from, partner, statement, answer.answer)
    const refused = typeof answer?.refusal === 'string' ? readRefusal(node, partner, envelope, answer.refusal) : undefined
    if (!refused) return undefined
    const { code, retry_after_s } = refused
    // the partner knows a newer roster: take it, and ask once more
    if (code !== 'roster.stale' || attempt > 0)
      throw new Refusal(isRefusalCode(code) ? code : 'node.failed', {
        inside: `${draft.to} refuses`,
        ...(retry_after_s !== undefined && { retry_after_s }),
      })
    await fetchRosters(node, [partner])
  }
  return undefined
}

/** A door that cannot take more says so without a signature: it is believed in nothing but that one has to wait. */
function throwIfBusy(reply: Reply | undefined, partner: MemberId) {
  const said =
    reply && (maybeSpareJson(reply.body, MOST_MARKS) as { error?: { code?: unknown; retry_after_s?: unknown } } | null | undefined)
  const code = said?.error?.code
  if (code !== 'call.too-many' && code !== 'call.busy' && code !== 'node.restoring') return
  const wait = said?.error?.retry_after_s
  throw new Refusal(code, {
    inside: `${partner} cannot take more`,
    ...(typeof wait === 'number' && Number.isFinite(wait) && wait > 0 && { retry_after_s: wait }),
  })
}

async function askOwn(node: Node, from: Address, draft: Question): Promise<Statement | undefined> {
  const now = node.clock.now()
  const { to: _, timeout_ms: __, ...rest } = draft
  const header = { ...headerOf(rest, from, now), to: { member: from.member } } as Statement['header']
  const question: Statement = { header, body: draft.body as Statement['body'], attachments: [] }
  const [fault] = node.types.faults(draft.type, draft.body)
  if (fault) throw new Refusal('input.malformed', { details: [fault] })
  const handler = node.handlers.get(draft.type)
  if (!handler?.answer || !handler.answers) return undefined
  const { body, handling } = await handler.answer(question as Statement<never>, answering(node, from))
  return {
    header: { ...header, type: handler.answers, in_reply_to: header.id, handling: handling ?? [] },
    body: body as Statement['body'],
    attachments: [],
  }
}

const headerOf = (draft: Omit<Draft, 'to'>, from: Address, now: Date) => ({
  id: newId(now),
  network: from.network,
  type: draft.type,
  from: { member: from.member, unit: draft.unit },
  sent_at: now.toISOString(),
  handling: draft.handling ?? [],
  classification: draft.classification ?? 'restricted',
  ...(draft.purpose && { purpose: draft.purpose }),
  language: draft.language,
})

/** Believes only a partner's own signed answer, sealed to us, to this very question, of the type that answers it. */
function readAnswer(node: Node, own: Address, partner: Address, question: Statement, text: string): Statement {
  const refuse = (inside: string) => new Refusal('message.unverifiable', { inside })
  const read = readEnvelope(text, { max_bytes: MAX_ENVELOPE_BYTES })
  const opener = read.ok ? node.keys.opener(read.envelope.kid) : undefined
  const opened = read.ok && opener ? open(read.envelope, opener.key) : undefined
  if (!opened?.ok) throw refuse('answer not opened')
  const parcel = JSON.parse(maybeText(opened.plaintext) ?? 'null') as Parcel | null
  if (typeof parcel?.statement !== 'string') throw refuse('answer without a statement')
  const peeked = peekCompact(parcel.statement)
  const signer = peeked.ok ? node.peers.signer(peeked.kid) : undefined
  const checked = verifyCompact(parcel.statement, STATEMENT_TYP, () => (signer?.key.compromised ? undefined : signer?.verifying))
  if (!checked.ok || signer?.address.network !== partner.network || signer.address.member !== partner.member)
    throw refuse('answer not verified')
  const answer = decodeStatement(checked.payload)
  const { header } = answer
  const expected = node.handlers.get(question.header.type)?.answers
  const [fault] = node.types.faults('portolan.statement.v1', answer)
  if (fault || header.in_reply_to !== question.header.id || header.type !== expected || header.network !== own.network)
    throw refuse('answer to another question')
  if (header.from.member !== partner.member || !('member' in header.to) || header.to.member !== own.member)
    throw refuse('answer of or to another member')
  const [inBody] = node.types.faults(header.type, answer.body)
  if (inBody) throw refuse(`answer's body ${inBody.path} ${inBody.reason}`)
  return answer
}

function readRefusal(
  node: Node,
  partner: Address,
  envelope: string,
  text: string,
): Pick<SignedRefusalBody, 'code' | 'retry_after_s'> | undefined {
  const checked = verifyCompact(text, REFUSAL_TYP, (kid) => {
    const known = node.peers.signer(kid)
    return known?.address.member === partner.member && known.address.network === partner.network ? known.verifying : undefined
  })
  if (!checked.ok) return undefined
  const body = JSON.parse(Buffer.from(checked.payload).toString('utf8')) as SignedRefusalBody
  return body.envelope_sha256 === hex(sha256(utf8(envelope))) ? body : undefined
}

/** Answers a partner's question: nothing of it is kept but a commitment in the journal. */
export async function answerPartner(envelope: string, caller: KnownKey, node: Node): Promise<{ answer: string } | { refusal: string }> {
  const learnt: Partial = {}
  const own = (): Address => learnt.own ?? { network: caller.address.network, member: node.peers.own(caller.address.network) }
  try {
    const { statement } = await openCurrent(envelope, caller, node, learnt)
    const { header } = statement
    const handler = node.handlers.get(header.type)
    if (!handler?.answer || !handler.answers) throw new Refusal('message.type-unknown', { inside: header.type })
    const { body, handling } = await handler.answer(statement as Statement<never>, answering(node, own()))
    const [{ statement: answer }] = composed(
      node,
      own(),
      {
        network: header.network,
        type: handler.answers,
        unit: 'registers',
        in_reply_to: header.id,
        handling,
        classification: header.classification,
        language: header.language,
        body,
      },
      [caller.address.member],
    ) as [Composed]
    await node.database.transaction((writing) =>
      node.journal.append(writing, {
        event: 'post.asked',
        network: header.network,
        actor: caller.address.member,
        subject: `commitment:${hex(sha256(randomBytes(16), utf8(canonicalJson(statement as unknown as Json))))}`,
        detail: { type: header.type, purpose: header.purpose ?? null },
      }),
    )
    return {
      answer: sealParcel(node, own(), caller.address, 0, signCompact(encodeStatement(answer), signerOf(node, own()), STATEMENT_TYP)),
    }
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    const body: SignedRefusalBody = {
      envelope_sha256: hex(sha256(utf8(envelope))),
      ...(learnt.statement && { id: learnt.statement.header.id }),
      from: caller.address.member,
      to: own().member,
      code: thrown.code,
      refused_at: node.clock.now().toISOString(),
      ...(thrown.retry_after_s !== undefined && { retry_after_s: thrown.retry_after_s }),
    }
    await node.database.transaction((writing) =>
      node.journal.append(writing, {
        event: 'post.refused',
        network: caller.address.network,
        actor: caller.address.member,
        subject: `envelope:${body.envelope_sha256}`,
        outcome: 'refused',
        detail: { code: thrown.code },
      }),
    )
    return { refusal: signCompact(utf8(canonicalJson(body as unknown as Json)), signerOf(node, own()), REFUSAL_TYP) }
  }
}

async function openCurrent(envelope: string, caller: KnownKey, node: Node, learnt: Partial) {
  const once = (by: KnownKey) => {
    const opened = openEnvelope(envelope, by, node, 'synchronous', learnt)
    if (opened.compromised) throw new Refusal('message.key-compromised')
    if (!opened.known_type) throw new Refusal('message.type-unknown', { inside: opened.statement.header.type })
    return opened
  }
  try {
    return once(caller)
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || thrown.code !== 'roster.ahead') throw thrown
    await fetchRosters(node, [caller.address])
    return once(node.peers.signer(caller.key.kid) ?? caller)
  }
}

function answering(node: Node, own: Address): Answering {
  return {
    own: own.member,
    now: node.clock.now(),
    reading: node.database,
    vault: { ...unsealing(node), digest: digester(node) },
    transaction: (work) =>
      node.database.transaction(async (writing) => {
        const vault = sealing(node, writing)
        const done = await work(writing, applying(node, writing, own, 'received', node.clock.now(), vault))
        await settledDooms(writing)
        return done
      }),
  }
}
