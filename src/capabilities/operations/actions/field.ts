/** What those in the field need beside the work itself: a key for what waits on a telephone, and which reports are owed. */
import Type from 'typebox'
import { view } from '#kernel/capability.ts'
import { hex } from '#lib/bytes.ts'
import { Uuid } from '#wire/fields.ts'
import { Refusal } from '#wire/refusal.ts'
import { openSpace } from '../contents.ts'
import { workOf } from '../reading.ts'
import { dueOf } from '../reporting.ts'
import { mayPut } from '../rules.ts'
import { knownSpace } from '../saying.ts'
import { spacesPage } from '../store/spaces.ts'
import { closed, count, list, maybe, time } from './shapes.ts'
import { onSpace, subjectOf } from './spaces.ts'

const readDeviceKey = view({
  name: 'operations.read-device-key',
  summary: "The key under which this officer's lines for a team wait on a device while the node cannot be reached",
  purpose: 'none',
  journal: 'noted',
  input: closed({ space: Uuid }),
  output: closed({
    key: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'AES-256; the same for this officer and space each time' }),
  }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onSpace,
  subject: subjectOf,
  async run({ space: id }, viewing) {
    const { space, standing, key } = await knownSpace(viewing, id)
    // of a space that is over nobody gets it, and what still waits on a device stays shut
    if (!space.belongs || space.ended_at || !mayPut(standing, 'patrol-log'))
      throw new Refusal('state.conflict', { inside: `space ${id} is over here` })
    viewing.note()
    return { key: hex(viewing.vault.digest('operations.device-key', JSON.stringify([key.member, key.space, viewing.officer.id]))) }
  },
})

const MOST_SPACES = 50
const REPORTED = ['event', 'follow-up', 'incident']

const findDue = view({
  name: 'operations.find-due',
  summary: 'Which of the newest teams that the officer may see owe a report: how many are over time, and when the next one is due',
  purpose: 'none',
  journal: 'refusals',
  input: closed({}),
  output: closed({
    teams: list(closed({ space: Uuid, over: count, running: count, next_at: maybe(time) }), MOST_SPACES),
    teams_looked_at: count,
  }),
  async run(_, viewing) {
    const classes = await viewing.classes('operations.find-things')
    const rows = await spacesPage(viewing.reading, viewing.officer.member, classes, { limit: MOST_SPACES, offset: 0 })
    const teams = []
    for (const row of rows) {
      const standing = row.belongs ? openSpace(viewing.vault, row)?.standing : undefined
      if (!standing || !mayPut(standing, 'event')) continue
      const { things } = await workOf(viewing, { member: row.member, space: row.id }, standing, { kinds: REPORTED })
      const due = dueOf(things, viewing.now.getTime())
      const running = due.filter(({ is_over }) => !is_over)
      if (due.length > 0)
        teams.push({ space: row.id, over: due.length - running.length, running: running.length, next_at: running[0]?.due_at ?? null })
    }
    return { teams, teams_looked_at: rows.length }
  },
})

export const fieldActions = [readDeviceKey, findDue]
