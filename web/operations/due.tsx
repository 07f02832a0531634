// Reports that are owed: how many of a team, and which.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { type Due, dueOf, FIRST_REPORT_MS } from '#capabilities/operations/reporting.ts'
import { mayPut } from '#capabilities/operations/rules.ts'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { Banner, Deadline, Section, StateMark, useNow, writeTime } from '../pieces/index.ts'
import { isWords } from '../pieces/typed.ts'
import style from './operations.module.css'
import { useThingWords, useTitleOf } from './said.tsx'
import { ThingForm } from './thing-form.tsx'
import type { KindName, Team, Thing, Value } from './types.ts'

const EVERY_MS = 60_000
type TeamDue = Output<'operations.find-due'>['teams'][number]

/** What each team owes, by its id. */
export function useDue(enabled = true): ReadonlyMap<string, TeamDue> {
  const view = useView('operations.find-due', {}, { every_ms: EVERY_MS, enabled })
  return new Map(view.data?.teams.map((one) => [one.space, one]))
}

/** In the list of teams. */
export function DueMark({ due }: { due: TeamDue | undefined }) {
  const { t } = useTranslation('patrols')
  if (!due) return null
  return (
    <StateMark tone={due.over > 0 ? 'bad' : 'warning'}>
      {due.over > 0 ? t('due.over', { count: due.over }) : t('due.running', { count: due.running })}
    </StateMark>
  )
}

/** On the page of a team. */
export function DueBanner({ team }: { team: Team }) {
  const { t } = useTranslation('patrols')
  const due = useDue(team.unit !== '').get(team.id)
  if (!due) return null
  return (
    <Banner
      tone={due.over > 0 ? 'error' : 'warning'}
      title={due.over > 0 ? t('due.over', { count: due.over }) : t('due.running', { count: due.running })}
      actions={<Link href={`/operations/${team.id}/work/events`}>{t('due.open')}</Link>}
    >
      {due.next_at ? t('due.next', { time: writeTime(due.next_at, 'short') }) : t('due.rule')}
    </Banner>
  )
}

/** Which reports are owed, the most urgent first, each with the way to make it. */
export function DueList({ team, things }: { team: Team; things: readonly Thing[] }) {
  const { t } = useTranslation('patrols')
  const words = useThingWords()
  const titleOf = useTitleOf()
  const now = useNow()
  const [asked, setAsked] = useState<{ kind: KindName; begin: Readonly<Record<string, Value>> } | undefined>()
  const due = dueOf(things, now)
  if (due.length === 0) return null
  const report = ({ thing: id, what }: Due) => {
    const thing = things.find((one) => one.id === id)
    if (what === 'follow-up') return setAsked({ kind: 'follow-up', begin: { event: id, at: new Date().toISOString() } })
    const value = (field: string) => thing?.fields[field]?.value
    const begin: Record<string, Value> = { incident: id, state: 'open', owner: team.own }
    for (const field of ['place', 'latitude', 'longitude'] as const) if (value(field) !== undefined) begin[field] = value(field)!
    if (value('at') !== undefined) begin.happened_at = value('at')!
    const text = value('text')
    if (isWords(text)) begin.title = { ...text, text: text.text.slice(0, 300) }
    return setAsked({ kind: 'event', begin })
  }
  return (
    <Section title={t('due.title')}>
      <p className={style.quiet}>{t('due.rule')}</p>
      <ul className={style.cards}>
        {due.slice(0, 50).map((one) => {
          const thing = things.find(({ id }) => id === one.thing)
          const title = titleOf(thing) ?? ''
          const from =
            one.what === 'first-report' ? new Date(Date.parse(one.due_at) - FIRST_REPORT_MS).toISOString() : (thing?.at ?? one.due_at)
          return (
            <li key={`${one.what} ${one.thing}`} className={style.row}>
              <span>
                {t(`due.${one.what}`)}: {thing && words.kind(thing.kind)} <bdi dir="auto">{title}</bdi>
              </span>
              <Deadline from={from} due={one.due_at} withDue />
              {team.belongs && mayPut(team, 'event') && (
                <Button size="compact-sm" aria-label={`${t('due.report')}: ${title}`} onClick={() => report(one)}>
                  {t('due.report')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {asked && <ThingForm team={team} {...asked} things={things} onClose={() => setAsked(undefined)} />}
    </Section>
  )
}
