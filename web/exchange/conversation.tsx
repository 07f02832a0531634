// The conversation of a case in its order: what was asked, clarified, answered, refused, taken back, permitted.
import { Button, Menu, SegmentedControl } from '@mantine/core'
import { IconArrowRight, IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTerm } from '../language/term.ts'
import { Banner, DateTime, Deadline, MemberName, MessageTrack, type MessageTrackProps } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { ContentOf, Evaluated, HandlingMarks } from './content.tsx'
import { type Deed, DeedDialog } from './deeds.tsx'
import style from './exchange.module.css'
import { Attachments } from './files.tsx'
import { AnswerForm, ClarifyForm, CorrectForm, RefuseForm, type Reply } from './reply.tsx'
import { type CaseRead, isOpen, type Message, type Request } from './types.ts'

const RECALLABLE: readonly Message['kind'][] = ['request', 'clarification', 'answer', 'refusal', 'forward', 'correction', 'permission']
const FORWARDABLE: readonly Message['kind'][] = ['request', 'answer', 'clarification', 'correction', 'forward']
const EVENTS: readonly Message['kind'][] = ['opened', 'executed']

/** All messages; with several partners one of them can be looked at alone. */
export function Conversation({ read }: { read: CaseRead }) {
  const { t } = useTranslation('exchange')
  const [partner, setPartner] = useState('')
  const partners = [...new Set(read.messages.rows.map((message) => message.partner))]
  const shown = read.messages.rows.filter((message) => partner === '' || message.partner === partner)
  return (
    <div className={style.conversation}>
      {partners.length > 1 && (
        <SegmentedControl
          aria-label={t('conversation.partner')}
          value={partner}
          onChange={setPartner}
          className={style.kinds!}
          data={[
            { value: '', label: t('conversation.all') },
            ...partners.map((id) => ({
              value: id,
              label: (<MemberName id={id} network={read.case.network} hideCode />) as unknown as string,
            })),
          ]}
        />
      )}
      <ol className={style.messages} aria-label={t('conversation.label')}>
        {shown.map((message) => (
          <li key={message.id} id={message.id}>
            {EVENTS.includes(message.kind) && !message.mark ? (
              <EventLine message={message} />
            ) : (
              <MessageCard message={message} read={read} />
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}

function EventLine({ message }: { message: Message }) {
  const { t } = useTranslation('exchange')
  return (
    <div className={style.event}>
      <span>
        {t(`message-kind.${message.kind}`)} · <MemberName id={message.direction === 'in' ? message.partner : message.origin} hideCode /> ·{' '}
        <DateTime at={message.at} form="short" />
      </span>
      {message.kind === 'executed' && message.content && <ContentOf content={message.content} />}
    </div>
  )
}

function MessageCard({ message, read }: { message: Message; read: CaseRead }) {
  const { t } = useTranslation('exchange')
  const { term } = useTerm()
  const { node } = useSession()
  const own = node.networks.find(({ id }) => id === read.case.network)?.own ?? message.origin
  const [from, to] = message.direction === 'out' ? [own, message.partner] : [message.partner, own]
  const request = message.kind === 'request' ? read.requests.find(({ id }) => id === message.id) : undefined
  const permissions = read.permissions.filter(({ statement }) => statement === message.id)
  const order = read.orders.find(({ id }) => id === message.id)
  return (
    <article
      className={`${style.message} ${message.direction === 'out' ? style.out : style.in}`}
      aria-label={t(`message-kind.${message.kind}`)}
    >
      <header className={style.messageHead}>
        <h3 className={style.messageKind}>{t(`message-kind.${message.kind}`)}</h3>
        <span>
          <MemberName id={from} hideCode /> <IconArrowRight size={14} className="mirror" aria-hidden="true" />{' '}
          <MemberName id={to} hideCode />
        </span>
        {message.origin !== from && (
          <span className={style.quiet}>
            {t('message.made_by')} <MemberName id={message.origin} hideCode />
          </span>
        )}
        <span className={style.quiet}>
          <DateTime at={message.at} form="short" />
        </span>
        <MessageMenu message={message} network={read.case.network} />
      </header>
      {request && <RequestState request={request} network={read.case.network} />}
      {message.mark && (
        <Banner tone="warning" title={t(`mark.${message.mark}`)}>
          {t(`mark-meaning.${message.mark}`, { defaultValue: '' })}
        </Banner>
      )}
      {message.recalled_at && (
        <Banner tone="warning" title={t('message.recalled')}>
          <DateTime at={message.recalled_at} /> · {t('message.recalled_why')}
        </Banner>
      )}
      {message.corrected_by && (
        <Banner tone="warning" title={t('message.corrected')}>
          <a href={`#${message.corrected_by}`}>{t('message.to_correction')}</a>
        </Banner>
      )}
      {message.withheld && <p className={style.withheld}>{t(`withheld.${message.withheld}`)}</p>}
      {message.content && (
        <div className={`${style.messageBody} ${message.corrected_by ? style.former : ''}`}>
          <ContentOf content={message.content} own={message.direction === 'out'} />
        </div>
      )}
      <Attachments files={message.attachments} />
      <Evaluated evaluation={message.evaluation} />
      <footer className={style.messageFoot}>
        <HandlingMarks handling={message.handling} />
        <span>{term('classification', message.classification)}</span>
        {message.keep_until && (
          <span>
            {t('message.keep_until')} <DateTime at={message.keep_until} form="date" />
          </span>
        )}
        {message.direction === 'out' && message.delivery && (
          <span>
            {t(`delivery.${message.delivery.state}`)} · <DateTime at={message.delivery.at} form="short" />
          </span>
        )}
      </footer>
      {order && (
        <p className={style.orderLine}>
          {order.executed_at ? (
            <>
              {t('order.executed')} · {t(`executed.${order.result}`, { defaultValue: order.result ?? '' })} ·{' '}
              <DateTime at={order.executed_at} form="short" />
            </>
          ) : (
            t('order.waiting')
          )}
        </p>
      )}
      {permissions.length > 0 && message.direction === 'in' && (
        <ul className={style.plain}>
          {permissions.map((one) => (
            <li key={one.id}>
              {t(one.granted ? 'permission.granted' : 'permission.denied')} · {t(`use.${one.use}`)}
              {one.audience.map((id) => (
                <span key={id}>
                  {' · '}
                  <MemberName id={id} hideCode />
                </span>
              ))}
              {one.until && (
                <>
                  {' · '}
                  {t('permission.until')} <DateTime at={one.until} form="date" />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <Replies message={message} read={read} request={request} />
    </article>
  )
}

/** Where a request stands: its four steps, its time limit, and who holds the ball. */
export function RequestState({ request, network }: { request: Request; network: string }) {
  const { t } = useTranslation('exchange')
  const { term } = useTerm()
  const times: MessageTrackProps['times'] = { waiting: request.sent_at }
  if (request.delivered_at) times.delivered = request.delivered_at
  if (request.opened_at) times.opened = request.opened_at
  if (request.final_at)
    times[request.state === 'answered' ? 'answered' : request.state === 'refused' ? 'refused' : 'expired'] = request.final_at
  if (request.recalled_at) times.recalled = request.recalled_at
  const since = request.opened_at ?? request.delivered_at ?? request.sent_at
  const deferred = request.state === 'refused' && request.deferred_until
  const due = request.deferred_until ?? request.due_at
  return (
    <div className={style.state}>
      <MessageTrack
        state={request.state}
        times={times}
        {...(request.ball && { ball: { holder: <MemberName id={request.ball} network={network} hideCode />, since } })}
      />
      <div className={style.limits}>
        <span>
          {term('reply-class', request.reply_class)}: {term('reply-class-meaning' as 'reply-class', request.reply_class)}
        </span>
        {request.delivered_at && due ? (
          <Deadline
            from={request.delivered_at}
            due={due}
            withDue
            {...(request.final_at && !deferred ? { answered: request.final_at } : {})}
          />
        ) : (
          request.state === 'waiting' && <span className={style.quiet}>{t('request.limit_waits')}</span>
        )}
        {request.state === 'refused' && request.code && (
          <strong>
            {t('refusal.ground')}: {term('refusal-ground', request.code)}
          </strong>
        )}
        {deferred && request.deferred_until && (
          <span>
            {t('refusal.deferred')} <DateTime at={request.deferred_until} />
          </span>
        )}
      </div>
      {request.state === 'waiting' && request.delivery && request.delivery.state !== 'delivered' && (
        <Banner title={t(`delivery.${request.delivery.state}`)}>{t('request.waits_here')}</Banner>
      )}
    </div>
  )
}

function MessageMenu({ message, network }: { message: Message; network: string }) {
  const { t } = useTranslation('exchange')
  const { has } = useSession()
  const [deed, setDeed] = useState<Deed | undefined>()
  const [correcting, setCorrecting] = useState(false)
  const live = !message.recalled_at && !message.withheld && message.mark !== 'unverified'
  const desk = has('desk', 'supervisor')
  const deeds: Deed[] = []
  if (desk && live && message.direction === 'out' && RECALLABLE.includes(message.kind)) deeds.push('recall')
  if (desk && live && message.direction === 'in' && FORWARDABLE.includes(message.kind)) deeds.push('forward', 'permission')
  const correctable =
    desk && live && message.direction === 'out' && !message.corrected_by && (message.kind === 'request' || message.kind === 'answer')
  if (deeds.length === 0 && !correctable) return null
  return (
    <>
      <span className={style.grow} />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="compact-sm" variant="subtle" leftSection={<IconDots size={16} />}>
            {t('message.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {deeds.includes('forward') && <Menu.Item onClick={() => setDeed('forward')}>{t('forward.menu')}</Menu.Item>}
          {deeds.includes('permission') && <Menu.Item onClick={() => setDeed('permission')}>{t('permission.menu')}</Menu.Item>}
          {correctable && <Menu.Item onClick={() => setCorrecting(true)}>{t('correction.menu')}</Menu.Item>}
          {deeds.includes('recall') && (
            <Menu.Item color="red" onClick={() => setDeed('recall')}>
              {t('recall.menu')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {deed && <DeedDialog deed={deed} message={message} network={network} onClose={() => setDeed(undefined)} />}
      {correcting && (
        <div className={style.below}>
          <CorrectForm message={message} network={network} onClose={() => setCorrecting(false)} />
        </div>
      )}
    </>
  )
}

/** What is to be done next about a message, where it is for us to do. */
function Replies({ message, read, request }: { message: Message; read: CaseRead; request: Request | undefined }) {
  const { t } = useTranslation('exchange')
  const { has } = useSession()
  const [reply, setReply] = useState<Reply | undefined>()
  const [deciding, setDeciding] = useState(false)
  const { network, classification } = read.case
  const close = () => setReply(undefined)
  if (!has('desk', 'supervisor') || message.withheld) return null

  if (request && request.direction === 'in' && isOpen(request)) {
    if (reply) {
      const props = { request, message, network, classification, onClose: close }
      return reply === 'answer' ? <AnswerForm {...props} /> : reply === 'refuse' ? <RefuseForm {...props} /> : <ClarifyForm {...props} />
    }
    return (
      <div className={style.buttons}>
        <Button onClick={() => setReply('answer')}>{t('answer.open')}</Button>
        <Button variant="default" onClick={() => setReply('ask')}>
          {t('clarify.ask_open')}
        </Button>
        <Button variant="default" onClick={() => setReply('refuse')}>
          {t('refusal.open')}
        </Button>
      </div>
    )
  }

  if (
    message.kind === 'clarification' &&
    message.direction === 'in' &&
    message.content?.kind === 'clarification' &&
    message.content.body.part === 'question'
  ) {
    const about = read.requests.find(({ id }) => id === message.request)
    const done = read.messages.rows.some((one) => one.in_reply_to === message.id)
    if (!about || done || !isOpen(about)) return null
    return reply ? (
      <ClarifyForm request={about} network={network} question={message} onClose={close} />
    ) : (
      <div className={style.buttons}>
        <Button onClick={() => setReply('ask')}>{t('clarify.answer_open')}</Button>
      </div>
    )
  }

  if (message.kind === 'permission-request' && message.direction === 'in') {
    if (read.messages.rows.some((one) => one.kind === 'permission' && one.in_reply_to === message.id)) return null
    if (!has('supervisor')) return <p className={style.quiet}>{t('permission.supervisor')}</p>
    return (
      <div className={style.buttons}>
        <Button onClick={() => setDeciding(true)}>{t('permission.decide_open')}</Button>
        {deciding && <DeedDialog deed="decide" message={message} network={network} onClose={() => setDeciding(false)} />}
      </div>
    )
  }
  return null
}
