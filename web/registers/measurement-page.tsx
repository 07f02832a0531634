// One measurement: how right the comparison was at each threshold, what another one would change by purpose, and the pairs that change side.
import { Button, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import {
  Banner,
  Confirm,
  Curve,
  DateTime,
  DemoMark,
  Loading,
  Page,
  ProgressBar,
  RefusalBanner,
  Section,
  writeScore,
} from '../pieces/index.ts'
import { useColleagues } from '../session/colleagues.ts'
import { useSession } from '../session/session.tsx'
import { type Figures, figuresAt, sizeOf, together } from './measured.ts'
import { MeasuredPairs, type Range } from './measured-pairs.tsx'
import { useMeasurementTitle } from './measurements.tsx'
import { Places } from './places.tsx'
import style from './registers.module.css'
import { Propose, ThresholdField } from './thresholds.tsx'

type Read = Output<'registers.read-measurement'>

const POLL_MS = 1_000
/** Fewer pairs than this say little. */
const FEW = 30

export function MeasurementPage({ id }: { id: string }) {
  const { t } = useTranslation('registers')
  const titleOf = useMeasurementTitle()
  const nameOf = useColleagues()
  const [live, setLive] = useState(true)
  const { data, error, reload } = useView('registers.read-measurement', { measurement: id }, live ? { every_ms: POLL_MS } : {})
  const moving = data === undefined || data.state === 'running'
  useEffect(() => setLive(moving), [moving])
  const title = data ? titleOf(data) : t('measure.one')
  return (
    <Page
      title={<bdi dir="auto">{title}</bdi>}
      windowTitle={title}
      lead={
        data && (
          <>
            {t('measure.pairs_of', { count: data.pairs })} · <DateTime at={data.begun_at} /> ·{' '}
            <bdi dir="auto">{nameOf(data.officer) ?? data.officer}</bdi>
            {data.names_alone && <> · {t('measure.names_alone')}</>} {data.source === 'synthetic' && <DemoMark />}
          </>
        )
      }
      width="wide"
      actions={data && <Remove id={data.id} />}
    >
      <Places />
      <RefusalBanner error={error} onRetry={reload} />
      {!data && !error && <Loading />}
      {data && <Keeping read={data} title={title} />}
      {data?.state === 'running' && <ProgressBar label={t('measure.running')} done={data.done} total={data.pairs} leavable />}
      {data?.state === 'interrupted' && <Banner tone="error" title={t('measure.interrupted')} />}
      {data?.state === 'done' && <Outcome read={data} />}
    </Page>
  )
}

/** Whether it stays: saved by choice, or gone with the session. */
function Keeping({ read, title }: { read: Read; title: string }) {
  const { t } = useTranslation('registers')
  const { has } = useSession()
  const keep = useAct('registers.keep-measurement')
  const [name, setName] = useState(title)
  if (!has('data-protection')) return null
  if (read.kept)
    return (
      <p className={style.quiet}>
        {t('measure.kept_until')} <DateTime at={read.keep_until} form="date" />
      </p>
    )
  return (
    <Banner tone="warning" title={t('measure.unsaved')}>
      <p>{t(read.source === 'upload' ? 'measure.unsaved_own' : 'measure.unsaved_text')}</p>
      {read.state === 'done' && (
        <form
          className={style.saving}
          onSubmit={(event) => {
            event.preventDefault()
            void keep.run({ measurement: read.id, title: name.trim() })
          }}
        >
          <TextInput label={t('measure.title')} value={name} maxLength={120} onChange={(event) => setName(event.currentTarget.value)} />
          <Button type="submit" loading={keep.running} disabled={name.trim() === ''}>
            {t('measure.save')}
          </Button>
        </form>
      )}
      <RefusalBanner error={keep.error} />
    </Banner>
  )
}

function Remove({ id }: { id: string }) {
  const { t } = useTranslation('registers')
  const { has } = useSession()
  const [, navigate] = useLocation()
  const remove = useAct('registers.remove-measurement')
  const [asking, setAsking] = useState(false)
  if (!has('data-protection')) return null
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={18} />} onClick={() => setAsking(true)}>
        {t('measure.remove')}
      </Button>
      <Confirm
        open={asking}
        title={t('measure.remove_title')}
        happens={[t('measure.remove_happens')]}
        seenBy={[]}
        act={t('measure.remove')}
        danger
        running={remove.running}
        error={remove.error}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          if (await remove.run({ measurement: id })) navigate('/registers/measurements')
        }}
      />
    </>
  )
}

const useNumbers = () => {
  const share = new Intl.NumberFormat(locale(), { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const number = new Intl.NumberFormat(locale())
  const fine = new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 })
  const signed = new Intl.NumberFormat(locale(), { signDisplay: 'exceptZero' })
  /** Kept together, or the sign changes its side where the page runs from right to left. */
  const isolated = (value: number | null) => (value === null ? '–' : `\u2066${signed.format(value)}\u2069`)
  const or = (format: Intl.NumberFormat) => (value: number | null) => (value === null ? '–' : format.format(value))
  return { share: or(share), number: or(number), fine: or(fine), signed: isolated }
}

