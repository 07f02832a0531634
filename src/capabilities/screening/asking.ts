/** The errand that asks: own registers and partners side by side, each at a bounded pace, with the patience that each of them asks for. */
import type { Errand, Sealing, Underway } from '#kernel/capability.ts'
import { type Asked, askCheck, type CheckQuestion } from '#kernel/checking.ts'
import type { Hit } from '#wire/checks/answers.ts'
import { clearanceOf } from '#wire/checks/outcomes.ts'
import type { Purpose } from '#wire/vocabulary.ts'
import { HIT_LABEL, LINE_LABEL } from './contents.ts'
import { endIfAsked, forgetClear } from './ending.ts'
import { listClass } from './list-class.ts'
import type { Line } from './mapping.ts'
import {
  ASK_TIMEOUT_MS,
  BURST,
  CLAIM_MS,
  classificationOf,
  INTERVAL_MS,
  MAX_SILENCES,
  MAX_TRIES,
  OWN_PACE_FACTOR,
  restAfter_ms,
  spend,
  waitOf_ms,
} from './rules.ts'
import { insertHits } from './store/hits.ts'
import { count, maybeListToChange, pauseList } from './store/lists.ts'
import {
  type AskedList,
  type Claimed,
  claim,
  holdPace,
  keepOutcome,
  listsAsked,
  release,
  restPartner,
  silence,
  spendPace,
} from './store/questions.ts'

/** Where a partner does not say how long its quota lasts. */
const DEFAULT_WAIT_S = 60
/** Lists of one member that are asked about side by side. */
const MAX_ASKED_LISTS = 50

export const ask: Errand = {
  name: 'screening.ask',
  async run(how) {
    const lists = await stillAllowed(how, await how.transaction((writing) => listsAsked(writing, how.network, how.own, MAX_ASKED_LISTS)))
    const partners = [...new Set(lists.flatMap((list) => list.partners))]
    const asked = await Promise.all(
      partners.map((partner) =>
        askPartner(
          how,
          lists.filter((list) => list.partners.includes(partner)),
          partner,
        ),
      ),
    )
    const failure = asked.find((one) => one.failure !== undefined)?.failure
    if (failure !== undefined) throw failure
    return asked.some(({ moved }) => moved)
  },
}

type Allowed = AskedList & { readonly clearance_now: 0 | 1 | 2 }

/** A list asks on as long as its officer's account may: one that is closed, or has lost the role, pauses it. */
async function stillAllowed(how: Underway, lists: readonly AskedList[]): Promise<Allowed[]> {
  const allowed: Allowed[] = []
  for (const list of lists) {
    const officer = await how.maybeOfficer(list.officer)
    if (officer !== undefined && how.may(officer, 'screening.start-list', listClass(list), list.purpose as Purpose)) {
      allowed.push({ ...list, clearance_now: Math.min(list.clearance, officer.clearance) as 0 | 1 | 2 })
      continue
    }
    await how.transaction(async (writing, { record }) => {
      if ((await maybeListToChange(writing, list.id))?.state !== 'asking') return
      await pauseList(writing, list.id, 'access-lost')
      await record('screening.access-lost', `list:${list.id}`, {}, list.officer)
    })
    how.tell(`list:${list.id}`)
  }
  return allowed
}

interface Moved {
  readonly moved: boolean
  readonly failure?: unknown
}

/** The questions to one member that are due now, one after the other; a silence or a wait ends the round. */
async function askPartner(how: Underway, lists: readonly Allowed[], partner: string): Promise<Moved> {
  const questions = await takeUp(how, lists, partner)
  let moved = false
  for (const [i, question] of questions.entries()) {
    const list = lists.find(({ id }) => id === question.list)!
    if (question.content === undefined) continue
    const came = await askCheck(how, questionOf(list, question.content), partner)
    const kept = await keep(how, list, question, came)
    moved = true
    if (kept === 'goes-on') continue
    await putBack(how, questions.slice(i + 1))
    if (kept === 'silent') await giveUp(how, lists, partner)
    return { moved, failure: came.failure }
  }
  return { moved }
}

type TakenUp = Claimed & { readonly content: Line | undefined }

