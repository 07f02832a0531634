// Priorities in tiers and their goals: proposed, consulted on, endorsed by the members; published strategies taken over and beside each other.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { STRATEGY_TITLES, strategiesCompared } from '#capabilities/strategy/taking-over.ts'
import { useAct } from '../api/hooks.ts'
import { useLanguage } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Confirm, EmptyState, Loading, RefusalBanner, Section, StateMark, TabLinks, useMembers } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { NotFound } from '../shell/not-found.tsx'
import style from './assessment.module.css'
import { Text, textIn, useStrategyWords, useTitleOf } from './said.tsx'
import shared from './strategy.module.css'
import { KindSection, toneOfState } from './thing.tsx'
import { ThingForm } from './thing-form.tsx'
import type { ForumData, KindName, Thing } from './types.ts'
import { useThings } from './use-things.ts'

const TIERS = ['1', '2', '3', 'cross-cutting', undefined] as const
const PARTS = ['', 'goals', 'consultations', 'strategies'] as const

export function Priorities({ forum, rest }: { forum: ForumData; rest: string }) {
  const { t } = useTranslation('assessment')
  const view = useThings(forum, ['priority', 'goal', 'position', 'consultation', 'comment'])
  const part = PARTS.find((one) => one === rest)
  const base = `/strategy/${forum.id}/priorities`
  return (
    <div className={shared.stack}>
      <TabLinks
        label={t('priorities.parts')}
        links={PARTS.map((one) => ({ href: one === '' ? base : `${base}/${one}`, label: t(`priorities.part.${one || 'tiers'}`) }))}
      />
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {part === undefined && <NotFound />}
      {view.data && part === '' && <Tiers forum={forum} things={view.things} />}
      {view.data && part === 'goals' && (
        <KindSection
          forum={forum}
          kind="goal"
          things={view.things}
          filter={(one) => one.set.scope === 'common'}
          begin={{ scope: 'common' }}
        />
      )}
      {view.data && part === 'consultations' && (
        <KindSection
          forum={forum}
          kind="consultation"
          things={view.things}
          filter={({ set }) => {
            const about = set.about
            return Array.isArray(about) && view.things.some((one) => one.kind === 'priority' && about.includes(one.id))
          }}
          begin={{ state: 'open', quorum: forum.quorum, majority: 'simple', about: openIn(view.things) }}
        />
      )}
      {part === 'strategies' && <Strategies forum={forum} />}
    </div>
  )
}

const standing = (things: readonly Thing[], kind: string) => things.filter((one) => one.kind === kind && !one.withdrawn)
/** What can be asked about: at most a hundred at once. */
const openIn = (things: readonly Thing[]): string[] =>
  standing(things, 'priority')
    .filter(({ set }) => ['proposed', 'consultation'].includes(String(set.state)))
    .map(({ id }) => id)
    .slice(0, 100)

function Tiers({ forum, things }: { forum: ForumData; things: readonly Thing[] }) {
  const { t } = useTranslation('assessment')
  const [form, setForm] = useState<{ kind: KindName; thing?: Thing | undefined; on?: Thing }>()
  const all = standing(things, 'priority').filter(({ set }) => set.state !== 'dropped')
  return (
    <Section
      title={t('priorities.title')}
      actions={
        forum.part === 'chair' &&
        forum.state === 'open' && (
          <Button size="compact-sm" variant="default" onClick={() => setForm({ kind: 'priority' })}>
            {t('priorities.propose')}
          </Button>
        )
      }
    >
      {all.length === 0 && <EmptyState title={t('priorities.none')}>{t('priorities.none_text')}</EmptyState>}
      <div className={style.columns}>
        {TIERS.map((tier) => {
          const those = all.filter((one) => one.set.tier === tier)
          if (those.length === 0) return null
          return (
            <section
              key={tier ?? 'none'}
              className={style.column}
              aria-label={tier ? t(`priorities.tier.${tier}`) : t('priorities.no_tier')}
            >
              <h3>{tier ? t(`priorities.tier.${tier}`) : t('priorities.no_tier')}</h3>
              {[...those].reverse().map((one) => (
                <Card key={one.id} forum={forum} priority={one} things={things} onForm={setForm} />
              ))}
            </section>
          )
        })}
      </div>
      {form && (
        <ThingForm
          key={`${form.kind} ${form.thing?.id} ${form.on?.id}`}
          forum={forum}
          kind={form.kind}
          thing={form.thing}
          begin={form.on ? { on: form.on.id, says: 'agree' } : { state: 'proposed' }}
          fixed={form.on ? ['on'] : []}
          things={things}
          onClose={() => setForm(undefined)}
        />
      )}
    </Section>
  )
}

