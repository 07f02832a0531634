/** Mutates calls to the partners' door: their proof, their method and path, and bodies that are not what the path takes. */
import { base64url, utf8 } from '#lib/bytes.ts'
import type { SigningKey } from '#lib/envelope/index.ts'
import { type Call, signRequest } from '#lib/http-signature/index.ts'
import type { Chance } from './chance.ts'
import { anyValue, mutated, Raw, respelled, written } from './json.ts'

export interface ProvenCall extends Call {
  readonly headers: Record<string, string>
}

export const proven = (call: Call, signer: SigningKey, created_s: number, chance: Chance): ProvenCall => ({
  ...call,
  headers: { ...signRequest(call, signer, { created_s, nonce: base64url(chance.bytes(16)) }) },
})

/** A call that was proven and then changed, so that its proof does not hold; never one that still holds. */
export function unproven({ headers, ...call }: ProvenCall, earlier: ProvenCall, chance: Chance): ProvenCall {
  const name = chance.of(['content-digest', 'signature-input', 'signature'])
  const value = headers[name]!
  const at = chance.below(value.length)
  const other = (character: string) => (character === 'A' ? 'B' : 'A')
  const input = (from: string | RegExp, to: string) => ({ ...headers, 'signature-input': headers['signature-input']!.replace(from, to) })
  return chance.of<() => ProvenCall>([
    () => ({ ...call, headers: {} }),
    () => ({ ...call, headers: Object.fromEntries(Object.entries(headers).filter(([one]) => one !== name)) }),
    () => ({ ...call, headers: Object.fromEntries(Object.entries(headers).map(([one, text]) => [one.toUpperCase(), text])) }),
    () => ({ ...call, headers: { ...headers, [name]: value.slice(0, at) } }),
    () => ({ ...call, headers: { ...headers, [name]: value.slice(0, at) + other(value[at]!) + value.slice(at + 1) } }),
    () => ({ ...call, headers: { ...headers, [name]: earlier.headers[name] === value ? '' : earlier.headers[name]! } }),
    () => ({ ...call, headers: { ...headers, [name]: `${value}, ${value}` } }),
    () => ({ ...call, headers: { ...headers, [name]: 'x'.repeat(1 + chance.below(5_000)) } }),
    () => ({
      ...call,
      headers: { ...headers, [name]: chance.of(['\u0000', 'é', '😀', '::', 'call=::', 'sha-256=::', '()', 'call=();tag="portolan-call"']) },
    }),
    () => ({ ...call, headers: input(/created=\d+/, `created=${chance.of(['0', '99999999999999', '-1', '1e9', ''])}`) }),
    () => ({ ...call, headers: input(/keyid="[^"]+"/, `keyid="${chance.of(['', 'A'.repeat(43), '__proto__', 'esp'])}"`) }),
    () => ({ ...call, headers: input('portolan-call', 'other') }),
    () => ({ ...call, headers: input(' "content-digest"', '') }),
    () => ({ ...call, headers: input('call=', 'sig1=') }),
    () => ({ ...call, headers: input(';created', ';alg="none";created') }),
    () => ({ ...call, headers, method: call.method === 'POST' ? 'PUT' : 'POST' }),
    () => ({ ...call, headers, path: `${call.path}/` }),
    () => ({ ...call, headers, path: `${call.path}?x=1` }),
    () => ({ ...call, headers, authority: '127.0.0.1:9' }),
    () => ({ ...call, headers, body: utf8(`${Buffer.from(call.body).toString('utf8')} `) }),
    () => earlier,
  ])()
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']
const PATHS = [
  '/',
  '/partner',
  '/partner/v1',
  '/partner/v1/',
  '/partner/v1/post/',
  '/partner/v1//post',
  '/partner/v2/post',
  '/Partner/v1/post',
  '/partner/v1/post/../backfill',
  '/partner/v1/posts',
  '/partner/v1/roster/euromed/1',
  '/partner/v1/roster/euromed/latest',
  '/partner/v1/roster/euromed/0',
  '/partner/v1/roster/euromed/999999999',
  '/partner/v1/roster/euromed/1e3',
  '/partner/v1/roster/netcop/1',
  "/partner/v1/roster/'/1",
  '/partner/v1/roster/__proto__/1',
  '/partner/v1/attachment/',
  `/partner/v1/attachment/${'ab'.repeat(32)}`,
  `/partner/v1/attachment/${'AB'.repeat(32)}`,
  '/partner/v1/attachment/../../x',
  '/partner/v1/ask',
  '/partner/v1/backfill',
  '/partner/v1/post',
  `/partner/v1/${'x/'.repeat(200)}`,
  '/api/session',
]

/** A call that proves its member and asks for nonsense. `envelope` is a right one, `backfill` a right request. */
export function nonsense(envelope: string, backfill: object, chance: Chance): Pick<Call, 'method' | 'path' | 'body'> {
  const post = (path: string, text: string) => ({ method: 'POST', path: `/partner/v1/${path}`, body: utf8(text) })
  const spoilt = (value: unknown) => (chance.once(3) ? respelled(JSON.stringify(value), chance) : written(mutated(value, chance)))
  switch (chance.below(6)) {
    case 0:
      return { method: chance.of(METHODS), path: chance.of(PATHS), body: utf8(spoilt({ envelopes: ['x'] })) }
    case 1:
      return post('post', spoilt({ envelopes: ['x', 'y'] }))
    case 2:
      return post('post', written({ envelopes: [envelope, anyValue(chance)] }))
    case 3:
      return post('backfill', spoilt(backfill))
    case 4:
      return post('ask', spoilt({ envelope: 'x' }))
    default:
      return post(
        chance.of(['post', 'ask', 'backfill']),
        chance.of([
          '',
          'null',
          '[]',
          '0',
          '"x"',
          written(new Raw('{"envelopes":['.repeat(3_000))),
          `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
          '{"envelopes":{"length":1,"0":"x"}}',
          '{"envelopes":["x"],"envelopes":["y"]}',
          `{"envelopes":[${'"x",'.repeat(64)}"x"]}`,
          `{"envelope":"${'x'.repeat(1_100_000)}"}`,
        ]),
      )
  }
}
