// This node itself: its epoch, clock and journal, and who knocked without proving who they are.
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { locale } from '../language/index.ts'
import { useRefusal } from '../language/term.ts'
import { Bars, DateTime, Facts, Loading, Mono, RefusalBanner, Section, StateMark, writeDuration, writeTime } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './network.module.css'
import type { Known } from './partners.tsx'

const HOUR_MS = 3_600_000
const HOURS = 24
/** Entries get their place within seconds. */
const BEHIND = 2_000

export function NodeState({ known: { data, error, reload } }: { known: Known }) {
  const { t } = useTranslation('network')
  const { node, warnings, has } = useSession()
  const number = new Intl.NumberFormat(locale())
  if (!data) return error ? <RefusalBanner error={error} onRetry={reload} /> : <Loading />
  const { epoch, journal, failed, unknown_type } = data.node
  const simulated = warnings.includes('clock-simulated')
  return (
    <>
      <div className={style.pair}>
        <Section title={t('node.title')}>
          <Facts
            items={[
              [t('node.name'), <bdi key="n" dir="auto">{`${node.name} (${node.id})`}</bdi>],
              [
                t('node.clock'),
                <span key="c" className={style.stack}>
                  <StateMark tone={simulated ? 'warning' : 'good'}>{t(simulated ? 'node.simulated' : 'node.real')}</StateMark>
                  <DateTime at={data.at} />
                </span>,
              ],
              [
                t('node.epoch'),
                epoch ? (
                  <Mono key="e" breaks>
                    {epoch}
                  </Mono>
                ) : (
                  t('node.no_epoch')
                ),
              ],
              [
                t('node.failed'),
                failed + unknown_type === 0 ? (
                  <StateMark key="f" tone="good">
                    {t('node.none_failed')}
                  </StateMark>
                ) : !has('administrator') ? (
                  t('node.some_failed', { count: failed + unknown_type })
                ) : (
                  <Link key="f" href="/network/failed">
                    {t('node.some_failed', { count: failed + unknown_type })}
                  </Link>
                ),
              ],
            ]}
          />
          <p className={style.note}>{t('node.epoch_what')}</p>
        </Section>
        <Section
          title={t('journal.title')}
          actions={has('data-protection') && <Link href="/journal/checkpoints">{t('journal.checkpoints')}</Link>}
        >
          <Facts
            items={[
              [t('journal.size'), t('journal.entries', { count: journal.size })],
              [t('journal.log'), number.format(journal.log)],
              [
                t('journal.checkpoint'),
                journal.checkpoint_at ? (
                  <span key="p" className={style.stack}>
                    <DateTime at={journal.checkpoint_at} />
                    <span className={style.quiet}>
                      {t('journal.covers', { size: number.format(journal.checkpoint_size) })}
                      {(journal.checkpoint_age_s ?? 0) >= 60 &&
                        ` · ${t('journal.ago', { time: writeDuration((journal.checkpoint_age_s ?? 0) * 1000) })}`}
                    </span>
                  </span>
                ) : (
                  t('journal.no_checkpoint')
                ),
              ],
              [
                t('journal.waiting'),
                <StateMark key="w" tone={journal.unsequenced > BEHIND ? 'warning' : 'good'}>
                  {number.format(journal.unsequenced)}
                </StateMark>,
              ],
            ]}
          />
          <p className={style.note}>{t('journal.what')}</p>
        </Section>
      </div>
      <Unproven rows={data.node.unproven} at={data.at} />
    </>
  )
}

const MOST_PARTS = 3

function Unproven({ rows, at }: { rows: Output<'oversight.read-network'>['node']['unproven']; at: string }) {
  const { t } = useTranslation('network')
  const say = useRefusal()
  const sums = new Map<string, number>()
  for (const { code, count } of rows) sums.set(code, (sums.get(code) ?? 0) + count)
  const total = [...sums.values()].reduce((sum, count) => sum + count, 0)
  const ranked = [...sums].sort((a, b) => b[1] - a[1]).map(([code]) => code)
  const named = ranked.length > MOST_PARTS ? ranked.slice(0, MOST_PARTS - 1) : ranked
  const last = Math.floor(Date.parse(at) / HOUR_MS) * HOUR_MS
  const bars = Array.from({ length: HOURS }, (_, i) => {
    const hour = last - (HOURS - 1 - i) * HOUR_MS
    const here = rows.filter((row) => Date.parse(row.hour) === hour)
    const count = (codes: readonly string[], not = false) =>
      here.filter(({ code }) => codes.includes(code) !== not).reduce((sum, row) => sum + row.count, 0)
    return {
      label: writeTime(hour, 'time'),
      values: [...named.map((code) => count([code])), ...(named.length < ranked.length ? [count(named, true)] : [])],
    }
  })
  return (
    <Section title={t('unproven.title')}>
      {total === 0 ? (
        <StateMark tone="good">{t('unproven.none')}</StateMark>
      ) : (
        <div className={style.part}>
          <p className={style.flat}>{t('unproven.what')}</p>
          <Bars
            caption={t('unproven.caption', { count: total })}
            first={t('unproven.hour')}
            parts={[...named.map((code) => say({ code, message: code })), ...(named.length < ranked.length ? [t('unproven.other')] : [])]}
            bars={bars}
            source={t('unproven.source', { time: writeTime(at) })}
          />
        </div>
      )}
    </Section>
  )
}
