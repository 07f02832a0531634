// One team: its states as a line, what there is to do first, and its parts under addresses of their own.
import { Button } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useAct, useView } from '../api/hooks.ts'
import { Banner, Loading, Page, RefusalBanner, TabLinks, useMembers, WaitingErasure } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { AgreementPart } from './agreement.tsx'
import { CommandPost } from './command.tsx'
import { Desk } from './desk-page.tsx'
import { DueBanner } from './due.tsx'
import { Enter } from './enter.tsx'
import { useLive } from './live.ts'
import { Log } from './log.tsx'
import { Members } from './members.tsx'
import style from './operations.module.css'
import { Planner } from './planner.tsx'
import { StatesLine } from './states-line.tsx'
import type { Team } from './types.ts'
import { Verify } from './verify.tsx'
import { Work } from './work.tsx'

// with the map, which other parts do without
const Areas = lazy(() => import('./areas.tsx'))

const EVERY_MS = 5_000

export function TeamPage({ id, part }: { id: string; part: string }) {
  const { t } = useTranslation('operations')
  const { has } = useSession()
  const view = useView('operations.read-space', { space: id }, { every_ms: EVERY_MS })
  const team = view.data
  const works = has('desk', 'analyst', 'supervisor')
  // its contents are destroyed; the log is not
  const gone = view.error?.code === 'thing.unknown'
  const title = team?.title?.text ?? t('one')
  return (
    <Page
      title={
        <bdi dir="auto" lang={team?.title?.language}>
          {title}
        </bdi>
      }
      windowTitle={title}
      lead={team && `${t(`space.${team.kind}`)} · ${t(`state_text.${team.state}`)}`}
      width="wide"
      actions={
        <Link href="/operations" className={style.back}>
          {t('back')}
        </Link>
      }
    >
      {gone && works ? (
        <>
          <Banner tone="info" title={t('over.gone')}>
            {t('over.gone_text')}
          </Banner>
          <Log id={id} />
        </>
      ) : (
        <RefusalBanner error={view.error} onRetry={view.reload} />
      )}
      {!team && !view.error && <Loading />}
      {team && !view.error && <Whole team={team} part={part} works={works} />}
    </Page>
  )
}

function Whole({ team, part, works }: { team: Team; part: string; works: boolean }) {
  const { t } = useTranslation('operations')
  const { nameOf } = useMembers(team.network)
  const live = useLive(team.id)
  const leads = team.leader === team.own
  const third = team.parties.some(({ third_country }) => third_country)
  const waiting = useView(
    'operations.find-awaiting',
    { space: team.id },
    { enabled: works && third && team.unit !== '', every_ms: EVERY_MS },
  )
  const base = `/operations/${team.id}`
  const [first = '', second = ''] = part.split('/')
  const number = (count: number | undefined) => (count ? String(count) : undefined)
  const links = [
    { href: base, label: t('part.agreement'), count: number(team.to_do.filter((one) => one === 'agree' || one === 'sign').length) },
    { href: `${base}/work`, label: t('part.work') },
    { href: `${base}/planner`, label: t('part.planner') },
    ...(team.kind === 'coordination-centre' || first === 'desk' ? [{ href: `${base}/desk`, label: t('part.desk') }] : []),
    { href: `${base}/post`, label: t('part.command') },
    ...(works && third
      ? [{ href: `${base}/verify`, label: t('part.verify'), count: leads ? number(waiting.data?.entries.length) : undefined }]
      : []),
    { href: `${base}/members`, label: t('part.members') },
    ...(works ? [{ href: `${base}/log`, label: t('part.log') }] : []),
  ]
  return (
    <>
      <StatesLine team={team} />
      {!team.belongs && team.members.length > 0 && !team.invited.includes(team.own) && (
        <Banner tone="info" title={t('over.left')}>
          {t('over.left_text')}
        </Banner>
      )}
      {team.forked.map((member) => (
        <Banner key={member} tone="error" title={t('members.forked', { name: nameOf(member) })}>
          {t('members.forked_text')}
        </Banner>
      ))}
      <Unit team={team} />
      <WaitingErasure of="operations" proposal={team.erasure} />
      <DueBanner team={team} />
      <Enter team={team} />
      <TabLinks label={t('part.label')} links={links} />
      {first === '' && <AgreementPart team={team} />}
      {first === 'work' && <Work team={team} group={second} />}
      {first === 'desk' && <Desk team={team} />}
      {first === 'planner' && second === '' && <Planner team={team} />}
      {first === 'planner' && second === 'areas' && (
        <Suspense fallback={<Loading />}>
          <Areas team={team} />
        </Suspense>
      )}
      {first === 'planner' && !['', 'areas'].includes(second) && <NotFound />}
      {first === 'post' && <CommandPost team={team} live={live} />}
      {first === 'verify' && works && <Verify team={team} view={waiting} />}
      {first === 'members' && <Members team={team} />}
      {first === 'log' && works && <Log id={team.id} />}
      {!['', 'work', 'planner', 'desk', 'post', 'verify', 'members', 'log'].includes(first) && <NotFound />}
    </>
  )
}

/** A team that came from abroad belongs to no unit yet: a supervisor takes it. */
function Unit({ team }: { team: Team }) {
  const { t } = useTranslation('operations')
  const { officer, has } = useSession()
  const assign = useAct('operations.assign-unit')
  if (team.unit !== '' || !team.belongs) return null
  return (
    <Banner
      tone="warning"
      title={t('unit.needed')}
      actions={
        has('supervisor') && (
          <Button loading={assign.running} onClick={() => void assign.run({ space: team.id, unit: officer.unit })}>
            {t('unit.act', { unit: officer.unit })}
          </Button>
        )
      }
    >
      {t('unit.why')}
      <RefusalBanner error={assign.error} />
    </Banner>
  )
}
