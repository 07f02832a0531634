// What partners are refused before anything is searched: a short list of lines, changed by supervisors.
import { Button, NativeSelect, Radio } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Input, Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { useTerm } from '../language/term.ts'
import {
  Banner,
  type Column,
  Confirm,
  CountryName,
  countryName,
  DateTime,
  Page,
  RefusalBanner,
  Section,
  Table,
  useListState,
  writeTime,
} from '../pieces/index.ts'
import { useColleagues } from '../session/colleagues.ts'
import { useSession } from '../session/session.tsx'
import { Places } from './places.tsx'
import { KINDS } from './record-schema.ts'
import style from './registers.module.css'

type Rule = Output<'registers.find-sharing-rules'>['rows'][number]
type Stated = Input<'registers.change-sharing-rule'>

const GROUNDS = [
  'national-security',
  'harm-to-investigation',
  'disproportionate',
  'unavailable',
  'offence-threshold',
  'originator-right',
] as const
const PURPOSES = [
  'wanted-person',
  'identification',
  'investigation',
  'alert',
  'identify-dead',
  'forensic',
  'security-check',
  'threat-analysis',
  'border-control',
] as const
const NEW: Stated = { network: '', partner: '', purpose: '', kind: '', verdict: 'refuse', ground: 'disproportionate' }

export function SharingRules() {
  const { t } = useTranslation('registers')
  const { term } = useTerm()
  const { has } = useSession()
  const nameOf = useColleagues()
  const state = useListState([])
  const view = useView('registers.find-sharing-rules', {})
  const remove = useAct('registers.remove-sharing-rule')
  const [removing, setRemoving] = useState<Rule | undefined>()
  const may_change = has('supervisor')
  const columns: Column<Rule>[] = [
    {
      key: 'partner',
      label: t('rules.partner'),
      fixed: true,
      render: (row) => (row.partner ? <CountryName code={row.partner} /> : t('rules.every_partner')),
      text: (row) => row.partner,
    },
    {
      key: 'purpose',
      label: t('rules.purpose'),
      render: (row) => (row.purpose ? term('purpose', row.purpose) : t('rules.every_purpose')),
      text: (row) => row.purpose,
    },
    { key: 'kind', label: t('list.kind'), render: (row) => (row.kind ? t(`kinds.${row.kind}`) : t('kinds.all')), text: (row) => row.kind },
    {
      key: 'verdict',
      label: t('rules.verdict'),
      render: (row) => (
        <>
          <strong>{t(`rules.${row.verdict}`)}</strong>
          {row.ground && <div className={style.detail}>{term('refusal-ground', row.ground)}</div>}
        </>
      ),
      text: (row) => `${row.verdict} ${row.ground ?? ''}`,
    },
    {
      key: 'set',
      label: t('rules.set'),
      render: (row) => (
        <span>
          <DateTime at={row.set_at} form="short" /> · <bdi dir="auto">{nameOf(row.set_by) ?? row.set_by}</bdi>
        </span>
      ),
      text: (row) => writeTime(row.set_at),
    },
    ...(may_change
      ? [
          {
            key: 'remove',
            label: t('rules.change'),
            fixed: true,
            render: (row: Rule) => (
              <Button variant="subtle" size="xs" leftSection={<IconTrash size={16} />} onClick={() => setRemoving(row)}>
                {t('rules.remove')}
              </Button>
            ),
          },
        ]
      : []),
  ]
  const words = ({ partner, purpose, kind }: Rule) =>
    [
      partner ? countryName(partner) : t('rules.every_partner'),
      purpose ? term('purpose', purpose) : t('rules.every_purpose'),
      kind ? t(`kinds.${kind}`) : t('kinds.all'),
    ].join(' · ')
  return (
    <Page title={t('places.sharing')} lead={t('rules.lead')} width="wide">
      <Places />
      <Table
        name="registers.rules"
        caption={t('places.sharing')}
        columns={columns}
        state={state}
        view={view}
        keyOf={(row) => row.id}
        empty={{ title: t('rules.none'), text: t('rules.none_text') }}
      />
      {may_change && <AddRule />}
      <Confirm
        open={removing !== undefined}
        title={t('rules.remove_title')}
        happens={
          removing ? [words(removing), t(removing.verdict === 'refuse' ? 'rules.remove_happens' : 'rules.remove_allow_happens')] : []
        }
        seenBy={[]}
        act={t('rules.remove')}
        danger
        running={remove.running}
        error={remove.error}
        onClose={() => setRemoving(undefined)}
        onConfirm={async () => {
          if (removing && (await remove.run({ id: removing.id }))) setRemoving(undefined)
        }}
      />
    </Page>
  )
}

