// Plans of a year: what is done, what is late, what it came to; each plan with its roadmap; alerts that move outside the calendar.
import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useAct, useView } from '../api/hooks.ts'
import { EmptyState, Loading, MemberName, RefusalBanner, Section, StateMark, TakeDocument } from '../pieces/index.ts'
import { PlanPart } from './plan.tsx'
import style from './plans.module.css'
import { useStrategyWords, useTitleOf, writeAmount } from './said.tsx'
import own from './strategy.module.css'
import { KindSection } from './thing.tsx'
import { StateBar, Totals } from './totals.tsx'
import type { ForumData, PlanBrief } from './types.ts'
import { useThings } from './use-things.ts'

const EVERY_MS = 10_000

export function Plans({ forum, rest }: { forum: ForumData; rest: string }) {
  return rest === '' ? <YearOfPlans forum={forum} /> : <PlanPart key={rest} forum={forum} id={rest} />
}

function YearOfPlans({ forum }: { forum: ForumData }) {
  const { t } = useTranslation('strategy')
  const [year, setYear] = useState<number | undefined>()
  const view = useView('strategy.find-plans', { forum: forum.id, ...(year !== undefined && { year }) }, { every_ms: EVERY_MS })
  const things = useThings(forum, ['plan', 'alert'])
  const act = useAct('strategy.take-year-report')
  const shown = view.data
  return (
    <div className={own.stack}>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {shown && shown.years.length > 0 && (
        <Section
          title={t('plans.year_title', { year: String(shown.year) })}
          actions={
            shown.years.length > 1 && (
              <NativeSelect
                aria-label={t('plans.year')}
                value={String(shown.year)}
                data={shown.years.map(String)}
                onChange={(event) => setYear(Number(event.currentTarget.value))}
              />
            )
          }
        >
          <ul className={style.plans}>
            {shown.plans.map((plan) => (
              <PlanLine key={plan.plan.id} forum={forum} plan={plan} />
            ))}
          </ul>
        </Section>
      )}
      {shown && shown.years.length === 0 && <EmptyState title={t('plans.none')}>{t('plans.none_text')}</EmptyState>}
      {shown && shown.totals.length > 0 && (
        <Section title={t('plans.results')}>
          <Totals forum={forum} totals={shown.totals} differing={shown.differing.length} />
        </Section>
      )}
      {shown?.year && shown.plans.length > 0 && (
        <Section title={t('plans.report')}>
          <p className={own.quiet}>{t('plans.report_text')}</p>
          <TakeDocument
            running={act.running}
            error={act.error}
            make={(form, language) => act.run({ forum: forum.id, year: shown.year!, form, language })}
          />
        </Section>
      )}
      <KindSection
        forum={forum}
        kind="plan"
        things={things.things}
        begin={{ year: new Date().getUTCFullYear(), driver: forum.own, state: 'draft' }}
      />
      <KindSection forum={forum} kind="alert" things={things.things} />
    </div>
  )
}

function PlanLine({ forum, plan }: { forum: ForumData; plan: PlanBrief }) {
  const { t } = useTranslation('strategy')
  const titleOf = useTitleOf()
  const words = useStrategyWords()
  const state = String(plan.plan.set.state)
  return (
    <li className={style.plan}>
      <p className={style.planHead}>
        <Link href={`/strategy/${forum.id}/plans/${plan.plan.id}`}>
          <bdi dir="auto">{titleOf(plan.plan)}</bdi>
        </Link>
        <StateMark tone={state === 'running' || state === 'agreed' ? 'good' : 'quiet'}>{words.code('state', state)}</StateMark>
        {plan.late > 0 && <StateMark tone="warning">{t('plans.late', { count: plan.late })}</StateMark>}
        {plan.with_obstacles > 0 && <StateMark tone="warning">{t('plans.obstacles', { count: plan.with_obstacles })}</StateMark>}
      </p>
      <p className={own.quiet}>
        {words.field('plan', 'driver')}: <MemberName id={String(plan.plan.set.driver)} network={forum.network} hideCode />
        {plan.budget.length > 0 && ` · ${plan.budget.map(({ amount, currency }) => `${writeAmount(amount)} ${currency}`).join(' · ')}`}
      </p>
      <StateBar by={plan.by_state} total={plan.actions} />
    </li>
  )
}
