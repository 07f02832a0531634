// The work of a team by groups of kinds, each with what there is and what can be put in.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { mayPut } from '#capabilities/operations/rules.ts'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { Banner, EmptyState, Loading, RefusalBanner, Section, TabLinks } from '../pieces/index.ts'
import { NotFound } from '../shell/not-found.tsx'
import { DueList } from './due.tsx'
import { DeskFigures, ResultFigures } from './figures.tsx'
import { GROUPS, type Group, kindsFor } from './kinds.ts'
import style from './operations.module.css'
import { useThingWords } from './said.tsx'
import { OneThing } from './thing.tsx'
import { ThingForm } from './thing-form.tsx'
import type { KindName, Team, Thing } from './types.ts'

const EVERY_MS = 10_000
const FIRST_PAGE = 200
/** As many as the node gives at once. */
const MOST = 1_000
const SHOWN = 20

export function Work({ team, group }: { team: Team; group: string }) {
  const { t } = useTranslation('operations')
  const base = `/operations/${team.id}/work`
  const groups = Object.keys(GROUPS) as Group[]
  const at = group === '' ? 'steer' : groups.find((one) => one === group)
  return (
    <div className={style.stack}>
      {team.agreements.length === 0 || team.state === 'signed' ? <Banner tone="info">{t('work.not_yet')}</Banner> : null}
      <TabLinks
        label={t('work.groups')}
        links={groups.map((one) => ({ href: one === 'steer' ? base : `${base}/${one}`, label: t(`group.${one}`) }))}
      />
      {at ? <GroupOfWork key={at} team={team} group={at} /> : <NotFound />}
    </div>
  )
}

function GroupOfWork({ team, group }: { team: Team; group: Group }) {
  const { t } = useTranslation('operations')
  const [limit, setLimit] = useState(FIRST_PAGE)
  const view = useView(
    'operations.find-things',
    { space: team.id, kinds: kindsFor(group) as KindName[], limit, offset: 0 },
    { every_ms: EVERY_MS },
  )
  const number = new Intl.NumberFormat(locale())
  const things = view.data?.things ?? []
  const count = view.data?.count ?? 0
  return (
    <>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data && (
        <>
          {group === 'results' && <ResultFigures team={team} things={things} />}
          {group === 'desk' && (
            <>
              <p>
                <Link href={`/operations/${team.id}/desk`}>{t('part.desk')}</Link>
              </p>
              <DeskFigures things={things} />
            </>
          )}
          {group === 'events' && <DueList team={team} things={things} />}
          {things.length === 0 && <EmptyState title={t('work.none')}>{t('work.none_text')}</EmptyState>}
          {GROUPS[group].map((kind) => (
            <KindOfWork key={kind} team={team} kind={kind as KindName} things={things} />
          ))}
          {count > things.length && (
            <div className={style.row}>
              <span className={style.quiet}>
                {t('work.shown', { shown: number.format(things.length), count_all: number.format(count) })}
              </span>
              {limit < MOST ? (
                <Button variant="default" onClick={() => setLimit(MOST)}>
                  {t('work.more')}
                </Button>
              ) : (
                <span className={style.quiet}>{t('work.only_newest', { number: number.format(MOST) })}</span>
              )}
            </div>
          )}
        </>
      )}
    </>
  )
}

function KindOfWork({ team, kind, things }: { team: Team; kind: KindName; things: readonly Thing[] }) {
  const { t } = useTranslation('operations')
  const words = useThingWords()
  const [shown, setShown] = useState(SHOWN)
  const own = things.filter((one) => one.kind === kind)
  return (
    <Section title={words.kind(kind)} actions={<AddThing team={team} kind={kind} things={things} />}>
      {own.length === 0 ? (
        <p className={style.quiet}>{t('work.none')}</p>
      ) : (
        <ul className={style.cards}>
          {own.slice(0, shown).map((thing) => (
            <OneThing key={thing.id} team={team} thing={thing} things={things} mayPut={mayBePut(team, kind)} />
          ))}
        </ul>
      )}
      {own.length > shown && (
        <Button variant="default" onClick={() => setShown(own.length)}>
          {t('work.more')}
        </Button>
      )}
    </Section>
  )
}

export const mayBePut = (team: Team, kind: string) => team.belongs && mayPut(team, kind)

/** Puts a thing of a kind in, where the state of the team lets it. */
export function AddThing({ team, kind, things }: { team: Team; kind: KindName; things: readonly Thing[] }) {
  const { t } = useTranslation('operations')
  const words = useThingWords()
  const [adding, setAdding] = useState(false)
  if (!mayBePut(team, kind)) return null
  return (
    <>
      <Button variant="default" onClick={() => setAdding(true)}>
        {t('work.add', { kind: words.kind(kind) })}
      </Button>
      {adding && <ThingForm team={team} kind={kind} begin={beginOf(kind, team)} things={things} onClose={() => setAdding(false)} />}
    </>
  )
}

/** What a new thing of a kind most likely says. */
function beginOf(kind: string, team: Team) {
  const now = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString()
  const begin: Record<string, Record<string, string | string[]>> = {
    task: { state: 'open' },
    event: { happened_at: now, state: 'open' },
    result: { happened_at: now, claimed_by: [team.own] },
    referral: { at: now, state: 'made' },
    complaint: { received_at: now, state: 'open' },
    'identity-case': { state: 'opened', non_refoulement: 'open', minor: 'open', asylum: 'open' },
    'desk-request': { received_at: now, state: 'open', urgency: 'normal', asked_by: team.own },
    shift: { member: team.own },
    patrol: { state: 'planned', members: [team.own] },
    incident: { at: now },
    count: { at: now },
    post: { member: team.own },
  }
  return begin[kind] ?? {}
}
