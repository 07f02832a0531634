// Erasing a record, a case or a team takes two officers: proposing it, and what the second one sees and decides.
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Input, Output } from '../api/client.ts'
import { useAct } from '../api/hooks.ts'
import { useColleagues } from '../session/colleagues.ts'
import { useSession } from '../session/session.tsx'
import { Banner } from './banner.tsx'
import { Confirm } from './confirm.tsx'
import { DateTime } from './date-time.tsx'
import style from './erasure.module.css'
import { PersonName } from './person-name.tsx'

export const ERASABLE = ['registers', 'exchange', 'operations'] as const
export type Erasable = (typeof ERASABLE)[number]
export type Proposal = Output<`${Erasable}.find-erasures`>['rows'][number]

const GROUNDS: { readonly [of in Erasable]: readonly Input<`${of}.propose-erasure`>['ground'][] } = {
  registers: ['data-subject', 'retention-over', 'unlawful', 'wrong-person', 'other'],
  exchange: ['data-subject', 'retention', 'unlawful', 'mistaken'],
  operations: ['handed-over', 'retention', 'data-subject', 'unlawful'],
}

/** Asks for the ground and proposes; `onClose` is told whether it was proposed. */
export function ProposeErasure({
  of,
  thing,
  title,
  onClose,
}: {
  of: Erasable
  thing: string
  title: string
  onClose: (proposed: boolean) => void
}) {
  const { t } = useTranslation('erasure')
  const record = useAct('registers.propose-erasure')
  const about = useAct('exchange.propose-erasure')
  const team = useAct('operations.propose-erasure')
  const grounds: readonly string[] = GROUNDS[of]
  const [ground, setGround] = useState(grounds[0]!)
  const { running, error } = { registers: record, exchange: about, operations: team }[of]
  const ask = {
    registers: () => record.run({ record: thing, ground: ground as Input<'registers.propose-erasure'>['ground'] }),
    exchange: () => about.run({ case: thing, ground: ground as Input<'exchange.propose-erasure'>['ground'] }),
    operations: () => team.run({ space: thing, ground: ground as Input<'operations.propose-erasure'>['ground'] }),
  }[of]
  const send = async () => {
    if (await ask()) onClose(true)
  }
  return (
    <Confirm
      open
      title={title}
      happens={[t('proposed_happens'), t(`${of}.happens`), t('never')]}
      seenBy={[t('seen')]}
      act={t('propose')}
      danger
      running={running}
      error={error}
      onClose={() => onClose(false)}
      onConfirm={() => void send()}
    >
      <NativeSelect
        label={t('ground_label')}
        value={ground}
        data={grounds.map((value) => ({ value, label: t(`ground.${value}`) }))}
        onChange={(event) => setGround(event.currentTarget.value)}
      />
    </Confirm>
  )
}

/** The buttons under a waiting proposal: confirmed by another, taken back by its proposer. */
export function DecideErasure({ of, proposal, onDone }: { of: Erasable; proposal: Proposal; onDone?: (() => void) | undefined }) {
  const { t } = useTranslation('erasure')
  const { officer } = useSession()
  const acts = {
    registers: { confirm: useAct('registers.confirm-erasure'), reject: useAct('registers.reject-erasure') },
    exchange: { confirm: useAct('exchange.confirm-erasure'), reject: useAct('exchange.reject-erasure') },
    operations: { confirm: useAct('operations.confirm-erasure'), reject: useAct('operations.reject-erasure') },
  }[of]
  const [asking, setAsking] = useState<'confirm' | 'reject' | undefined>()
  const own = proposal.proposed_by === officer.id
  if (proposal.state !== 'waiting') return null
  const close = () => {
    acts.confirm.reset()
    acts.reject.reset()
    setAsking(undefined)
  }
  const back = t(own ? 'take_back' : 'reject')
  return (
    <span className={style.buttons}>
      {!own && (
        <Button size="xs" color="red" onClick={() => setAsking('confirm')}>
          {t('confirm')}
        </Button>
      )}
      <Button size="xs" variant="default" onClick={() => setAsking('reject')}>
        {back}
      </Button>
      {own && <span className={style.quiet}>{t('other')}</span>}
      {asking && (
        <Confirm
          open
          title={t(asking === 'confirm' ? 'confirm_title' : 'reject_title')}
          happens={asking === 'confirm' ? [t(`${of}.happens`), t('never')] : [t('reject_happens')]}
          seenBy={[t('seen')]}
          act={asking === 'confirm' ? t('confirm') : back}
          danger={asking === 'confirm'}
          running={acts[asking].running}
          error={acts[asking].error}
          onClose={close}
          onConfirm={async () => {
            if (!(await acts[asking].run({ proposal: proposal.id }))) return
            close()
            onDone?.()
          }}
        />
      )}
    </span>
  )
}

/** Above a record, a case or a team whose erasure waits for a second officer. */
export function WaitingErasure({ of, proposal, onDone }: { of: Erasable; proposal: Proposal | null; onDone?: () => void }) {
  const { t } = useTranslation('erasure')
  const { has } = useSession()
  const nameOf = useColleagues()
  if (!proposal) return null
  return (
    <Banner
      tone="warning"
      title={t('waits')}
      actions={has('supervisor', 'data-protection') && <DecideErasure of={of} proposal={proposal} onDone={onDone} />}
    >
      {t(`ground.${proposal.ground}`)} · <PersonName name={nameOf(proposal.proposed_by) ?? proposal.proposed_by} /> ·{' '}
      <DateTime at={proposal.proposed_at} form="short" /> · {t('until')} <DateTime at={proposal.expires_at} form="short" />
    </Banner>
  )
}
