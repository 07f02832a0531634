// One entry with its proof: computed again on this device, step by step, from what the page shows.
import { Button } from '@mantine/core'
import { IconArrowLeft, IconDownload } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useRefusal, useTerm } from '../language/term.ts'
import { Banner, DateTime, Facts, Loading, Mono, Page, RefusalBanner, Section, StateMark, type StateTone } from '../pieces/index.ts'
import { saveFile } from '../pieces/save.ts'
import style from './journal.module.css'
import { ActorName, actorOf, EventName, OutcomeMark, SubjectName, useEventWord, useOfficers } from './names.tsx'
import { type Computed, computeProof } from './proof.ts'

type Read = Output<'oversight.read-entry'>

export function Entry({ id }: { id: string }) {
  const { t } = useTranslation('journal')
  const read = useView('oversight.read-entry', { id })
  const word = useEventWord()
  const { data } = read
  return (
    <Page
      title={data ? word(data.line.event) : t('entry.title')}
      lead={
        <Link href="/journal/entries" className={style.back!}>
          <IconArrowLeft size={18} className="mirror" aria-hidden="true" /> {t('entry.back')}
        </Link>
      }
    >
      {!data && (read.error ? <RefusalBanner error={read.error} onRetry={read.reload} /> : <Loading />)}
      {data && (
        <>
          {data.erasure && (
            <Banner title={t('entry.erased', { reason: t(`ground.${data.erasure.reason}`, { defaultValue: data.erasure.reason ?? '' }) })}>
              <DateTime at={data.erasure.at} /> · <Link href={`/journal/entries/${data.erasure.id}`}>{t('entry.erasure')}</Link>
            </Banner>
          )}
          <What read={data} />
          <Proof read={data} />
        </>
      )}
    </Page>
  )
}

const SHOWN_APART = new Set(['purpose', 'code', 'unit', 'place', 'channel', 'member', 'policy', 'session'])

function What({ read: { line } }: { read: Read }) {
  const { t } = useTranslation('journal')
  const { term } = useTerm()
  const say = useRefusal()
  const { nameOf } = useOfficers()
  const { detail } = line
  const text = (name: string) => (typeof detail[name] === 'string' && detail[name] !== '' ? String(detail[name]) : undefined)
  const further = Object.entries(detail).filter(([name, value]) => !SHOWN_APART.has(name) && value !== null && value !== '')
  const about = /^[a-z][A-Za-z0-9:._/-]{0,199}$/.test(line.subject) && line.subject.includes(':')
  return (
    <Section title={t('entry.what')}>
      <Facts
        items={[
          [t('column.at'), <DateTime key="t" at={line.at} />],
          [
            t('column.event'),
            <span key="e">
              <EventName event={line.event} /> <Mono>{line.event}</Mono>
            </span>,
          ],
          [
            t('column.actor'),
            <span key="a">
              <ActorName {...actorOf(line, nameOf)} />
              {text('unit') && (
                <>
                  {' · '}
                  <bdi dir="auto">{text('unit')}</bdi>
                </>
              )}
            </span>,
          ],
          [
            t('column.subject'),
            <span key="s" className={style.stack}>
              <SubjectName subject={line.subject} whole />
              {about && <Link href={`/journal/accesses?subject=${encodeURIComponent(line.subject)}`}>{t('entry.who_else')}</Link>}
            </span>,
          ],
          [
            t('column.outcome'),
            <span key="o" className={style.stack}>
              <OutcomeMark outcome={line.outcome} />
              {line.code && <span className={style.quiet}>{say({ code: line.code, message: line.code })}</span>}
            </span>,
          ],
          [t('column.purpose'), line.purpose && term('purpose', line.purpose)],
          [
            t('column.place'),
            text('place') && (
              <bdi key="p" dir="auto">
                {text('place')}
              </bdi>
            ),
          ],
          [t('column.channel'), text('channel') && t(`channel.${text('channel')}`, { defaultValue: text('channel') ?? '' })],
          [t('column.network'), line.network && <Mono key="n">{line.network}</Mono>],
          [
            t('column.policy'),
            text('policy') && (
              <Mono key="y" breaks>
                {text('policy')}
              </Mono>
            ),
          ],
          [
            t('column.session'),
            text('session') && (
              <Mono key="x" breaks>
                {text('session')}
              </Mono>
            ),
          ],
          ...further.map(
            ([name, value]) =>
              [
                <Mono key={name}>{name}</Mono>,
                <Mono key={`${name}v`} breaks>
                  {String(value)}
                </Mono>,
              ] as const,
          ),
        ]}
      />
    </Section>
  )
}

type Check = { tone: StateTone; word: string }

