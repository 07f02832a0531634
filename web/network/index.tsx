// The network: which partners answer, for everybody; what waits, fails and expires, for those who run the node.
import { useTranslation } from 'react-i18next'
import { Route, Switch } from 'wouter'
import { useView } from '../api/hooks.ts'
import { Page, TabLinks } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { Failed } from './failed.tsx'
import { Links } from './links.tsx'
import { NodeState } from './node-state.tsx'
import { Outbox } from './outbox.tsx'
import { EVERY_MS } from './partner.tsx'
import { Partners } from './partners.tsx'

export default function Network() {
  const { t } = useTranslation('network')
  const { has } = useSession()
  const state = has('administrator', 'data-protection')
  const post = has('administrator')
  const known = useView('oversight.read-network', {}, { enabled: state, every_ms: EVERY_MS })
  const number = (count: number | undefined) => (count ? String(count) : undefined)
  const waiting = known.data?.networks
    .flatMap(({ members }) => members)
    .reduce((sum, { link }) => sum + (link ? link.waiting + link.held : 0), 0)
  const links = [
    { href: '/network', label: t('part.partners') },
    ...(state
      ? [
          { href: '/network/links', label: t('part.links') },
          { href: '/network/node', label: t('part.node') },
        ]
      : []),
    ...(post
      ? [
          { href: '/network/outbox', label: t('part.outbox'), count: number(waiting) },
          {
            href: '/network/failed',
            label: t('part.failed'),
            count: number(known.data && known.data.node.failed + known.data.node.unknown_type),
          },
        ]
      : []),
  ]
  return (
    <Page title={t('title')} lead={t('lead')} width="wide">
      <TabLinks label={t('title')} links={links} />
      <Switch>
        <Route path="/network">
          <Partners known={state ? known : undefined} />
        </Route>
        {state && (
          <Route path="/network/links">
            <Links known={known} />
          </Route>
        )}
        {state && (
          <Route path="/network/node">
            <NodeState known={known} />
          </Route>
        )}
        {post && <Route path="/network/outbox" component={Outbox} />}
        {post && <Route path="/network/failed" component={Failed} />}
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Page>
  )
}
