// Boards by level: for who answers for a policy, for who steers, for who does the work. Each shows what its level asks for and no more.
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { DateTime, EmptyState, Loading, RefusalBanner, Section, StateMark, TabLinks, useMembers, writeDay } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './boards.module.css'
import { useStrategyWords, useTitleOf, writeAmount } from './said.tsx'
import own from './strategy.module.css'
import { StateBar, Totals } from './totals.tsx'
import type { ForumData, Thing } from './types.ts'

const EVERY_MS = 30_000
const LEVELS = ['technical', 'strategic', 'political'] as const

export function Boards({ forum, rest }: { forum: ForumData; rest: string }) {
  const { t } = useTranslation('strategy')
  const { has } = useSession()
  const may = { technical: true, strategic: has('analyst', 'supervisor'), political: has('supervisor') }
  const levels = LEVELS.filter((level) => may[level])
  const at = levels.find((level) => level === rest) ?? levels[0]!
  return (
    <div className={own.stack}>
      <TabLinks
        label={t('board.levels')}
        links={levels.map((level) => ({ href: `/strategy/${forum.id}/board/${level}`, label: t(`board.level.${level}`) }))}
      />
      {at === 'political' ? <Political forum={forum} /> : at === 'strategic' ? <Strategic forum={forum} /> : <Technical forum={forum} />}
    </div>
  )
}

const Figure = ({ value, label, tone }: { value: number; label: string; tone?: 'warn' | 'good' | undefined }) => (
  <li className={style.number}>
    <strong className={tone ? style[tone] : undefined}>{value}</strong>
    <span>{label}</span>
  </li>
)