function Proof({ read }: { read: Read }) {
  const { t } = useTranslation('journal')
  const number = new Intl.NumberFormat(locale())
  const { line, checkpoint, verified } = read
  const [computed, setComputed] = useState<Computed | 'unable' | undefined>()
  useEffect(() => {
    let left = false
    void computeProof({
      row: read.row,
      nonce: read.nonce,
      entry: read.entry,
      sequence: read.line.sequence,
      proof: read.proof,
      note: read.checkpoint?.note ?? null,
      verifier_keys: read.checkpoint?.verifier_keys ?? [],
    }).then((found) => !left && setComputed(found ?? 'unable'))
    return () => {
      left = true
    }
  }, [read])
  if (!computed) return <Loading label={t('proof.computing')} />
  const own = computed === 'unable' ? undefined : computed

  const row: Check =
    verified.row === 'missing'
      ? { tone: 'bad', word: t('proof.row.missing') }
      : verified.row === 'altered' || own?.row === 'differs'
        ? { tone: 'bad', word: t('proof.row.altered') }
        : verified.row === 'erased'
          ? { tone: 'quiet', word: t('proof.row.erased') }
          : { tone: 'good', word: t('proof.row.intact') }
  const inclusion: Check =
    verified.inclusion === 'broken' || own?.inclusion === 'misses'
      ? { tone: 'bad', word: t('proof.inclusion.broken') }
      : verified.inclusion === 'waiting'
        ? { tone: 'quiet', word: t('proof.inclusion.waiting') }
        : {
            tone: 'good',
            word: t('proof.inclusion.proven', {
              place: number.format((line.sequence ?? 0) + 1),
              size: number.format(checkpoint?.size ?? 0),
            }),
          }
  const signature: Check =
    verified.checkpoint === 'refused' || own?.signature === 'refused'
      ? { tone: 'bad', word: t('proof.signature.refused') }
      : verified.checkpoint === 'signed'
        ? { tone: 'good', word: t('proof.signature.signed') }
        : { tone: verified.checkpoint === 'no-key' ? 'warning' : 'quiet', word: t(`proof.signature.${verified.checkpoint}`) }
  const bad = [row, inclusion, signature].some(({ tone }) => tone === 'bad')
  const by = (done: boolean) => t(done ? 'proof.here' : 'proof.node')
  return (
    <Section
      title={t('proof.title')}
      actions={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={16} />}
          onClick={() => saveFile(`journal-${line.id}.json`, JSON.stringify(proofFile(read), null, 2), 'application/json')}
        >
          {t('proof.save')}
        </Button>
      }
    >
      <div className={style.part}>
        {bad && (
          <Banner tone="error" title={t('proof.bad')}>
            {t('proof.bad_why')}
          </Banner>
        )}
        <ul className={style.checks}>
          {(
            [
              [row, own !== undefined && own.row !== 'erased'],
              [inclusion, own !== undefined && own.inclusion !== 'waiting'],
              [signature, own?.signature === 'signed' || own?.signature === 'refused'],
            ] as const
          ).map(([check, here]) => (
            <li key={check.word}>
              <StateMark tone={check.tone} strong>
                {check.word}
              </StateMark>
              {check.tone !== 'quiet' && <span className={style.quiet}>{by(here)}</span>}
            </li>
          ))}
        </ul>
        <p className={style.flat}>{t('proof.what')}</p>
        <details className={style.more}>
          <summary>{t('proof.steps', { count: 2 + read.proof.length })}</summary>
          <ol className={style.steps}>
            <li>
              <p>{read.row === null ? t('proof.step.entry_erased') : t('proof.step.entry')}</p>
              <Mono breaks>{read.entry}</Mono>
            </li>
            <li>
              <p>{t('proof.step.leaf')}</p>
              <Mono breaks>{read.leaf}</Mono>
            </li>
            {(own?.steps ?? []).map(({ sibling, side, hash }) => (
              <li key={hash}>
                <p>{t(`proof.step.${side}`)}</p>
                <p className={style.quiet}>
                  <Mono breaks>{sibling}</Mono>
                </p>
                <p>
                  {t('proof.step.gives')} <Mono breaks>{hash}</Mono>
                </p>
              </li>
            ))}
            {own?.root && (
              <li>
                <p>{t(own.inclusion === 'reaches' ? 'proof.step.root' : 'proof.step.not_root', { size: number.format(own.size ?? 0) })}</p>
                <Mono breaks>{own.root}</Mono>
              </li>
            )}
          </ol>
        </details>
        {checkpoint && (
          <details className={style.more}>
            <summary>{t('proof.checkpoint')}</summary>
            <p className={style.flat}>
              {t('checkpoint.log', { log: number.format(checkpoint.log) })} · <DateTime at={checkpoint.at} />
            </p>
            <Mono lines>{checkpoint.note}</Mono>
            <p className={style.flat}>{t('checkpoint.keys')}</p>
            {checkpoint.verifier_keys.map((key) => (
              <p key={key} className={style.flat}>
                <Mono breaks>{key}</Mono>
              </p>
            ))}
          </details>
        )}
        {read.row !== null && (
          <details className={style.more}>
            <summary>{t('proof.row_text')}</summary>
            <Mono breaks>{read.row}</Mono>
            <p className={style.flat}>{t('proof.nonce')}</p>
            <Mono breaks>{read.nonce}</Mono>
          </details>
        )}
      </div>
    </Section>
  )
}

/** What somebody without this node needs to verify the entry. */
const proofFile = ({ line, row, nonce, entry, leaf, proof, checkpoint }: Read) => ({
  id: line.id,
  log: line.log,
  sequence: line.sequence,
  row,
  nonce,
  entry,
  leaf,
  proof,
  checkpoint,
})
