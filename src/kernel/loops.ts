/** What a node does by itself: deliver, apply, put the journal in sequence, fetch rosters, fill gaps, do its duties and errands. */

import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { applying } from './applying.ts'
import type { Errand } from './capability.ts'
import { sql } from './database/sql.ts'
import { createLane } from './lane.ts'
import type { Node } from './node.ts'
import { sweepAttachments } from './post/attachments.ts'
import { linksIncomplete, requestBackfill } from './post/backfill.ts'
import { deliverBatch, expireOutbox, linksDue } from './post/deliver.ts'
import { dispatchBatch } from './post/dispatch.ts'
import type { PartnersDoor } from './post/door.ts'
import { sweepIntake } from './post/intake.ts'
import { fetchRosters } from './post/rosters.ts'
import { keepMemories } from './remembering.ts'
import { destroyDoomed, sealing, settledDooms } from './sealing.ts'
import { underway } from './underway.ts'

export interface Loops {
  stop(): Promise<void>
  /** One round of everything that is due now; answers how much was moved. For tests, which settle instead of sleeping. */
  round(): Promise<number>
}

const LEASE_MS = 3_000
/** Links that are delivered to side by side, and how many of these places are kept from those that were slow. */
const LINKS_AT_ONCE = 16
const SPARE_LINKS = 6
const ROUNDS_AT_ONCE = 200
const ROSTER_EVERY_MS = 240_000

