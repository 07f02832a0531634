/** What a node holds, asked of it over its API with an officer's token, as a national system would. */
import type { Actions } from '#main/actions-type.ts'
import type { DemoNode } from '../../demo/network-file.ts'

type ActName = { [K in keyof Actions]: Actions[K]['kind'] extends 'act' ? K : never }[keyof Actions]
type ViewName = { [K in keyof Actions]: Actions[K]['kind'] extends 'view' ? K : never }[keyof Actions]

const LIMIT_MS = 20_000

/** Reads a view as an officer of this role; throws what the node refuses. */
export async function read<K extends ViewName>(
  { url, officers }: DemoNode,
  role: string,
  name: K,
  input: Actions[K]['input'],
  purpose = 'investigation',
): Promise<Actions[K]['output']> {
  const { token } = officers.find((officer) => officer.role === role)!
  const query = new URLSearchParams(Object.entries(input as object).map(([key, value]): [string, string] => [key, String(value)]))
  const response = await fetch(`${url}/api/${name.replace('.', '/')}?${query}`, {
    headers: { authorization: `Bearer ${token}`, 'x-portolan-purpose': purpose },
    signal: AbortSignal.timeout(LIMIT_MS),
  })
  if (!response.ok) throw new Error(`${name} at ${url}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Actions[K]['output']
}

/** Does something as an officer of this role; throws what the node refuses. */
export async function perform<K extends ActName>(
  { url, officers }: DemoNode,
  role: string,
  name: K,
  input: Actions[K]['input'],
  purpose = 'investigation',
): Promise<Actions[K]['output']> {
  const { token } = officers.find((officer) => officer.role === role)!
  const response = await fetch(`${url}/api/${name.replace('.', '/')}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-portolan-purpose': purpose },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(LIMIT_MS),
  })
  if (!response.ok) throw new Error(`${name} at ${url}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Actions[K]['output']
}
