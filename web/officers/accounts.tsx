// The list of accounts.
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { useTerm } from '../language/term.ts'
import { type Column, DateTime, Mono, PersonName, StateMark, Table, useListState } from '../pieces/index.ts'
import { CLEARANCES, ROLES } from './powers.ts'

export type AccountRow = Output<'officers.find-many'>['rows'][number]

export function StandingMark({ account }: { account: AccountRow }) {
  const { t } = useTranslation('officers')
  if (account.disabled) return <StateMark tone="bad">{t('standing.disabled')}</StateMark>
  if (account.change_password) return <StateMark tone="warning">{t('standing.once')}</StateMark>
  return <StateMark tone="good">{t('standing.active')}</StateMark>
}

export function Accounts() {
  const { t } = useTranslation('officers')
  const { term } = useTerm()
  const state = useListState(['words', 'role', 'disabled'])
  const { limit, offset, words } = pageInput(state)
  const role = ROLES.find((one) => one === state.filters.role)
  const view = useView('officers.find-many', {
    limit,
    offset,
    ...(words && { words }),
    ...(role && { role }),
    ...(state.filters.disabled && { disabled: state.filters.disabled === 'yes' }),
  })
  const columns: Column<AccountRow>[] = [
    { key: 'name', label: t('field.name'), fixed: true, render: (row) => <PersonName name={row.name} strong />, text: (row) => row.name },
    {
      key: 'sign_in_name',
      label: t('field.sign_in_name'),
      render: (row) => <Mono>{row.sign_in_name}</Mono>,
      text: (row) => row.sign_in_name,
    },
    { key: 'unit', label: t('field.unit'), render: (row) => <bdi dir="auto">{row.unit}</bdi>, text: (row) => row.unit },
    {
      key: 'roles',
      label: t('field.roles'),
      render: (row) => row.roles.map((one) => term('role', one)).join(' · '),
      text: (row) => row.roles.join(' '),
    },
    {
      key: 'clearance',
      label: t('field.clearance'),
      render: (row) => term('classification', CLEARANCES[row.clearance] ?? ''),
      text: (row) => CLEARANCES[row.clearance] ?? '',
    },
    {
      key: 'standing',
      label: t('field.standing'),
      render: (row) => <StandingMark account={row} />,
      text: (row) => (row.disabled ? 'disabled' : row.change_password ? 'one-time password' : 'active'),
    },
    {
      key: 'seen',
      label: t('field.signed_in_at'),
      render: (row) => (row.signed_in_at ? <DateTime at={row.signed_in_at} form="short" /> : t('never')),
      text: (row) => row.signed_in_at ?? '',
    },
    {
      key: 'changed',
      label: t('field.changed_at'),
      hidden: true,
      render: (row) => <DateTime at={row.changed_at} form="short" />,
      text: (row) => row.changed_at,
    },
  ]
  return (
    <Table
      name="officers.accounts"
      caption={t('part.accounts')}
      columns={columns}
      state={state}
      view={view}
      keyOf={({ id }) => id}
      href={({ id }) => `/officers/account/${id}`}
      filters={[
        { key: 'words', label: t('search'), kind: 'search' },
        { key: 'role', label: t('field.role'), kind: 'choice', options: ROLES.map((value) => ({ value, label: term('role', value) })) },
        {
          key: 'disabled',
          label: t('field.standing'),
          kind: 'choice',
          options: [
            { value: 'no', label: t('standing.active') },
            { value: 'yes', label: t('standing.disabled') },
          ],
        },
      ]}
      empty={{ title: t('none'), text: t('none_why') }}
    />
  )
}
