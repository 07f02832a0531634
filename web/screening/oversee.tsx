// Who ran which list and what came of it, in counts: for a supervisor those of the unit, for data protection all. Whom they name is not here.
import { Button, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import {
  type Column,
  Confirm,
  countryName,
  DateTime,
  Facts,
  Loading,
  Page,
  RefusalBanner,
  Section,
  Table,
  useListState,
  writeTime,
} from '../pieces/index.ts'
import { useColleagues } from '../session/colleagues.ts'
import type { Line } from './follow.ts'
import { Places } from './places.tsx'
import style from './screening.module.css'

export function Oversee({ whose }: { whose: 'unit' | 'member' }) {
  const { t } = useTranslation('screening')
  const { term } = useTerm()
  const nameOf = useColleagues()
  const state = useListState([])
  const unit = useView('screening.find-unit-lists', pageInput(state), { enabled: whose === 'unit' })
  const member = useView('screening.find-member-lists', pageInput(state), { enabled: whose === 'member' })
  const view = whose === 'unit' ? unit : member
  const number = new Intl.NumberFormat(locale())
  const count = (key: 'lines' | 'clear' | 'hits' | 'confirmed' | 'discarded' | 'silent', label: string): Column<Line> => ({
    key,
    label,
    end: true,
    render: (row) => number.format(row[key]),
    text: (row) => String(row[key]),
  })
  const columns: Column<Line>[] = [
    {
      key: 'at',
      label: t('list.begun'),
      fixed: true,
      render: (row) => <DateTime at={row.begun_at} form="short" />,
      text: (row) => writeTime(row.begun_at),
    },
    {
      key: 'officer',
      label: t('list.officer'),
      fixed: true,
      render: (row) => <bdi dir="auto">{nameOf(row.officer) ?? row.officer}</bdi>,
      text: (row) => nameOf(row.officer) ?? row.officer,
    },
    ...(whose === 'member'
      ? [{ key: 'unit', label: t('list.unit'), render: (row: Line) => <bdi>{row.unit}</bdi>, text: (row: Line) => row.unit }]
      : []),
    {
      key: 'state',
      label: t('list.state'),
      render: (row) => <strong>{t(`state.${row.state}`)}</strong>,
      text: (row) => t(`state.${row.state}`),
    },
    {
      key: 'purpose',
      label: t('start.purpose'),
      render: (row) => row.purpose && term('purpose', row.purpose),
      text: (row) => row.purpose ?? '',
    },
    { key: 'ground', label: t('start.ground'), render: (row) => row.ground && t(`ground.${row.ground}`), text: (row) => row.ground ?? '' },
    {
      key: 'partners',
      label: t('start.partners'),
      hidden: true,
      render: (row) => row.partners.map(({ partner, name }) => countryName(partner, name)).join(', '),
      text: (row) => row.partners.map(({ partner }) => partner).join(' '),
    },
    count('lines', t('list.lines')),
    { ...count('clear', t('list.clear')), hidden: true },
    count('hits', t('list.hits')),
    count('confirmed', t('hit_state.confirmed')),
    count('discarded', t('hit_state.discarded')),
    { ...count('silent', t('list.silent')), hidden: true },
    ...(whose === 'unit' ? [{ key: 'stop', label: t('stop.act'), render: (row: Line) => <Stop line={row} onDone={view.reload} /> }] : []),
  ]
  return (
    <Page title={t(`places.${whose}`)} lead={t('oversee.lead')} width="wide">
      <Places />
      <Table
        name={`screening.${whose}`}
        caption={t(`places.${whose}`)}
        columns={columns}
        state={state}
        view={view}
        keyOf={(row) => row.id}
        empty={{ title: t('list.none'), text: t('oversee.none_text') }}
      />
      <Quota may_change={whose === 'unit'} />
    </Page>
  )
}

function Stop({ line, onDone }: { line: Line; onDone: () => void }) {
  const { t } = useTranslation('screening')
  const [asking, setAsking] = useState(false)
  const { run, running, error } = useAct('screening.stop-list', { touches: [] })
  if (!['staging', 'asking', 'paused'].includes(line.state)) return null
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setAsking(true)}>
        {t('stop.act')}
      </Button>
      <Confirm
        open={asking}
        title={t('stop.title')}
        happens={[t('stop.happens')]}
        seenBy={[]}
        act={t('stop.act')}
        danger
        running={running}
        error={error}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          if (!(await run({ list: line.id }))) return
          setAsking(false)
          onDone()
        }}
      />
    </>
  )
}

const KEYS = ['per_list', 'per_officer_day', 'per_unit_day'] as const

function Quota({ may_change }: { may_change: boolean }) {
  const { t } = useTranslation('screening')
  const view = useView('screening.read-quota', {})
  const { run, running, error } = useAct('screening.change-quota')
  const [changed, setChanged] = useState<Partial<Record<(typeof KEYS)[number], number>>>({})
  const number = new Intl.NumberFormat(locale())
  const { data } = view
  if (!data) return view.error ? <RefusalBanner error={view.error} onRetry={view.reload} /> : <Loading />
  return (
    <Section title={t('quota.title')}>
      <div className={style.stack}>
        {may_change ? (
          <form
            className={style.fields}
            onSubmit={async (event) => {
              event.preventDefault()
              const next = Object.fromEntries(KEYS.map((key) => [key, changed[key] ?? data[key]])) as Record<(typeof KEYS)[number], number>
              if (await run(next)) setChanged({})
            }}
          >
            {KEYS.map((key) => (
              <NumberInput
                key={key}
                label={t(`quota.${key}`)}
                value={changed[key] ?? data[key]}
                min={1}
                max={key === 'per_list' ? 5_000 : 1_000_000}
                allowDecimal={false}
                hideControls
                onChange={(value) => setChanged({ ...changed, [key]: Math.max(1, Number(value) || 1) })}
              />
            ))}
            <Button type="submit" variant="default" loading={running} disabled={Object.keys(changed).length === 0}>
              {t('quota.set')}
            </Button>
          </form>
        ) : (
          <Facts items={KEYS.map((key) => [t(`quota.${key}`), number.format(data[key])] as const)} />
        )}
        <RefusalBanner error={error} />
        {may_change && <p className={style.quiet}>{t('quota.today_unit', { count: data.unit_today })}</p>}
      </div>
    </Section>
  )
}
