// The journal as each role may see it: all of it, the own unit's part, numbers, or the proof that nothing was altered.
import { useTranslation } from 'react-i18next'
import { Redirect, Route, Switch } from 'wouter'
import { Page, TabLinks } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { Accesses } from './accesses.tsx'
import { Checkpoints } from './checkpoints.tsx'
import { Entries } from './entries.tsx'
import { Entry } from './entry.tsx'
import { Erasures } from './erasures.tsx'
import { Statistics } from './statistics.tsx'
import { TeamLog, TeamLogs } from './team-logs.tsx'
import { Things } from './things.tsx'
import { UnitEntries } from './unit-entries.tsx'

export default function Journal() {
  const { t } = useTranslation('journal')
  const { has } = useSession()
  const protection = has('data-protection')
  const supervisor = has('supervisor')
  const parts = [
    ...(protection
      ? [
          { href: '/journal/entries', label: t('part.entries'), page: Entries },
          { href: '/journal/accesses', label: t('part.accesses'), page: Accesses },
          { href: '/journal/erasures', label: t('part.erasures'), page: Erasures },
          { href: '/journal/teams', label: t('part.teams'), page: TeamLogs },
        ]
      : []),
    ...(protection || supervisor ? [{ href: '/journal/things', label: t('part.things'), page: Things }] : []),
    ...(supervisor ? [{ href: '/journal/unit', label: t('part.unit'), page: UnitEntries }] : []),
    ...(protection || supervisor ? [{ href: '/journal/statistics', label: t('part.statistics'), page: Statistics }] : []),
    ...(protection ? [{ href: '/journal/checkpoints', label: t('part.checkpoints'), page: Checkpoints }] : []),
  ]
  const home = parts[0]?.href
  return (
    <Switch>
      {protection && <Route path="/journal/entries/:id">{({ id }) => <Entry id={id} />}</Route>}
      {protection && <Route path="/journal/teams/:id">{({ id }) => <TeamLog id={id} />}</Route>}
      <Route>
        <Page title={t('title')} lead={t('lead')} width="wide">
          <TabLinks label={t('title')} links={parts} />
          <Switch>
            <Route path="/journal">{home ? <Redirect to={home} replace /> : <NotFound />}</Route>
            {parts.map(({ href, page }) => (
              <Route key={href} path={href} component={page} />
            ))}
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </Page>
      </Route>
    </Switch>
  )
}
