/** What capabilities hand over to each other at an officer's asking: found by the address, answered with the officer's own view, within bounds. */
import { type Capability, type Handing, type Matters, MOST_HANDED, MOST_MATTERS, type View } from './capability.ts'

/** `view` is asked for late: it holds these matters itself. */
export function mattersOf(capabilities: readonly Capability[], view: () => View): Matters {
  const handing = capabilities.flatMap(({ hands }) => hands ?? [])
  return {
    async list() {
      const all = await Promise.all(handing.map(({ list }) => list(view())))
      return all.flat().slice(0, MOST_MATTERS)
    },
    async read(address) {
      const [hands, id] = at(address)
      const found = await hands?.read(id, view())
      return found && { ...found, things: found.things.slice(0, MOST_HANDED) }
    },
    async results(address) {
      const [hands, id] = at(address)
      return (await hands?.results?.(id, view()))?.slice(0, MOST_HANDED)
    },
  }

  function at(address: string): readonly [Handing | undefined, string] {
    const [, kind, id = ''] = /^([a-z-]{1,32}):(.{1,100})$/s.exec(address) ?? []
    return [handing.find((one) => one.kind === kind), id]
  }
}
