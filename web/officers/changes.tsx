// Four eyes: what an administrator proposed and another confirms or turns down.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { LANGUAGE_NAMES, type Language } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import {
  Banner,
  type Column,
  Confirm,
  DateTime,
  Mono,
  PersonName,
  StateMark,
  type StateTone,
  Table,
  useListState,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { Credentials, type Shown } from './credentials.tsx'
import { useFault } from './faults.tsx'
import style from './officers.module.css'
import { CLEARANCES } from './powers.ts'

type Row = Output<'officers.find-changes'>['rows'][number]
const TONES: Record<Row['state'], StateTone> = { waiting: 'warning', confirmed: 'good', rejected: 'quiet', expired: 'quiet' }

export function Changes() {
  const { t } = useTranslation('officers')
  const { officer, has } = useSession()
  const state = useListState(['state'])
  const { limit, offset } = pageInput(state)
  const view = useView('officers.find-changes', { limit, offset, ...(state.filters.state !== 'all' && { waiting: true }) })
  const people = useView('officers.find-many', { limit: 200 })
  const named = new Map(people.data?.rows.map((one) => [one.id, one]) ?? [])
  const confirm = useAct('officers.confirm-change')
  const reject = useAct('officers.reject-change')
  const collect = useAct('officers.collect-half')
  const [asking, setAsking] = useState<{ row: Row; what: 'confirm' | 'reject' | 'collect' } | undefined>()
  const [shown, setShown] = useState<Shown | undefined>()
  const [said, setSaid] = useState<string | undefined>()
  const { banner } = useFault(confirm.error ?? reject.error ?? collect.error)
  const nameOf = (id: string | null) => (id ? (named.get(id)?.name ?? id) : '')
  const whoOf = (row: Row) => (row.proposal.kind === 'add' ? row.proposal.account.name : nameOf(row.proposal.id))
  const close = () => {
    confirm.reset()
    reject.reset()
    collect.reset()
    setAsking(undefined)
  }
  const columns: Column<Row>[] = [
    {
      key: 'what',
      label: t('changes.what'),
      fixed: true,
      render: (row) => (
        <span className={style.stack}>
          <strong>{t(`changes.${row.kind}`)}</strong>
          {row.officer ? (
            <Link href={`/officers/account/${row.officer}`}>
              <PersonName name={whoOf(row)} />
            </Link>
          ) : (
            <PersonName name={whoOf(row)} />
          )}
          <Proposed row={row} />
        </span>
      ),
      text: (row) => `${row.kind} ${whoOf(row)}`,
    },
    { key: 'reason', label: t('two.reason'), render: (row) => <bdi dir="auto">{row.reason}</bdi>, text: (row) => row.reason },
    {
      key: 'by',
      label: t('changes.by'),
      render: (row) => (
        <span className={style.stack}>
          <PersonName name={nameOf(row.proposed_by)} />
          <span className={style.quiet}>
            <DateTime at={row.proposed_at} form="short" />
          </span>
        </span>
      ),
      text: (row) => nameOf(row.proposed_by),
    },
    {
      key: 'state',
      label: t('field.standing'),
      render: (row) => (
        <span className={style.stack}>
          <StateMark tone={TONES[row.state]}>{t(`changes.${row.state}`)}</StateMark>
          <span className={style.quiet}>
            {row.settled_by ? (
              <PersonName name={nameOf(row.settled_by)} />
            ) : row.state === 'waiting' ? (
              <>
                {t('changes.until')} <DateTime at={row.expires_at} form="short" />
              </>
            ) : (
              ''
            )}
          </span>
          {row.half && (row.half !== 'waiting' || row.proposed_by === officer.id) && (
            <span className={style.quiet}>{t(`changes.half_${row.half}`)}</span>
          )}
        </span>
      ),
      text: (row) => row.state,
    },
    {
      key: 'do',
      label: t('next'),
      fixed: true,
      render: (row) => {
        if (!has('administrator')) return ''
        const own = row.proposed_by === officer.id
        if (own && row.half === 'waiting')
          return (
            <Button size="xs" onClick={() => setAsking({ row, what: 'collect' })}>
              {t('credentials.collect')}
            </Button>
          )
        if (row.state !== 'waiting') return ''
        const about = row.officer === officer.id
        return (
          <span className={style.buttons}>
            {!own && !about && (
              <Button size="xs" onClick={() => setAsking({ row, what: 'confirm' })}>
                {t('changes.confirm')}
              </Button>
            )}
            <Button size="xs" variant="default" onClick={() => setAsking({ row, what: 'reject' })}>
              {t(own ? 'changes.take_back' : 'changes.reject')}
            </Button>
            {(own || about) && <span className={style.quiet}>{t(own ? 'changes.other' : 'changes.about')}</span>}
          </span>
        )
      },
    },
  ]
  return (
    <div className={style.part}>
      {said && <Banner tone="good" title={said} />}
      <Table
        name="officers.changes"
        caption={t('part.changes')}
        columns={columns}
        state={state}
        view={view}
        keyOf={({ id }) => id}
        filters={[
          {
            key: 'state',
            label: t('changes.only_waiting'),
            kind: 'choice',
            all: t('changes.only_waiting'),
            options: [{ value: 'all', label: t('changes.all') }],
          },
        ]}
        empty={{ title: t('changes.none'), text: t('changes.none_why') }}
      />
      <p className={style.note}>{t('changes.note')}</p>
      {asking && (
        <Confirm
          open
          title={t(`changes.${asking.what}_title`, { name: whoOf(asking.row) })}
          happens={
            asking.what === 'collect'
              ? [t('changes.collect_happens')]
              : asking.what === 'confirm'
                ? [
                    <span key="w">
                      {t(`changes.happens_${asking.row.kind}`)} <Proposed row={asking.row} />
                    </span>,
                    <span key="r">
                      {t('two.reason')}: <bdi dir="auto">{asking.row.reason}</bdi>
                    </span>,
                    ...(asking.row.kind === 'change' ? [] : [t('changes.shown_to_you')]),
                  ]
                : [t('changes.happens_reject')]
          }
          seenBy={[t(asking.what === 'collect' ? 'changes.collect_seen' : 'disable.seen')]}
          act={t(
            asking.what === 'collect'
              ? 'credentials.collect'
              : asking.what === 'confirm'
                ? 'changes.confirm'
                : asking.row.proposed_by === officer.id
                  ? 'changes.take_back'
                  : 'changes.reject',
          )}
          running={confirm.running || reject.running || collect.running}
          onClose={close}
          onConfirm={async () => {
            const { row } = asking
            if (asking.what === 'reject') {
              if (await reject.run({ id: row.id })) close()
              return
            }
            const name = whoOf(row)
            const { proposal } = row
            const known = {
              name: proposal.kind === 'token' ? proposal.token.label : name,
              sign_in_name:
                proposal.kind === 'add'
                  ? proposal.account.sign_in_name
                  : proposal.kind === 'reset'
                    ? named.get(proposal.id)?.sign_in_name
                    : undefined,
            }
            if (asking.what === 'collect') {
              const half = await collect.run({ id: row.id })
              if (!half) return
              close()
              setShown({ ...known, totp_uri: half.totp_uri, token_end: half.token_end })
              return
            }
            const done = await confirm.run({ id: row.id })
            if (!done) return
            close()
            if (done.kind === 'change') setSaid(t('changes.done', { name }))
            else setShown({ ...known, password: done.password, token_start: done.token_start })
          }}
        >
          {banner}
        </Confirm>
      )}
      {shown && <Credentials shown={shown} onClose={() => setShown(undefined)} />}
    </div>
  )
}

