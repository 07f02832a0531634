/** HTTP to partners: TLS 1.3 with the certificate that the roster pins; plain HTTP on loopback only. */
import { Agent, buildConnector, request } from 'undici'
import type { Delivery, Reply, Transport } from './transport.ts'

const CONNECTIONS_PER_DOOR = 8

export function httpTransport(): Transport {
  const agents = new Map<string, Agent>()

  function agentFor(pin: string | undefined): Agent {
    const known = agents.get(pin ?? '')
    if (known) return known
    const agent = new Agent({ connections: CONNECTIONS_PER_DOOR, pipelining: 1, connect: pin ? pinned(pin) : { timeout: 5_000 } })
    agents.set(pin ?? '', agent)
    return agent
  }

  return {
    async call({ door, pin, method, path, headers, body, timeout_ms, max_bytes }: Delivery): Promise<Reply> {
      const { protocol, hostname } = new URL(door)
      const loopback = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
      if (protocol === 'https:' ? !pin : !loopback) throw new TypeError('a door without TLS or without a pinned certificate')
      const answer = await request(new URL(path, door), {
        dispatcher: agentFor(protocol === 'https:' ? pin : undefined),
        method,
        headers: { ...headers },
        body: method === 'GET' ? null : body,
        headersTimeout: timeout_ms,
        bodyTimeout: timeout_ms,
        signal: AbortSignal.timeout(timeout_ms),
      })
      const chunks: Uint8Array[] = []
      let size = 0
      for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
        size += chunk.length
        if (size > max_bytes) throw new RangeError(`the answer is larger than ${max_bytes} bytes`)
        chunks.push(chunk)
      }
      return { status: answer.statusCode, body: new Uint8Array(Buffer.concat(chunks)) }
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()))
    },
  }
}

/** The roster, not a certificate authority, says which certificate is right. */
function pinned(pin: string): buildConnector.connector {
  const connect = buildConnector({ timeout: 5_000, minVersion: 'TLSv1.3', rejectUnauthorized: false })
  return (options, callback) =>
    connect(options, (...[failure, socket]) => {
      if (failure) return callback(failure, null)
      const shown = 'getPeerX509Certificate' in socket ? socket.getPeerX509Certificate()?.fingerprint256 : undefined
      if (shown?.replaceAll(':', '').toLowerCase() === pin) return callback(null, socket)
      socket.destroy()
      return callback(new Error('the door shows another certificate than the roster pins'), null)
    })
}
