// A paper of a team as a file: the powers card, the numbers of the desk.
import { useTranslation } from 'react-i18next'
import type { Input } from '../api/client.ts'
import { useAct } from '../api/hooks.ts'
import { TakeDocument } from '../pieces/index.ts'

type Asked = Input<'operations.make-paper'>

export function TakePaper({
  space,
  paper,
  thing,
  forms,
}: Pick<Asked, 'space' | 'paper'> & { thing?: string; forms: readonly Asked['form'][] }) {
  const { t } = useTranslation('patrols')
  const act = useAct('operations.make-paper', { touches: [] })
  return (
    <TakeDocument
      forms={forms}
      label={t(`paper.${paper}`)}
      running={act.running}
      error={act.error}
      make={(form, language) => act.run({ space, paper, form, language, ...(thing && { thing }) })}
    />
  )
}
