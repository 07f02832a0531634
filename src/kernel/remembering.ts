/** What capabilities hold in memory: brought in when a node opens, written down now and then and when it closes. */
import type { Memory, Remembering } from './capability.ts'
import type { Node } from './node.ts'
import { sealedFiles } from './sealed-files.ts'
import { sealing, settledDooms, unsealing } from './sealing.ts'

/** Brings everything in. A part that fails is reported: the question that needs it tries again by itself. */
export const warmMemories = (node: Node): Promise<void> =>
  each(node, 'memory.warm-failed', async (memory, how, capability) => {
    const began = performance.now()
    const counts = await memory.warm(how)
    node.report('memory.warm', { capability, member: how.own, ...counts, took_ms: Math.round(performance.now() - began) })
  })

export const keepMemories = (node: Node, ending: boolean): Promise<void> =>
  each(node, 'memory.keep-failed', (memory, how) => memory.keep(how, ending))

async function each(
  node: Node,
  failed: string,
  work: (memory: Memory, how: Remembering, capability: string) => Promise<void>,
): Promise<void> {
  for (const { name, memory } of node.capabilities) {
    if (memory === undefined) continue
    for (const own of new Set(node.keys.addresses.map(({ member }) => member))) {
      try {
        await work(memory, rememberingOf(node, own), name)
      } catch (failure) {
        node.report(failed, { capability: name, member: own, inside: failure instanceof Error ? failure.stack : String(failure) })
      }
    }
  }
}

const rememberingOf = (node: Node, own: string): Remembering => ({
  own,
  now: node.clock.now(),
  epoch: node.epoch,
  reading: node.database,
  vault: unsealing(node),
  files: sealedFiles(node.derived, node.vault),
  transaction: (work) =>
    node.database.transaction(async (writing) => {
      const result = await work(writing, sealing(node, writing))
      await settledDooms(writing)
      return result
    }),
})
