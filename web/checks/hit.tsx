// One hit as its card: the action first, then who says so, then why it met, part by part.
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useTerm } from '../language/term.ts'
import { CountryName, Day, type Fact, HitCard, type HitCardProps, strengthOf } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { MarkedNumber } from './marked-number.tsx'
import type { CheckAnswer, CheckHit, CheckSubject } from './overall.ts'

type Reason = CheckHit['reasons'][number]

/** The words of the vocabulary `match` for what a comparison of fields found. */
const MATCH: Record<string, string> = { equal: 'same', similar: 'close', near: 'close' }

/** Two numbers that are near differ by a slip that a check digit proves. */
const NUMBERS = new Set(['document_number', 'plate', 'vin', 'serial', 'identifier'])

const FACT: Record<string, string> = {
  birth_date: 'birth-date',
  document_number: 'document-number',
  document_issuer: 'issuer',
  document_type: 'document-kind',
  plate_country: 'plate-country',
}

export function Hit({
  hit,
  answer,
  subjects,
  check,
}: {
  hit: CheckHit
  answer: CheckAnswer
  subjects: readonly CheckSubject[]
  check: string
}) {
  const { t } = useTranslation('checks')
  const { term } = useTerm()
  const { has } = useSession()
  const [, navigate] = useLocation()
  const named = hit.reasons.find((reason) => reason.parts && reason.asked !== undefined && reason.held !== undefined)
  const facts = hit.reasons.flatMap((reason) => factOf(reason, subjects[reason.subject], named, term))
  const { code, words } = hit.action_to_take
  const reason = [
    hit.crime_area && term('crime-area', hit.crime_area),
    hit.classification !== 'unclassified' && term('classification', hit.classification),
  ]
  const props: HitCardProps = {
    kind: hit.kind,
    action: { code, ...(words && { words }) },
    owner: {
      code: hit.owner.member,
      unit: hit.owner.unit,
      reference: hit.reference,
      ...(answer.name && { name: answer.name }),
      ...(hit.contact && { contact: hit.contact }),
    },
    // a name is never exact, however well it fits
    strength: named && hit.kind === 'person' && strengthOf(hit.score) === 'exact' ? 'strong' : strengthOf(hit.score),
    evaluation: hit.evaluation,
    ...(hit.document_status && { status: hit.document_status }),
    ...(named && { names: namesOf(named) }),
    ...(facts.length > 0 && { facts }),
    ...(hit.handling.length > 0 && { handling: hit.handling }),
  }
  const said = reason.filter(Boolean).join(' · ')
  const may_ask = !answer.own && has('desk', 'supervisor')
  const query = new URLSearchParams({ check, partner: answer.partner, hit: hit.reference })
  return (
    <HitCard {...props} {...(said && { reason: said })} {...(may_ask && { onAsk: () => navigate(`/exchange/new?${query}`) })}>
      {answer.own && has('desk', 'analyst', 'supervisor') && (
        <p>
          <Link href={`/registers/record/${hit.record}`}>{t('hit.open')}</Link>
        </p>
      )}
      {!answer.own && !may_ask && <p>{t('hit.desk')}</p>}
    </HitCard>
  )
}

function namesOf({ asked = '', held = '', parts = [] }: Reason): NonNullable<HitCardProps['names']> {
  return {
    asked,
    record: held,
    parts: parts.map((part) => ({
      match: part.rule,
      ...(part.asked && { asked: [part.asked.start, part.asked.end] as const }),
      ...(part.held && { record: [part.held.start, part.held.end] as const }),
    })),
  }
}

function factOf(
  reason: Reason,
  subject: CheckSubject | undefined,
  named: Reason | undefined,
  term: ReturnType<typeof useTerm>['term'],
): Fact[] {
  const { field, verdict, held } = reason
  if (reason === named && field === 'name') return []
  const asked = reason.asked === undefined ? askedOf(field, subject, term) : written(field, reason.asked, term, held)
  // what was neither asked nor compared says nothing
  if (asked === undefined) return []
  const record = held !== undefined ? written(field, held, term, reason.asked) : verdict === 'equal' ? asked : '—'
  const match = verdict === 'near' && NUMBERS.has(field) ? 'typing' : (MATCH[verdict] ?? verdict)
  return [{ fact: FACT[field] ?? field, asked, record, match }]
}

function askedOf(field: string, subject: CheckSubject | undefined, term: ReturnType<typeof useTerm>['term']): ReactNode {
  const { person, document, vehicle, firearm, identifier } = subject ?? {}
  const values: Record<string, string | undefined> = {
    birth_date: person?.birth_date,
    sex: person?.sex,
    nationality: person?.nationality,
    holder: person?.names[0] && (person.names[0].text ?? [person.names[0].given, person.names[0].family].filter(Boolean).join(' ')),
    document_number: document?.number,
    document_issuer: document?.issuer,
    document_type: document?.type,
    plate: vehicle?.plate,
    plate_country: vehicle?.country,
    vin: vehicle?.vin,
    serial: firearm?.serial,
    make: firearm?.make,
    model: firearm?.model,
    calibre: firearm?.calibre,
    identifier: identifier?.value,
  }
  const value = values[field]
  return value === undefined ? undefined : written(field, value, term)
}

/** A value as its field is written; a number with what differs from `other` marked. */
function written(field: string, value: string, term: ReturnType<typeof useTerm>['term'], other?: string): ReactNode {
  switch (field) {
    case 'birth_date':
      return <Day day={value} />
    case 'sex':
      return term('sex', value)
    case 'nationality':
    case 'document_issuer':
    case 'plate_country':
      return <CountryName code={value} />
    case 'document_type':
      return term('document-kind', value)
    case 'document_number':
    case 'plate':
    case 'vin':
    case 'serial':
    case 'identifier':
      return <MarkedNumber text={value} other={other} />
    default:
      return <bdi dir="auto">{value}</bdi>
  }
}
