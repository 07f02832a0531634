/** A partner that does wrong on purpose: it holds a member's real keys and speaks to another node's door without the product's outbox. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { newId } from '#kernel/identity.ts'
import { base64url, utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json } from '#lib/canonical-json.ts'
import { type PrivateJwk, peekCompact, type SigningKey, seal, sealingKey, signCompact, signingKey } from '#lib/envelope/index.ts'
import { signRequest } from '#lib/http-signature/index.ts'
import { keysFolder } from '#main/open-node.ts'
import type { Parcel } from '#wire/parcel.ts'
import type { SignedRefusalBody } from '#wire/receipt.ts'
import { type Header, STATEMENT_TYP } from '#wire/statement.ts'
import type { TestNetwork } from './network.ts'

export interface Forgery {
  readonly header?: Partial<Header> | Record<string, unknown>
  readonly body?: unknown
  readonly attachments?: unknown
  readonly parcel?: Partial<Parcel> | Record<string, unknown>
  /** Signs the statement with another key. */
  readonly signer?: SigningKey
  /** Changes the signed text before it is put into the parcel. */
  readonly jws?: (jws: string) => string
  /** Changes the envelope. */
  readonly envelope?: (envelope: string) => string
  readonly payload?: (canonical: string) => string
  readonly outside?: { readonly sender?: string; readonly sender_key?: string }
}

export interface Hostile {
  readonly signer: SigningKey
  envelope(forgery?: Forgery): string
  /** Posts envelopes with a right proof of the call; answers the codes or 'receipt'. */
  post(...envelopes: string[]): Promise<string[]>
  /** Any call to the door; `proof` changes the headers. */
  call(
    method: 'POST' | 'GET' | 'PUT',
    path: string,
    body: Uint8Array,
    proof?: (headers: Record<string, string>) => Record<string, string>,
  ): Promise<{ status: number; code: string | undefined; retry_after_s: number | undefined; body: string }>
}

export function hostile(net: TestNetwork, from: string, to: string): Hostile {
  const file = JSON.parse(readFileSync(join(keysFolder(net.nodes[from]!.folder), `member.euromed.${from}.json`), 'utf8')) as {
    keys: { use: string; jwk: PrivateJwk }[]
  }
  const signer = signingKey(file.keys.filter(({ use }) => use === 'sign').at(-1)!.jwk)
  let sequence = 1_000_000
  const epoch = newId(net.clock.now())
  const target = () => net.nodes[to]!
  const sealing = () =>
    sealingKey(
      net
        .roster()
        .members.find(({ id }) => id === to)!
        .keys.filter(({ use }) => use === 'seal')
        .at(-1)!.jwk,
    )

  function envelope({
    header,
    body = { number: 7 },
    attachments = [],
    parcel,
    signer: other,
    jws = (same) => same,
    envelope: change = (same) => same,
    payload = (same) => same,
    outside,
  }: Forgery = {}): string {
    const statement = {
      header: {
        id: newId(net.clock.now()),
        network: 'euromed',
        type: 'drill.said.v1',
        from: { member: from, unit: 'spoc' },
        to: { member: to },
        sent_at: net.clock.now().toISOString(),
        handling: [],
        classification: 'restricted',
        language: 'en',
        ...header,
      },
      body,
      attachments,
    }
    const signed = jws(signCompact(utf8(payload(canonicalJson(statement as unknown as Json))), other ?? signer, STATEMENT_TYP))
    const whole = { network: 'euromed', epoch, sequence: sequence++, roster_version: net.roster().version, statement: signed, ...parcel }
    return change(seal(utf8(JSON.stringify(whole)), sealing(), { sender: from, sender_key: signer.kid, ...outside }))
  }

  async function call(
    method: 'POST' | 'GET' | 'PUT',
    path: string,
    body: Uint8Array,
    proof: (headers: Record<string, string>) => Record<string, string> = (same) => same,
  ) {
    const [door] = net.roster().members.find(({ id }) => id === to)!.doors
    const authority = new URL(door!).host
    const headers = proof({
      ...signRequest({ method, authority, path, body }, signer, {
        created_s: Math.floor(net.clock.now().getTime() / 1000),
        nonce: base64url(randomBytes(16)),
      }),
    })
    const reply = await target().partners.handle({ method, path, authority, headers, body })
    const read = JSON.parse(reply.body) as { error?: { code: string; retry_after_s?: number } }
    return { status: reply.status, code: read.error?.code, retry_after_s: read.error?.retry_after_s, body: reply.body }
  }

  return {
    signer,
    envelope,
    call,
    async post(...envelopes) {
      const { code, body } = await call('POST', '/partner/v1/post', utf8(JSON.stringify({ envelopes })))
      if (code) return [code]
      const { answers } = JSON.parse(body) as { answers: ({ receipt: string } | { refusal: string })[] }
      return answers.map((answer) => {
        if ('receipt' in answer) return 'receipt'
        const read = peekCompact(answer.refusal)
        return read.ok ? (JSON.parse(Buffer.from(read.payload).toString('utf8')) as SignedRefusalBody).code : 'unreadable'
      })
    },
  }
}
