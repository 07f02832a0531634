// What an officer does to one message: recall, ask permission, decide on it, pass on. Each asks once and says who will see it.
import { Checkbox, NativeSelect, Radio } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api/hooks.ts'
import { useLanguage } from '../language/index.ts'
import { Banner, Confirm, DateField, useMembers, WordsField } from '../pieces/index.ts'
import { HandlingMarks } from './content.tsx'
import style from './exchange.module.css'
import { endOfDay, type Typed, wordsOf } from './fields.tsx'
import { usePurpose } from './purpose.tsx'
import type { Message } from './types.ts'

export type Deed = 'recall' | 'permission' | 'decide' | 'forward'

type DeedProps = { message: Message; network: string; onClose: () => void }

/** The dialogue of a deed. */
export function DeedDialog({ deed, ...props }: DeedProps & { deed: Deed }) {
  if (deed === 'recall') return <Recall {...props} />
  if (deed === 'permission') return <AskPermission {...props} />
  if (deed === 'decide') return <Decide {...props} />
  return <Forward {...props} />
}

const useTyped = () => {
  const { language } = useLanguage()
  return useState<Typed>({ text: '', language })
}

function Recall({ message, network, onClose }: DeedProps) {
  const { t } = useTranslation('exchange')
  const { nameOf } = useMembers(network)
  const purpose = usePurpose()
  const { run, running, error } = useAct('exchange.recall')
  const [erase, setErase] = useState(true)
  const [reason, setReason] = useTyped()
  const partner = nameOf(message.partner)
  const go = async () => {
    const said = wordsOf(reason)
    if (await run({ message: message.id, erase, ...(said && { reason: said }) }, { purpose })) onClose()
  }
  return (
    <Confirm
      open
      danger
      title={t('recall.title', { partner })}
      happens={[
        t(erase ? 'recall.happens_erase' : 'recall.happens_unused', { partner }),
        t('recall.happens_proof', { partner }),
        t('recall.happens_onward'),
      ]}
      seenBy={[partner]}
      act={t('recall.act')}
      running={running}
      error={error}
      onConfirm={() => void go()}
      onClose={onClose}
    >
      <Checkbox label={t('recall.erase_too')} checked={erase} onChange={(event) => setErase(event.currentTarget.checked)} />
      <WordsField label={t('recall.reason')} value={reason} onChange={setReason} rows={2} />
    </Confirm>
  )
}

function AskPermission({ message, network, onClose }: DeedProps) {
  const { t } = useTranslation('exchange')
  const { nameOf, partners } = useMembers(network)
  const purpose = usePurpose()
  const { run, running, error } = useAct('exchange.request-permission')
  const binds = (code: string) => message.handling.some((one) => one.code === code)
  const [use, setUse] = useState<'onward' | 'evidence'>(binds('H1') && !binds('H2') ? 'evidence' : 'onward')
  const [audience, setAudience] = useState<string[]>([])
  const [reason, setReason] = useTyped()
  const [tried, setTried] = useState(false)
  const { t: shell } = useTranslation()
  const maker = nameOf(message.origin)
  const said = wordsOf(reason)
  const incomplete = !said || (use === 'onward' && audience.length === 0)
  const go = async () => {
    setTried(true)
    if (incomplete) return
    if (await run({ message: message.id, use, audience: use === 'onward' ? audience : [], reason: said }, { purpose })) onClose()
  }
  return (
    <Confirm
      open
      title={t('permission.ask_title', { maker })}
      happens={[t('permission.ask_happens', { maker }), t('permission.ask_waits')]}
      seenBy={[maker]}
      act={t('permission.ask_act')}
      running={running}
      error={error}
      onConfirm={() => void go()}
      onClose={onClose}
    >
      <Radio.Group label={t('permission.use')} value={use} onChange={(value) => setUse(value as typeof use)}>
        <Radio value="onward" label={t('use.onward')} py={4} />
        <Radio value="evidence" label={t('use.evidence')} py={4} />
      </Radio.Group>
      {use === 'onward' && (
        <Checkbox.Group
          label={t('permission.audience')}
          value={audience}
          onChange={setAudience}
          error={tried && audience.length === 0 ? shell('fault.required') : undefined}
          withAsterisk
        >
          {partners
            .filter(({ id }) => id !== message.origin)
            .map(({ id }) => (
              <Checkbox key={id} value={id} label={nameOf(id)} py={4} />
            ))}
        </Checkbox.Group>
      )}
      <WordsField
        label={t('permission.reason')}
        required
        value={reason}
        onChange={setReason}
        rows={2}
        error={tried && !said ? shell('fault.required') : undefined}
      />
    </Confirm>
  )
}