/** Starts the loops; with `manual` only `round` moves anything. */
export function startLoops(
  node: Node,
  door: PartnersDoor,
  { manual = false, gap_patience_ms = 3_000 }: { manual?: boolean; gap_patience_ms?: number } = {},
): Loops {
  const timers: NodeJS.Timeout[] = []
  const running = new Set<Promise<unknown>>()
  const unlisten: (() => void)[] = []
  const holder = `${hostname()}/${process.pid}/${startOf(process.pid)}/${node.id}`
  const dutyDue = new Map<string, number>()
  let stopped = false
  let leads = manual || node.database.engine === 'embedded'

  const now_ms = () => performance.now()
  const delivering = createLane({ places: LINKS_AT_ONCE, spare: SPARE_LINKS, now_ms }, async (link) => {
    let moved = 0
    for (let i = 0; i < ROUNDS_AT_ONCE && !stopped; i++) {
      const settled = await deliverBatch(node, link).catch((failure: unknown) => failed('deliver', failure))
      moved += settled
      if (settled === 0) break
    }
    return moved
  })
  const filling = createLane({ places: LINKS_AT_ONCE, spare: SPARE_LINKS, now_ms }, (link) =>
    requestBackfill(node, link).then(
      () => 1,
      (failure: unknown) => {
        node.report('backfill.failed', { partner: link.partner.member, inside: String(failure) })
        return 0
      },
    ),
  )

  function failed(loop: string, failure: unknown): 0 {
    node.report('loop.failed', { loop, inside: failure instanceof Error ? failure.stack : String(failure) })
    return 0
  }

  /** Lets a lane go on by itself: the loop comes round again while a slow partner is still waited for. */
  async function alone(name: string, work: Promise<number>): Promise<number> {
    const one: Promise<unknown> = work.catch((failure: unknown) => failed(name, failure)).finally(() => running.delete(one))
    running.add(one)
    return 0
  }

  const deliver = async (): Promise<number> => (leads ? delivering.start(await linksDue(node)) : 0)
  const backfill = async (): Promise<number> => (leads ? filling.start(await linksIncomplete(node, gap_patience_ms)) : 0)

  async function dispatch(): Promise<number> {
    if (!leads) return 0
    let moved = 0
    for (let i = 0; i < ROUNDS_AT_ONCE && !stopped; i++) {
      const count = await dispatchBatch(node)
      moved += count
      if (count === 0) break
    }
    return moved
  }

  async function sequence(): Promise<number> {
    if (!leads) return 0
    let moved = 0
    for (let i = 0; i < ROUNDS_AT_ONCE && !stopped; i++) {
      const count = await node.journal.sequence(node.database)
      moved += count
      if (count < 2_000) break
    }
    return moved
  }

  async function housekeeping(): Promise<number> {
    await door.flush()
    await node.peers.refresh(node.database)
    if (!leads) return 0
    await destroyDoomed(node)
    return expireOutbox(node)
  }

  async function sweep(): Promise<number> {
    if (leads) await node.database.transaction((writing) => sweepIntake(writing, node.clock.now()))
    return sweepAttachments(node)
  }

  async function duties(): Promise<number> {
    if (!leads) return 0
    const now_ms = node.clock.now().getTime()
    for (const capability of node.capabilities) {
      for (const duty of capability.duties ?? []) {
        const name = `${capability.name}.${duty.name}`
        if ((dutyDue.get(name) ?? 0) > now_ms) continue
        dutyDue.set(name, now_ms + duty.every_ms)
        for (const own of node.keys.addresses) {
          // one duty that fails keeps no other from being done
          await node.database
            .transaction(async (writing) => {
              await duty.run(applying(node, writing, own, 'sent', node.clock.now(), sealing(node, writing)))
              await settledDooms(writing)
            })
            .catch((failure: unknown) => failed(`duties ${name}`, failure))
        }
      }
    }
    return 0
  }

  /** One errand, for each own member, until it says that nothing is left for now. */
  async function errandOf({ name, run }: Errand): Promise<number> {
    let moved = 0
    for (let i = 0; i < ROUNDS_AT_ONCE && leads && !stopped; i++) {
      const before = moved
      for (const own of node.keys.addresses) {
        const more = await run(underway(node, own)).catch((failure: unknown) => {
          node.report('errand.failed', { errand: name, inside: failure instanceof Error ? failure.stack : String(failure) })
          return false
        })
        if (more) moved++
      }
      if (moved === before) break
    }
    return moved
  }
  const errands = node.capabilities.flatMap((capability) => capability.errands ?? [])

  async function rosters(): Promise<number> {
    if (!leads) return 0
    let accepted = 0
    for (const { network, member } of node.peers.memberships) {
      const partners = node.peers.maybeRoster(network)?.roster.members.filter(({ id }) => id !== member) ?? []
      accepted += await fetchRosters(
        node,
        partners.map(({ id }) => ({ network, member: id })),
      )
    }
    return accepted
  }

  async function memory(): Promise<number> {
    if (leads) await keepMemories(node, false)
    return 0
  }

  /** With several processes on one database one of them leads; a lapsed lead costs repeated work, never a repeated effect. */
  async function lead(): Promise<number> {
    if (node.database.engine === 'embedded') return 0
    const now = node.clock.now()
    leads = await node.database.transaction(async (writing) => {
      const held = await writing.maybeOne<{ holder: string; until: Date }>(
        sql`select holder, until from lease where name = 'loops' for update`,
      )
      if (held && held.holder !== holder && held.until > now && !isDead(held.holder)) return false
      await writing.run(sql`insert into lease (name, holder, until) values ('loops', ${holder}, ${new Date(now.getTime() + LEASE_MS)})
        on conflict (name) do update set holder = excluded.holder, until = excluded.until`)
      return true
    })
    return 0
  }

  /** Runs again and again, never twice side by side, at once when its bell rings. */
  function loop(name: string, every_ms: number, work: () => Promise<number>, bell?: 'deliver' | 'dispatch' | 'errand', settle_ms = 0) {
    let active = false
    let again = false
    const run = () => {
      if (stopped) return
      if (active) {
        again = true
        return
      }
      active = true
      const one: Promise<void> = work()
        .then(
          () => undefined,
          (failure: unknown) =>
            node.report('loop.failed', { loop: name, inside: failure instanceof Error ? failure.stack : String(failure) }),
        )
        .finally(() => {
          active = false
          running.delete(one)
          if (again && !stopped) {
            again = false
            setTimeout(run, settle_ms)
          }
        })
      running.add(one)
    }
    timers.push(setInterval(run, every_ms))
    if (bell) unlisten.push(node.bells.listen(bell, run))
    run()
  }

  if (!manual) {
    loop('lead', LEASE_MS / 3, lead)
    loop('deliver', 500, () => alone('deliver', deliver()), 'deliver')
    loop('dispatch', 500, dispatch, 'dispatch')
    loop('sequence', 250, sequence)
    loop('housekeeping', 2_000, housekeeping)
    loop('backfill', 2_000, () => alone('backfill', backfill()))
    loop('duties', 5_000, duties)
    // each has a loop of its own: one that waits holds up no other
    for (const errand of errands) loop(`errand ${errand.name}`, 1_000, () => errandOf(errand), 'errand')
    loop('rosters', ROSTER_EVERY_MS, rosters)
    loop('memory', 60_000, memory)
    loop('sweep', 3_600_000, sweep)
  }

  return {
    async stop() {
      stopped = true
      timers.forEach(clearInterval)
      for (const stop of unlisten) stop()
      await Promise.all(running)
    },
    async round() {
      let moved = (await deliver()) + (await dispatch()) + (await housekeeping()) + (await backfill())
      for (const errand of errands) moved += await errandOf(errand)
      await duties()
      return moved + (await sequence())
    },
  }
}

/** A lead of a process of this machine that no longer runs lapses at once. */
function isDead(holder: string): boolean {
  const [host, pid, start] = holder.split('/')
  if (host !== hostname()) return false
  return startOf(Number(pid)) !== start
}

/** When a process started, as the kernel counts it, so that a reused number is not mistaken for it. */
function startOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[19]!
  } catch {
    return pid === process.pid ? 'running' : 'gone'
  }
}
