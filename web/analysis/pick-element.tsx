// Choosing an element by its name: typed, then taken from what is found.
import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import style from './analysis.module.css'
import type { ElementLine } from './messages.ts'
import { SHAPES } from './picture.tsx'
import type { Workbench } from './use-workbench.ts'

export function PickElement({
  bench: { talker },
  label,
  chosen,
  onPick,
}: {
  bench: Workbench
  label: string
  chosen: ElementLine | undefined
  onPick: (line: ElementLine | undefined) => void
}) {
  const { t } = useTranslation('analysis')
  const box = useCombobox()
  const [text, setText] = useState(chosen?.label ?? '')
  const [found, setFound] = useState<ElementLine[]>([])
  useEffect(() => setText(chosen?.label ?? ''), [chosen])
  useEffect(() => {
    if (!talker || text.trim() === '' || text === chosen?.label) return setFound([])
    let is_over = false
    const timer = setTimeout(() => {
      talker.call('find', { text, most: 12 }).then((lines) => !is_over && setFound(lines))
    }, 120)
    return () => {
      is_over = true
      clearTimeout(timer)
    }
  }, [talker, text, chosen])
  return (
    <Combobox
      store={box}
      onOptionSubmit={(value) => {
        const line = found.find((one) => String(one.at) === value)
        onPick(line)
        box.closeDropdown()
      }}
    >
      <Combobox.Target>
        <TextInput
          label={label}
          value={text}
          placeholder={t('pick.placeholder')}
          onChange={(event) => {
            setText(event.currentTarget.value)
            if (event.currentTarget.value === '') onPick(undefined)
            box.openDropdown()
          }}
          onFocus={() => box.openDropdown()}
          onBlur={() => box.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={found.length === 0}>
        <Combobox.Options>
          {found.map((one) => (
            <Combobox.Option key={one.at} value={String(one.at)}>
              <span aria-hidden="true">{SHAPES[one.kind]}</span> <bdi dir="auto">{one.label}</bdi>
              {one.key !== one.label && (
                <span className={style.quiet}>
                  {' '}
                  <bdi dir="auto">{one.key}</bdi>
                </span>
              )}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
