// Adding a record: first its kind, then its form.
import { useTranslation } from 'react-i18next'
import { useLocation, useSearch } from 'wouter'
import { useAct } from '../api/hooks.ts'
import { useTerm } from '../language/term.ts'
import { Page } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { fresh, RecordForm } from './record-form.tsx'
import { KINDS } from './record-schema.ts'
import style from './registers.module.css'

export function AddRecord() {
  const { t } = useTranslation('registers')
  const { term } = useTerm()
  const { node } = useSession()
  const search = useSearch()
  const [, navigate] = useLocation()
  const { run, running, error, reset } = useAct('registers.add-one')
  const asked = new URLSearchParams(search).get('kind')
  const kind = KINDS.find((one) => one === asked) ?? 'person'
  return (
    <Page title={t('add')} width="narrow" lead={t('form.lead')}>
      <fieldset className={style.kinds} aria-label={t('list.kind')}>
        {KINDS.map((one) => (
          <button
            key={one}
            type="button"
            className={style.kind}
            aria-pressed={kind === one}
            onClick={() => {
              reset()
              navigate(`/registers/new?kind=${one}`, { replace: true })
            }}
          >
            {term('record-kind', one)}
          </button>
        ))}
      </fieldset>
      <RecordForm
        key={kind}
        kind={kind}
        initial={{ ...fresh(node.networks.map(({ id }) => id)), ...(kind === 'person' && { names: [{ kind: 'main' }] }) }}
        submit={t('form.add')}
        running={running}
        error={error}
        onCancel={() => navigate('/registers')}
        onSubmit={async (stated) => {
          const added = await run(stated)
          if (added) navigate(`/registers/record/${added.record}`)
        }}
      />
    </Page>
  )
}