function Outcome({ read }: { read: Read }) {
  const { t } = useTranslation('registers')
  const { term } = useTerm()
  const { has } = useSession()
  const numbers = useNumbers()
  const whole = together(read.groups)
  const middle = read.purposes.find(({ purpose }) => purpose === 'investigation')?.figures.threshold ?? read.least
  const [tried, setTried] = useState(middle)
  const [range, setRange] = useState<Range | undefined>()
  const [proposing, setProposing] = useState<string | undefined>()
  const thresholds = useView('registers.read-thresholds', {})
  const now = figuresAt(whole, tried)
  const matches = now.found + now.missed
  const marks = read.purposes.map(({ purpose, figures }) => ({ place: figures.threshold, label: term('purpose', purpose) }))
  const proposed = thresholds.data?.rows.find(({ purpose }) => purpose === proposing)
  const show = has('data-protection', 'supervisor') ? setRange : undefined
  return (
    <>
      <Section title={t('measure.try')}>
        <div className={style.stack}>
          <ThresholdField label={t('measure.threshold')} value={tried} least={read.least} most={read.most} onChange={setTried} />
          <dl className={style.figures} aria-live="polite">
            <Figure name={t('measure.recall')} value={numbers.share(now.recall)}>
              {t('measure.recall_of', { found: numbers.number(now.found), matches: numbers.number(matches) })}
            </Figure>
            <Figure name={t('measure.false_per_thousand')} value={numbers.fine(now.false_per_thousand)}>
              {t('measure.false_of', { false_hits: numbers.number(now.false_hits), others: numbers.number(sizeOf(whole) - matches) })}
            </Figure>
            <Figure name={t('measure.precision')} value={numbers.share(now.precision)}>
              {t('measure.precision_of')}
            </Figure>
            <Figure name={t('measure.f1')} value={numbers.share(now.f1)}>
              {t('measure.f1_of')}
            </Figure>
          </dl>
          {show && (
            <div className={style.row}>
              <Button
                variant="default"
                size="xs"
                disabled={now.false_hits === 0}
                onClick={() =>
                  show({ least: tried, most: 1.01, is_match: false, title: t('measure.false_hits_at', { threshold: writeScore(tried) }) })
                }
              >
                {t('measure.show_false', { count: now.false_hits })}
              </Button>
              <Button
                variant="default"
                size="xs"
                disabled={now.missed === 0}
                onClick={() =>
                  show({ least: 0, most: tried, is_match: true, title: t('measure.missed_at', { threshold: writeScore(tried) }) })
                }
              >
                {t('measure.show_missed', { count: now.missed })}
              </Button>
            </div>
          )}
        </div>
      </Section>
      <Section title={t('measure.curve')}>
        <Curve
          caption={t('measure.curve_caption')}
          first={t('measure.threshold')}
          places={read.curve.map(({ threshold }) => threshold)}
          write={writeScore}
          lines={[
            { label: t('measure.recall'), values: read.curve.map(({ recall }) => recall) },
            { label: t('measure.precision'), values: read.curve.map(({ precision }) => precision) },
            { label: t('measure.f1'), values: read.curve.map(({ f1 }) => f1) },
          ]}
          at={tried}
          marks={marks}
          source={t(read.source === 'synthetic' ? 'measure.source_synthetic' : 'measure.source_own')}
        />
      </Section>
      <Section title={t('measure.by_purpose')} flush>
        <ByPurpose
          read={read}
          whole={whole}
          tried={tried}
          now={now}
          onShow={show}
          onPropose={has('supervisor') ? setProposing : undefined}
        />
      </Section>
      {range && (
        <Section
          title={range.title}
          actions={
            <Button variant="subtle" size="xs" onClick={() => setRange(undefined)}>
              {t('measure.close_pairs')}
            </Button>
          }
        >
          <MeasuredPairs measurement={read.id} range={range} />
        </Section>
      )}
      <Section title={t('measure.by_script')} flush>
        <ByScript read={read} tried={tried} />
      </Section>
      {proposed && thresholds.data && (
        <Propose
          row={proposed}
          least={thresholds.data.least}
          most={thresholds.data.most}
          tried={tried}
          onClose={() => setProposing(undefined)}
          onDone={() => setProposing(undefined)}
        />
      )}
    </>
  )
}

const Figure = ({ name, value, children }: { name: string; value: string; children: ReactNode }) => (
  <div className={style.figureBox}>
    <dt>{name}</dt>
    <dd>
      <strong>{value}</strong>
      <span>{children}</span>
    </dd>
  </div>
)

