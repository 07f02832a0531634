// One record: what it is about, what its owner says, who may see it, who had a hit on it, and what it said before.
import { Button } from '@mantine/core'
import { IconCalendarCheck, IconPencil, IconTrash, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { useTerm } from '../language/term.ts'
import {
  Banner,
  Confirm,
  CountryName,
  DateField,
  DateTime,
  Day,
  Facts,
  HandlingMark,
  Loading,
  Mono,
  Page,
  PersonName,
  ProposeErasure,
  RefusalBanner,
  Section,
  Table,
  useListState,
  WaitingErasure,
} from '../pieces/index.ts'
import { useColleagues } from '../session/colleagues.ts'
import { useSession } from '../session/session.tsx'
import { useNoticeColumns } from './hits.tsx'
import { Places } from './places.tsx'
import style from './registers.module.css'
import { SubjectFacts, titleOf } from './subject-facts.tsx'

type Whole = Output<'registers.read-one'>

export function RecordPage({ record }: { record: string }) {
  const { t } = useTranslation('registers')
  const { data, error, reload } = useView('registers.read-one', { record })
  if (!data)
    return (
      <Page title={t('record.title')}>
        <Places />
        <RefusalBanner error={error} onRetry={reload} />
        {!error && <Loading />}
      </Page>
    )
  return <Shown whole={data} />
}

function Shown({ whole }: { whole: Whole }) {
  const { t } = useTranslation('registers')
  const { term } = useTerm()
  const { officer, has } = useSession()
  const title = titleOf(whole.subject)
  const today = new Date().toISOString().slice(0, 10)
  // the own unit changes its records, a supervisor any
  const may_change = has('supervisor') || (has('desk') && whole.unit === officer.unit)
  const due = whole.status === 'active' && whole.review_on <= today
  return (
    <Page
      title={whole.kind === 'person' ? <PersonName name={title} /> : <Mono breaks>{title}</Mono>}
      windowTitle={title}
      width="wide"
      lead={
        <>
          {term('record-kind', whole.kind)} · <Mono>{whole.reference}</Mono> · {t(`status.${whole.status}`)}
        </>
      }
      actions={may_change && <Deeds whole={whole} />}
    >
      <Places />
      <WaitingErasure of="registers" proposal={whole.erasure} />
      {whole.status === 'withdrawn' && <Banner tone="warning" title={t('record.withdrawn')} />}
      {whole.status === 'active' && whole.expires_on < today && <Banner tone="warning" title={t('record.expired')} />}
      {due && (
        <Banner tone="warning" title={t('record.due')}>
          {t('record.due_text')}
        </Banner>
      )}
      <div className={style.columns}>
        <div className={style.stack}>
          <Section title={t(`form.what.${whole.kind}`)}>
            <SubjectFacts subject={whole.subject} />
          </Section>
          <Section title={t('form.why')}>
            <Facts
              items={[
                [
                  t('field.action_to_take'),
                  <span key="a">
                    <strong>{term('action-to-take', whole.action_to_take.code)}</strong>
                    {whole.action_to_take.words && (
                      <>
                        <br />
                        <bdi dir="auto">{whole.action_to_take.words}</bdi>
                      </>
                    )}
                  </span>,
                ],
                [
                  t('field.reason'),
                  <bdi key="r" lang={whole.reason.language} dir="auto">
                    {whole.reason.text}
                  </bdi>,
                ],
                [t('field.crime_area'), whole.crime_area && term('crime-area', whole.crime_area)],
                [t('field.contact'), whole.contact && <bdi dir="auto">{whole.contact}</bdi>],
                [
                  t('field.evaluation'),
                  <span key="e">
                    <Mono>{whole.evaluation.source + whole.evaluation.information}</Mono> · {term('source-grade', whole.evaluation.source)}{' '}
                    · {term('information-grade', whole.evaluation.information)}
                  </span>,
                ],
              ]}
            />
          </Section>
          <Told record={whole.id} />
          <History whole={whole} />
        </div>
        <div className={style.stack}>
          <Section title={t('record.who')}>
            <Who whole={whole} />
          </Section>
          <Section title={t('form.until')}>
            <Facts
              items={[
                [t('field.review_on'), <Day key="r" day={whole.review_on} />],
                [t('field.expires_on'), <Day key="e" day={whole.expires_on} />],
              ]}
            />
          </Section>
        </div>
      </div>
    </Page>
  )
}

function Who({ whole }: { whole: Whole }) {
  const { t } = useTranslation('registers')
  const { term } = useTerm()
  const { node } = useSession()
  const { rule, networks, members } = whole.sharing
  const titleOfNetwork = (id: string) => node.networks.find((one) => one.id === id)?.title ?? id
  return (
    <Facts
      items={[
        [t('field.sharing'), <strong key="s">{t(`sharing.${rule}`)}</strong>],
        [
          t('record.networks'),
          networks.length > 0 ? (
            <bdi key="n" dir="auto">
              {networks.map(titleOfNetwork).join(' · ')}
            </bdi>
          ) : undefined,
        ],
        [
          t('record.members'),
          members.length > 0 ? (
            <ul key="m" className={style.plain}>
              {members.map((code) => (
                <li key={code}>
                  <CountryName code={code} />
                </li>
              ))}
            </ul>
          ) : undefined,
        ],
        [t('record.only_unit'), whole.only_unit && <bdi dir="auto">{whole.only_unit}</bdi>],
        [t('field.classification'), term('classification', whole.classification)],
        [
          t('field.handling'),
          whole.handling.length > 0 ? (
            <span key="h" className={style.marks}>
              {whole.handling.map(({ code, words }) => (
                <HandlingMark key={code} code={code} words={words} full />
              ))}
            </span>
          ) : (
            t('record.no_handling')
          ),
        ],
        [t('record.evidence'), t(whole.evidential ? 'record.evidence_yes' : 'record.evidence_no')],
        [
          t('list.unit'),
          <bdi key="u" dir="auto">
            {whole.unit}
          </bdi>,
        ],
      ]}
    />
  )
}

function Told({ record }: { record: string }) {
  const { t } = useTranslation('registers')
  const state = useListState([])
  const view = useView('registers.find-notices', { record, limit: state.size, offset: (state.page - 1) * state.size })
  return (
    <Section title={t('places.hits')} flush>
      <Table
        name="registers.record-hits"
        caption={t('places.hits')}
        columns={useNoticeColumns(false)}
        state={state}
        view={view}
        keyOf={(row) => row.id}
        empty={{ title: t('hits.none_here') }}
      />
    </Section>
  )
}

function History({ whole }: { whole: Whole }) {
  const { t } = useTranslation('registers')
  const nameOf = useColleagues()
  const [open, setOpen] = useState<number | undefined>()
  const now = { version: whole.version, status: whole.status as string, at: whole.changed_at, by: whole.changed_by }
  const versions = [now, ...whole.versions.filter(({ version }) => version !== whole.version)].sort((a, b) => b.version - a.version)
  return (
    <Section title={t('record.history')}>
      <ol className={style.history}>
        {versions.map(({ version, status, at, by }) => (
          <li key={version}>
            <div className={style.version}>
              <span>
                <strong>{t('record.version', { version })}</strong> · <DateTime at={at} form="short" /> ·{' '}
                <bdi dir="auto">{nameOf(by) ?? by}</bdi> · {t(`status.${status}`, { defaultValue: status })}
              </span>
              {version === whole.version ? (
                <span className={style.quiet}>{t('record.now')}</span>
              ) : (
                <Button
                  variant="subtle"
                  size="xs"
                  aria-expanded={open === version}
                  onClick={() => setOpen(open === version ? undefined : version)}
                >
                  {t(open === version ? 'record.hide' : 'record.show')}
                </Button>
              )}
            </div>
            {open === version && <Version record={whole.id} version={version} />}
          </li>
        ))}
      </ol>
    </Section>
  )
}

function Version({ record, version }: { record: string; version: number }) {
  const { t } = useTranslation('registers')
  const { term } = useTerm()
  const { data, error, reload } = useView('registers.read-version', { record, version })
  if (!data) return error ? <RefusalBanner error={error} onRetry={reload} /> : <Loading />
  return (
    <div className={style.former}>
      <SubjectFacts subject={data.subject} />
      <Facts
        items={[
          [t('field.action_to_take'), term('action-to-take', data.action_to_take.code)],
          [
            t('field.reason'),
            <bdi key="r" dir="auto">
              {data.reason.text}
            </bdi>,
          ],
        ]}
      />
    </div>
  )
}

const LONGEST_REVIEW_MS = 1_826 * 86_400_000
const YEAR_MS = 365 * 86_400_000
const dayAhead = (ms: number) => new Date(Date.now() + ms).toISOString().slice(0, 10)

function Deeds({ whole }: { whole: Whole }) {
  const { t } = useTranslation('registers')
  const { has } = useSession()
  const [open, setOpen] = useState<'review' | 'withdraw' | 'erase' | undefined>()
  const [until, setUntil] = useState<string | undefined>(() => dayAhead(YEAR_MS))
  const review = useAct('registers.review-one')
  const withdraw = useAct('registers.withdraw-one')
  const { id: record, version, reference, sharing, status } = whole
  const seen = sharing.rule === 'national' ? [] : [t('record.seen_by')]
  const close = () => setOpen(undefined)
  return (
    <>
      {status !== 'withdrawn' && (
        <>
          <Button component={Link} href={`/registers/record/${record}/change`} variant="default" leftSection={<IconPencil size={18} />}>
            {t('record.change')}
          </Button>
          {status === 'active' && (
            <Button variant="default" leftSection={<IconCalendarCheck size={18} />} onClick={() => setOpen('review')}>
              {t('record.review')}
            </Button>
          )}
          <Button variant="default" leftSection={<IconX size={18} />} onClick={() => setOpen('withdraw')}>
            {t('record.withdraw')}
          </Button>
        </>
      )}
      {has('supervisor') && !whole.erasure && (
        <Button variant="subtle" color="red" leftSection={<IconTrash size={18} />} onClick={() => setOpen('erase')}>
          {t('record.erase')}
        </Button>
      )}
      <Confirm
        open={open === 'review'}
        title={t('record.review_title', { reference })}
        happens={[t('record.review_happens')]}
        seenBy={[]}
        act={t('record.review_act')}
        running={review.running}
        error={review.error}
        onClose={close}
        onConfirm={async () => {
          if (until && (await review.run({ record, version, review_on: until }))) close()
        }}
      >
        <DateField
          label={t('record.review_next')}
          required
          value={until}
          onChange={setUntil}
          error={until && until > dayAhead(LONGEST_REVIEW_MS) ? t('reason.review-too-late') : undefined}
        />
      </Confirm>
      <Confirm
        open={open === 'withdraw'}
        title={t('record.withdraw_title', { reference })}
        happens={[t('record.withdraw_happens'), t('record.withdraw_kept')]}
        seenBy={seen}
        act={t('record.withdraw_act')}
        danger
        running={withdraw.running}
        error={withdraw.error}
        onClose={close}
        onConfirm={async () => {
          if (await withdraw.run({ record })) close()
        }}
      />
      {open === 'erase' && <ProposeErasure of="registers" thing={record} title={t('record.erase_title', { reference })} onClose={close} />}
    </>
  )
}
