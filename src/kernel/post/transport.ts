/** How bytes reach a partner's door; the product's is HTTP, the federation tests' is a wire that can be cut. */

export interface Delivery {
  readonly door: string
  /** SHA-256 of the certificate that the roster pins, hex; absent on loopback alone. */
  readonly pin?: string
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly timeout_ms: number
  /** The answer is not read beyond this. */
  readonly max_bytes: number
}

export interface Reply {
  readonly status: number
  readonly body: Uint8Array
}

export interface Transport {
  /** Rejects when the partner can not be reached in time; what the partner answers, errors included, is a Reply. */
  call(delivery: Delivery): Promise<Reply>
  close(): Promise<void>
}
