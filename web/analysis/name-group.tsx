// Naming what is rated as one: an organisation of the chart, or a community of the picture.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { RefusalBanner } from '../pieces/index.ts'
import style from './analysis.module.css'
import type { ElementLine } from './messages.ts'
import { PickElement } from './pick-element.tsx'
import type { Workbench } from './use-workbench.ts'

const MOST_COMMUNITIES = 40
const MOST_ELEMENTS = 2_000

export function NameGroup({ bench, onNamed }: { bench: Workbench; onNamed: (group: number) => void }) {
  const { t } = useTranslation('analysis')
  const number = new Intl.NumberFormat(locale())
  const keep = useAct('analysis.keep-group', { touches: ['analysis.read-ratings'] })
  const [one, setOne] = useState<ElementLine | undefined>()
  const [community, setCommunity] = useState('')
  const [name, setName] = useState('')
  const { measured, picture } = bench
  const communities = useMemo(() => {
    if (!measured || !picture || picture.grouped || measured.nodes.community.length !== picture.of.length) return []
    const sets = new Map<number, number[]>()
    measured.nodes.community.forEach((of, v) => {
      const set = sets.get(of)
      if (set) set.push(picture.of[v]!)
      else sets.set(of, [picture.of[v]!])
    })
    return [...sets].filter(([, set]) => set.length > 1 && set.length <= MOST_ELEMENTS).slice(0, MOST_COMMUNITIES)
  }, [measured, picture])
  const elements = one ? [one.at] : (communities.find(([of]) => String(of) === community)?.[1] ?? [])
  const nameNow = name.trim() || one?.label.slice(0, 120) || ''
  return (
    <form
      aria-label={t('rating.name_group')}
      className={style.stack}
      onSubmit={async (event) => {
        event.preventDefault()
        const kept = await keep.run({ chart: bench.id, name: nameNow, elements })
        if (!kept) return
        setOne(undefined)
        setCommunity('')
        setName('')
        onNamed(kept.group)
      }}
    >
      <h3 className={style.legend}>{t('rating.name_group')}</h3>
      <div className={style.fields}>
        <PickElement
          bench={bench}
          label={t('rating.from_organisation')}
          chosen={one}
          onPick={(line) => {
            setOne(line)
            if (line) setCommunity('')
          }}
        />
        <NativeSelect
          label={t('rating.from_community')}
          value={community}
          data={[
            { value: '', label: '—' },
            ...communities.map(([of, set]) => ({
              value: String(of),
              label: t('rating.community', { number: number.format(of + 1), size: number.format(set.length) }),
            })),
          ]}
          onChange={(event) => {
            setCommunity(event.currentTarget.value)
            if (event.currentTarget.value !== '') setOne(undefined)
          }}
        />
        <TextInput
          label={t('rating.name')}
          value={name}
          placeholder={one?.label ?? ''}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <RefusalBanner error={keep.error} />
      <div>
        <Button type="submit" variant="default" loading={keep.running} disabled={elements.length === 0 || nameNow === ''}>
          {t('rating.name_act')}
        </Button>
      </div>
    </form>
  )
}
