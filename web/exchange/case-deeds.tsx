// What an officer does with a whole case: give it, close it, hand it over, write it out.
import { Button, Checkbox, Menu, NativeSelect, Radio } from '@mantine/core'
import { IconDots, IconPlus, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { Output } from '../api/client.ts'
import { useAct } from '../api/hooks.ts'
import { useLanguage } from '../language/index.ts'
import { Banner, Confirm, DateTime, ProposeErasure, useMembers, WordsField } from '../pieces/index.ts'
import { saveBlob } from '../pieces/save.ts'
import { useSession } from '../session/session.tsx'
import { useColleagues } from './colleagues.ts'
import style from './exchange.module.css'
import { LineField, type Typed, wordsOf } from './fields.tsx'
import { usePurpose } from './purpose.tsx'
import { type CaseRead, isOpen } from './types.ts'

type CaseDeed = 'assign' | 'close' | 'reopen' | 'hand-over' | 'export' | 'erase'
type Props = { read: CaseRead; onClose: () => void }

/** The buttons of a case; what the role cannot do is not offered, what the state forbids says why. */
export function CaseButtons({ read }: { read: CaseRead }) {
  const { t } = useTranslation('exchange')
  const { t: erasure } = useTranslation('erasure')
  const { officer, has } = useSession()
  const [, navigate] = useLocation()
  const [deed, setDeed] = useState<CaseDeed | undefined>()
  const assign = useAct('exchange.assign-case')
  const { case: about } = read
  const close = () => setDeed(undefined)
  const desk = has('desk', 'supervisor')
  if (!desk) return null
  const open = about.state === 'open' && !about.erased_at
  return (
    <div className={style.caseButtons}>
      {open && about.assigned_to !== officer.id && (
        <Button
          variant={about.assigned_to ? 'default' : 'filled'}
          leftSection={<IconUserPlus size={18} />}
          loading={assign.running}
          onClick={() => void assign.run({ case: about.id, officer: officer.id })}
        >
          {t('assign.me')}
        </Button>
      )}
      {open && (
        <Button variant="default" leftSection={<IconPlus size={18} />} onClick={() => navigate(`/exchange/new?case=${about.id}`)}>
          {t('case.ask_more')}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconDots size={18} />}>
            {t('case.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {open && <Menu.Item onClick={() => setDeed('assign')}>{t('assign.menu')}</Menu.Item>}
          <Menu.Item onClick={() => setDeed('export')}>{t('export.menu')}</Menu.Item>
          {has('supervisor') && about.own && open && <Menu.Item onClick={() => setDeed('hand-over')}>{t('handover.menu')}</Menu.Item>}
          {open ? (
            <Menu.Item onClick={() => setDeed('close')}>{t('close.menu')}</Menu.Item>
          ) : (
            !about.erased_at && <Menu.Item onClick={() => setDeed('reopen')}>{t('reopen.menu')}</Menu.Item>
          )}
          {has('supervisor') && !open && !about.erased_at && !read.erasure && (
            <Menu.Item onClick={() => setDeed('erase')}>{erasure('propose')}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {assign.error && <Banner tone="error" title={t('assign.failed')} />}
      {deed === 'assign' && <Assign read={read} onClose={close} />}
      {deed === 'close' && <CloseCase read={read} onClose={close} />}
      {deed === 'reopen' && <Reopen read={read} onClose={close} />}
      {deed === 'hand-over' && <HandOver read={read} onClose={close} />}
      {deed === 'export' && <Export read={read} onClose={close} />}
      {deed === 'erase' && <ProposeErasure of="exchange" thing={about.id} title={erasure('exchange.title')} onClose={close} />}
    </div>
  )
}

function Assign({ read, onClose }: Props) {
  const { t } = useTranslation('exchange')
  const { colleagues } = useColleagues()
  const { run, running, error } = useAct('exchange.assign-case')
  const [to, setTo] = useState(read.case.assigned_to ?? '')
  const [unitOnly, setUnitOnly] = useState(read.case.unit_only)
  const chosen = colleagues.find(({ id }) => id === to)
  const able = colleagues.filter(({ roles }) => roles.some((role) => role === 'desk' || role === 'supervisor'))
  const go = async () => {
    const unit = chosen?.unit
    if (await run({ case: read.case.id, officer: to || null, ...(unit && { unit }), unit_only: unitOnly })) onClose()
  }
  return (
    <Confirm
      open
      title={t('assign.title')}
      happens={[
        to ? t('assign.happens', { name: chosen?.name ?? to, unit: chosen?.unit ?? read.case.lead_unit }) : t('assign.happens_nobody'),
        t(unitOnly ? 'assign.unit_only_happens' : 'assign.all_units'),
      ]}
      seenBy={[]}
      act={t('assign.act')}
      running={running}
      error={error}
      onConfirm={() => void go()}
      onClose={onClose}
    >
      <NativeSelect
        label={t('assign.to')}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        data={[{ value: '', label: t('assign.nobody') }, ...able.map(({ id, name, unit }) => ({ value: id, label: `${name} (${unit})` }))]}
      />
      <Checkbox label={t('assign.unit_only')} checked={unitOnly} onChange={(event) => setUnitOnly(event.currentTarget.checked)} />
    </Confirm>
  )
}

function CloseCase({ read, onClose }: Props) {
  const { t } = useTranslation('exchange')
  const { run, running, error } = useAct('exchange.close-case')
  const open = read.requests.filter(isOpen).length
  const go = async () => {
    if (await run({ case: read.case.id })) onClose()
  }
  return (
    <Confirm
      open
      title={t('close.title')}
      happens={open > 0 ? [t('close.open', { count: open })] : [t('close.happens'), t('close.reopens')]}
      seenBy={[]}
      act={t('close.act')}
      running={running}
      error={error}
      onConfirm={() => void go()}
      onClose={onClose}
    />
  )
}

function Reopen({ read, onClose }: Props) {
  const { t } = useTranslation('exchange')
  const { run, running, error } = useAct('exchange.reopen-case')
  const go = async () => {
    if (await run({ case: read.case.id })) onClose()
  }
  return (
    <Confirm
      open
      title={t('reopen.title')}
      happens={[t('reopen.happens')]}
      seenBy={[]}
      act={t('reopen.act')}
      running={running}
      error={error}
      onConfirm={() => void go()}
      onClose={onClose}
    />
  )
}

function HandOver({ read, onClose }: Props) {
  const { t } = useTranslation('exchange')
  const { t: shell } = useTranslation()
  const { language } = useLanguage()
  const { partners, nameOf } = useMembers(read.case.network)
  const purpose = usePurpose()
  const { run, running, error } = useAct('exchange.hand-over')
  const [to, setTo] = useState('')
  const [title, setTitle] = useState('')
  const [reason, setReason] = useState<Typed>({ text: '', language })
  const [tried, setTried] = useState(false)
  const others = read.parties.filter((id) => id !== to)
  const owner = to ? nameOf(to) : t('handover.new_owner')
  const go = async () => {
    setTried(true)
    if (!to) return
    const said = wordsOf(reason)
    if (await run({ case: read.case.id, to, ...(title.trim() && { title: title.trim() }), ...(said && { reason: said }) }, { purpose }))
      onClose()
  }
  return (
    <Confirm
      open
      danger
      title={t('handover.ask')}
      happens={[
        t('handover.happens_owner', { owner }),
        ...(others.length > 0 ? [t('handover.happens_parties', { parties: others.map(nameOf).join(' · ') })] : []),
        t('handover.happens_proof'),
        t('handover.happens_contents'),
      ]}
      seenBy={[...(to ? [owner] : []), ...others.map(nameOf)]}
      act={t('handover.act')}
      running={running}
      error={error}
      onConfirm={() => void go()}
      onClose={onClose}
    >
      <NativeSelect
        label={t('handover.to')}
        withAsterisk
        value={to}
        error={tried && !to ? shell('fault.required') : undefined}
        onChange={(event) => setTo(event.currentTarget.value)}
        data={[{ value: '', label: shell('form.choose') }, ...partners.map(({ id }) => ({ value: id, label: nameOf(id) }))]}
      />
      <LineField label={t('handover.title')} description={t('handover.title_hint')} value={title} onChange={setTitle} max={300} />
      <WordsField label={t('handover.reason')} description={t('handover.reason_hint')} value={reason} onChange={setReason} rows={2} />
    </Confirm>
  )
}

/** Writes the case out; each message whose words (H3) bind is acknowledged by itself, or left out. */
function Export({ read, onClose }: Props) {
  const { t } = useTranslation('exchange')
  const { nameOf } = useMembers(read.case.network)
  const purpose = usePurpose()
  const { run, running, error } = useAct('exchange.export-case')
  const [use, setUse] = useState<'working' | 'evidence'>('working')
  const [form, setForm] = useState<'text' | 'json' | 'print'>('text')
  const [acknowledged, setAcknowledged] = useState<string[]>([])
  const [without, setWithout] = useState<string[]>([])
  const rows = read.messages.rows.filter((message) => message.content && !message.recalled_at && message.origin !== ownOf(read))
  const bound = rows.filter(({ handling }) => handling.some(({ code }) => code === 'H3'))
  const evidential = rows.filter(
    ({ id, handling }) =>
      handling.some(({ code }) => code === 'H1') &&
      !read.permissions.some((one) => one.statement === id && one.use === 'evidence' && one.granted),
  )
  const hindered = error?.code === 'handling.forbids' ? error.details : []
  const nameOfMessage = (id: string) => {
    const message = read.messages.rows.find((one) => one.id === id)
    return message ? `${t(`message-kind.${message.kind}`)}, ${nameOf(message.partner)}` : id
  }
  const go = async () => {
    const input = { case: read.case.id, form: form === 'json' ? ('json' as const) : ('text' as const), use, acknowledged, without }
    const file = await run(input, { purpose })
    if (!file) return
    if (form === 'print') print(file)
    else saveBlob(file.name, new Blob(form === 'text' ? ['\uFEFF', file.content] : [file.content], { type: file.media_type }))
    onClose()
  }
  return (
    <Confirm
      open
      title={t('export.title')}
      happens={[t('export.happens'), t('export.happens_journal'), t('export.happens_recalled')]}
      seenBy={[]}
      act={t(form === 'print' ? 'export.print' : 'export.act')}
      running={running}
      error={hindered.length > 0 ? undefined : error}
      onConfirm={() => void go()}
      onClose={onClose}
    >
      <Radio.Group label={t('export.use')} value={use} onChange={(value) => setUse(value as typeof use)}>
        <Radio value="working" label={t('export.working')} py={4} />
        <Radio value="evidence" label={t('export.evidence')} py={4} />
      </Radio.Group>
      <Radio.Group label={t('export.form')} value={form} onChange={(value) => setForm(value as typeof form)}>
        <Radio value="text" label={t('export.text')} py={4} />
        <Radio value="json" label={t('export.json')} py={4} />
        <Radio value="print" label={t('export.print')} py={4} />
      </Radio.Group>
      {bound.length > 0 && (
        <Checkbox.Group label={t('export.acknowledge')} value={acknowledged} onChange={setAcknowledged}>
          {bound
            .filter(({ id }) => !without.includes(id))
            .map((message) => (
              <Checkbox
                key={message.id}
                value={message.id}
                py={4}
                label={nameOfMessage(message.id)}
                description={<bdi dir="auto">{message.handling.find(({ code }) => code === 'H3')?.words}</bdi>}
              />
            ))}
        </Checkbox.Group>
      )}
      {(bound.length > 0 || (use === 'evidence' && evidential.length > 0)) && (
        <Checkbox.Group label={t('export.without')} value={without} onChange={setWithout}>
          {[...new Set([...bound, ...(use === 'evidence' ? evidential : [])])].map((message) => (
            <Checkbox
              key={message.id}
              value={message.id}
              py={4}
              label={
                <>
                  {nameOfMessage(message.id)} · <DateTime at={message.at} form="short" />
                </>
              }
            />
          ))}
        </Checkbox.Group>
      )}
      {hindered.length > 0 && (
        <Banner tone="error" title={t('export.hindered')}>
          <ul className={style.plain}>
            {hindered.map(({ path, reason }) => (
              <li key={`${path}${reason}`}>
                {nameOfMessage(path.replace('/messages/', ''))}: {t(`hindrance.${reason}`, { defaultValue: reason })}
              </li>
            ))}
          </ul>
        </Banner>
      )}
    </Confirm>
  )
}

const ownOf = (read: CaseRead) => read.messages.rows.find(({ direction }) => direction === 'out')?.origin

/** Prints the written case by itself, without the frame around it. */
function print(file: Output<'exchange.export-case'>): void {
  const frame = document.createElement('iframe')
  frame.style.cssText = 'position:fixed;inline-size:0;block-size:0;border:0'
  frame.setAttribute('aria-hidden', 'true')
  document.body.append(frame)
  const page = frame.contentDocument
  if (!page || !frame.contentWindow) throw new TypeError('a frame without a page')
  const text = page.createElement('pre')
  text.dir = 'auto'
  text.style.cssText = 'white-space:pre-wrap;font:12px/1.6 "IBM Plex Sans","IBM Plex Sans Arabic",sans-serif;unicode-bidi:plaintext'
  text.textContent = file.content
  page.title = file.name
  page.body.append(text)
  frame.contentWindow.addEventListener('afterprint', () => frame.remove())
  frame.contentWindow.print()
}