/** What each purpose has now, and what the tried threshold would make of it. */
function ByPurpose({
  read,
  whole,
  tried,
  now,
  onShow,
  onPropose,
}: {
  read: Read
  whole: ReturnType<typeof together>
  tried: number
  now: Figures
  onShow: ((range: Range) => void) | undefined
  onPropose: ((purpose: string) => void) | undefined
}) {
  const { t } = useTranslation('registers')
  const { term } = useTerm()
  const numbers = useNumbers()
  const rows = [...read.purposes].sort((a, b) => b.figures.threshold - a.figures.threshold)
  return (
    <div className={style.scroll}>
      <table className={style.plain}>
        <caption className="visually-hidden">{t('measure.by_purpose')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('thresholds.purpose')}</th>
            <th scope="col" className={style.end}>
              {t('measure.now')}
            </th>
            <th scope="col" className={style.end}>
              {t('measure.recall')}
            </th>
            <th scope="col" className={style.end}>
              {t('measure.false_per_thousand')}
            </th>
            <th scope="col" className={style.end}>
              {t('measure.recall_at', { threshold: writeScore(tried) })}
            </th>
            <th scope="col" className={style.end}>
              {t('measure.false_at', { threshold: writeScore(tried) })}
            </th>
            <th scope="col">{t('measure.changing')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ purpose, figures: { threshold } }) => {
            const before = figuresAt(whole, threshold)
            const found = now.found - before.found
            const wrong = now.false_hits - before.false_hits
            const count = Math.abs(found) + Math.abs(wrong)
            const name = term('purpose', purpose)
            return (
              <tr key={purpose}>
                <th scope="row">{name}</th>
                <td className={style.end} data-label={t('measure.now')}>
                  {writeScore(threshold)}
                </td>
                <td className={style.end} data-label={t('measure.recall')}>
                  {numbers.share(before.recall)}
                </td>
                <td className={style.end} data-label={t('measure.false_per_thousand')}>
                  {numbers.fine(before.false_per_thousand)}
                </td>
                <td className={style.end} data-label={t('measure.recall_at', { threshold: writeScore(tried) })}>
                  {numbers.share(now.recall)}
                </td>
                <td className={style.end} data-label={t('measure.false_at', { threshold: writeScore(tried) })}>
                  {numbers.fine(now.false_per_thousand)}
                </td>
                <td data-label={t('measure.changing')}>
                  {tried === threshold ? (
                    <span className={style.quiet}>{t('measure.same')}</span>
                  ) : (
                    <>
                      <span>{t('measure.change', { found: numbers.signed(found), wrong: numbers.signed(wrong) })}</span>
                      <span className={style.row}>
                        {onShow && count > 0 && (
                          <Button
                            variant="subtle"
                            size="compact-xs"
                            aria-label={t('measure.show_changing_for', { purpose: name, count })}
                            onClick={() =>
                              onShow({
                                least: Math.min(tried, threshold),
                                most: Math.max(tried, threshold),
                                becomes: tried < threshold ? 'hit' : 'no-hit',
                                title: t('measure.changing_for', {
                                  purpose: name,
                                  before: writeScore(threshold),
                                  after: writeScore(tried),
                                }),
                              })
                            }
                          >
                            {t('measure.show_changing', { count })}
                          </Button>
                        )}
                        {onPropose && (
                          <Button
                            variant="subtle"
                            size="compact-xs"
                            aria-label={t('thresholds.propose_for', { purpose: name })}
                            onClick={() => onPropose(purpose)}
                          >
                            {t('thresholds.propose')}
                          </Button>
                        )}
                      </span>
                    </>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** A comparison that is right on the whole may be wrong for those who write in other letters: each group by itself. */
function ByScript({ read, tried }: { read: Read; tried: number }) {
  const { t } = useTranslation('registers')
  const numbers = useNumbers()
  const name = (scripts: string) =>
    scripts
      .split(' ')
      .map((script) => t(`script.${script}`, { defaultValue: script }))
      .join(' – ')
  return (
    <div className={style.scroll}>
      <table className={style.plain}>
        <caption className="visually-hidden">{t('measure.by_script')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('measure.scripts')}</th>
            <th scope="col" className={style.end}>
              {t('measure.pairs')}
            </th>
            <th scope="col" className={style.end}>
              {t('measure.recall_at', { threshold: writeScore(tried) })}
            </th>
            <th scope="col" className={style.end}>
              {t('measure.false_at', { threshold: writeScore(tried) })}
            </th>
          </tr>
        </thead>
        <tbody>
          {read.groups.map((group) => {
            const figures = figuresAt(group, tried)
            const few = sizeOf(group) < FEW
            return (
              <tr key={group.scripts}>
                <th scope="row">
                  {name(group.scripts)}
                  {few && <div className={style.detail}>{t('measure.few')}</div>}
                </th>
                <td className={style.end} data-label={t('measure.pairs')}>
                  {numbers.number(sizeOf(group))}
                </td>
                <td className={style.end} data-label={t('measure.recall_at', { threshold: writeScore(tried) })}>
                  {numbers.share(figures.recall)}
                </td>
                <td className={style.end} data-label={t('measure.false_at', { threshold: writeScore(tried) })}>
                  {numbers.fine(figures.false_per_thousand)}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