function Political({ forum }: { forum: ForumData }) {
  const { t } = useTranslation('strategy')
  const words = useStrategyWords()
  const titleOf = useTitleOf()
  const view = useView('strategy.read-political-board', { forum: forum.id }, { every_ms: EVERY_MS })
  const data = view.data
  return (
    <>
      <p className={own.quiet}>{t('board.political_text')}</p>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {data && (
        <>
          <ul className={style.numbers}>
            <Figure value={data.commitments.open} label={t('board.commitments_open')} />
            <Figure value={data.commitments.accepted} label={t('board.commitments_kept')} tone="good" />
            <Figure
              value={data.commitments.overdue}
              label={t('board.commitments_overdue')}
              tone={data.commitments.overdue > 0 ? 'warn' : undefined}
            />
            <Figure value={data.plans.actions} label={words.kinds('action')} />
            <Figure value={data.plans.done} label={words.code('state', 'done')} tone="good" />
            <Figure value={data.plans.late} label={t('board.late')} tone={data.plans.late > 0 ? 'warn' : undefined} />
          </ul>
          <Section title={words.kinds('priority')}>
            {data.priorities.length === 0 && <EmptyState title={t('thing.none')}>{t('thing.none_text')}</EmptyState>}
            <ul className={style.lines}>
              {data.priorities.map(({ thing, agree, object, waiting }) => (
                <li key={thing.id}>
                  <bdi dir="auto">{titleOf(thing)}</bdi>
                  {typeof thing.set.tier === 'string' && (
                    <StateMark tone="quiet">{`${words.field('priority', 'tier')} ${words.code('tier', thing.set.tier)}`}</StateMark>
                  )}
                  <span className={own.quiet}>
                    {t('board.positions', { agree: String(agree), object: String(object), waiting: String(waiting) })}
                  </span>
                </li>
              ))}
            </ul>
          </Section>
          {data.declarations.length > 0 && (
            <Section title={words.kinds('declaration')}>
              <ul className={style.lines}>
                {data.declarations.map(({ thing, signed, of }) => (
                  <li key={thing.id}>
                    <bdi dir="auto">{titleOf(thing)}</bdi>
                    <StateMark tone={signed === of ? 'good' : 'warning'}>
                      {t('board.signed', { signed: String(signed), of: String(of) })}
                    </StateMark>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          {data.totals.length > 0 && (
            <Section title={t('plans.results')}>
              <ul className={style.numbers}>
                {data.totals.map(({ category, unit, quantity }) => (
                  <li key={`${category} ${unit}`} className={style.number}>
                    <strong>
                      {writeAmount(quantity)} {words.code('unit', unit)}
                    </strong>
                    <span>{words.code('category', category)}</span>
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </>
      )}
    </>
  )
}

type Answered = Output<'strategy.read-strategic-board'>['consultations']

function Strategic({ forum }: { forum: ForumData }) {
  const { t } = useTranslation('strategy')
  const words = useStrategyWords()
  const titleOf = useTitleOf()
  const { nameOf } = useMembers(forum.network)
  const view = useView('strategy.read-strategic-board', { forum: forum.id }, { every_ms: EVERY_MS })
  const data = view.data
  const answered = (title: string, lines: Answered) =>
    lines.length > 0 && (
      <Section title={title}>
        <ul className={style.lines}>
          {lines.map(({ thing, answered, of }) => (
            <li key={thing.id}>
              <bdi dir="auto">{titleOf(thing)}</bdi>
              <StateMark tone={answered === of ? 'good' : 'warning'}>
                {t('board.answered', { answered: String(answered), of: String(of) })}
              </StateMark>
              {typeof thing.set.due === 'string' && (
                <span className={own.quiet}>
                  <DateTime at={thing.set.due} form="short" />
                </span>
              )}
            </li>
          ))}
        </ul>
      </Section>
    )
  return (
    <>
      <p className={own.quiet}>{t('board.strategic_text')}</p>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {data && (
        <>
          <Section title={words.kinds('plan')}>
            {data.plans.length === 0 && <EmptyState title={t('plans.none')}>{t('plans.none_text')}</EmptyState>}
            <ul className={style.plans}>
              {data.plans.map((plan) => (
                <li key={plan.plan.id}>
                  <p className={style.head}>
                    <Link href={`/strategy/${forum.id}/plans/${plan.plan.id}`}>
                      <bdi dir="auto">{titleOf(plan.plan)}</bdi>
                    </Link>
                    {plan.late > 0 && <StateMark tone="warning">{t('plans.late', { count: plan.late })}</StateMark>}
                    {plan.with_obstacles > 0 && (
                      <StateMark tone="warning">{t('plans.obstacles', { count: plan.with_obstacles })}</StateMark>
                    )}
                  </p>
                  <StateBar by={plan.by_state} total={plan.actions} />
                  {plan.silent.length > 0 && (
                    <p className={own.quiet}>
                      {t('plans.silent')}: {plan.silent.map(nameOf).join(' · ')}
                    </p>
                  )}
                </li>
              ))}
            </ul>
          </Section>
          {answered(words.kinds('assessment'), data.assessments)}
          {answered(words.kinds('consultation'), data.consultations)}
          {data.alerts.length > 0 && (
            <Section title={words.kinds('alert')}>
              <ul className={style.lines}>
                {data.alerts.map((one) => (
                  <li key={one.id}>
                    <bdi dir="auto">{titleOf(one)}</bdi>
                    <StateMark tone="warning">{words.code('state', String(one.set.state))}</StateMark>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          {data.recommendations.length > 0 && (
            <Section title={words.kinds('recommendation')}>
              <ul className={style.lines}>
                {data.recommendations.map(({ thing, due, overdue_days }) => (
                  <li key={thing.id}>
                    <bdi dir="auto">{titleOf(thing)}</bdi>
                    {due && <StateMark tone={overdue_days > 0 ? 'bad' : 'quiet'}>{writeDay(due)}</StateMark>}
                  </li>
                ))}
              </ul>
            </Section>
          )}
          {data.totals.length > 0 && (
            <Section title={t('plans.results')}>
              <Totals forum={forum} totals={data.totals} differing={0} />
            </Section>
          )}
        </>
      )}
    </>
  )
}

/** Where each thing to do is done. */
const PLACE: Readonly<Record<string, (thing: Thing) => string>> = {
  'report-action': ({ set, id }) => `plans/${set.plan}#${id}`,
  'late-action': ({ set, id }) => `plans/${set.plan}#${id}`,
}

function Technical({ forum }: { forum: ForumData }) {
  const { t } = useTranslation('strategy')
  const titleOf = useTitleOf()
  const view = useView('strategy.read-technical-board', { forum: forum.id }, { every_ms: EVERY_MS })
  const tasks = view.data?.tasks ?? []
  const today = new Date().toISOString()
  return (
    <>
      <p className={own.quiet}>{t('board.technical_text')}</p>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data && tasks.length === 0 && <EmptyState title={t('board.nothing')}>{t('board.nothing_text')}</EmptyState>}
      {tasks.length > 0 && (
        <Section title={t('board.to_do')}>
          <ul className={style.lines}>
            {tasks.map(({ kind, thing, due }) => (
              <li key={`${kind} ${thing.id}`}>
                <StateMark tone={due !== null && due < today ? 'bad' : 'warning'}>{t(`board.task.${kind}`)}</StateMark>
                {PLACE[kind] ? (
                  <Link href={`/strategy/${forum.id}/${PLACE[kind](thing)}`}>
                    <bdi dir="auto">{titleOf(thing)}</bdi>
                  </Link>
                ) : (
                  <bdi dir="auto">{titleOf(thing)}</bdi>
                )}
                {due && <span className={own.quiet}>{due.length > 10 ? <DateTime at={due} form="short" /> : writeDay(due)}</span>}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}
