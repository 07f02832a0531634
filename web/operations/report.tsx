// The closing report as a file, with what it leaves out.
import { useTranslation } from 'react-i18next'
import { useAct } from '../api/hooks.ts'
import { Section, TakeDocument } from '../pieces/index.ts'
import type { Team } from './types.ts'

export function TakeReport({ team }: { team: Team }) {
  const { t } = useTranslation('operations')
  const act = useAct('operations.closing-report', { touches: [] })
  return (
    <Section title={t('report.title')}>
      <p>{t('report.text')}</p>
      <TakeDocument running={act.running} error={act.error} make={(form, language) => act.run({ space: team.id, form, language })} />
    </Section>
  )
}
