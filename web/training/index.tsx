// Training: surveys of needs with what all answers come to, and the courses that answer them.
import { Route, Switch } from 'wouter'
import { useSession } from '../session/session.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { CoursePage } from './course-page.tsx'
import { Courses } from './courses.tsx'
import { NewSurvey } from './new.tsx'
import { NewCourse } from './new-course.tsx'
import { Results } from './results.tsx'
import { SurveyPage } from './survey-page.tsx'
import { Surveys } from './surveys.tsx'
import { VerifyCertificate } from './verify.tsx'

export default function Training() {
  const { has } = useSession()
  if (!has('desk', 'analyst', 'supervisor')) return <NotFound />
  return (
    <Switch>
      <Route path="/training" component={Surveys} />
      <Route path="/training/new">{has('supervisor') ? <NewSurvey /> : <NotFound />}</Route>
      <Route path="/training/courses" component={Courses} />
      <Route path="/training/courses/new">{has('supervisor') ? <NewCourse /> : <NotFound />}</Route>
      <Route path="/training/courses/:course">{({ course }) => <CoursePage key={course} id={course} />}</Route>
      <Route path="/training/verify" component={VerifyCertificate} />
      <Route path="/training/:survey">{({ survey }) => <SurveyPage key={survey} id={survey} />}</Route>
      <Route path="/training/:survey/results">
        {({ survey }) => (has('analyst', 'supervisor') ? <Results key={survey} id={survey} /> : <NotFound />)}
      </Route>
    </Switch>
  )
}
