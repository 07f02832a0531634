// How much was asked and found both ways, by partner and kind, in the last month; and with whom is compared at all.
import { Button, NumberInput, Switch } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { EmptyState, Loading, MemberName, Page, RefusalBanner, Section } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './coincidences.module.css'
import { Places } from './places.tsx'

type Whole = Output<'coincidences.find-counts'>
const MOST_DAILY = 100_000
const COLUMNS = ['asked_by_us', 'found_by_us', 'asked_by_them', 'found_by_them'] as const

export function Counts() {
  const { t } = useTranslation('coincidences')
  const { node } = useSession()
  return (
    <Page title={t('places.counts')} lead={t('counts.lead')} width="wide">
      <Places />
      <div className={style.stack}>
        {node.networks.map(({ id, title }) => (
          <OfNetwork key={id} network={id} title={node.networks.length > 1 ? title : undefined} />
        ))}
      </div>
    </Page>
  )
}

function OfNetwork({ network, title }: { network: string; title: string | undefined }) {
  const { t } = useTranslation('coincidences')
  const { has } = useSession()
  const view = useView('coincidences.find-counts', { network })
  const number = new Intl.NumberFormat(locale())
  const rows = totals(view.data)
  return (
    <div className={style.stack}>
      {title && <h2>{title}</h2>}
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data && (
        <Section title={t('counts.month')}>
          {rows.length === 0 ? (
            <EmptyState title={t('counts.none')}>{t('counts.none_text')}</EmptyState>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
            <section className={style.scroll} tabIndex={0} aria-label={t('counts.month')}>
              <table className={style.table}>
                <thead>
                  <tr>
                    <th scope="col">{t('list.with')}</th>
                    <th scope="col">{t('list.what')}</th>
                    {COLUMNS.map((column) => (
                      <th key={column} scope="col" className={style.number}>
                        {t(`counts.${column}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={`${row.partner} ${row.kind}`}>
                      <th scope="row">
                        <MemberName id={row.partner} network={network} />
                      </th>
                      <td>{t(`kind.${row.kind}`)}</td>
                      {COLUMNS.map((column) => (
                        <td key={column} className={style.number}>
                          {number.format(row[column])}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          )}
        </Section>
      )}
      {view.data && (
        <Section title={t('counts.partners')}>
          <ul className={style.rules}>
            {view.data.partners.map((partner) => (
              <OnePartner key={partner.partner} network={network} partner={partner} decides={has('supervisor')} onDone={view.reload} />
            ))}
          </ul>
        </Section>
      )}
    </div>
  )
}

/** A month in one row for each partner and kind. */
function totals(data: Whole | undefined): Whole['counts'] {
  const sums = new Map<string, Whole['counts'][number]>()
  for (const row of data?.counts ?? []) {
    const key = `${row.partner} ${row.kind}`
    const known = sums.get(key)
    if (!known) sums.set(key, { ...row })
    else for (const column of COLUMNS) known[column] += row[column]
  }
  return [...sums.values()].sort((a, b) => (`${a.partner}${a.kind}` < `${b.partner}${b.kind}` ? -1 : 1))
}

function OnePartner({
  network,
  partner,
  decides,
  onDone,
}: {
  network: string
  partner: Whole['partners'][number]
  decides: boolean
  onDone: () => void
}) {
  const { t } = useTranslation('coincidences')
  const act = useAct('coincidences.change-partner')
  const [compared, setCompared] = useState(partner.compared)
  const [daily, setDaily] = useState<string | number>(partner.daily)
  const changed = compared !== partner.compared || Number(daily) !== partner.daily
  return (
    <li className={style.partner}>
      <strong className={style.who}>
        <MemberName id={partner.partner} network={network} />
      </strong>
      <Switch
        label={t('counts.compared')}
        checked={compared}
        disabled={!decides}
        onChange={(event) => setCompared(event.currentTarget.checked)}
      />
      <NumberInput
        label={t('counts.daily')}
        value={daily}
        min={0}
        max={MOST_DAILY}
        allowDecimal={false}
        allowNegative={false}
        disabled={!decides}
        onChange={setDaily}
      />
      {decides && (
        <Button
          variant="default"
          disabled={!changed}
          loading={act.running}
          onClick={async () => {
            if (await act.run({ network, partner: partner.partner, compared, daily: Number(daily) })) onDone()
          }}
        >
          {t('counts.save')}
        </Button>
      )}
      <RefusalBanner error={act.error} />
    </li>
  )
}
