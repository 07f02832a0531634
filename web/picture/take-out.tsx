// The printed figures as CSV, each row with its line, publisher, licence and the digest of the file.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { act, RefusalError } from '../api/client.ts'
import { RefusalBanner } from '../pieces/index.ts'
import { PurposeGate } from '../session/purpose-gate.tsx'
import style from './picture.module.css'
import type { Dataset } from './places.tsx'

export function TakeOut({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('picture')
  const [open, setOpen] = useState(false)
  if (!open)
    return (
      <div>
        <Button variant="default" onClick={() => setOpen(true)}>
          {t('export.act', { title: dataset.title })}
        </Button>
      </div>
    )
  return (
    <PurposeGate>
      <Saving dataset={dataset} />
    </PurposeGate>
  )
}

function Saving({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('picture')
  const [error, setError] = useState<RefusalError | undefined>()
  const [running, setRunning] = useState(false)
  const run = async () => {
    setError(undefined)
    setRunning(true)
    try {
      const parts: string[] = []
      for (let part: number | null = 0; part !== null; ) {
        const answer: { content: string; next: number | null } = await act('picture.export-totals', { dataset: dataset.id, part })
        parts.push(answer.content)
        part = answer.next
      }
      const address = URL.createObjectURL(new Blob(['\uFEFF', ...parts], { type: 'text/csv;charset=utf-8' }))
      const link = document.createElement('a')
      link.href = address
      link.download = `${dataset.measure}.csv`
      link.click()
      setTimeout(() => URL.revokeObjectURL(address), 10_000)
    } catch (thrown) {
      setError(thrown instanceof RefusalError ? thrown : new RefusalError('page.failed', String(thrown), 0))
    } finally {
      setRunning(false)
    }
  }
  return (
    <div className={style.stack}>
      <RefusalBanner error={error} />
      <div>
        <Button loading={running} onClick={() => void run()}>
          {t('export.save', { title: dataset.title })}
        </Button>
      </div>
    </div>
  )
}
