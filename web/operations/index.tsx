// Teams: the list of them, the proposal of a new one, and each with its agreement and its work.
import { Route, Switch } from 'wouter'
import { useSession } from '../session/session.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { CardPage } from './card-page.tsx'
import { NewTeam } from './new.tsx'
import { PatrolPage } from './patrol-page.tsx'
import { TeamPage } from './team-page.tsx'
import { Teams } from './teams.tsx'

export default function Operations() {
  const { has } = useSession()
  return (
    <Switch>
      <Route path="/operations" component={Teams} />
      <Route path="/operations/new">{has('supervisor') ? <NewTeam /> : <NotFound />}</Route>
      <Route path="/operations/:team/patrol/:patrol">{({ team, patrol }) => <PatrolPage key={patrol} id={team} patrol={patrol} />}</Route>
      <Route path="/operations/:team/card/:card">{({ team, card }) => <CardPage key={card} id={team} card={card} />}</Route>
      <Route path="/operations/:team/*?">{({ team, '*': part }) => <TeamPage key={team} id={team} part={part ?? ''} />}</Route>
    </Switch>
  )
}
