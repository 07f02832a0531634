// The leader takes the team into its next state; erasing is asked twice.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api/hooks.ts'
import { WordsField } from '../exchange/fields.tsx'
import { useLanguage } from '../language/index.ts'
import { Confirm, Toolbar, useMembers } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import type { Team, Words } from './types.ts'

type Next = Team['may_enter'][number]

export function Enter({ team }: { team: Team }) {
  const { t } = useTranslation('operations')
  const { has } = useSession()
  const { language } = useLanguage()
  const { nameOf } = useMembers(team.network)
  const act = useAct('operations.enter-state')
  const [asking, setAsking] = useState<Next | undefined>()
  const [again, setAgain] = useState(false)
  const [reason, setReason] = useState<Words>({ text: '', language })
  if (team.may_enter.length === 0 || !has('supervisor') || !team.belongs) return null
  const others = [...new Set([...team.members, ...team.invited])].filter((member) => member !== team.own).map(nameOf)
  const close = () => {
    setAsking(undefined)
    setAgain(false)
    act.reset()
  }
  const go = async () => {
    if (!asking) return
    if (asking === 'erased' && !again) return setAgain(true)
    const text = reason.text.trim()
    if (await act.run({ space: team.id, state: asking, ...(text && { reason: { ...reason, text } }) })) close()
  }
  return (
    <Toolbar label={t('enter.title')}>
      {team.may_enter.map((state) => (
        <Button
          key={state}
          variant={state === team.may_enter[0] && state !== 'erased' ? 'filled' : 'default'}
          {...(state === 'erased' && { color: 'red', variant: 'subtle' })}
          onClick={() => {
            setReason({ text: '', language })
            setAsking(state)
          }}
        >
          {t(`enter.${state}`)}
        </Button>
      ))}
      {asking && (
        <Confirm
          open={!again}
          title={t(`enter.confirm.${asking}`)}
          happens={[t(`enter.happens.${asking}`), ...(asking === 'erased' ? [t('enter.log_stays')] : [])]}
          seenBy={others}
          act={asking === 'erased' ? t('enter.erase_go_on') : t(`enter.${asking}`)}
          danger={asking === 'erased'}
          running={act.running}
          error={act.error}
          onConfirm={() => void go()}
          onClose={close}
        >
          <WordsField label={t('why')} value={reason} onChange={setReason} rows={2} />
        </Confirm>
      )}
      <Confirm
        open={again}
        title={t('enter.erase_again')}
        happens={[t('enter.erase_again_text'), t('enter.log_stays')]}
        seenBy={others}
        act={t('enter.erase_act')}
        danger
        running={act.running}
        error={act.error}
        onConfirm={() => void go()}
        onClose={close}
      />
    </Toolbar>
  )
}
