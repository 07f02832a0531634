// Training needs: surveys that came in or were sent, the own answer, and what all answers come to.
import { Route, Switch } from 'wouter'
import { useSession } from '../session/session.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { NewSurvey } from './new.tsx'
import { Results } from './results.tsx'
import { SurveyPage } from './survey-page.tsx'
import { Surveys } from './surveys.tsx'

export default function Training() {
  const { has } = useSession()
  if (!has('desk', 'analyst', 'supervisor')) return <NotFound />
  return (
    <Switch>
      <Route path="/training" component={Surveys} />
      <Route path="/training/new">{has('supervisor') ? <NewSurvey /> : <NotFound />}</Route>
      <Route path="/training/:survey">{({ survey }) => <SurveyPage key={survey} id={survey} />}</Route>
      <Route path="/training/:survey/results">
        {({ survey }) => (has('analyst', 'supervisor') ? <Results key={survey} id={survey} /> : <NotFound />)}
      </Route>
    </Switch>
  )
}
