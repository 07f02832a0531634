// Whom to reach at which member, and what the own member says of itself.
import { Route, Switch, useRoute } from 'wouter'
import { Directory } from './found.tsx'
import { OwnDirectory } from './own.tsx'

export default function DirectoryPages() {
  return (
    <Switch>
      <Route path="/directory/own" component={OwnDirectory} />
      <Route component={DirectoryAt} />
    </Switch>
  )
}

/** One page for all members, so that the list stays where it is. */
function DirectoryAt() {
  const [, params] = useRoute('/directory/members/:member')
  return <Directory member={params?.member} />
}