/** As many as the pace allows. Who is asked about for the first time gets a leaf in the journal, before anybody hears of it. */
const takeUp = (how: Underway, lists: readonly Allowed[], partner: string): Promise<TakenUp[]> =>
  how.transaction(async (writing, { vault, now, record }) => {
    const { network, own } = how
    const pace = await holdPace(writing, network, own, partner, now)
    if (pace.resting_until !== null && pace.resting_until > now) return []
    const interval_ms = partner === own ? INTERVAL_MS / OWN_PACE_FACTOR : INTERVAL_MS
    const { count: due } = spend(pace.next_at, now, BURST, interval_ms)
    if (due === 0) return []
    const ids = lists.map(({ id }) => id)
    const taken = await claim(writing, ids, partner, due, now, new Date(now.getTime() + CLAIM_MS))
    if (taken.length === 0) return []
    await spendPace(writing, network, own, partner, spend(pace.next_at, now, taken.length, interval_ms).next_at)
    for (const { list, line } of taken.filter(({ first }) => first)) {
      const { purpose, officer, unit, member, partners } = lists.find(({ id }) => id === list)!
      await record('screening.asked', `list:${list}`, { line, purpose, unit, member, partners: partners.join(' ') }, officer)
    }
    return taken.map((one) => ({ ...one, content: vault.openJson<Line>(one.slot, LINE_LABEL, one.sealed) }))
  })

const questionOf = (list: Allowed, { subjects }: Line): CheckQuestion => ({
  network: list.network,
  unit: list.unit,
  purpose: list.purpose as Purpose,
  language: list.language,
  timeout_ms: ASK_TIMEOUT_MS,
  clearance: clearanceOf(list.clearance_now),
  subjects,
  alternatives: list.alternatives,
})

const putBack = (how: Underway, questions: readonly Claimed[]) =>
  how.transaction(async (writing) => {
    for (const { list, line, partner, tries } of questions) await release(writing, list, line, partner, tries)
  })

/** Keeps an answer, and what it says about how to go on with this partner: on, after a rest, or no more for now. */
async function keep(how: Underway, list: Allowed, question: Claimed, { outcome, retry_after_s }: Asked): Promise<Kept> {
  const came = await how.transaction(async (writing, applying) => {
    const { vault, now, newId, record } = applying
    const { list: id, line, partner, tries } = question
    const at = { network: how.network, member: how.own, partner }
    const pace = await holdPace(writing, at.network, at.member, partner, now)
    // held from here on: of two lanes that bring the last answers of a line, the later one sees what the earlier one did
    if ((await maybeListToChange(writing, id)) === undefined) return 'goes-on'
    const rest = (ms: number, silences: number) =>
      restPartner(writing, at, { resting_until: new Date(now.getTime() + ms), silences, said: outcome.refusal })
    let came: Kept = 'goes-on'
    if (retry_after_s !== undefined || outcome.refusal === 'quota.exceeded') {
      // a quota and a door that is full are no answer: the question waits as long as it was told
      came = 'rests'
      await release(writing, id, line, partner, tries)
      await rest(waitOf_ms(retry_after_s ?? DEFAULT_WAIT_S), 0)
    } else if (outcome.state === 'no-answer') {
      const silences = pace.silences + 1
      came = silences >= MAX_SILENCES ? 'silent' : 'rests'
      await rest(restAfter_ms(silences), silences)
      if (tries + 1 < MAX_TRIES) await release(writing, id, line, partner, tries + 1)
      else await keepOutcome(writing, question, 'no-answer', outcome.refusal)
    } else {
      if (pace.silences > 0 || pace.said !== null) await restPartner(writing, at, { resting_until: null, silences: 0, said: null })
      const refused_in_part = outcome.state === 'no-hit' && (outcome.body?.refused.length ?? 0) > 0
      const kept = await keepOutcome(writing, question, refused_in_part ? 'refused' : outcome.state, outcome.refusal)
      if (kept) await insertHits(writing, question, sealedHits(vault, question, outcome.body?.hits ?? [], newId))
    }
    const doing = { writing, vault, now, record }
    await count(writing, id, { clear: await forgetClear(doing, id, [line]) })
    await endIfAsked(doing, list)
    return came
  })
  how.tell(`list:${list.id}`)
  return came
}
type Kept = 'goes-on' | 'rests' | 'silent'

/** A partner that is silent again and again: nothing waits for it any more, in any list; the officer asks it again at will. */
async function giveUp(how: Underway, lists: readonly Allowed[], partner: string): Promise<void> {
  for (const { id } of lists) {
    await how.transaction(async (writing, { vault, now, record }) => {
      const list = await maybeListToChange(writing, id)
      if (list === undefined) return
      await silence(writing, id, partner, null)
      await count(writing, id, {})
      await endIfAsked({ writing, vault, now, record }, list)
    })
    how.tell(`list:${id}`)
  }
}

const sealedHits = (vault: Sealing, { slot }: Claimed, hits: readonly Hit[], newId: () => string) =>
  hits.map((hit) => {
    const id = newId()
    return { id, score: hit.score, classification: classificationOf(hit), sealed: vault.sealJson(slot, `${HIT_LABEL}:${id}`, hit) }
  })
