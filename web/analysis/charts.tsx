// The charts of the unit, and the beginning of a new one: its name, why it is made, how secret it may become.
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { CLASSIFICATIONS } from '#wire/vocabulary.ts'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { type Column, DateTime, Page, RefusalBanner, Section, Table, useListState, writeTime } from '../pieces/index.ts'
import { useColleagues } from '../session/colleagues.ts'
import { PurposeGate } from '../session/purpose-gate.tsx'
import { useSession } from '../session/session.tsx'
import style from './analysis.module.css'
import { Places } from './places.tsx'

export type ChartLine = Output<'analysis.find-charts'>['rows'][number]

export function Charts() {
  const { t } = useTranslation('analysis')
  const { has } = useSession()
  const state = useListState([])
  const view = useView('analysis.find-charts', pageInput(state))
  return (
    <Page title={t('title')} lead={t('lead')} width="wide">
      <Places />
      {has('analyst') && <Begin />}
      <Table
        name="analysis.unit"
        caption={t('places.unit')}
        columns={useChartColumns()}
        state={state}
        view={view}
        keyOf={(row) => row.id}
        href={(row) => `/analysis/${row.id}`}
        empty={{ title: t('list.none'), text: t('list.none_text') }}
      />
    </Page>
  )
}

export function useChartColumns(): Column<ChartLine>[] {
  const { t } = useTranslation('analysis')
  const { term } = useTerm()
  const nameOf = useColleagues()
  const number = new Intl.NumberFormat(locale())
  return [
    {
      key: 'title',
      label: t('list.title'),
      fixed: true,
      render: (row) => (
        <>
          {row.title === null ? <span className={style.quiet}>{t('list.untold')}</span> : <bdi dir="auto">{row.title}</bdi>}{' '}
          {row.synthetic && <span className={style.synthetic}>{t('synthetic')}</span>}
        </>
      ),
      text: (row) => row.title ?? '',
    },
    { key: 'elements', label: t('elements'), end: true, render: (row) => number.format(row.elements), text: (row) => String(row.elements) },
    { key: 'links', label: t('links'), end: true, render: (row) => number.format(row.links), text: (row) => String(row.links) },
    {
      key: 'purpose',
      label: t('list.purpose'),
      render: (row) => term('purpose', row.purpose),
      text: (row) => term('purpose', row.purpose),
    },
    {
      key: 'classification',
      label: t('field.classification'),
      render: (row) => term('classification', row.classification),
      text: (row) => term('classification', row.classification),
    },
    {
      key: 'officer',
      label: t('list.officer'),
      render: (row) => <bdi dir="auto">{nameOf(row.officer) ?? row.officer}</bdi>,
      text: (row) => row.officer,
    },
    {
      key: 'changed',
      label: t('list.changed'),
      render: (row) => <DateTime at={row.changed_at} form="short" />,
      text: (row) => writeTime(row.changed_at),
    },
    {
      key: 'forget',
      label: t('list.forget'),
      render: (row) => <DateTime at={row.erased_at ?? row.forget_at} form="short" />,
      text: (row) => writeTime(row.erased_at ?? row.forget_at),
    },
  ]
}

function Begin() {
  const { t } = useTranslation('analysis')
  const [open, setOpen] = useState(false)
  if (!open)
    return (
      <div>
        <Button onClick={() => setOpen(true)}>{t('begin.act')}</Button>
      </div>
    )
  return (
    <Section title={t('begin.title')}>
      <PurposeGate>
        <BeginForm onClose={() => setOpen(false)} />
      </PurposeGate>
    </Section>
  )
}

function BeginForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('analysis')
  const { term } = useTerm()
  const { officer } = useSession()
  const [, navigate] = useLocation()
  const begin = useAct('analysis.begin-chart')
  const [title, setTitle] = useState('')
  const [reason, setReason] = useState('')
  const [classification, setClassification] = useState<(typeof CLASSIFICATIONS)[number]>(
    officer.clearance > 0 ? 'restricted' : 'unclassified',
  )
  const [synthetic, setSynthetic] = useState(false)
  const start = async (event: FormEvent) => {
    event.preventDefault()
    const done = await begin.run({ title: title.trim(), reason: reason.trim(), classification, synthetic })
    if (done) navigate(`/analysis/${done.chart}`)
  }
  return (
    <form className={style.stack} aria-label={t('begin.title')} onSubmit={(event) => void start(event)}>
      <div className={style.fields}>
        <TextInput
          label={t('begin.name')}
          required
          maxLength={120}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('begin.classification')}
          description={t('begin.classification_text')}
          value={classification}
          data={CLASSIFICATIONS.slice(0, officer.clearance + 1).map((value) => ({ value, label: term('classification', value) }))}
          onChange={(event) => setClassification(event.currentTarget.value as typeof classification)}
        />
      </div>
      <Textarea
        label={t('begin.reason')}
        required
        minLength={3}
        maxLength={1_000}
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Checkbox label={t('begin.synthetic')} checked={synthetic} onChange={(event) => setSynthetic(event.currentTarget.checked)} />
      <p className={style.quiet}>{t('begin.kept')}</p>
      <RefusalBanner error={begin.error} />
      <div className={style.row}>
        <Button type="submit" loading={begin.running} disabled={title.trim() === '' || reason.trim().length < 3}>
          {t('begin.act')}
        </Button>
        <Button variant="subtle" onClick={onClose}>
          {t('close')}
        </Button>
      </div>
    </form>
  )
}
