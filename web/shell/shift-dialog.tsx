// The start of a shift: what for and where, chosen once.
import { Button, Modal, Radio, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTerm } from '../language/term.ts'
import { RefusalBanner } from '../pieces/refusal-banner.tsx'
import { useSession } from '../session/session.tsx'
import { PLACE_MAX, type Shift, useShift } from '../session/shift.ts'
import style from './frame.module.css'

export function ShiftDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const { term } = useTerm()
  const { purposes } = useSession()
  const { shift, last, choose, running, error } = useShift()
  const [purpose, setPurpose] = useState<Shift['purpose'] | ''>('')
  const [place, setPlace] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins from the last shift each time it opens
  useEffect(() => {
    if (!open) return
    const before = shift ?? last
    setPurpose(before && purposes.includes(before.purpose) ? before.purpose : (purposes.length === 1 && purposes[0]) || '')
    setPlace(before?.place ?? '')
  }, [open])
  return (
    <Modal opened={open} onClose={onClose} title={<strong>{t('shift.title')}</strong>} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <form
        className={style.help}
        onSubmit={async (event) => {
          event.preventDefault()
          if (purpose !== '' && (await choose(purpose, place))) onClose()
        }}
      >
        <p className={style.note}>{t('shift.why')}</p>
        <Radio.Group label={t('shift.purpose')} value={purpose} onChange={(next) => setPurpose(next as Shift['purpose'])} withAsterisk>
          <div className={style.purposes}>
            {purposes.map((code) => (
              <Radio key={code} value={code} label={term('purpose', code)} py={4} />
            ))}
          </div>
        </Radio.Group>
        <TextInput
          label={t('shift.place')}
          description={t('shift.place_hint')}
          value={place}
          dir="auto"
          maxLength={PLACE_MAX}
          onChange={(event) => setPlace(event.currentTarget.value)}
        />
        <RefusalBanner error={error} />
        <Button type="submit" disabled={purpose === ''} loading={running}>
          {t('shift.start')}
        </Button>
      </form>
    </Modal>
  )
}