function AddRule() {
  const { t } = useTranslation('registers')
  const { term } = useTerm()
  const { node } = useSession()
  const reach = useView('oversight.read-partners', {})
  const { run, running, error } = useAct('registers.change-sharing-rule')
  const [rule, setRule] = useState<Stated>(NEW)
  const [asking, setAsking] = useState(false)
  const partners =
    reach.data?.networks.filter(({ network }) => rule.network === '' || network === rule.network).flatMap((one) => one.partners) ?? []
  const choose = (part: Partial<Stated>) => setRule({ ...rule, ...part })
  const everybody = rule.partner === '' && rule.purpose === '' && rule.kind === ''
  return (
    <Section title={t('rules.add')}>
      <form
        className={style.stack}
        onSubmit={(event) => {
          event.preventDefault()
          setAsking(true)
        }}
      >
        <div className={style.fields}>
          {node.networks.length > 1 && (
            <NativeSelect
              label={t('hits.network')}
              value={rule.network}
              data={[
                { value: '', label: t('rules.every_network') },
                ...node.networks.map(({ id, title }) => ({ value: id, label: title })),
              ]}
              onChange={(event) => choose({ network: event.currentTarget.value, partner: '' })}
            />
          )}
          <NativeSelect
            label={t('rules.partner')}
            value={rule.partner}
            data={[
              { value: '', label: t('rules.every_partner') },
              ...[...new Map(partners.map((one) => [one.id, one])).values()].map(({ id, name }) => ({
                value: id,
                label: countryName(id, name),
              })),
            ]}
            onChange={(event) => choose({ partner: event.currentTarget.value })}
          />
          <NativeSelect
            label={t('rules.purpose')}
            value={rule.purpose}
            data={[{ value: '', label: t('rules.every_purpose') }, ...PURPOSES.map((value) => ({ value, label: term('purpose', value) }))]}
            onChange={(event) => choose({ purpose: event.currentTarget.value as Stated['purpose'] })}
          />
          <NativeSelect
            label={t('list.kind')}
            value={rule.kind}
            data={[{ value: '', label: t('kinds.all') }, ...KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))]}
            onChange={(event) => choose({ kind: event.currentTarget.value as Stated['kind'] })}
          />
        </div>
        <Radio.Group
          label={t('rules.verdict')}
          value={rule.verdict}
          onChange={(next) =>
            choose(next === 'refuse' ? { verdict: 'refuse', ground: 'disproportionate' } : { verdict: 'allow', ground: null })
          }
        >
          <div className={style.options}>
            <Radio value="refuse" label={t('rules.refuse')} />
            <Radio value="allow" label={t('rules.allow')} description={t('rules.allow_hint')} />
          </div>
        </Radio.Group>
        {rule.verdict === 'refuse' && (
          <NativeSelect
            label={t('rules.ground')}
            description={t('rules.ground_hint')}
            value={rule.ground ?? ''}
            data={GROUNDS.map((value) => ({ value, label: term('refusal-ground', value) }))}
            onChange={(event) => choose({ ground: event.currentTarget.value as Stated['ground'] })}
          />
        )}
        {everybody && rule.verdict === 'refuse' && <Banner tone="warning" title={t('rules.everybody')} />}
        <RefusalBanner error={reach.error} onRetry={reach.reload} />
        <div>
          <Button type="submit">{t('rules.add_act')}</Button>
        </div>
      </form>
      <Confirm
        open={asking}
        title={t('rules.add_title')}
        happens={[t(rule.verdict === 'refuse' ? 'rules.add_happens' : 'rules.add_allow_happens')]}
        seenBy={rule.verdict === 'refuse' ? [t('rules.add_seen')] : []}
        act={t('rules.add_act')}
        running={running}
        error={error}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          if (!(await run(rule))) return
          setAsking(false)
          setRule(NEW)
        }}
      />
    </Section>
  )
}
