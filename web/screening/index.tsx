// Lists: many people checked in one go, worked through, and forgotten.
import { Redirect, Route, Switch } from 'wouter'
import { useSession } from '../session/session.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { ListPage } from './list-page.tsx'
import { Lists } from './lists.tsx'
import { Oversee } from './oversee.tsx'

export default function Screening() {
  const { has } = useSession()
  const runs = has('desk', 'analyst', 'supervisor')
  return (
    <Switch>
      <Route path="/screening">{runs ? <Lists /> : <Redirect to="/screening/member" replace />}</Route>
      <Route path="/screening/unit">{has('supervisor') ? <Oversee whose="unit" /> : <NotFound />}</Route>
      <Route path="/screening/member">{has('data-protection') ? <Oversee whose="member" /> : <NotFound />}</Route>
      <Route path="/screening/:list">{({ list }) => <ListPage key={list} id={list} />}</Route>
    </Switch>
  )
}