function Card({
  forum,
  priority,
  things,
  onForm,
}: {
  forum: ForumData
  priority: Thing
  things: readonly Thing[]
  onForm: (form: { kind: KindName; thing?: Thing | undefined; on?: Thing }) => void
}) {
  const { t } = useTranslation('assessment')
  const { term } = useTerm()
  const words = useStrategyWords()
  const titleOf = useTitleOf()
  const { nameOf } = useMembers(forum.network)
  const title = titleOf(priority) ?? ''
  const goals = standing(things, 'goal').filter(({ set }) => set.priority === priority.id)
  const said = standing(things, 'position').filter(({ set }) => set.on === priority.id)
  const own = said.find(({ by }) => by === forum.own)
  const state = String(priority.set.state)
  const takes_part = forum.state === 'open' && ['chair', 'participant'].includes(forum.part)
  const about = textIn(priority, 'text')
  const source = typeof priority.set.source === 'string' ? priority.set.source : undefined
  const words_title = textIn(priority, 'title')
  return (
    <article className={style.card}>
      <h4>
        <bdi dir="auto" lang={words_title?.language}>
          {title}
        </bdi>
      </h4>
      <span className={style.marks}>
        <StateMark tone={toneOfState(state)}>{words.code('state', state)}</StateMark>
        {source?.startsWith('published:') && <StateMark tone="quiet">{t('priorities.from_published')}</StateMark>}
      </span>
      {typeof priority.set.crime_area === 'string' && <span className={shared.quiet}>{term('crime-area', priority.set.crime_area)}</span>}
      {about && <Text words={about} />}
      {goals.length > 0 && (
        <ul className={style.list}>
          {[...goals].reverse().map((goal) => {
            const words_goal = textIn(goal, 'title')
            return <li key={goal.id}>{words_goal && <Text words={words_goal} />}</li>
          })}
        </ul>
      )}
      <span className={shared.quiet}>
        {said.length === 0
          ? t('priorities.no_position')
          : said.map((one) => `${nameOf(one.by)}: ${words.code('says', String(one.set.says))}`).join(' · ')}
      </span>
      <span className={shared.row}>
        {takes_part && (
          <Button
            size="compact-sm"
            variant="light"
            aria-label={`${t('priorities.position')}: ${title}`}
            onClick={() => onForm({ kind: 'position', thing: own, on: priority })}
          >
            {t('priorities.position')}
          </Button>
        )}
        {forum.part === 'chair' && forum.state === 'open' && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`${t('priorities.change')}: ${title}`}
            onClick={() => onForm({ kind: 'priority', thing: priority })}
          >
            {t('priorities.change')}
          </Button>
        )}
      </span>
    </article>
  )
}

function Strategies({ forum }: { forum: ForumData }) {
  const { t } = useTranslation('assessment')
  const { term } = useTerm()
  const { language } = useLanguage()
  const { has } = useSession()
  const { nameOf } = useMembers(forum.network)
  const act = useAct('strategy.take-over')
  const [asking, setAsking] = useState<'2017' | '2024'>()
  const [done, setDone] = useState<{ taken: number; there: number }>()
  const years = ['2017', '2024'] as const
  const may = forum.part === 'chair' && forum.state === 'open' && has('supervisor')
  return (
    <Section title={t('strategies.title')}>
      <div className={shared.stack}>
        <p className={shared.quiet}>{t('strategies.text')}</p>
        {may && (
          <div className={shared.row}>
            {years.map((year) => (
              <Button key={year} variant="default" onClick={() => setAsking(year)}>
                {t('strategies.take', { title: STRATEGY_TITLES[year].title[language] })}
              </Button>
            ))}
          </div>
        )}
        {done && <p role="status">{t('strategies.taken', { taken: String(done.taken), there: String(done.there) })}</p>}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
        <section className={style.scroll} tabIndex={0} aria-label={t('strategies.title')}>
          <table className={style.table}>
            <thead>
              <tr>
                <th scope="col">{t('area')}</th>
                {years.map((year) => (
                  <th key={year} scope="col">
                    {STRATEGY_TITLES[year].title[language]} ({STRATEGY_TITLES[year].date})
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {strategiesCompared().map(({ crime_area, in_2017, in_2024 }) => (
                <tr key={crime_area}>
                  <th scope="row">{crime_area === null ? t('strategies.across') : term('crime-area', crime_area)}</th>
                  <td>{in_2017.length === 0 ? '–' : in_2017.map((one) => one[language]).join(' · ')}</td>
                  <td>{in_2024.length === 0 ? '–' : in_2024.map((one) => one[language]).join(' · ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </div>
      {asking && (
        <Confirm
          open
          title={t('strategies.take', { title: STRATEGY_TITLES[asking].title[language] })}
          happens={[t('strategies.happens')]}
          seenBy={[...forum.participants, ...forum.observers].filter((one) => one !== forum.own).map(nameOf)}
          act={t('strategies.confirm')}
          running={act.running}
          error={act.error}
          onConfirm={async () => {
            const answer = await act.run({ forum: forum.id, strategy: asking, language })
            if (!answer) return
            setDone(answer)
            setAsking(undefined)
          }}
          onClose={() => setAsking(undefined)}
        />
      )}
    </Section>
  )
}
