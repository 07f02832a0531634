// Erasing records, cases and teams: what one officer proposed and a second one confirms; who erases by right reads nothing of them.
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useView, type ViewState } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import {
  Banner,
  type Column,
  DateTime,
  DecideErasure,
  ERASABLE,
  type Erasable,
  Mono,
  PersonName,
  type Proposal,
  ProposeErasure,
  StateMark,
  type StateTone,
  Table,
  useListState,
} from '../pieces/index.ts'
import { useColleagues } from '../session/colleagues.ts'
import style from './journal.module.css'
import { subjectOf } from './subject.ts'

const KIND = { registers: 'record', exchange: 'case', operations: 'space' } as const
const TONES: Record<Proposal['state'], StateTone> = { waiting: 'warning', confirmed: 'good', rejected: 'quiet', expired: 'quiet' }

export function Things() {
  const { t } = useTranslation('erasure')
  const state = useListState(['of', 'all'])
  const of: Erasable = ERASABLE.find((one) => one === state.filters.of) ?? 'registers'
  const input = { ...pageInput({ ...state, filters: {} }), ...(state.filters.all !== 'all' && { waiting: true }) }
  const records = useView('registers.find-erasures', input, { enabled: of === 'registers' })
  const cases = useView('exchange.find-erasures', input, { enabled: of === 'exchange' })
  const teams = useView('operations.find-erasures', input, { enabled: of === 'operations' })
  const view = { registers: records, exchange: cases, operations: teams }[of] as ViewState<{ rows: Proposal[]; total: number }>
  const nameOf = useColleagues()
  const [naming, setNaming] = useState(false)
  const [said, setSaid] = useState<string | undefined>()
  const person = (id: string | null) => (id ? <PersonName name={nameOf(id) ?? id} /> : '')
  const columns: Column<Proposal>[] = [
    {
      key: 'at',
      label: t('column.at'),
      fixed: true,
      render: (row) => <DateTime at={row.proposed_at} form="short" />,
      text: (row) => row.proposed_at,
    },
    { key: 'thing', label: t('column.thing'), fixed: true, render: (row) => <Mono breaks>{row.thing}</Mono>, text: (row) => row.thing },
    { key: 'ground', label: t('ground_label'), render: (row) => t(`ground.${row.ground}`), text: (row) => row.ground },
    {
      key: 'by',
      label: t('column.by'),
      render: (row) => person(row.proposed_by),
      text: (row) => nameOf(row.proposed_by) ?? row.proposed_by,
    },
    {
      key: 'state',
      label: t('column.state'),
      render: (row) => (
        <span className={style.stack}>
          <StateMark tone={TONES[row.state]}>{t(`state.${row.state}`)}</StateMark>
          <span className={style.quiet}>
            {row.settled_by ? person(row.settled_by) : row.state === 'waiting' ? <DateTime at={row.expires_at} form="short" /> : ''}
          </span>
        </span>
      ),
      text: (row) => row.state,
    },
    { key: 'do', label: t('column.next'), fixed: true, render: (row) => <DecideErasure of={of} proposal={row} /> },
  ]
  return (
    <div className={style.part}>
      {said && <Banner tone="good" title={said} />}
      <Table
        name="journal.things"
        caption={t('title')}
        columns={columns}
        state={state}
        view={view}
        keyOf={({ id }) => id}
        filters={[
          {
            key: 'of',
            label: t('column.kind'),
            kind: 'choice',
            all: t('registers.name'),
            options: ERASABLE.slice(1).map((value) => ({ value, label: t(`${value}.name`) })),
          },
          { key: 'all', label: t('column.state'), kind: 'choice', all: t('state.waiting'), options: [{ value: 'all', label: t('all') }] },
        ]}
        toolbar={
          <Button leftSection={<IconTrash size={18} />} onClick={() => setNaming(true)}>
            {t('propose')}
          </Button>
        }
        empty={{ title: t('none'), text: t('none_why') }}
      />
      <p className={style.note}>{t('what')}</p>
      {naming && (
        <Name
          first={of}
          onClose={(proposed) => {
            setNaming(false)
            setSaid(proposed ? t('proposed_now') : undefined)
          }}
        />
      )}
    </div>
  )
}

/** Names the thing by its number or its address, then asks. */
function Name({ first, onClose }: { first: Erasable; onClose: (proposed: boolean) => void }) {
  const { t } = useTranslation('erasure')
  const { t: shell } = useTranslation()
  const [of, setOf] = useState(first)
  const [text, setText] = useState('')
  const [thing, setThing] = useState<string | undefined>()
  const [missing, setMissing] = useState(false)
  const kind = KIND[of]
  const send = (event: FormEvent) => {
    event.preventDefault()
    const found = subjectOf(text, kind)
    const id = found?.startsWith(`${kind}:`) ? found.slice(kind.length + 1) : undefined
    setMissing(!id)
    setThing(id)
  }
  if (thing) return <ProposeErasure of={of} thing={thing} title={t(`${of}.title`)} onClose={onClose} />
  return (
    <Modal
      opened
      onClose={() => onClose(false)}
      title={<strong>{t('propose')}</strong>}
      closeButtonProps={{ 'aria-label': shell('page.close') }}
    >
      <form className={style.part} onSubmit={send} noValidate>
        <NativeSelect
          label={t('column.kind')}
          value={of}
          onChange={(event) => setOf(event.currentTarget.value as Erasable)}
          data={ERASABLE.map((value) => ({ value, label: t(`${value}.name`) }))}
        />
        <TextInput
          data-autofocus
          label={t('number')}
          description={t('number_hint')}
          withAsterisk
          value={text}
          dir="ltr"
          spellCheck={false}
          maxLength={400}
          onChange={(event) => setText(event.currentTarget.value)}
          error={missing ? t('number_wrong') : undefined}
        />
        <div className={style.buttons}>
          <Button type="submit">{t('go_on')}</Button>
          <Button variant="default" onClick={() => onClose(false)}>
            {shell('page.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
