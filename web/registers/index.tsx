// The registers: the country's own records, what falls due, who had a hit on them, imports, and what partners are refused.
import { Redirect, Route, Switch } from 'wouter'
import { PurposeGate } from '../session/purpose-gate.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { AddRecord } from './add-record.tsx'
import { ChangeRecord } from './change-record.tsx'
import { Hits } from './hits.tsx'
import { ImportPage } from './import-page.tsx'
import { Imports } from './imports.tsx'
import { MeasurementPage } from './measurement-page.tsx'
import { Measurements } from './measurements.tsx'
import { usePlaces } from './places.tsx'
import { RecordPage } from './record-page.tsx'
import { Records } from './records.tsx'
import { Reviews } from './reviews.tsx'
import { SharingRules } from './sharing-rules.tsx'
import { Thresholds } from './thresholds.tsx'

export default function Registers() {
  const places = usePlaces()
  const [first] = places
  if (!first) return <NotFound />
  return (
    <Switch>
      <Route path="/registers">{first.path === '/registers' ? <Records /> : <Redirect to={first.path} replace />}</Route>
      <Route path="/registers/new">
        <AddRecord />
      </Route>
      <Route path="/registers/reviews">
        <Reviews />
      </Route>
      <Route path="/registers/hits">
        <Hits />
      </Route>
      <Route path="/registers/imports">
        <Imports />
      </Route>
      <Route path="/registers/imports/:id">{({ id }) => <ImportPage key={id} id={id} />}</Route>
      <Route path="/registers/sharing">
        <SharingRules />
      </Route>
      <Route path="/registers/measurements">
        <Measurements />
      </Route>
      <Route path="/registers/measurements/:id">{({ id }) => <MeasurementPage key={id} id={id} />}</Route>
      <Route path="/registers/thresholds">
        <Thresholds />
      </Route>
      <Route path="/registers/record/:record">
        {({ record }) => (
          <PurposeGate>
            <RecordPage key={record} record={record} />
          </PurposeGate>
        )}
      </Route>
      <Route path="/registers/record/:record/change">
        {({ record }) => (
          <PurposeGate>
            <ChangeRecord key={record} record={record} />
          </PurposeGate>
        )}
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  )
}