/** What the proposal gives or changes, field by field. */
function Proposed({ row }: { row: Row }) {
  const { t } = useTranslation('officers')
  const { term } = useTerm()
  const { proposal } = row
  const of =
    proposal.kind === 'add'
      ? proposal.account
      : proposal.kind === 'change'
        ? proposal.change
        : proposal.kind === 'token'
          ? proposal.token
          : {}
  const parts = Object.entries(of).map(([field, value]) => {
    if (field === 'name' && proposal.kind === 'add') return undefined
    if (field === 'roles') return [field, (value as Parameters<typeof term>[1][]).map((role) => term('role', role)).join(' · ')]
    if (field === 'purposes') return [field, (value as string[]).map((purpose) => term('purpose', purpose)).join(' · ')]
    if (field === 'clearance') return [field, term('classification', CLEARANCES[value as number] ?? '')]
    if (field === 'language') return [field, <bdi key={field}>{LANGUAGE_NAMES[value as Language]}</bdi>]
    if (field === 'disabled') return [field, t(value ? 'standing.disabled' : 'standing.active')]
    if (field === 'expires_at') return [field, <DateTime key={field} at={String(value)} form="date" />]
    if (field === 'oidc_subject' || field === 'sign_in_name') return value ? [field, <Mono key={field}>{String(value)}</Mono>] : undefined
    return value === null || value === undefined
      ? undefined
      : [
          field,
          <bdi key={field} dir="auto">
            {String(value)}
          </bdi>,
        ]
  })
  const shown = parts.filter((part) => part !== undefined)
  if (shown.length === 0) return null
  return (
    <ul className={style.fields}>
      {shown.map(([field, value]) => (
        <li key={String(field)}>
          <span className={style.quiet}>{t(`field.${String(field)}`)}:</span> {value}
        </li>
      ))}
    </ul>
  )
}
