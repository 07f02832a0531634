// Changing a record: what it said before stays as a version.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useAct, useView } from '../api/hooks.ts'
import { Loading, Page, RefusalBanner } from '../pieces/index.ts'
import { flat, RecordForm } from './record-form.tsx'

export function ChangeRecord({ record }: { record: string }) {
  const { t } = useTranslation('registers')
  const [, navigate] = useLocation()
  const { data, error, reload } = useView('registers.read-one', { record })
  const change = useAct('registers.change-one')
  // what is being changed is the version that was opened; one that came meanwhile is refused by the node, not overwritten
  const [opened, setOpened] = useState(data)
  if (data && !opened) setOpened(data)
  const back = `/registers/record/${record}`
  return (
    <Page title={t('form.change_title')} width="narrow" lead={t('form.change_lead')}>
      <RefusalBanner error={error} onRetry={reload} />
      {opened ? (
        <RecordForm
          kind={opened.kind}
          initial={flat(opened)}
          submit={t('form.change')}
          running={change.running}
          error={change.error}
          onCancel={() => navigate(back)}
          onSubmit={async (stated) => {
            const { only_unit } = opened
            const kept = only_unit && stated.sharing.rule === 'national' ? { only_unit } : {}
            if (await change.run({ record, version: opened.version, ...kept, ...stated })) navigate(back)
          }}
        />
      ) : (
        !error && <Loading />
      )}
    </Page>
  )
}
