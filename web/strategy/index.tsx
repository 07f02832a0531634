// Strategy and Forum: the forums of this member, and what stands in each.
import { Route, Switch } from 'wouter'
import { useSession } from '../session/session.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { ForumPage } from './forum-page.tsx'
import { Forums } from './forums.tsx'
import { NewForum } from './new.tsx'
import { Texts } from './texts.tsx'

export default function Strategy() {
  const { has } = useSession()
  if (!has('desk', 'analyst', 'supervisor')) return <NotFound />
  return (
    <Switch>
      <Route path="/strategy" component={Forums} />
      <Route path="/strategy/new">{has('supervisor') ? <NewForum /> : <NotFound />}</Route>
      <Route path="/strategy/texts" component={Texts} />
      <Route path="/strategy/:forum/*?">
        {({ forum, '*': rest }) => (
          <ForumPage key={forum} id={forum} tab={rest?.split('/')[0] ?? ''} rest={rest?.split('/').slice(1).join('/') ?? ''} />
        )}
      </Route>
    </Switch>
  )
}
