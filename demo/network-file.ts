/** `var/demo/network.json`: where the demonstration's nodes are and who can sign in, for programs. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface DemoNetwork {
  readonly nodes: readonly DemoNode[]
}

export interface DemoNode {
  readonly id: string
  readonly name: string
  readonly url: string
  /** `token` is a bearer of the API (RFC 6750). */
  readonly officers: readonly { readonly name: string; readonly role: string; readonly token: string }[]
}

export const readDemoNetwork = (folder: string): DemoNetwork =>
  JSON.parse(readFileSync(join(folder, 'network.json'), 'utf8')) as DemoNetwork