function Decide({ message, network, onClose }: DeedProps) {
  const { t } = useTranslation('exchange')
  const { nameOf } = useMembers(network)
  const purpose = usePurpose()
  const { run, running, error } = useAct('exchange.decide-permission')
  const [granted, setGranted] = useState<'yes' | 'no'>('no')
  const [until, setUntil] = useState<string | undefined>()
  const [conditions, setConditions] = useTyped()
  const partner = nameOf(message.partner)
  const asked = message.content?.kind === 'permission-request' ? message.content.body : undefined
  if (!asked) return null
  const audience = asked.audience.map(nameOf).join(' · ')
  const go = async () => {
    const said = wordsOf(conditions)
    const input = {
      message: message.id,
      granted: granted === 'yes',
      ...(until && granted === 'yes' && { until: endOfDay(until) }),
      ...(said && { conditions: said }),
    }
    if (await run(input, { purpose })) onClose()
  }
  return (
    <Confirm
      open
      danger={granted === 'yes'}
      title={t('permission.decide_title', { partner })}
      happens={[
        granted === 'no'
          ? t('permission.decide_no', { partner })
          : asked.use === 'onward'
            ? t('permission.decide_onward', { partner, audience })
            : t('permission.decide_evidence', { partner }),
        t('permission.decide_signed'),
      ]}
      seenBy={granted === 'yes' && asked.use === 'onward' ? [partner, audience] : [partner]}
      act={t(granted === 'yes' ? 'permission.grant' : 'permission.deny')}
      running={running}
      error={error}
      onConfirm={() => void go()}
      onClose={onClose}
    >
      <Radio.Group label={t('permission.decision')} value={granted} onChange={(value) => setGranted(value as typeof granted)}>
        <Radio value="no" label={t('permission.deny')} py={4} />
        <Radio value="yes" label={t('permission.grant')} py={4} />
      </Radio.Group>
      {granted === 'yes' && <DateField label={t('permission.until')} value={until} onChange={setUntil} />}
      <WordsField label={t('permission.conditions')} value={conditions} onChange={setConditions} rows={2} />
    </Confirm>
  )
}

function Forward({ message, network, onClose }: DeedProps) {
  const { t } = useTranslation('exchange')
  const { t: shell } = useTranslation()
  const { nameOf, partners } = useMembers(network)
  const purpose = usePurpose()
  const { run, running, error } = useAct('exchange.forward')
  const [to, setTo] = useState('')
  const [note, setNote] = useTyped()
  const [read, setRead] = useState(false)
  const [tried, setTried] = useState(false)
  const own = message.direction === 'out' && message.kind !== 'forward'
  const words = own ? undefined : message.handling.find(({ code }) => code === 'H3')
  const maker = nameOf(message.origin)
  const go = async () => {
    setTried(true)
    if (!to) return
    const said = wordsOf(note)
    if (await run({ message: message.id, to, ...(said && { note: said }), ...(words && { acknowledged: read }) }, { purpose })) onClose()
  }
  const hindrances = error?.code === 'handling.forbids' ? error.details.map(({ reason }) => reason) : []
  return (
    <Confirm
      open
      title={t('forward.title', { maker })}
      happens={[t('forward.happens', { maker }), t('forward.happens_terms'), t('forward.happens_maker', { maker })]}
      seenBy={to ? [nameOf(to)] : [t('forward.nobody_yet')]}
      act={t('forward.act')}
      running={running}
      error={hindrances.length > 0 ? undefined : error}
      onConfirm={() => void go()}
      onClose={onClose}
    >
      <HandlingMarks handling={message.handling} full />
      <NativeSelect
        label={t('forward.to')}
        withAsterisk
        value={to}
        error={tried && !to ? shell('fault.required') : undefined}
        onChange={(event) => setTo(event.currentTarget.value)}
        data={[
          { value: '', label: shell('form.choose') },
          ...partners
            .filter(({ id }) => id !== message.origin && id !== message.partner)
            .map(({ id }) => ({ value: id, label: nameOf(id) })),
        ]}
      />
      <WordsField label={t('forward.note')} value={note} onChange={setNote} rows={2} />
      {words && (
        <Checkbox
          label={t('forward.acknowledge')}
          description={words.words}
          checked={read}
          onChange={(event) => setRead(event.currentTarget.checked)}
        />
      )}
      {hindrances.length > 0 && (
        <Banner tone="error" title={t('forward.hindered', { maker })}>
          <ul className={style.plain}>
            {hindrances.map((reason) => (
              <li key={reason}>{t(`hindrance.${reason}`, { defaultValue: reason })}</li>
            ))}
          </ul>
        </Banner>
      )}
    </Confirm>
  )
}
