// Takes the records that are shown out as CSV, page by page from the node, after saying what that means.
import { Button, Checkbox } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Input, RefusalError, view } from '../api/client.ts'
import { Banner, Confirm, ProgressBar } from '../pieces/index.ts'
import { saveText } from './save.ts'

type Filters = { kind?: string; text?: string; status?: string; classification?: string }

const PAGE = 1_000
/** More pages than the largest register has. */
const MOST_PAGES = 1_000

export function ExportRecords({ filters, total }: { filters: Filters; total: number | undefined }) {
  const { t } = useTranslation('registers')
  const [open, setOpen] = useState(false)
  const [evidential, setEvidential] = useState(false)
  const [done, setDone] = useState<number | undefined>()
  const [error, setError] = useState<RefusalError | undefined>()
  const [left_out, setLeftOut] = useState<number | undefined>()
  const stop = useRef<AbortController>(undefined)
  const { kind, text, status } = filters

  const run = async () => {
    setError(undefined)
    setLeftOut(undefined)
    setDone(0)
    const stopping = new AbortController()
    stop.current = stopping
    try {
      let csv = ''
      let left = 0
      let rows = 0
      let offset: number | null = 0
      for (let page = 0; offset !== null && page < MOST_PAGES; page++) {
        const input = {
          kind,
          ...(text && { text }),
          ...(status && { status }),
          evidential,
          limit: PAGE,
          offset,
        } as Input<'registers.export-many'>
        const part: { csv: string; rows: number; left_out: number; next: number | null } = await view(
          'registers.export-many',
          input,
          stopping.signal,
        )
        // the heading stands once
        csv += page === 0 ? part.csv : part.csv.slice(part.csv.indexOf('\n') + 1)
        rows += part.rows
        left += part.left_out
        setDone(rows)
        offset = part.next
      }
      saveText(`${kind}.csv`, csv)
      setLeftOut(left)
      if (left === 0) setOpen(false)
    } catch (thrown) {
      if (!stopping.signal.aborted) setError(thrown instanceof RefusalError ? thrown : new RefusalError('page.failed', String(thrown), 0))
    }
    setDone(undefined)
  }

  const close = () => {
    stop.current?.abort()
    setOpen(false)
    setLeftOut(undefined)
    setError(undefined)
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={18} />}
        disabled={!kind || !total}
        title={kind ? undefined : t('export.kind_first')}
        onClick={() => setOpen(true)}
      >
        {t('export.button')}
      </Button>
      <Confirm
        open={open}
        title={t('export.title')}
        happens={[
          t('export.happens', { count: total ?? 0, kind: kind ? t(`kinds.${kind}`) : '' }),
          t('export.journal'),
          ...(filters.classification ? [t('export.all_classes')] : []),
        ]}
        seenBy={[t('export.seen')]}
        act={t('export.act')}
        running={done !== undefined}
        error={error}
        onConfirm={() => void run()}
        onClose={close}
      >
        <Checkbox
          label={t('export.evidential')}
          description={t('export.evidential_hint')}
          checked={evidential}
          onChange={(event) => setEvidential(event.currentTarget.checked)}
        />
        {done !== undefined && <ProgressBar label={t('export.running')} done={done} total={total ?? 0} />}
        {left_out !== undefined && left_out > 0 && <Banner title={t('export.left_out', { count: left_out })} />}
      </Confirm>
    </>
  )
}
