// Who looked at one thing, when and what for: the answer to a person who asks what was done with the own data.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconDownload, IconEraser, IconSearch } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { RefusalError, view as readView } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { Banner, csvOf, EmptyState, Mono, ProgressBar, RefusalBanner, Table, useListState } from '../pieces/index.ts'
import { saveFile } from '../pieces/save.ts'
import { useLineColumns } from './entries.tsx'
import style from './journal.module.css'
import type { Line } from './names.tsx'
import { KINDS, type Kind, subjectOf } from './subject.ts'

const PAGE = 200
/** Entries that one export holds at most. */
const MOST_ENTRIES = 20_000

export function Accesses() {
  const { t } = useTranslation('journal')
  const state = useListState(['subject'])
  const subject = state.filters.subject ?? ''
  const named = /^([a-z-]+):(.+)$/.exec(subject)
  const [kind, setKind] = useState<Kind>(() => KINDS.find((one) => one === named?.[1]) ?? 'record')
  const [text, setText] = useState(subject)
  const [wrong, setWrong] = useState(false)
  const view = useView(
    'oversight.find-accesses',
    { subject, limit: state.size, ...(state.before && { before: state.before }) },
    { enabled: subject !== '' },
  )
  const columns = useLineColumns().map((column) => ({
    ...column,
    hidden: column.key === 'subject' || (column.key !== 'unit' && column.hidden === true),
  }))
  const search = (event: FormEvent) => {
    event.preventDefault()
    const found = subjectOf(text, kind)
    setWrong(!found)
    if (!found) return
    setText(found)
    state.set({ filters: { subject: found } })
  }
  return (
    <div className={style.part}>
      <form className={style.search} onSubmit={search} noValidate>
        <NativeSelect
          label={t('accesses.kind')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as Kind)}
          data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <TextInput
          data-search
          className={style.wide!}
          label={t('accesses.number')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={wrong ? t('accesses.wrong') : undefined}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          maxLength={400}
        />
        <Button type="submit" leftSection={<IconSearch size={18} />}>
          {t('accesses.search')}
        </Button>
      </form>
      {subject === '' ? (
        <EmptyState title={t('accesses.begin')}>
          <p className={style.flat}>{t('accesses.how')}</p>
        </EmptyState>
      ) : (
        <>
          <div className={style.subject}>
            <p className={style.flat}>
              {t('accesses.of')} <Mono breaks>{subject}</Mono>
            </p>
            <div className={style.buttons}>
              <Export subject={subject} total={view.data?.total ?? 0} />
              <Button
                component={Link}
                href={`/journal/erasures?propose=${encodeURIComponent(subject)}`}
                variant="default"
                leftSection={<IconEraser size={18} />}
              >
                {t('accesses.erase')}
              </Button>
            </div>
          </div>
          <Table
            name="journal.accesses"
            caption={t('part.accesses')}
            columns={columns}
            state={{ ...state, filters: {} }}
            view={view}
            keyOf={({ id }) => id}
            href={({ id }) => `/journal/entries/${id}`}
            empty={{ title: t('accesses.none'), text: t('accesses.none_why') }}
          />
          <p className={style.note}>{t('accesses.what')}</p>
        </>
      )}
    </div>
  )
}

function Export({ subject, total }: { subject: string; total: number }) {
  const { t } = useTranslation('journal')
  const columns = useLineColumns()
  const [done, setDone] = useState<number | undefined>()
  const [error, setError] = useState<RefusalError | undefined>()
  const [cut, setCut] = useState(false)
  const save = async () => {
    setError(undefined)
    setCut(false)
    setDone(0)
    const rows: Line[] = []
    try {
      let before: string | undefined
      do {
        const page = await readView('oversight.find-accesses', { subject, limit: PAGE, ...(before && { before }) })
        rows.push(...page.rows)
        before = page.next ?? undefined
        setDone(rows.length)
      } while (before && rows.length < MOST_ENTRIES)
      setCut(before !== undefined)
      const place = { key: 'log', label: t('column.log'), render: () => '', text: (row: Line) => String(row.log ?? '') }
      const sequence = { key: 'sequence', label: t('column.sequence'), render: () => '', text: (row: Line) => String(row.sequence ?? '') }
      saveFile(`${subject.replaceAll(/[^a-z0-9-]+/g, '-')}.csv`, `\uFEFF${csvOf([...columns, place, sequence], rows)}`, 'text/csv')
    } catch (failure) {
      setError(failure instanceof RefusalError ? failure : new RefusalError('page.failed', String(failure), 0))
    } finally {
      setDone(undefined)
    }
  }
  if (done !== undefined) return <ProgressBar label={t('accesses.exporting')} done={done} total={Math.max(total, done)} />
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={18} />} onClick={() => void save()} disabled={total === 0}>
        {t('accesses.export')}
      </Button>
      {cut && <Banner tone="warning" title={t('accesses.cut', { count: MOST_ENTRIES })} />}
      <RefusalBanner error={error} />
    </>
  )
}
