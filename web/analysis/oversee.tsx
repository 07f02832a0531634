// Who of the member keeps which chart, and for what: for the data protection officer, who reads none of them.
import { useTranslation } from 'react-i18next'
import { useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { Page, Table, useListState } from '../pieces/index.ts'
import { useChartColumns } from './charts.tsx'
import { Places } from './places.tsx'

export function Oversee() {
  const { t } = useTranslation('analysis')
  const state = useListState([])
  const view = useView('analysis.find-member-charts', pageInput(state))
  return (
    <Page title={t('places.member')} lead={t('member_lead')} width="wide">
      <Places />
      <Table
        name="analysis.member"
        caption={t('places.member')}
        columns={useChartColumns()}
        state={state}
        view={view}
        keyOf={(row) => row.id}
        empty={{ title: t('list.none'), text: t('list.none_member') }}
      />
    </Page>
  )
}
