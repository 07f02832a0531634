// Requests between members: the desk with its cases, a new request, and how fast answers come.
import { Route, Switch, useRoute } from 'wouter'
import { useSession } from '../session/session.tsx'
import { Desk, NoDesk } from './desk.tsx'
import { NewRequest } from './new.tsx'
import { Statistics } from './statistics.tsx'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export default function Exchange() {
  return (
    <Switch>
      <Route path="/exchange/new" component={NewRequestAt} />
      <Route path="/exchange/statistics" component={Statistics} />
      <Route component={DeskAt} />
    </Switch>
  )
}

/** Nobody types what the node would then refuse to send. */
function NewRequestAt() {
  const { has } = useSession()
  return has('desk', 'supervisor') ? <NewRequest /> : <NoDesk />
}

/** One desk for all its addresses, so that the list stays where it is while cases are opened. */
function DeskAt() {
  const [, params] = useRoute('/exchange/:what/:id')
  const { what, id } = params ?? {}
  return <Desk opened={(what === 'cases' || what === 'messages') && id && UUID.test(id) ? { what, id } : undefined} />
}
