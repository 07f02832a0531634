// The hit that a request followed: why it met, read from the check as long as the node keeps it and the officer may see it.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { Banner, HitReasons, Loading, Mono, useReasonsOf } from '../pieces/index.ts'
import style from './exchange.module.css'

type Read = Output<'checks.read-one'>
/** A check, or what one of a list was answered: the hits and from which score on they count. */
type Check = Pick<Read, 'subjects'> & {
  answers: readonly { threshold?: number | null; hits: Read['answers'][number]['hits'] }[]
}

/** The reasons of one hit of a check; nothing where the check does not hold it. */
export function WhyItMet({ check, record }: { check: Check; record: string }) {
  const reasonsOf = useReasonsOf()
  const answer = check.answers.find(({ hits }) => hits.some(({ reference }) => reference === record))
  const hit = answer?.hits.find(({ reference }) => reference === record)
  if (!answer || !hit) return null
  return <HitReasons {...reasonsOf(hit, check.subjects)} threshold={answer.threshold ?? undefined} />
}

/** The record's reference, and on demand the reasons: reading a check is journalled, so nobody reads it by scrolling past. */
export function HitBehind({ record, check }: { record: string; check?: string | undefined }) {
  const { t } = useTranslation('exchange')
  const [open, setOpen] = useState(false)
  const read = useView('checks.read-one', { check: check ?? '' }, { enabled: open && check !== undefined })
  return (
    <>
      <Mono breaks>{record}</Mono>{' '}
      {check && !open && (
        <Button variant="subtle" size="xs" onClick={() => setOpen(true)}>
          {t('request.why_met')}
        </Button>
      )}
      {read.loading && <Loading />}
      {read.error && <Banner tone="info" title={t('request.check_gone')} />}
      {read.data && (
        <div className={style.why}>
          <WhyItMet check={read.data} record={record} />
        </div>
      )}
    </>
  )
}
