// What members stated of their seizures, side by side with their counting rules; and the own statement, month by month.
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { DateTime, EmptyState, Facts, HandlingMark, Loading, MemberName, Page, RefusalBanner, Section, Toolbar } from '../pieces/index.ts'
import { writeMonth } from '../pieces/months-chart.tsx'
import { PurposeGate } from '../session/purpose-gate.tsx'
import { useSession } from '../session/session.tsx'
import style from './picture.module.css'
import { Places, useRange } from './places.tsx'
import { StateForm } from './state-form.tsx'

type Found = Output<'picture.find-seizures'>
export type Stated = Found['statements'][number]
export type Told = Stated['figures'][number]['quantity']

/** What is told, in words where it is no number. */
export function useTold(): (told: Told) => string {
  const { t } = useTranslation('picture')
  const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: 3 })
  return (told) =>
    'value' in told
      ? number.format(told.value)
      : 'below' in told
        ? t('state.below', { number: number.format(told.below) })
        : t('state.withheld')
}

export default function Seizures() {
  const { t } = useTranslation('picture')
  const { has, node } = useSession()
  const view = useView('picture.find-seizures', {})
  const [year, setYear] = useState('')
  const [stating, setStating] = useState(false)
  const statements = view.data?.statements ?? []
  const years = [...new Set(statements.map((one) => one.year))].sort((a, b) => b - a)
  const shown = years.includes(Number(year)) ? Number(year) : years[0]
  const now = statements.filter((one) => one.year === shown)
  return (
    <Page title={t('places.seizures')} lead={t('seizures.lead')} width="wide">
      <Places />
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {has('supervisor') &&
        node.networks.length > 0 &&
        (stating ? (
          <PurposeGate>
            <StateForm statements={statements} onClose={() => setStating(false)} />
          </PurposeGate>
        ) : (
          <div>
            <Button onClick={() => setStating(true)}>{t('state_form.open')}</Button>
          </div>
        ))}
      {view.loading && <Loading />}
      {view.data && statements.length === 0 && <EmptyState title={t('seizures.none')}>{t('seizures.none_text')}</EmptyState>}
      {view.data && shown !== undefined && (
        <>
          <Toolbar label={t('choose.label')}>
            <NativeSelect
              label={t('choose.year')}
              value={String(shown)}
              data={years.map(String)}
              onChange={(event) => setYear(event.currentTarget.value)}
            />
          </Toolbar>
          <Compared found={view.data} year={shown} />
          {now.map((one) => (
            <Statement key={`${one.network} ${one.member}`} stated={one} />
          ))}
        </>
      )}
    </Page>
  )
}

/** Amounts of a year, members side by side, never added: their rules may differ. */
function Compared({ found, year }: { found: Found; year: number }) {
  const { t } = useTranslation('picture')
  const writeRange = useRange(1)
  const totals = found.totals.filter((one) => one.year === year)
  const members = [...new Set(totals.map(({ network, member }) => `${network} ${member}`))]
  const kinds = [...Map.groupBy(totals, ({ kind, unit }) => `${kind} ${unit}`)]
  if (kinds.length === 0) return null
  return (
    <Section title={t('seizures.compared', { year: String(year) })}>
      <div className={style.stack}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
        <section className={style.scroll} tabIndex={0} aria-label={t('seizures.compared', { year: String(year) })}>
          <table className={style.table}>
            <thead>
              <tr>
                <th scope="col">{t('seizures.kind')}</th>
                {members.map((key) => (
                  <th key={key} scope="col" className={style.end}>
                    <MemberName id={key.split(' ')[1]!} network={key.split(' ')[0]!} hideCode />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {kinds.map(([key, some]) => (
                <tr key={key}>
                  <th scope="row">
                    {t(`kind.${some[0]!.kind}`)}, {t(`unit.${some[0]!.unit}`)}
                  </th>
                  {members.map((member) => {
                    const one = some.find((total) => `${total.network} ${total.member}` === member)
                    return (
                      <td key={member} className={style.end}>
                        {one ? (
                          <>
                            {writeRange(one.quantity)}
                            <br />
                            <span className={style.quiet}>{t('seizures.months', { number: one.months })}</span>
                          </>
                        ) : (
                          <span className={style.quiet}>{t('seizures.not_stated')}</span>
                        )}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <p className={style.quiet}>{t('seizures.apart')}</p>
      </div>
    </Section>
  )
}

function Statement({ stated }: { stated: Stated }) {
  const { t } = useTranslation('picture')
  const { term } = useTerm()
  const write = useTold()
  const number = new Intl.NumberFormat(locale())
  const { counting } = stated
  return (
    <Section
      title={
        <>
          <MemberName id={stated.member} network={stated.network} />, {stated.year}
        </>
      }
    >
      <div className={style.stack}>
        {stated.handling.length > 0 && (
          <div className={style.row}>
            {stated.handling.map(({ code, words }) => (
              <HandlingMark key={code} code={code} words={words} />
            ))}
          </div>
        )}
        <Facts
          items={[
            [t('seizures.stated'), <DateTime key="s" at={stated.stated_at} form="short" />],
            [
              t('dataset.rule'),
              `${t(`counted.${counting.counted}`)} · ${t(`dated.${counting.dated_by}`)} · ${t(`weighed.${counting.weighed}`)} · ${t(`made.${counting.made_by}`)}`,
            ],
            [t('dataset.note'), counting.note && <bdi dir="auto">{counting.note.text}</bdi>],
            [t('seizures.classification'), term('classification', stated.classification)],
            [t('seizures.correction'), stated.correction && <bdi dir="auto">{stated.correction.text}</bdi>],
            [
              t('seizures.before'),
              stated.before.length > 0 && (
                <ul className={style.list}>
                  {stated.before.map(({ version, stated_at, figures }) => (
                    <li key={version}>
                      <DateTime at={stated_at} form="short" />: {t('seizures.before_line', { number: number.format(figures) })}
                    </li>
                  ))}
                </ul>
              ),
            ],
            [t('seizures.told'), stated.told === null ? '' : t('seizures.told_to', { number: number.format(stated.told) })],
          ]}
        />
        <details className={style.details}>
          <summary>{t('seizures.figures', { number: number.format(stated.figures.length) })}</summary>
          <section
            className={style.scroll}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
            tabIndex={0}
            aria-label={t('seizures.figures', { number: number.format(stated.figures.length) })}
          >
            <table className={style.table}>
              <thead>
                <tr>
                  <th scope="col">{t('field.period')}</th>
                  <th scope="col">{t('seizures.kind')}</th>
                  <th scope="col" className={style.end}>
                    {t('seizures.quantity')}
                  </th>
                  <th scope="col" className={style.end}>
                    {t('seizures.count')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {[...stated.figures]
                  .sort((a, b) => a.month - b.month)
                  .map((figure) => (
                    <tr key={`${figure.month} ${figure.kind} ${figure.unit}`}>
                      <th scope="row">{writeMonth(`${stated.year}-${String(figure.month).padStart(2, '0')}`)}</th>
                      <td>{t(`kind.${figure.kind}`)}</td>
                      <td className={style.end}>
                        {write(figure.quantity)} {'value' in figure.quantity ? t(`unit.${figure.unit}`) : ''}
                      </td>
                      <td className={style.end}>{figure.seizures ? write(figure.seizures) : '–'}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </section>
        </details>
      </div>
    </Section>
  )
}
