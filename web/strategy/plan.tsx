// One plan: its roadmap, its actions with what was reported, what is late and why, and what it came to; progress is reported here, once.
import { Button, Checkbox, Modal } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useAct, useView } from '../api/hooks.ts'
import {
  Banner,
  EmptyState,
  Loading,
  MemberName,
  RefusalBanner,
  Section,
  StateMark,
  saveBytes,
  useMembers,
  writeDay,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './plans.module.css'
import { Roadmap } from './roadmap.tsx'
import { textIn, useStrategyWords, useTitleOf, writeAmount } from './said.tsx'
import own from './strategy.module.css'
import { Deeds, KindSection, SaidOf, toneOfState } from './thing.tsx'
import { ThingForm } from './thing-form.tsx'
import { StateBar, Totals } from './totals.tsx'
import type { ForumData, Plan, Standing, Thing } from './types.ts'
import { useThings } from './use-things.ts'

const EVERY_MS = 10_000
const CONDITIONS = ['resources', 'opportunities', 'challenges', 'limitations'] as const

export function PlanPart({ forum, id }: { forum: ForumData; id: string }) {
  const { t } = useTranslation('strategy')
  const view = useView('strategy.read-plan', { forum: forum.id, plan: id }, { every_ms: EVERY_MS })
  return (
    <div className={own.stack}>
      <p>
        <Link href={`/strategy/${forum.id}/plans`}>{t('plans.back')}</Link>
      </p>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data && <WholePlan forum={forum} data={view.data} />}
    </div>
  )
}

function WholePlan({ forum, data }: { forum: ForumData; data: Plan }) {
  const { t } = useTranslation('strategy')
  const words = useStrategyWords()
  const titleOf = useTitleOf()
  const { nameOf } = useMembers(forum.network)
  const { plan, standings, totals } = data
  const pointed = useThings(forum, ['plan', 'action'])
  const things = useMemo(
    () => [...data.things, plan, ...pointed.things.filter((one) => one.kind !== 'plan' && one.kind !== 'action')],
    [data.things, plan, pointed.things],
  )
  const missing = CONDITIONS.filter((field) => plan.set[field] === undefined)
  const fixed = { plan: plan.id }
  return (
    <>
      <Section title={<bdi dir="auto">{titleOf(plan)}</bdi>} actions={<TakeCalendar forum={forum} plan={plan} />}>
        <div className={own.stack}>
          <StateBar by={data.by_state} total={data.actions} />
          {data.silent.length > 0 && (
            <Banner tone="warning" title={t('plans.silent')}>
              {data.silent.map(nameOf).join(' · ')}
            </Banner>
          )}
          {missing.length > 0 && (
            <Banner tone="info" title={t('plans.missing')}>
              {missing.map((field) => words.field('plan', field)).join(' · ')}
            </Banner>
          )}
          <SaidOf thing={plan} things={things} />
          <p>
            <Link href={`/strategy/${forum.id}/thread/${plan.id}`}>{t('thread.of')}</Link>
          </p>
          <Deeds forum={forum} thing={plan} things={things} title={titleOf(plan) ?? ''} />
        </div>
      </Section>
      {standings.length > 0 && (
        <Section title={t('plans.roadmap')}>
          <Roadmap standings={standings} />
        </Section>
      )}
      <Actions forum={forum} plan={plan} standings={standings} things={things} />
      {totals.length > 0 && (
        <Section title={t('plans.results')}>
          <Totals forum={forum} totals={totals} differing={data.differing.length} />
        </Section>
      )}
      <KindSection
        forum={forum}
        kind="coordinator"
        things={things}
        begin={fixed}
        fixed={['plan']}
        filter={(one) => one.set.plan === plan.id}
      />
      <KindSection
        forum={forum}
        kind="evaluation"
        things={things}
        begin={fixed}
        fixed={['plan']}
        filter={(one) => one.set.plan === plan.id}
      />
      <KindSection forum={forum} kind="recommendation" things={things} />
    </>
  )
}

function TakeCalendar({ forum, plan }: { forum: ForumData; plan: Thing }) {
  const { t } = useTranslation('strategy')
  const [wanted, setWanted] = useState(false)
  const view = useView('strategy.take-plan-calendar', { forum: forum.id, plan: plan.id }, { enabled: wanted })
  const made = view.data
  return (
    <span className={own.row}>
      {!made && (
        <Button size="compact-sm" variant="default" loading={wanted && view.loading} onClick={() => setWanted(true)}>
          {t('plans.calendar')}
        </Button>
      )}
      {made && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => saveBytes(made.name, new TextEncoder().encode(made.text), made.media_type)}
        >
          {t('plans.save_calendar')}
        </Button>
      )}
    </span>
  )
}

