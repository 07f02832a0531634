/** What a node holds, asked of it over its API with an officer's token, as a national system would. */
import type { Actions } from '#main/actions-type.ts'
import type { DemoNode } from '../../demo/network-file.ts'

type ActName = { [K in keyof Actions]: Actions[K]['kind'] extends 'act' ? K : never }[keyof Actions]
type ViewName = { [K in keyof Actions]: Actions[K]['kind'] extends 'view' ? K : never }[keyof Actions]

const LIMIT_MS = 20_000

/** Reads a view as an officer of this role; throws what the node refuses. */
export const read = <K extends ViewName>(node: DemoNode, role: string, name: K, input: Actions[K]['input'], purpose = 'investigation') =>
  post<Actions[K]['output']>(node, role, name, input, purpose)

/** Does something as an officer of this role; throws what the node refuses. */
export const perform = <K extends ActName>(node: DemoNode, role: string, name: K, input: Actions[K]['input'], purpose = 'investigation') =>
  post<Actions[K]['output']>(node, role, name, input, purpose)

async function post<Output>({ url, officers }: DemoNode, role: string, name: string, input: unknown, purpose: string): Promise<Output> {
  const { token } = officers.find((officer) => officer.role === role)!
  const response = await fetch(`${url}/api/${name.replace('.', '/')}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-portolan-purpose': purpose },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(LIMIT_MS),
  })
  if (!response.ok) throw new Error(`${name} at ${url}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Output
}
