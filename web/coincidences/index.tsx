// Coincidences: what of the own matters others hold too, which matters are compared, and how much was asked both ways.
import { Redirect, Route, Switch } from 'wouter'
import { useSession } from '../session/session.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { Compared } from './compared.tsx'
import { Counts } from './counts.tsx'
import { MetList } from './met-list.tsx'
import { MetPage } from './met-page.tsx'

export default function Coincidences() {
  const { has } = useSession()
  const works = has('desk', 'analyst', 'supervisor')
  return (
    <Switch>
      <Route path="/coincidences">{works ? <MetList settled={false} /> : <Redirect to="/coincidences/counts" replace />}</Route>
      <Route path="/coincidences/settled">{works ? <MetList settled /> : <NotFound />}</Route>
      <Route path="/coincidences/compared">{works ? <Compared /> : <NotFound />}</Route>
      <Route path="/coincidences/counts">{has('supervisor', 'data-protection') ? <Counts /> : <NotFound />}</Route>
      <Route path="/coincidences/:id">{({ id }) => (works ? <MetPage key={id} id={id} /> : <NotFound />)}</Route>
    </Switch>
  )
}