function Actions({
  forum,
  plan,
  standings,
  things,
}: {
  forum: ForumData
  plan: Thing
  standings: readonly Standing[]
  things: readonly Thing[]
}) {
  const { t } = useTranslation('strategy')
  const words = useStrategyWords()
  const [adding, setAdding] = useState(false)
  const may = forum.state === 'open' && ['chair', 'participant'].includes(forum.part)
  return (
    <Section
      title={words.kinds('action')}
      actions={
        may && (
          <Button size="compact-sm" onClick={() => setAdding(true)}>
            {t('act.add', { kind: words.kind('action') })}
          </Button>
        )
      }
    >
      {standings.length === 0 && <EmptyState title={t('plans.no_action')}>{t('plans.no_action_text')}</EmptyState>}
      <ul className={own.things}>
        {standings.map((standing) => (
          <OneAction key={standing.action.id} forum={forum} standing={standing} things={things} />
        ))}
      </ul>
      {adding && (
        <ThingForm
          forum={forum}
          kind="action"
          things={things}
          begin={{ plan: plan.id, leader: forum.own, state: 'planned' }}
          fixed={['plan']}
          onClose={() => setAdding(false)}
        />
      )}
    </Section>
  )
}

function OneAction({ forum, standing, things }: { forum: ForumData; standing: Standing; things: readonly Thing[] }) {
  const { t } = useTranslation('strategy')
  const { has } = useSession()
  const words = useStrategyWords()
  const titleOf = useTitleOf()
  const { nameOf } = useMembers(forum.network)
  const [reporting, setReporting] = useState(false)
  const [taking, setTaking] = useState<Thing | undefined>()
  const { action, state, reported } = standing
  const title = titleOf(action) ?? ''
  const named = [action.set.leader, ...asList(action.set.co_leaders), ...asList(action.set.participants)]
  const takesPart = named.includes(forum.own) && forum.state === 'open'
  const reports = things
    .filter((one) => one.kind === 'progress' && one.set.action === action.id && !one.withdrawn)
    .sort((a, b) => (a.said_at < b.said_at ? 1 : -1))
  const results = (report: Thing) => things.filter((one) => one.kind === 'result' && one.set.progress === report.id && !one.withdrawn)
  return (
    <li className={own.thing} id={action.id}>
      <h3 className={own.heading}>
        <bdi dir="auto">{title}</bdi>
        <StateMark tone={toneOfState(state)}>{words.code('state', state)}</StateMark>
        {standing.overdue_days > 0 && <StateMark tone="bad">{t('plans.overdue', { count: standing.overdue_days })}</StateMark>}
        {standing.late_start_days > 0 && <StateMark tone="warning">{t('plans.late_start', { count: standing.late_start_days })}</StateMark>}
        {standing.clashes.length > 0 && <StateMark tone="warning">{t('plans.clash')}</StateMark>}
      </h3>
      <p className={own.quiet}>
        {words.code('type', String(action.set.type))} · {writeDay(String(action.set.from))} – {writeDay(String(action.set.until))} ·{' '}
        <MemberName id={String(action.set.leader)} network={forum.network} hideCode />
        {reported && ` · ${t('plans.reported', { who: nameOf(reported.by), when: writeDay(reported.on) })}`}
      </p>
      {standing.share !== null && <Share share={standing.share} indicator={textIn(action, 'indicator')?.text} />}
      <SaidOf thing={action} things={things} without={['plan', 'leader', 'from', 'until', 'type', 'indicator']} />
      <p>
        <Link href={`/strategy/${forum.id}/thread/${action.id}`}>{t('thread.of')}</Link>
        {typeof action.set.team === 'string' && (
          <>
            {' · '}
            <Link href={`/operations/${action.set.team.replace('space:', '')}`}>{t('plans.team')}</Link>
          </>
        )}
      </p>
      {reports.length > 0 && (
        <ol className={style.reports} aria-label={words.kinds('progress')}>
          {reports.map((report) => (
            <li key={report.id}>
              <p className={own.quiet}>
                {nameOf(report.by)} · {writeDay(String(report.set.from))} – {writeDay(String(report.set.until))} ·{' '}
                {words.code('state', String(report.set.state))}
              </p>
              <SaidOf thing={report} things={things} without={['action', 'from', 'until']} />
              {results(report).length > 0 && (
                <ul className={style.results}>
                  {results(report).map((one) => (
                    <li key={one.id}>
                      {words.code('category', String(one.set.category))}: {writeAmount(String(one.set.quantity))}{' '}
                      {words.code('unit', String(one.set.unit))} ({asList(one.set.claimed_by).map(nameOf).join(' · ')})
                    </li>
                  ))}
                </ul>
              )}
              {report.by === forum.own && has('supervisor') && typeof action.set.team === 'string' && (
                <Button size="compact-sm" variant="default" aria-label={`${t('plans.take')}: ${title}`} onClick={() => setTaking(report)}>
                  {t('plans.take')}
                </Button>
              )}
              {report.by === forum.own && <AddResult forum={forum} report={report} things={things} />}
            </li>
          ))}
        </ol>
      )}
      <div className={own.row}>
        {takesPart && (
          <Button size="compact-sm" variant="default" aria-label={`${t('plans.report_on')}: ${title}`} onClick={() => setReporting(true)}>
            {t('plans.report_on')}
          </Button>
        )}
        <Deeds forum={forum} thing={action} things={things} title={title} fixed={['plan']} />
      </div>
      {reporting && (
        <ThingForm
          forum={forum}
          kind="progress"
          things={things}
          begin={{ action: action.id, from: String(action.set.from), state: state === 'planned' ? 'active' : state }}
          fixed={['action']}
          onClose={() => setReporting(false)}
        />
      )}
      {taking && (
        <TakeResults
          forum={forum}
          report={taking}
          team={String(action.set.team).replace('space:', '')}
          onClose={() => setTaking(undefined)}
        />
      )}
    </li>
  )
}

