// Where every reading needs a purpose: asks for it first, then shows the page.
import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../pieces/empty-state.tsx'
import { ShiftDialog } from '../shell/shift-dialog.tsx'
import { useShift } from './shift.ts'

/** Shows what is inside once a purpose was chosen. */
export function PurposeGate({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const { shift } = useShift()
  const [choosing, setChoosing] = useState(false)
  if (shift) return children
  return (
    <>
      <EmptyState title={t('shift.needed')} actions={<Button onClick={() => setChoosing(true)}>{t('shift.unset')}</Button>}>
        {t('shift.needed_why')}
      </EmptyState>
      <ShiftDialog open={choosing} onClose={() => setChoosing(false)} />
    </>
  )
}
