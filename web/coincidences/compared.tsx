// Which teams of the unit, and whether its records, are compared, and as what: decided by a supervisor; and what of a team is a target.
import { Button, Checkbox, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { EmptyState, Loading, Page, RefusalBanner, Section, StateMark } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './coincidences.module.css'
import { MatterTitle } from './met-list.tsx'
import { nameOfThing, Places, THINGS, useTeams } from './places.tsx'

const RULES = ['apart', 'contact', 'told'] as const
type Rules = Output<'coincidences.find-rules'>
type Team = Output<'operations.find-spaces'>['spaces'][number]

export function Compared() {
  const { t } = useTranslation('coincidences')
  const { officer } = useSession()
  const teams = useTeams()
  const rules = useView('coincidences.find-rules', {})
  const own = teams.data?.spaces.filter(({ unit, belongs, leader }) => unit === officer.unit && belongs && leader === officer.member) ?? []
  return (
    <Page title={t('places.compared')} lead={t('compared.lead')} width="wide">
      <Places />
      <div className={style.stack}>
        <ul className={style.rules}>
          {RULES.map((rule) => (
            <li key={rule}>
              <strong>{t(`rule.${rule}`)}</strong> <span className={style.quiet}>{t(`rule_text.${rule}`)}</span>
            </li>
          ))}
        </ul>
        <RefusalBanner error={teams.error ?? rules.error} onRetry={rules.reload} />
        {(teams.loading || rules.loading) && <Loading />}
        {teams.data && rules.data && own.length === 0 && <EmptyState title={t('compared.none')}>{t('compared.none_text')}</EmptyState>}
        {rules.data && <Records rules={rules.data} onDone={rules.reload} />}
        {rules.data && own.map((team) => <OneTeam key={team.id} team={team} rules={rules.data!} onDone={rules.reload} />)}
        {rules.data && (
          <p className={style.quiet}>
            {t('compared.kinds')} {rules.data.kinds.map((kind) => t(`kind.${kind}`)).join(' · ')}
          </p>
        )}
      </div>
    </Page>
  )
}

const ruleOf = ({ rules }: Rules, matter: string, unit: string) =>
  rules.find((one) => one.matter === matter && one.unit === unit)?.rule ?? 'apart'

/** The rule of one matter: a supervisor's to set, everybody else's to see. */
function RuleOf({ matter, rules, onDone }: { matter: string; rules: Rules; onDone: () => void }) {
  const { t } = useTranslation('coincidences')
  const { has, officer } = useSession()
  const act = useAct('coincidences.change-rule')
  const rule = ruleOf(rules, matter, officer.unit)
  if (!has('supervisor')) return <StateMark tone={rule === 'apart' ? 'quiet' : 'good'}>{t(`rule.${rule}`)}</StateMark>
  return (
    <>
      <SegmentedControl
        aria-label={t('compared.rule')}
        fullWidth
        className={style.control!}
        value={rule}
        disabled={act.running}
        data={RULES.map((value) => ({ value, label: t(`rule.${value}`) }))}
        onChange={async (value) => {
          if (await act.run({ matter, rule: value as typeof rule })) onDone()
        }}
      />
      <RefusalBanner error={act.error} />
    </>
  )
}

/** What the own unit keeps in the registers, as one matter. */
function Records({ rules, onDone }: { rules: Rules; onDone: () => void }) {
  const { t } = useTranslation('coincidences')
  const { officer } = useSession()
  return (
    <Section title={t('matter.records', { unit: officer.unit })}>
      <div className={style.stack}>
        <RuleOf matter={`register:${officer.unit}`} rules={rules} onDone={onDone} />
        <p className={style.quiet}>{t('compared.records_text')}</p>
      </div>
    </Section>
  )
}

function OneTeam({ team, rules, onDone }: { team: Team; rules: Rules; onDone: () => void }) {
  const { t } = useTranslation('coincidences')
  const { has, officer } = useSession()
  const [shows, setShows] = useState(false)
  const matter = `space:${team.id}`
  const aims = has('supervisor') && ruleOf(rules, matter, officer.unit) !== 'apart'
  return (
    <Section title={<MatterTitle matter={matter} title={team.title ?? undefined} />}>
      <div className={style.stack}>
        <RuleOf matter={matter} rules={rules} onDone={onDone} />
        {aims && (
          <div>
            <Button variant="default" aria-expanded={shows} onClick={() => setShows(!shows)}>
              {t(shows ? 'compared.hide_targets' : 'compared.show_targets')}
            </Button>
          </div>
        )}
        {aims && shows && <Targets team={team} rules={rules} onDone={onDone} />}
      </div>
    </Section>
  )
}

function Targets({ team, rules, onDone }: { team: Team; rules: Rules; onDone: () => void }) {
  const { t } = useTranslation('coincidences')
  const view = useView('operations.find-things', { space: team.id, ...THINGS })
  const act = useAct('coincidences.mark-target')
  const matter = `space:${team.id}`
  // what is not here, or not verified yet, has no name and is not compared
  const things = view.data?.things.filter(({ withdrawn, missing }) => withdrawn === null && missing.length === 0) ?? []
  return (
    <div className={style.stackTight}>
      <p className={style.quiet}>{t('compared.targets_text')}</p>
      <RefusalBanner error={view.error ?? act.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data && things.length === 0 && <EmptyState title={t('compared.no_things')} />}
      <div className={style.choices}>
        {things.map((thing) => (
          <Checkbox
            key={thing.id}
            label={<bdi dir="auto">{nameOfThing(thing)}</bdi>}
            checked={rules.targets.some((one) => one.matter === matter && one.thing === thing.id)}
            disabled={act.running}
            onChange={async (event) => {
              if (await act.run({ matter, thing: thing.id, target: event.currentTarget.checked })) onDone()
            }}
          />
        ))}
      </div>
    </div>
  )
}
