// From a team's space into a chart: what can be taken, how what was taken stands by now, read again, let go of.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Confirm, DateTime, EmptyState, Loading, RefusalBanner, Section } from '../pieces/index.ts'
import style from './analysis.module.css'

type Row = Output<'analysis.find-handed'>['rows'][number]
const TOUCHES = ['analysis.']

export type Taken = Output<'analysis.take-over'>

/** `told` is kept outside: the chart is read anew once something was taken. */
export function Handed({ chart, told, onTaken }: { chart: string; told: Taken | undefined; onTaken: (taken: Taken | undefined) => void }) {
  const { t } = useTranslation('analysis')
  const { term } = useTerm()
  const number = new Intl.NumberFormat(locale())
  const view = useView('analysis.find-handed', { chart })
  const take = useAct('analysis.take-over', { touches: TOUCHES })
  const letGo = useAct('analysis.let-go', { touches: TOUCHES })
  const [asked, setAsked] = useState<Row | undefined>()
  const rows = view.data?.rows ?? []
  return (
    <Section title={t('handed.title')}>
      <div className={style.stack}>
        <p className={style.quiet}>{t('handed.text')}</p>
        <RefusalBanner error={view.error ?? take.error} onRetry={view.error && view.reload} />
        {view.loading && <Loading />}
        {view.data && rows.length === 0 && <EmptyState title={t('handed.none')} />}
        {rows.length > 0 && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
          <section className={style.scroll} tabIndex={0} aria-label={t('handed.title')}>
            <table className={style.table}>
              <thead>
                <tr>
                  <th scope="col">{t('handed.space')}</th>
                  <th scope="col">{t('handed.standing')}</th>
                  <th scope="col">{t('handed.changed')}</th>
                  <th scope="col">{t('handed.gone')}</th>
                  <th scope="col">{t('handed.taken_at')}</th>
                  <td />
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.matter}>
                    <th scope="row">
                      {row.title === null ? (
                        <span className={style.quiet}>{t('handed.hidden')}</span>
                      ) : (
                        <>
                          <Link href={`/operations/${row.matter.split(':')[1]}`}>
                            <bdi dir="auto">{row.title}</bdi>
                          </Link>{' '}
                          <span className={style.quiet}>{row.classification && term('classification', row.classification)}</span>
                        </>
                      )}
                    </th>
                    <td>{number.format(row.standing)}</td>
                    <td>{number.format(row.changed)}</td>
                    <td>{number.format(row.gone)}</td>
                    <td>{row.taken_at && <DateTime at={row.taken_at} form="short" />}</td>
                    <td>
                      <span className={style.buttons}>
                        {row.title !== null && (
                          <Button
                            size="xs"
                            variant={row.taken_at && row.changed === 0 ? 'default' : 'filled'}
                            loading={take.running}
                            onClick={async () => onTaken(await take.run({ chart, matter: row.matter }))}
                          >
                            {t(row.taken_at ? 'handed.again' : 'handed.take')}
                          </Button>
                        )}
                        {row.taken_at && (
                          <Button size="xs" variant="default" onClick={() => setAsked(row)}>
                            {t('handed.let_go')}
                          </Button>
                        )}
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {told && (
          <p role="status">
            {t('handed.told', {
              added: number.format(told.added),
              renewed: number.format(told.renewed),
              same: number.format(told.same),
              gone: number.format(told.gone),
            })}{' '}
            {told.left_out > 0 && t('handed.left_out', { number: number.format(told.left_out) })}
          </p>
        )}
        <Confirm
          open={asked !== undefined}
          title={t('handed.let_go')}
          happens={[t('handed.let_go_happens')]}
          seenBy={[]}
          act={t('handed.let_go')}
          danger
          running={letGo.running}
          error={letGo.error}
          onConfirm={async () => {
            if (asked && (await letGo.run({ chart, matter: asked.matter }))) setAsked(undefined)
          }}
          onClose={() => setAsked(undefined)}
        />
      </div>
    </Section>
  )
}
