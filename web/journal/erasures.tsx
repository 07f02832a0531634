// Erasing what the journal says of one thing: one officer proposes, another confirms, and a leaf stays that says so.
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { IconEraser } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import {
  Banner,
  type Column,
  Confirm,
  DateTime,
  Mono,
  RefusalBanner,
  StateMark,
  type StateTone,
  Table,
  useListState,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './journal.module.css'
import { Short, useOfficers } from './names.tsx'
import { KINDS, type Kind, subjectOf } from './subject.ts'

type Row = Output<'oversight.find-erasures'>['rows'][number]
const STATES = ['proposed', 'done', 'withdrawn'] as const
const TONES: Record<Row['state'], StateTone> = { proposed: 'warning', done: 'good', withdrawn: 'quiet' }
const GROUNDS = ['data-subject-request', 'retention-over', 'unlawful-processing', 'court-order'] as const

export function Erasures() {
  const { t } = useTranslation('journal')
  const { officer, has } = useSession()
  const { nameOf } = useOfficers()
  const state = useListState(['state', 'propose'])
  const { propose } = state.filters
  const [asking, setAsking] = useState<{ row: Row; what: 'confirm' | 'withdraw' } | undefined>()
  const [said, setSaid] = useState<string | undefined>()
  const view = useView('oversight.find-erasures', {
    ...(state.filters.state && { state: STATES.find((one) => one === state.filters.state)! }),
    limit: state.size,
    ...(state.before && { before: state.before }),
  })
  const confirm = useAct('oversight.confirm-erasure')
  const withdraw = useAct('oversight.withdraw-erasure')
  // whoever runs the node takes no part in erasing its journal
  const may = !has('administrator')
  const person = (id: string | null) => (id ? nameOf(id) ? <bdi dir="auto">{nameOf(id)}</bdi> : <Short id={id} /> : '')
  const columns: Column<Row>[] = [
    {
      key: 'at',
      label: t('column.proposed'),
      fixed: true,
      render: (row) => <DateTime at={row.proposed_at} form="short" />,
      text: (row) => row.proposed_at,
    },
    {
      key: 'subject',
      label: t('column.subject'),
      fixed: true,
      render: (row) => (row.subject === '' ? <span className={style.quiet}>{t('erasure.blank')}</span> : <Mono breaks>{row.subject}</Mono>),
      text: (row) => row.subject,
    },
    { key: 'ground', label: t('column.ground'), render: (row) => t(`ground.${row.ground}`), text: (row) => row.ground },
    { key: 'reference', label: t('column.reference'), render: (row) => <Mono>{row.reference}</Mono>, text: (row) => row.reference },
    {
      key: 'state',
      label: t('column.state'),
      render: (row) => (
        <span className={style.stack}>
          <StateMark tone={TONES[row.state]}>{t(`erasure.${row.state}`)}</StateMark>
          {row.entries !== null && <span className={style.quiet}>{t('erasure.entries', { count: row.entries })}</span>}
        </span>
      ),
      text: (row) => row.state,
    },
    {
      key: 'by',
      label: t('column.by'),
      render: (row) => (
        <span className={style.stack}>
          {person(row.proposed_by)}
          {row.decided_by && <span>{person(row.decided_by)}</span>}
        </span>
      ),
      text: (row) =>
        [nameOf(row.proposed_by) ?? row.proposed_by, row.decided_by && (nameOf(row.decided_by) ?? row.decided_by)]
          .filter(Boolean)
          .join(', '),
    },
    {
      key: 'do',
      label: t('column.next'),
      fixed: true,
      render: (row) =>
        row.state !== 'proposed' ? (
          ''
        ) : (
          <span className={style.buttons}>
            {may && row.proposed_by !== officer.id && (
              <Button size="xs" onClick={() => setAsking({ row, what: 'confirm' })}>
                {t('erasure.confirm')}
              </Button>
            )}
            <Button size="xs" variant="default" onClick={() => setAsking({ row, what: 'withdraw' })}>
              {t(row.proposed_by === officer.id ? 'erasure.withdraw' : 'erasure.reject')}
            </Button>
            {row.proposed_by === officer.id && <span className={style.quiet}>{t('erasure.other')}</span>}
          </span>
        ),
    },
  ]
  const running = asking?.what === 'confirm' ? confirm : withdraw
  const close = () => {
    confirm.reset()
    withdraw.reset()
    setAsking(undefined)
  }
  return (
    <div className={style.part}>
      {said && <Banner tone="good" title={said} />}
      <Table
        name="journal.erasures"
        caption={t('part.erasures')}
        columns={columns}
        state={{ ...state, filters: state.filters.state ? { state: state.filters.state } : {} }}
        view={view}
        keyOf={({ id }) => id}
        filters={[
          {
            key: 'state',
            label: t('column.state'),
            kind: 'choice',
            options: STATES.map((value) => ({ value, label: t(`erasure.${value}`) })),
          },
        ]}
        toolbar={
          may && (
            <Button leftSection={<IconEraser size={18} />} onClick={() => state.set({ filters: { propose: 'case:' } })}>
              {t('erasure.propose')}
            </Button>
          )
        }
        empty={{ title: t('erasure.none'), text: t('erasure.none_why') }}
      />
      <p className={style.note}>{t('erasure.what')}</p>
      {propose !== undefined && (
        <Propose
          subject={propose}
          onClose={(entries) => {
            state.set({ filters: { propose: undefined } })
            if (entries !== undefined) setSaid(t('erasure.proposed_now', { count: entries }))
          }}
        />
      )}
      {asking && (
        <Confirm
          open
          title={t(asking.what === 'confirm' ? 'erasure.confirm_title' : 'erasure.withdraw_title')}
          happens={
            asking.what === 'confirm'
              ? [
                  t('erasure.happens_rows', { subject: `\u2068${asking.row.subject}\u2069` }),
                  t('erasure.happens_leaf'),
                  t('erasure.happens_final'),
                ]
              : [t('erasure.happens_withdraw')]
          }
          seenBy={[t('erasure.seen')]}
          act={t(
            asking.what === 'confirm' ? 'erasure.confirm' : asking.row.proposed_by === officer.id ? 'erasure.withdraw' : 'erasure.reject',
          )}
          danger={asking.what === 'confirm'}
          running={running.running}
          error={running.error}
          onClose={close}
          onConfirm={async () => {
            if (asking.what === 'confirm') {
              const done = await confirm.run({ erasure: asking.row.id })
              if (!done) return
              setSaid(t('erasure.done_now', { count: done.entries }))
            } else if (!(await withdraw.run({ erasure: asking.row.id }))) return
            close()
          }}
        />
      )}
    </div>
  )
}

function Propose({ subject, onClose }: { subject: string; onClose: (entries?: number) => void }) {
  const { t } = useTranslation('journal')
  const { t: shell } = useTranslation()
  const named = /^([a-z-]+):/.exec(subject)?.[1]
  const [kind, setKind] = useState<Kind>(() => KINDS.find((one) => one === named) ?? 'case')
  const [text, setText] = useState(subject.endsWith(':') ? '' : subject)
  const [ground, setGround] = useState<(typeof GROUNDS)[number]>(GROUNDS[0])
  const [reference, setReference] = useState('')
  const [missing, setMissing] = useState(false)
  const propose = useAct('oversight.propose-erasure')
  const found = subjectOf(text, kind)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (!found || !REFERENCE.test(reference.trim())) return setMissing(true)
    const done = await propose.run({ subject: found, ground, reference: reference.trim() })
    if (done) onClose(done.entries)
  }
  return (
    <Modal
      opened
      onClose={() => onClose()}
      title={<strong>{t('erasure.propose')}</strong>}
      closeButtonProps={{ 'aria-label': shell('page.close') }}
    >
      <form className={style.part} onSubmit={send} noValidate>
        <p className={style.flat}>{t('erasure.propose_what')}</p>
        <NativeSelect
          label={t('accesses.kind')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as Kind)}
          data={KINDS.slice(0, 4).map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <TextInput
          data-autofocus
          label={t('accesses.number')}
          withAsterisk
          value={text}
          dir="ltr"
          spellCheck={false}
          maxLength={400}
          onChange={(event) => setText(event.currentTarget.value)}
          error={missing && !found ? t('accesses.wrong') : undefined}
        />
        <NativeSelect
          label={t('column.ground')}
          value={ground}
          onChange={(event) => setGround(event.currentTarget.value as typeof ground)}
          data={GROUNDS.map((value) => ({ value, label: t(`ground.${value}`) }))}
        />
        <TextInput
          label={t('column.reference')}
          description={t('erasure.reference_hint')}
          withAsterisk
          value={reference}
          dir="ltr"
          maxLength={80}
          onChange={(event) => setReference(event.currentTarget.value)}
          error={missing && !REFERENCE.test(reference.trim()) ? t('erasure.reference_wrong') : undefined}
        />
        <RefusalBanner error={propose.error} />
        <div className={style.buttons}>
          <Button type="submit" loading={propose.running}>
            {t('erasure.propose')}
          </Button>
          <Button variant="default" onClick={() => onClose()}>
            {shell('page.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** As the node takes it. */
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9 ./_-]{0,79}$/
