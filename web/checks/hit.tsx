// One hit as its card: the action first, then who says so, then why it met, part by part.
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useTerm } from '../language/term.ts'
import { HitCard, type HitCardProps, useReasonsOf } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import type { CheckAnswer, CheckHit, CheckSubject } from './overall.ts'

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
    ...(answer.threshold !== null && { threshold: answer.threshold }),
    evaluation: hit.evaluation,
    ...(hit.document_status && { status: hit.document_status }),
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
