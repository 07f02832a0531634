// What part each member of a network has in a forum.
import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import style from './strategy.module.css'

const PARTS = ['participant', 'observer', 'guest', 'none'] as const
export type Parts = Readonly<Record<string, string>>

export function MemberParts({
  members,
  nameOf,
  partOf,
  onChange,
}: {
  members: readonly string[]
  nameOf: (id: string) => string
  partOf: (id: string) => string
  onChange: (id: string, part: string) => void
}) {
  const { t } = useTranslation('strategy')
  return (
    <ul className={style.parts}>
      {members.map((id) => (
        <li key={id}>
          <NativeSelect
            label={nameOf(id)}
            value={partOf(id)}
            data={PARTS.map((one) => ({ value: one, label: one === 'none' ? t('new.not_part') : t(`part.${one}`) }))}
            onChange={(event) => onChange(id, event.currentTarget.value)}
          />
        </li>
      ))}
    </ul>
  )
}
