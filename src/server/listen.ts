/** Opening the door: TLS 1.3, or plain HTTP on this machine alone. */
import type { FastifyInstance } from 'fastify'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/

/** Listens and answers the address; throws TypeError for plain HTTP on anything but loopback. */
export async function listen(app: FastifyInstance, { host, port }: { host: string; port: number }): Promise<string> {
  if (!app.initialConfig.https && !LOOPBACK.test(host)) throw new TypeError(`without TLS a node listens on loopback only, not on ${host}`)
  return app.listen({ host, port })
}
