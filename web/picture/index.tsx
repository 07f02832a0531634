// The strategic picture: routes and months with the source of every number, what members seized, and the files it is made of.
import { lazy } from 'react'
import { Route, Switch } from 'wouter'
import { useSession } from '../session/session.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { Overview } from './overview.tsx'

const Seizures = lazy(() => import('./seizures.tsx'))
const Sources = lazy(() => import('./sources.tsx'))

export default function Picture() {
  const { has } = useSession()
  if (!has('analyst', 'supervisor')) return <NotFound />
  return (
    <Switch>
      <Route path="/picture">
        <Overview />
      </Route>
      <Route path="/picture/seizures">
        <Seizures />
      </Route>
      <Route path="/picture/sources">
        <Sources />
      </Route>
    </Switch>
  )
}
