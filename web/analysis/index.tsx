// Charts: who is tied to whom, from the file to the picture, the measures and what they are worth.
import { lazy } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { PurposeGate } from '../session/purpose-gate.tsx'
import { useSession } from '../session/session.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { Charts } from './charts.tsx'
import { Oversee } from './oversee.tsx'

const ChartPage = lazy(() => import('./chart-page.tsx'))

export default function Analysis() {
  const { has } = useSession()
  const reads = has('analyst', 'supervisor')
  return (
    <Switch>
      <Route path="/analysis">{reads ? <Charts /> : <Redirect to="/analysis/member" replace />}</Route>
      <Route path="/analysis/member">{has('data-protection') ? <Oversee /> : <NotFound />}</Route>
      <Route path="/analysis/:chart">
        {({ chart }) =>
          reads ? (
            <PurposeGate>
              <ChartPage key={chart} id={chart} />
            </PurposeGate>
          ) : (
            <NotFound />
          )
        }
      </Route>
    </Switch>
  )
}
