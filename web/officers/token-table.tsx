// Tokens of national systems, and withdrawing one.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { useTerm } from '../language/term.ts'
import { type Column, Confirm, DateTime, PersonName, StateMark, Table, useListState, useNow } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './officers.module.css'

type Token = Output<'officers.find-tokens'>['rows'][number]

/** With `officer` only those of one account. */
export function TokenTable({ officer }: { officer?: string }) {
  const { t } = useTranslation('officers')
  const { term } = useTerm()
  const { has } = useSession()
  const now = useNow()
  const state = useListState(['live'])
  const { limit, offset } = pageInput(state)
  const view = useView('officers.find-tokens', {
    limit,
    offset,
    ...(officer && { officer }),
    ...(state.filters.live !== 'all' && { live: true }),
  })
  const withdraw = useAct('officers.withdraw-token')
  const [asking, setAsking] = useState<Token | undefined>()
  const isLive = (token: Token) => !token.withdrawn_at && Date.parse(token.expires_at) > now
  const columns: Column<Token>[] = [
    { key: 'label', label: t('token.label'), fixed: true, render: (row) => <bdi dir="auto">{row.label}</bdi>, text: (row) => row.label },
    ...(officer
      ? []
      : [
          {
            key: 'officer',
            label: t('account'),
            render: (row: Token) => <PersonName name={row.officer_name} />,
            text: (row: Token) => row.officer_name,
          },
        ]),
    {
      key: 'state',
      label: t('field.standing'),
      render: (row) =>
        row.withdrawn_at ? (
          <StateMark tone="quiet">{t('token.withdrawn')}</StateMark>
        ) : isLive(row) ? (
          <StateMark tone="good">{t('token.live')}</StateMark>
        ) : (
          <StateMark tone="quiet">{t('token.expired')}</StateMark>
        ),
      text: (row) => (row.withdrawn_at ? 'withdrawn' : isLive(row) ? 'live' : 'expired'),
    },
    {
      key: 'roles',
      label: t('field.roles'),
      render: (row) => row.roles.map((role) => term('role', role)).join(' · '),
      text: (row) => row.roles.join(' '),
    },
    {
      key: 'purposes',
      label: t('token.purposes'),
      render: (row) => row.purposes.map((purpose) => term('purpose', purpose)).join(' · '),
      text: (row) => row.purposes.join(' '),
    },
    {
      key: 'expires',
      label: t('token.expires'),
      render: (row) => <DateTime at={row.expires_at} form="date" />,
      text: (row) => row.expires_at,
    },
    {
      key: 'used',
      label: t('token.used'),
      render: (row) => (row.used_at ? <DateTime at={row.used_at} form="short" /> : t('never')),
      text: (row) => row.used_at ?? '',
    },
    ...(has('administrator')
      ? [
          {
            key: 'do',
            label: t('next'),
            fixed: true,
            render: (row: Token) =>
              isLive(row) ? (
                <Button size="xs" variant="default" onClick={() => setAsking(row)}>
                  {t('token.withdraw')}
                </Button>
              ) : (
                ''
              ),
          },
        ]
      : []),
  ]
  return (
    <div className={style.part}>
      <Table
        name="officers.tokens"
        caption={t('part.tokens')}
        columns={columns}
        state={state}
        view={view}
        keyOf={({ id }) => id}
        filters={[
          {
            key: 'live',
            label: t('token.only_live'),
            kind: 'choice',
            all: t('token.only_live'),
            options: [{ value: 'all', label: t('token.all') }],
          },
        ]}
        empty={{ title: t('token.none'), text: t('token.none_why') }}
      />
      {asking && (
        <Confirm
          open
          title={t('token.withdraw_title', { name: asking.label })}
          happens={[t('token.withdraw_what'), t('token.withdraw_final')]}
          seenBy={[t('disable.seen')]}
          act={t('token.withdraw')}
          danger
          running={withdraw.running}
          error={withdraw.error}
          onClose={() => {
            withdraw.reset()
            setAsking(undefined)
          }}
          onConfirm={async () => {
            if (await withdraw.run({ id: asking.id })) setAsking(undefined)
          }}
        />
      )}
    </div>
  )
}
