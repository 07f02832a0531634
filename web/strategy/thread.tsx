// The thread through one thing, drawn from the threat to the effect: what it rests on, and what came of it. Each knot leads on.
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { Banner, EmptyState, Loading, MemberName, RefusalBanner, Section } from '../pieces/index.ts'
import { useStrategyWords, useTitleOf } from './said.tsx'
import own from './strategy.module.css'
import style from './thread.module.css'
import { Totals } from './totals.tsx'
import type { ForumData } from './types.ts'
import { useThings } from './use-things.ts'

type Knot = Output<'strategy.read-thread'>['knots'][number]
const ORDER = [
  'assessment',
  'priority',
  'goal',
  'plan',
  'action',
  'elsewhere',
  'progress',
  'result',
  'evaluation',
  'recommendation',
] as const

export function ThreadPart({ forum, rest }: { forum: ForumData; rest: string }) {
  const { t } = useTranslation('strategy')
  return rest === '' ? (
    <Begin forum={forum} />
  ) : (
    <div className={own.stack}>
      <p>
        <Link href={`/strategy/${forum.id}/thread`}>{t('thread.begin')}</Link>
      </p>
      <Through key={rest} forum={forum} start={rest} />
    </div>
  )
}

/** Where a thread may be taken up: what stands at its head. */
function Begin({ forum }: { forum: ForumData }) {
  const { t } = useTranslation('strategy')
  const words = useStrategyWords()
  const titleOf = useTitleOf()
  const view = useThings(forum, ['assessment', 'priority', 'plan', 'alert'])
  const kinds = ['assessment', 'alert', 'priority', 'plan'] as const
  const there = view.things.filter((one) => kinds.includes(one.kind as never) && !one.withdrawn)
  return (
    <div className={own.stack}>
      <p className={own.quiet}>{t('thread.lead')}</p>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data && there.length === 0 && <EmptyState title={t('thread.none')}>{t('thread.none_text')}</EmptyState>}
      {kinds
        .filter((kind) => there.some((one) => one.kind === kind))
        .map((kind) => (
          <Section key={kind} title={words.kinds(kind)}>
            <ul className={style.list}>
              {there
                .filter((one) => one.kind === kind)
                .map((one) => (
                  <li key={one.id}>
                    <Link href={`/strategy/${forum.id}/thread/${one.id}`}>
                      <bdi dir="auto">{titleOf(one) ?? t('thing.untitled')}</bdi>
                    </Link>
                  </li>
                ))}
            </ul>
          </Section>
        ))}
    </div>
  )
}

function Through({ forum, start }: { forum: ForumData; start: string }) {
  const { t } = useTranslation('strategy')
  const [, of = 'thing', id = start] = /^(space|course):(.*)$/.exec(start) ?? []
  const view = useView('strategy.read-thread', { forum: forum.id, start: id, of: of as 'thing' | 'space' | 'course' })
  const data = view.data
  const stations = ORDER.filter((station) => data?.knots.some((one) => one.station === station))
  return (
    <>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {data && (
        <>
          {data.left_off > 0 && <Banner tone="info">{t('thread.left_off', { count: data.left_off })}</Banner>}
          <ol className={style.thread} aria-label={t('thread.title')}>
            {stations.map((station) => (
              <li key={station} className={style.station}>
                <h3 className={style.name}>{t(`thread.station.${station}`)}</h3>
                <ul className={style.knots}>
                  {data.knots
                    .filter((one) => one.station === station)
                    .map((knot) => (
                      <OneKnot
                        key={knot.id}
                        forum={forum}
                        knot={knot}
                        from={data.ties.filter(({ to }) => to === knot.id).length}
                        to={data.ties.filter((tie) => tie.from === knot.id).length}
                      />
                    ))}
                </ul>
              </li>
            ))}
          </ol>
          {data.totals.length > 0 && (
            <Section title={t('thread.effect')}>
              <Totals forum={forum} totals={data.totals} differing={0} />
            </Section>
          )}
        </>
      )}
    </>
  )
}

function OneKnot({ forum, knot, from, to }: { forum: ForumData; knot: Knot; from: number; to: number }) {
  const { t } = useTranslation('strategy')
  const words = useStrategyWords()
  const titleOf = useTitleOf()
  const { thing, way, id } = knot
  const elsewhere = id.startsWith('space:')
    ? `/operations/${id.slice(6)}`
    : id.startsWith('course:')
      ? `/training/courses/${id.slice(7)}`
      : undefined
  const title = thing ? (titleOf(thing) ?? words.kind(thing.kind)) : t(id.startsWith('space:') ? 'thread.team' : 'thread.course')
  return (
    <li className={`${style.knot} ${style[way]}`} aria-current={way === 'here' ? 'true' : undefined}>
      {way === 'here' ? (
        <strong>
          <bdi dir="auto">{title}</bdi>
        </strong>
      ) : (
        <Link href={`/strategy/${forum.id}/thread/${id}`}>
          <bdi dir="auto">{title}</bdi>
        </Link>
      )}
      <span className={own.quiet}>
        {thing && <MemberName id={thing.by} network={forum.network} hideCode />}
        {way !== 'here' && ` · ${t(`thread.way.${way}`)}`}
        {elsewhere && (
          <>
            {' · '}
            <Link href={elsewhere}>{t('thread.open')}</Link>
          </>
        )}
      </span>
      <span className="visually-hidden">{t('thread.tied', { from: String(from), to: String(to) })}</span>
    </li>
  )
}
