/** What members of a team say to each other, and what each makes of it. */
import Value from 'typebox/value'
import type { Applying, MessageHandler } from '#kernel/capability.ts'
import { verifiedStatement } from '#kernel/post/originals.ts'
import type { Statement } from '#wire/statement.ts'
import { type ContentsBody, EntryBody, type ExecutedBody, type PassageBody } from './bodies.ts'
import { keepContents } from './handing.ts'
import { isSaidToSpace, keepEntry } from './keeping.ts'
import { insertExecuted, maybeSpace } from './store/spaces.ts'

const entry: MessageHandler = {
  type: 'operations.entry.v1',
  audience: 'space',
  async apply(statement, how, signed) {
    if (isSaidToSpace(statement)) await keepEntry(statement, signed, how)
  },
}

const contents: MessageHandler = {
  type: 'operations.contents.v1',
  async apply(statement, how) {
    await keepContents(statement as Statement as unknown as Statement & { body: ContentsBody }, how)
  },
}

const passage: MessageHandler = {
  type: 'operations.passage.v1',
  async apply(statement, how) {
    const { header, body } = statement as Statement as unknown as Statement & { body: PassageBody }
    if (how.direction === 'sent') return
    for (const signed of (body as unknown as PassageBody).entries)
      await passed(signed, header.network, (body as unknown as PassageBody).space, how)
  },
}

/** An entry that another member hands on counts as if its maker had sent it, for it bears its maker's signature. */
async function passed(signed: string, network: string, space: string, how: Applying): Promise<void> {
  const original = await verifiedStatement(how.writing, network, signed)
  if (!original || !isSaidToSpace(original) || original.header.to.space !== space || !Value.Check(EntryBody, original.body)) {
    await how.record('operations.passage-refused', `space:${space}`)
    return
  }
  await keepEntry(original, signed, how)
}

const executed: MessageHandler = {
  type: 'operations.executed.v1',
  async apply(statement, how) {
    const { header, body } = statement as Statement as unknown as Statement & { body: ExecutedBody }
    if (how.direction === 'sent') return
    const { space, what, entries, done_at } = body as unknown as ExecutedBody
    const known = await maybeSpace(how.writing, how.own, space)
    if (known?.network !== header.network) return
    await insertExecuted(how.writing, how.own, space, {
      partner: header.from.member,
      what,
      entries,
      done_at: new Date(done_at),
      statement: header.id,
    })
    await how.record('operations.executed', `space:${space}`, { by: header.from.member, what })
  },
}

export const messages: readonly MessageHandler[] = [entry, contents, passage, executed]
