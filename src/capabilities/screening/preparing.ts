/** The errand that reads files and lays out their persons: off the request path, on a thread of its own, resumed wherever it stopped. */
import type { Errand, Sealing, Underway } from '#kernel/capability.ts'
import type { Reader } from '#kernel/database/port.ts'
import { concat } from '#lib/bytes.ts'
import { type FileFindings, FOUND_LABEL, LINE_LABEL, PART_LABEL } from './contents.ts'
import { endIfAsked } from './ending.ts'
import { readFile } from './read-file.ts'
import type { Read, Reading } from './reading.ts'
import { beginAsking, deleteParts, keepReading, type ListRow, maybeListToChange, partsOf, stageLines, takeFileWork } from './store/lists.ts'

/** A process that takes longer than this is taken for gone. */
const WORKING_MS = 180_000
const LINES_AT_ONCE = 250

export const prepare: Errand = {
  name: 'screening.prepare',
  async run(how) {
    const { network, own } = how
    const taken = await how.transaction(async (writing, { vault, now }) => {
      const list = await takeFileWork(writing, network, own, now, new Date(now.getTime() + WORKING_MS))
      return list && { list, ...(await fileOf(writing, vault, list)) }
    })
    if (taken === undefined) return false
    const { list, bytes, reading } = taken
    const today = how.now().toISOString().slice(0, 10)
    const read = await readFile({ bytes, reading, today })
    if (list.state === 'reading') await keep(how, list, reading, read)
    else await layOut(how, list, read)
    how.tell(`list:${list.id}`)
    return true
  },
}

async function fileOf(reading: Reader, vault: Sealing, list: ListRow): Promise<{ bytes: Uint8Array; reading: Reading }> {
  const parts = (await partsOf(reading, list.id)).map(({ position, sealed }) =>
    vault.open(list.file_slot, `${PART_LABEL}:${position}`, sealed),
  )
  const findings = list.found === null ? undefined : vault.openJson<FileFindings>(list.file_slot, FOUND_LABEL, list.found)
  return { bytes: concat(...parts.filter((part) => part !== undefined)), reading: findings?.reading ?? {} }
}

async function keep({ transaction }: Underway, { id }: ListRow, reading: Reading, read: Read): Promise<void> {
  await transaction(async (writing, { vault, now }) => {
    const list = await maybeListToChange(writing, id)
    if (list?.state !== 'reading') return
    const findings: FileFindings = { reading, ...(read.ok && { found: read.found }) }
    await keepReading(
      writing,
      id,
      {
        fault: read.ok ? (read.found.cut ?? null) : read.fault,
        found: vault.sealJson(list.file_slot, FOUND_LABEL, findings),
        rows: read.ok ? read.found.rows : 0,
        lines: read.ok ? read.lines.length : 0,
      },
      read.ok ? read.bad : [],
      now,
    )
  })
}

/** Slice after slice, each its own transaction; nobody is asked before the last one. The file then goes, and its key. */
async function layOut(how: Underway, { id }: ListRow, read: Read): Promise<void> {
  const lines = read.ok ? read.lines : []
  for (;;) {
    const is_more = await how.transaction(async (writing, { vault, now, record }) => {
      const list = await maybeListToChange(writing, id)
      if (list?.state !== 'staging') return false
      const slice = lines.slice(list.staged, list.staged + LINES_AT_ONCE)
      if (slice.length > 0) {
        const slots = await vault.newSlots(slice.length)
        const sealed = slice.map(({ line, ...content }, i) => ({
          line,
          slot: slots[i]!,
          sealed: vault.sealJson(slots[i]!, LINE_LABEL, content),
        }))
        await stageLines(writing, id, sealed, list.partners, now)
        return true
      }
      await deleteParts(writing, id)
      await beginAsking(writing, id, now)
      vault.destroy([list.file_slot])
      await endIfAsked({ writing, vault, now, record }, list)
      return false
    })
    how.tell(`list:${id}`)
    if (!is_more) return
  }
}