function AddResult({ forum, report, things }: { forum: ForumData; report: Thing; things: readonly Thing[] }) {
  const { t } = useTranslation('strategy')
  const words = useStrategyWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="compact-sm" variant="subtle" onClick={() => setOpen(true)}>
        {t('act.add', { kind: words.kind('result') })}
      </Button>
      {open && (
        <ThingForm
          forum={forum}
          kind="result"
          things={things}
          begin={{ progress: report.id, claimed_by: [forum.own] }}
          fixed={['progress', 'team', 'of']}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

/** Results of the action's team are taken over with whose they are: nobody writes them a second time. */
function TakeResults({ forum, report, team, onClose }: { forum: ForumData; report: Thing; team: string; onClose: () => void }) {
  const { t } = useTranslation('strategy')
  const { t: shell } = useTranslation()
  const words = useStrategyWords()
  const { nameOf } = useMembers(forum.network)
  const view = useView('strategy.find-team-results', { forum: forum.id, team })
  const act = useAct('strategy.take-team-results')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const results = view.data?.results ?? []
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<strong>{t('plans.take')}</strong>}
      closeButtonProps={{ 'aria-label': shell('page.close') }}
    >
      <div className={own.stack}>
        <p className={own.quiet}>{t('plans.take_text')}</p>
        <RefusalBanner error={view.error ?? act.error} />
        {view.loading && <Loading />}
        {view.data && results.length === 0 && <EmptyState title={t('plans.no_results')} />}
        <Checkbox.Group value={[...chosen]} onChange={setChosen} label={words.kinds('result')}>
          <div className={own.stack}>
            {results.map((one) => (
              <Checkbox
                key={one.id}
                value={one.id}
                label={`${words.code('category', one.category)}: ${writeAmount(one.quantity)} ${words.code('unit', one.unit)}${one.happened_on ? ` · ${writeDay(one.happened_on)}` : ''}`}
                description={`${one.claimed_by.map(nameOf).join(' · ')}${one.taken ? ` · ${t('plans.taken')}` : ''}`}
              />
            ))}
          </div>
        </Checkbox.Group>
        <div className={own.row}>
          <Button
            loading={act.running}
            disabled={chosen.length === 0}
            onClick={async () => {
              if (await act.run({ forum: forum.id, progress: report.id, team, results: [...chosen] })) onClose()
            }}
          >
            {t('act.state')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {shell('page.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}

function Share({ share, indicator }: { share: number; indicator: string | undefined }) {
  const { t } = useTranslation('strategy')
  const percent = Math.round(share * 100)
  return (
    <div>
      <p className={own.quiet}>
        {indicator && (
          <>
            <bdi dir="auto">{indicator}</bdi>:{' '}
          </>
        )}
        {t('plans.share', { percent: String(percent) })}
      </p>
      <div className={style.track} aria-hidden="true">
        <span style={{ inlineSize: `${Math.min(100, percent)}%` }} />
      </div>
    </div>
  )
}

const asList = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [])
