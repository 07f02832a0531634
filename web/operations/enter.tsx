// The leader takes the team into its next state; erasing it is proposed, and another officer confirms.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api/hooks.ts'
import { useLanguage } from '../language/index.ts'
import { Confirm, ProposeErasure, Toolbar, useMembers, WordsField } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import type { Team, Words } from './types.ts'

type Next = Team['may_enter'][number]

export function Enter({ team }: { team: Team }) {
  const { t } = useTranslation('operations')
  const { t: erasure } = useTranslation('erasure')
  const { has } = useSession()
  const { language } = useLanguage()
  const { nameOf } = useMembers(team.network)
  const act = useAct('operations.enter-state')
  const [asking, setAsking] = useState<Next | undefined>()
  const [erasing, setErasing] = useState(false)
  const [reason, setReason] = useState<Words>({ text: '', language })
  const mayErase = team.may_erase && !team.erasure
  if ((team.may_enter.length === 0 && !mayErase) || !has('supervisor') || !team.belongs) return null
  const others = [...new Set([...team.members, ...team.invited])].filter((member) => member !== team.own).map(nameOf)
  const close = () => {
    setAsking(undefined)
    act.reset()
  }
  const go = async () => {
    if (!asking) return
    const text = reason.text.trim()
    if (await act.run({ space: team.id, state: asking, ...(text && { reason: { ...reason, text } }) })) close()
  }
  return (
    <Toolbar label={t('enter.title')}>
      {team.may_enter.map((state) => (
        <Button
          key={state}
          variant={state === team.may_enter[0] ? 'filled' : 'default'}
          onClick={() => {
            setReason({ text: '', language })
            setAsking(state)
          }}
        >
          {t(`enter.${state}`)}
        </Button>
      ))}
      {mayErase && (
        <Button color="red" variant="subtle" onClick={() => setErasing(true)}>
          {erasure('propose')}
        </Button>
      )}
      {asking && (
        <Confirm
          open
          title={t(`enter.confirm.${asking}`)}
          happens={[t(`enter.happens.${asking}`)]}
          seenBy={others}
          act={t(`enter.${asking}`)}
          running={act.running}
          error={act.error}
          onConfirm={() => void go()}
          onClose={close}
        >
          <WordsField label={t('why')} value={reason} onChange={setReason} rows={2} />
        </Confirm>
      )}
      {erasing && <ProposeErasure of="operations" thing={team.id} title={erasure('operations.title')} onClose={() => setErasing(false)} />}
    </Toolbar>
  )
}
