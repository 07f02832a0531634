// The facts of a case at the end side: time limits first, then what binds, what came along, and what was delivered.
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useTerm } from '../language/term.ts'
import { DateTime, Deadline, Facts, MemberName, Mono } from '../pieces/index.ts'
import { useColleagues } from './colleagues.ts'
import { HandlingMarks } from './content.tsx'
import style from './exchange.module.css'
import { Attachments } from './files.tsx'
import { type CaseRead, type Handling, isOpen } from './types.ts'

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={style.part}>
      <h2 className={style.partTitle}>{title}</h2>
      {children}
    </section>
  )
}

export function CaseFacts({ read }: { read: CaseRead }) {
  const { t } = useTranslation('exchange')
  const { term } = useTerm()
  const { nameOf } = useColleagues()
  const { case: about, requests, messages, orders } = read
  const open = requests.filter(isOpen)
  const files = messages.rows.flatMap(({ attachments }) => attachments)
  const bound = boundBy(read)
  const sent = messages.rows.filter(({ direction, delivery }) => direction === 'out' && delivery)
  return (
    <div className={style.facts}>
      <Part title={t('facts.limits')}>
        {open.length === 0 && <p className={style.quiet}>{t('facts.no_limits')}</p>}
        {open.map((request) => {
          const due = request.deferred_until ?? request.due_at
          return (
            <p key={request.id} className={style.limitRow}>
              <a href={`#${request.id}`}>
                <MemberName id={request.partner} hideCode />
              </a>
              {request.delivered_at && due ? (
                <Deadline from={request.delivered_at} due={due} />
              ) : (
                <span className={style.quiet}>{t('request.limit_waits')}</span>
              )}
            </p>
          )
        })}
      </Part>
      <Part title={t('facts.case')}>
        <Facts
          items={[
            [t('facts.owner'), <MemberName key="o" id={about.owner} />],
            [t('facts.reference'), about.reference && <Mono breaks>{about.reference}</Mono>],
            [
              t('facts.assigned'),
              <bdi key="n" dir="auto">
                {about.assigned_to ? nameOf(about.assigned_to) : t('assign.nobody')}
              </bdi>,
            ],
            [t('facts.unit'), about.lead_unit && `${about.lead_unit}${about.unit_only ? ` · ${t('facts.unit_only')}` : ''}`],
            [t('facts.purpose'), requests[0]?.purpose && term('purpose', requests[0].purpose)],
            [t('facts.crime_area'), about.crime_area && term('crime-area', about.crime_area)],
            [t('facts.classification'), term('classification', about.classification)],
            [t('facts.opened'), <DateTime key="a" at={about.opened_at} form="short" />],
            [t('facts.closed'), about.closed_at && <DateTime at={about.closed_at} form="short" />],
            [t('facts.keep_until'), about.keep_until && <DateTime at={about.keep_until} form="date" />],
          ]}
        />
      </Part>
      <Part title={t('facts.handling')}>
        {bound.length === 0 && <p className={style.quiet}>{t('facts.no_handling')}</p>}
        {bound.map(({ origin, handling }) => (
          <div key={origin} className={style.bound}>
            <p className={style.label}>{origin === '' ? t('facts.case_handling') : <MemberName id={origin} hideCode />}</p>
            <HandlingMarks handling={handling} full />
          </div>
        ))}
      </Part>
      {files.length > 0 && (
        <Part title={t('facts.files')}>
          <Attachments files={files} />
        </Part>
      )}
      {orders.length > 0 && (
        <Part title={t('facts.orders')}>
          <ul className={style.plain}>
            {orders.map((order) => (
              <li key={order.id}>
                <a href={`#${order.statement}`}>{t(`order-kind.${order.kind}`)}</a> · <MemberName id={order.partner} hideCode /> ·{' '}
                {order.executed_at ? (
                  <>
                    {t(`executed.${order.result}`, { defaultValue: order.result ?? '' })} · <DateTime at={order.executed_at} form="short" />
                  </>
                ) : (
                  t('order.waiting')
                )}
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title={t('facts.receipts')}>
        {sent.length === 0 && <p className={style.quiet}>{t('facts.no_receipts')}</p>}
        <ul className={style.plain}>
          {sent.map(({ id, kind, partner, delivery }) => (
            <li key={id}>
              <a href={`#${id}`}>{t(`message-kind.${kind}`)}</a> · <MemberName id={partner} hideCode /> · {t(`delivery.${delivery!.state}`)}{' '}
              · <DateTime at={delivery!.at} form="short" />
              {delivery!.code && (
                <>
                  {' · '}
                  <Mono breaks>{delivery!.code}</Mono>
                </>
              )}
            </li>
          ))}
        </ul>
      </Part>
    </div>
  )
}

/** Whose codes bind, each once: those of the case, then those of each maker. */
function boundBy({ case: about, messages }: CaseRead): { origin: string; handling: Handling[] }[] {
  const byOrigin = new Map<string, Map<string, Handling>>()
  const add = (origin: string, handling: readonly Handling[]) => {
    const known = byOrigin.get(origin) ?? new Map<string, Handling>()
    for (const one of handling) known.set(`${one.code} ${one.words ?? ''}`, one)
    if (known.size > 0) byOrigin.set(origin, known)
  }
  add('', about.handling)
  for (const { origin, handling } of messages.rows) add(origin, handling)
  return [...byOrigin].map(([origin, codes]) => ({ origin, handling: [...codes.values()] }))
}
