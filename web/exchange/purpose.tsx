// For what a case is read and worked on: the purpose of the shift, unless another was stated for this case.
import { Button, NativeSelect, Radio } from '@mantine/core'
import { createContext, useContext, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { CurrentSession } from '../api/actions.ts'
import { useTerm } from '../language/term.ts'
import { useSession } from '../session/session.tsx'
import style from './exchange.module.css'

export type Purpose = CurrentSession['purposes'][number]

const stated = new Map<string, Purpose>()
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const PurposeContext = createContext<Purpose | undefined>(undefined)
export const PurposeProvider = PurposeContext.Provider

/** The purpose under which the open case is read; every act in it states the same. */
export const usePurpose = (): Purpose | undefined => useContext(PurposeContext)

/** States for what a case is worked on, for as long as the page is loaded. */
export function statePurpose(id: string, purpose: Purpose): void {
  stated.set(id, purpose)
  for (const listener of listeners) listener()
}

/** The purpose for a case, the same wherever it is shown, and how to state another. */
export function useCasePurpose(id: string): [Purpose | undefined, (purpose: Purpose) => void] {
  const { purpose } = useSession()
  const own = useSyncExternalStore(
    subscribe,
    () => stated.get(id),
    () => stated.get(id),
  )
  return [own ?? purpose ?? undefined, (next) => statePurpose(id, next)]
}

/** Asks for the purpose before anything of the case is shown. */
export function PurposeGate({ onChoose }: { onChoose: (purpose: Purpose) => void }) {
  const { t } = useTranslation('exchange')
  const { term } = useTerm()
  const { purposes } = useSession()
  const [chosen, setChosen] = useState('')
  return (
    <form
      className={style.gate}
      onSubmit={(event) => {
        event.preventDefault()
        const found = purposes.find((one) => one === chosen)
        if (found) onChoose(found)
      }}
    >
      <h2 className={style.heading}>{t('purpose.title')}</h2>
      <p className={style.quiet}>{t('purpose.why')}</p>
      <Radio.Group aria-label={t('purpose.title')} value={chosen} onChange={setChosen}>
        {purposes.map((code) => (
          <Radio key={code} value={code} label={term('purpose', code)} py={4} />
        ))}
      </Radio.Group>
      <div>
        <Button type="submit" disabled={chosen === ''}>
          {t('purpose.open')}
        </Button>
      </div>
    </form>
  )
}

/** Says for what the case is being read, and lets it be changed. */
export function PurposeLine({ purpose, onChoose }: { purpose: Purpose; onChoose: (purpose: Purpose) => void }) {
  const { t } = useTranslation('exchange')
  const { term } = useTerm()
  const { purposes } = useSession()
  return (
    <span className={style.purpose}>
      <span aria-hidden="true">{t('purpose.line')}</span>
      <NativeSelect
        size="xs"
        aria-label={t('purpose.line')}
        value={purpose}
        onChange={(event) => {
          const found = purposes.find((one) => one === event.currentTarget.value)
          if (found) onChoose(found)
        }}
        data={purposes.map((code) => ({ value: code, label: term('purpose', code) }))}
      />
    </span>
  )
}
