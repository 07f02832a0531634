// The planner: who is on which patrol or shift when, what does not fit, and first of all the officer's own.
import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'wouter'
import {
  type Conflict,
  cardsOf,
  conflictsOf,
  MOST_CONFLICTS,
  type OnTurn,
  sameOfficer,
  type Turn,
  turnsOf,
} from '#capabilities/operations/planning.ts'
import { mayPut } from '#capabilities/operations/rules.ts'
import { useAct, useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import {
  Banner,
  DateField,
  EmptyState,
  Loading,
  RefusalBanner,
  Section,
  StateMark,
  saveFile,
  useMembers,
  useNow,
  writeDuration,
  writeTime,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { ownCalendar } from './own-calendar.ts'
import style from './planner.module.css'
import { useThingWords } from './said.tsx'
import { ThingForm } from './thing-form.tsx'
import { type Group, type Span, Timeline } from './timeline.tsx'
import type { KindName, Team, Thing, Value } from './types.ts'

const EVERY_MS = 10_000
/** As many as the node gives at once. */
const MOST = 1_000
export const PLANNED = ['patrol', 'crew', 'shift', 'powers-card', 'area'] as const
const SPANS = ['day', 'week'] as const
const DAYS = { day: 1, week: 7 }

/** The day of a moment, by the time of this device. */
export function dayOf(at: number): string {
  const day = new Date(at)
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}
const later = (day: string, days: number): Date => {
  const [year, month, date] = day.split('-').map(Number)
  return new Date(year!, month! - 1, date! + days)
}

export const isOwnOf = (turn: Turn, name: string, member: string): boolean =>
  turn.officers.some((on) => sameOfficer(on.officer) === sameOfficer(name) && (on.member === undefined || on.member === member))

type Asked = { kind: KindName; thing?: Thing; begin?: Readonly<Record<string, Value>> }

export function Planner({ team }: { team: Team }) {
  const { t } = useTranslation('patrols')
  const { officer } = useSession()
  const now = useNow()
  const [search, setSearch] = useSearchParams()
  const view = useView('operations.find-things', { space: team.id, kinds: [...PLANNED], limit: MOST, offset: 0 }, { every_ms: EVERY_MS })
  const act = useAct('operations.put-things')
  const [asked, setAsked] = useState<Asked | undefined>()
  const [moved, setMoved] = useState<{ turn: Turn; by_ms: number } | undefined>()
  const shown = SPANS.find((one) => one === search.get('span')) ?? 'week'
  const asks = search.get('from')
  const first = asks && /^20\d\d-\d\d-\d\d$/.test(asks) ? asks : dayOf(now)
  const [begin, end] = [later(first, 0), later(first, DAYS[shown])]
  const span: Span = { from: begin.getTime(), until: end.getTime() }
  const things = view.data?.things ?? []
  const turns = turnsOf(things)
  const within = turns.filter((turn) => Date.parse(turn.until) > span.from && Date.parse(turn.from) < span.until)
  const conflicts = conflictsOf(turns, cardsOf(things), { from: begin.toISOString(), until: end.toISOString(), dayOf })
  const tell = useTold(team, turns)
  const troubled = new Map<string, string[]>()
  for (const one of conflicts)
    if (one.what !== 'gap') for (const id of one.turns) troubled.set(id, [...(troubled.get(id) ?? []), tell(one)])
  const own = turns.filter((turn) => isOwnOf(turn, officer.name, team.own) && Date.parse(turn.until) > now && turn.state !== 'cancelled')
  const mayMove = team.belongs && mayPut(team, 'patrol')
  const go = (change: Record<string, string>) => setSearch((old) => ({ ...Object.fromEntries(old), ...change }), { replace: true })
  const open = (turn: Turn) => {
    const thing = things.find(({ id }) => id === turn.id)
    if (thing && mayMove) setAsked({ kind: turn.kind, thing })
  }
  const move = async (turn: Turn, by_ms: number) => {
    const shifted = (at: string) => new Date(Date.parse(at) + by_ms).toISOString()
    const set = { from: shifted(turn.from), until: shifted(turn.until) }
    if (await act.run({ space: team.id, things: [{ thing: turn.id, kind: turn.kind, set }] }))
      setMoved({ turn: { ...turn, ...set }, by_ms })
  }
  const item = (turn: Turn) => (
    <OneTurn key={turn.id} turn={turn} team={team} troubles={troubled.get(turn.id) ?? []} mayPut={mayMove} onOpen={open} onAsk={setAsked} />
  )
  if (view.loading) return <Loading />
  return (
    <div className={style.stack}>
      <RefusalBanner error={view.error ?? act.error} onRetry={view.error ? view.reload : undefined} />
      {view.data && (
        <>
          <Section title={t('own.title')} actions={own.length > 0 && <TakeCalendar own={own} />}>
            {own.length === 0 ? (
              <p className={style.quiet}>{t('own.none')}</p>
            ) : (
              <ul className={style.turns}>{own.slice(0, 20).map(item)}</ul>
            )}
          </Section>
          <div className={style.toolbar}>
            <SegmentedControl
              aria-label={t('span.label')}
              value={shown}
              data={SPANS.map((value) => ({ value, label: t(`span.${value}`) }))}
              onChange={(span) => go({ span })}
            />
            <Button variant="default" onClick={() => go({ from: dayOf(later(first, -DAYS[shown]).getTime()) })}>
              {t('span.before')}
            </Button>
            <Button variant="default" onClick={() => go({ from: dayOf(now) })}>
              {t('span.today')}
            </Button>
            <Button variant="default" onClick={() => go({ from: dayOf(later(first, DAYS[shown]).getTime()) })}>
              {t('span.after')}
            </Button>
            <Button variant="default" component={Link} href={`/operations/${team.id}/planner/areas`}>
              {t('areas.link')}
            </Button>
            <DateField label={t('span.from')} value={first} onChange={(day) => day && go({ from: day })} />
            {mayMove && (
              <div className={style.actions}>
                {(['patrol', 'shift'] as const).map((kind) => (
                  <Button key={kind} onClick={() => setAsked({ kind, begin: beginAt(kind, Math.max(span.from, now), team) })}>
                    {t(`add.${kind}`)}
                  </Button>
                ))}
              </div>
            )}
          </div>
          <div role="status">
            {moved && (
              <Banner
                tone="info"
                title={t('moved.title', { title: moved.turn.title })}
                actions={
                  <Button
                    variant="default"
                    loading={act.running}
                    onClick={async () => {
                      await move(moved.turn, -moved.by_ms)
                      setMoved(undefined)
                    }}
                  >
                    {t('moved.back')}
                  </Button>
                }
              >
                {`${writeTime(moved.turn.from, 'short')} – ${writeTime(moved.turn.until, 'short')}`}
              </Banner>
            )}
          </div>
          <Conflicts conflicts={conflicts} tell={tell} />
          <Section title={new Intl.DateTimeFormat(locale(), { dateStyle: 'full' }).formatRange(span.from, span.until - 1)}>
            {within.length === 0 ? (
              <EmptyState title={t('none')}>{t('none_text')}</EmptyState>
            ) : (
              <div className={style.stack}>
                <Timeline
                  span={span}
                  groups={groupsOf(within, t('kind.shift'), t('no_area'))}
                  mayMove={mayMove}
                  troubled={troubled}
                  onMove={(turn, by_ms) => void move(turn, by_ms)}
                  onOpen={open}
                />
                <Days turns={within} from={span.from} item={item} />
              </div>
            )}
          </Section>
          <p className={style.quiet}>{t('rule')}</p>
          {view.data.count > things.length && <p className={style.quiet}>{t('only_newest', { number: things.length })}</p>}
        </>
      )}
      {asked && <ThingForm team={team} {...asked} things={things} onClose={() => setAsked(undefined)} />}
    </div>
  )
}

/** Patrols by their areas, shifts by themselves. */
function groupsOf(turns: readonly Turn[], shifts: string, no_area: string): Group[] {
  const groups = Map.groupBy(turns, ({ kind, area }) => (kind === 'shift' ? shifts : (area ?? no_area)))
  return [...groups].map(([name, turns]) => ({ name, turns })).sort((a, b) => a.name.localeCompare(b.name, locale()))
}

const HOUR_MS = 3_600_000
function beginAt(kind: 'patrol' | 'shift', at: number, team: Team): Record<string, string | string[]> {
  const from = Math.ceil(at / HOUR_MS) * HOUR_MS
  const times = { from: new Date(from).toISOString(), until: new Date(from + 8 * HOUR_MS).toISOString(), host: team.own }
  return kind === 'patrol' ? { ...times, members: [team.own], state: 'planned' } : { ...times, member: team.own }
}

/** A name inside a sentence keeps its own direction, and the sentence its own. */
const apart = (name: string): string => `\u2068${name}\u2069`

/** What does not fit, as a sentence. */
function useTold(team: Team, turns: readonly Turn[]): (conflict: Conflict) => string {
  const { t } = useTranslation('patrols')
  const { nameOf } = useMembers(team.network)
  const named = (id: string) => {
    const turn = turns.find((one) => one.id === id)
    return turn ? `${apart(turn.title)} (${writeTime(turn.from, 'short')})` : ''
  }
  return (conflict) => {
    switch (conflict.what) {
      case 'twice':
        return t('conflict.twice', { officer: apart(conflict.officer), first: named(conflict.turns[0]), second: named(conflict.turns[1]) })
      case 'gap':
        return t('conflict.gap', {
          from: writeTime(conflict.from, 'short'),
          until: writeTime(conflict.until, 'short'),
          lasting: writeDuration(Date.parse(conflict.until) - Date.parse(conflict.from)),
        })
      case 'no-card':
        return t('conflict.no_card', { officer: apart(conflict.officer), host: nameOf(conflict.host), turn: named(conflict.turns[0]) })
      case 'nobody':
        return t('conflict.nobody', { turn: named(conflict.turns[0]) })
    }
  }
}

function Conflicts({ conflicts, tell }: { conflicts: readonly Conflict[]; tell: (conflict: Conflict) => string }) {
  const { t } = useTranslation('patrols')
  if (conflicts.length === 0) return null
  return (
    <Banner tone="warning" title={t('conflict.title', { count: conflicts.length })}>
      <ul className={style.conflicts}>
        {conflicts.map((one) => {
          const told = tell(one)
          return <li key={`${one.what} ${told}`}>{told}</li>
        })}
      </ul>
      {conflicts.length === MOST_CONFLICTS && <p>{t('conflict.most', { number: MOST_CONFLICTS })}</p>}
    </Banner>
  )
}

/** The same as a list, by the days on which they begin. */
function Days({ turns, from, item }: { turns: readonly Turn[]; from: number; item: (turn: Turn) => React.ReactNode }) {
  const day = new Intl.DateTimeFormat(locale(), { weekday: 'long', day: 'numeric', month: 'long' })
  const days = Map.groupBy(turns, (turn) => dayOf(Math.max(from, Date.parse(turn.from))))
  return (
    <>
      {[...days].map(([key, some]) => (
        <section key={key} className={style.stack} aria-label={day.format(later(key, 0))}>
          <h3 className={style.day}>{day.format(later(key, 0))}</h3>
          <ul className={style.turns}>{some.map(item)}</ul>
        </section>
      ))}
    </>
  )
}

function OneTurn({
  turn,
  team,
  troubles,
  mayPut,
  onOpen,
  onAsk,
}: {
  turn: Turn
  team: Team
  troubles: readonly string[]
  mayPut: boolean
  onOpen: (turn: Turn) => void
  onAsk: (asked: Asked) => void
}) {
  const { t } = useTranslation('patrols')
  const { nameOf } = useMembers(team.network)
  const { officer } = useSession()
  const words = useThingWords()
  const withdraw = useAct('operations.withdraw-thing')
  return (
    <li className={style.turn} data-own={isOwnOf(turn, officer.name, team.own) || undefined} data-state={turn.state}>
      <span className={style.when}>
        {writeTime(turn.from, 'short')} –{' '}
        {writeTime(turn.until, dayOf(Date.parse(turn.from)) === dayOf(Date.parse(turn.until)) ? 'time' : 'short')}
      </span>
      <div className={style.says}>
        <span>
          <span className={style.quiet}>{t(`kind.${turn.kind}`)}</span>{' '}
          <bdi dir="auto" className={style.name}>
            {turn.title}
          </bdi>{' '}
          {turn.state && <StateMark tone={turn.state === 'cancelled' ? 'bad' : 'quiet'}>{words.code('state', turn.state)}</StateMark>}
        </span>
        <span className={style.quiet}>
          {turn.members.map(nameOf).join(' · ')}
          {turn.area && (
            <>
              {' · '}
              <bdi dir="auto">{turn.area}</bdi>
            </>
          )}
          {turn.host && ` · ${t('host', { name: nameOf(turn.host) })}`}
        </span>
        {turn.kind === 'patrol' && turn.officers.length > 0 && (
          <ul className={style.officers} aria-label={t('officers')}>
            {turn.officers.map((on) => (
              <li key={`${on.thing} ${on.officer}`}>
                <OfficerOn on={on} nameOf={nameOf} />
              </li>
            ))}
          </ul>
        )}
        {troubles.map((one) => (
          <StateMark key={one} tone="warning">
            {one}
          </StateMark>
        ))}
        <RefusalBanner error={withdraw.error} />
      </div>
      <div className={style.actions}>
        {turn.kind === 'patrol' && (
          <Button
            size="compact-sm"
            component={Link}
            href={`/operations/${team.id}/patrol/${turn.id}`}
            aria-label={`${t('page.open')}: ${turn.title}`}
          >
            {t('page.open')}
          </Button>
        )}
        {mayPut && (
          <>
            <Button size="compact-sm" variant="default" aria-label={`${t('change')}: ${turn.title}`} onClick={() => onOpen(turn)}>
              {t('change')}
            </Button>
            {turn.kind === 'patrol' && (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`${t('add.crew')}: ${turn.title}`}
                onClick={() => onAsk({ kind: 'crew', begin: { patrol: turn.id, member: team.own } })}
              >
                {t('add.crew')}
              </Button>
            )}
          </>
        )}
      </div>
    </li>
  )
}

function OfficerOn({ on, nameOf }: { on: OnTurn; nameOf: (id: string) => string }) {
  const words = useThingWords()
  return (
    <>
      <bdi dir="auto">{on.officer}</bdi>{' '}
      <span className={style.quiet}>
        {[on.member && nameOf(on.member), on.function && words.code('function', on.function)].filter(Boolean).join(', ')}
      </span>
    </>
  )
}

/** The officer's own hours for a calendar: when, and nothing of where, what for or with whom. */
function TakeCalendar({ own }: { own: readonly Turn[] }) {
  const { t } = useTranslation('patrols')
  const save = () => saveFile('portolan.ics', ownCalendar(own, new Date().toISOString(), t('own.busy')), 'text/calendar')
  return (
    <Button variant="default" onClick={save} title={t('own.calendar_text')}>
      {t('own.calendar')}
    </Button>
  )
}
