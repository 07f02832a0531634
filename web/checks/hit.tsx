// One hit as its card: the action first, then who says so, then why it met, part by part.
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useTerm } from '../language/term.ts'
import { HitCard, type HitCardProps, useReasonsOf } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import type { CheckAnswer, CheckHit, CheckSubject } from './overall.ts'

/** `from` says where a request to the owner takes what it knows from, as the address of the new request has it; without it nobody is asked here. */
export function Hit({
  hit,
  answer,
  subjects,
  from,
}: {
  hit: CheckHit
  answer: Pick<CheckAnswer, 'partner' | 'name' | 'own'> & Partial<Pick<CheckAnswer, 'threshold'>>
  subjects: readonly CheckSubject[]
  from?: Readonly<Record<string, string>> | undefined
}) {
  const { t } = useTranslation('checks')
  const { term } = useTerm()
  const { has } = useSession()
  const [, navigate] = useLocation()
  const reasonsOf = useReasonsOf()
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
    ...reasonsOf(hit, subjects),
    ...(typeof answer.threshold === 'number' && { threshold: answer.threshold }),
    evaluation: hit.evaluation,
    ...(hit.document_status && { status: hit.document_status }),
    ...(hit.handling.length > 0 && { handling: hit.handling }),
  }
  const said = reason.filter(Boolean).join(' · ')
  const may_ask = !answer.own && has('desk', 'supervisor')
  const query = new URLSearchParams({ ...from, partner: answer.partner, hit: hit.reference })
  return (
    <HitCard {...props} {...(said && { reason: said })} {...(may_ask && from && { onAsk: () => navigate(`/exchange/new?${query}`) })}>
      {answer.own && has('desk', 'analyst', 'supervisor') && (
        <p>
          <Link href={`/registers/record/${hit.record}`}>{t('hit.open')}</Link>
        </p>
      )}
      {!answer.own && !may_ask && from && <p>{t('hit.desk')}</p>}
    </HitCard>
  )
}
