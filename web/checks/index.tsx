// Checks: the field, the answers to one check, and the checks that were made.
import { useTranslation } from 'react-i18next'
import { Route, Switch } from 'wouter'
import { Page } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { AnswerPage } from './answer-page.tsx'
import { CheckField } from './check-field.tsx'
import style from './checks.module.css'
import { Made } from './made.tsx'

export default function Checks() {
  return (
    <Switch>
      <Route path="/checks">
        <Ask />
      </Route>
      <Route path="/checks/unit">
        <Made whose="unit" />
      </Route>
      <Route path="/checks/:check">{({ check }) => <AnswerPage key={check} check={check} />}</Route>
    </Switch>
  )
}

/** Only the field for those who do nothing else; with options and the last checks for the desk. */
function Ask() {
  const { t } = useTranslation('checks')
  const { has } = useSession()
  const desk = has('desk', 'analyst', 'supervisor')
  if (!desk)
    return (
      <Page title={t('title')} width="narrow">
        <CheckField options={false} focused />
      </Page>
    )
  return (
    <Page title={t('title')} width="wide">
      <div className={style.desk}>
        <CheckField options focused />
        <Made whose="own" />
      </div>
    </Page>
  )
}
