// The command post of an action day: what the posts have told so far, by country and by hour, their messages and how to reach them.
import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import {
  Banner,
  Bars,
  EmptyState,
  Loading,
  MemberName,
  RefusalBanner,
  Section,
  StateMark,
  useMembers,
  useNow,
  writeDuration,
  writeTime,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { Contacts } from './contacts.tsx'
import { Totals } from './figures.tsx'
import type { Live } from './live.ts'
import style from './operations.module.css'
import { TakeReport } from './report.tsx'
import { Conversation } from './talk.tsx'
import type { Board, Team } from './types.ts'
import { AddThing } from './work.tsx'

const MOST = 1_000
const ADDED = ['phase', 'count', 'post'] as const
const READ = ['post'] as const
const ON_MAP = ['post', 'event', 'incident', 'result', 'patrol'] as const
const PostMap = lazy(() => import('./post-map.tsx'))

export function CommandPost({ team, live }: { team: Team; live: Live }) {
  const { every_ms } = live
  const { t } = useTranslation('operations')
  const { has } = useSession()
  const view = useView('operations.find-things', { space: team.id, kinds: [...READ], limit: MOST, offset: 0 }, { every_ms })
  const reading = useView('operations.read-board', { space: team.id }, { every_ms })
  const things = view.data?.things ?? []
  const board = reading.data
  return (
    <div className={style.stack}>
      <RefusalBanner error={view.error ?? reading.error} onRetry={view.error ? view.reload : reading.reload} />
      {(view.loading || reading.loading) && <Loading />}
      {view.data && board && (
        <>
          <Phases team={team} board={board} />
          <div className={style.row}>
            {ADDED.map((kind) => (
              <AddThing key={kind} team={team} kind={kind} things={things} />
            ))}
            <LiveMark live={live} read_at={reading.read_at} />
          </div>
          <Numbers board={board} />
          <div className={style.deck}>
            <div className={style.stack}>
              <MapPart team={team} every_ms={every_ms} />
              <ByCountry team={team} board={board} />
            </div>
            <Conversation team={team} every_ms={every_ms} />
          </div>
          <div className={style.two}>
            <ByHour board={board} />
            <Contacts team={team} things={things} />
          </div>
          {board.totals.length > 0 && (
            <Section title={t('figures.title')}>
              <Totals team={team} figures={board} />
            </Section>
          )}
          {has('desk', 'analyst', 'supervisor') && <TakeReport team={team} />}
        </>
      )}
    </div>
  )
}

/** Whether what is shown follows by itself, since when, and when something last came. */
function LiveMark({ live: { is_live, since, word_at }, read_at }: { live: Live; read_at: number }) {
  const { t } = useTranslation('operations')
  const time = (at: number | undefined) => (at ? writeTime(at, 'time') : '–')
  return (
    <StateMark tone={is_live ? 'good' : 'warning'}>
      {is_live
        ? t('post.live', { since: time(since), word: time(word_at) })
        : t(since > 0 ? 'post.lost' : 'post.unlive', { since: time(since), time: time(read_at || undefined) })}
    </StateMark>
  )
}

function MapPart({ team, every_ms }: { team: Team; every_ms: number }) {
  const { t } = useTranslation('operations')
  const wanted = { space: team.id, limit: MOST, offset: 0 }
  const view = useView('operations.find-things', { ...wanted, kinds: [...ON_MAP] }, { every_ms })
  const logs = useView('operations.find-things', { ...wanted, kinds: ['patrol-log'] }, { every_ms })
  const things = useMemo(() => [...(view.data?.things ?? []), ...(logs.data?.things ?? [])], [view.data, logs.data])
  const left = (view.data?.count ?? 0) - (view.data?.things.length ?? 0)
  return (
    <Section title={t('map.title')}>
      <RefusalBanner error={view.error ?? logs.error} onRetry={view.error ? view.reload : logs.reload} />
      {!view.data && !view.error && <Loading />}
      {view.data && (
        <Suspense fallback={<Loading />}>
          <PostMap team={team} things={things} />
        </Suspense>
      )}
      {left > 0 && <p className={style.quiet}>{t('work.only_newest', { number: new Intl.NumberFormat(locale()).format(MOST) })}</p>}
    </Section>
  )
}

/** Which phase the day is in and for how long, as said in the space. */
function Phases({ team, board }: { team: Team; board: Board }) {
  const { t } = useTranslation('operations')
  const { nameOf } = useMembers(team.network)
  const now = useNow()
  if (board.phases.length === 0) return <Banner tone="info">{t('post.no_phase')}</Banner>
  return (
    <ol className={style.phases} aria-label={t('post.phases')}>
      {board.phases.map(({ id, phase, from, until, by }) => {
        const [began, ended] = [Date.parse(from), until === null ? Number.POSITIVE_INFINITY : Date.parse(until)]
        const is_now = began <= now && now < ended
        const name = t(`code.${phase as 'intelligence'}`)
        return (
          <li key={id} aria-current={is_now ? 'step' : undefined} className={style.phase}>
            <strong>{name}</strong>
            <StateMark tone={is_now ? 'good' : 'quiet'}>
              {is_now
                ? t('post.since', { after: writeDuration(now - began) })
                : began > now
                  ? t('post.ahead', { after: writeDuration(began - now) })
                  : t('post.lasted', { after: writeDuration(ended - began) })}
            </StateMark>
            <span className={style.quiet}>
              {writeTime(from, 'short')}
              {until !== null && <> – {writeTime(until, 'short')}</>} · {nameOf(by)}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

function Numbers({ board }: { board: Board }) {
  const { t } = useTranslation('operations')
  const number = new Intl.NumberFormat(locale())
  return (
    <dl className={style.numbers} aria-label={t('post.now')}>
      {(['checks', 'hits', 'arrests', 'victims', 'seizures', 'new_cases', 'officers'] as const).map((name) => (
        <div key={name}>
          <dt>{t(`post.${name}`)}</dt>
          <dd>{number.format(board[name])}</dd>
        </div>
      ))}
    </dl>
  )
}

const BAR_WIDTH = 120

const COLUMNS = ['hits', 'arrests', 'victims', 'seizures'] as const
const NONE = { checks: 0, hits: 0, arrests: 0, victims: 0, seizures: 0 }

/** Checks, hits and results beside each other, the checks drawn as well. */
function ByCountry({ team, board }: { team: Team; board: Board }) {
  const { t } = useTranslation('operations')
  const number = new Intl.NumberFormat(locale())
  const most = Math.max(1, ...board.by_member.map(({ checks }) => checks))
  const members = [...new Set([...team.members, ...board.by_member.map(({ member }) => member)])]
  return (
    <Section title={t('post.country')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section className={style.scroll} tabIndex={0} aria-label={t('post.country')}>
        <table className={style.table}>
          <thead>
            <tr>
              <th scope="col">{t('members.member')}</th>
              <th scope="col">{t('post.checks')}</th>
              {COLUMNS.map((name) => (
                <th key={name} scope="col" className={style.end}>
                  {t(`post.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {members.map((member) => {
              const own = board.by_member.find((one) => one.member === member) ?? NONE
              return (
                <tr key={member}>
                  <th scope="row">
                    <MemberName id={member} network={team.network} hideCode />
                  </th>
                  <td>
                    <span className={style.bar}>
                      <svg width={BAR_WIDTH} height="12" viewBox={`0 0 ${BAR_WIDTH} 12`} aria-hidden="true" className="mirror">
                        <rect width={(own.checks / most) * BAR_WIDTH} height="12" className={style.barFill} />
                      </svg>
                      {number.format(own.checks)}
                    </span>
                  </td>
                  {COLUMNS.map((name) => (
                    <td key={name} className={style.end}>
                      {number.format(own[name])}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
      <p className={style.quiet}>{t('post.rule')}</p>
    </Section>
  )
}

function ByHour({ board }: { board: Board }) {
  const { t } = useTranslation('operations')
  return (
    <Section title={t('post.hours')}>
      {board.hours.length === 0 ? (
        <EmptyState title={t('work.none')} />
      ) : (
        <Bars
          caption={t('post.window')}
          first={t('post.hour')}
          parts={[t('post.checks')]}
          bars={board.hours.map(({ from, checks }) => ({ label: writeTime(from, 'time'), values: [checks] }))}
          source={t('post.source', { time: writeTime(board.read_at, 'time') })}
        />
      )}
    </Section>
  )
}
