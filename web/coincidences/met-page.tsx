// One coincidence: the two sides facing each other, whom to speak to, and what came of it.
import { Button, Radio, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { Banner, DateTime, Facts, Loading, MemberName, Mono, Page, RefusalBanner, Section, StateMark, useMembers } from '../pieces/index.ts'
import style from './coincidences.module.css'
import { MatterTitle, TheirSide } from './met-list.tsx'
import { nameOfThing, THINGS, teamOf, unitOf, useMatterName } from './places.tsx'

type One = Output<'coincidences.read-one'>
const OUTCOMES = ['cooperating', 'ours-leads', 'theirs-leads', 'same-matter', 'no-relation'] as const
const EVERY_MS = 10_000

export function MetPage({ id }: { id: string }) {
  const { t } = useTranslation('coincidences')
  const view = useView('coincidences.read-one', { id }, { every_ms: EVERY_MS })
  const met = view.data
  return (
    <Page
      title={met ? t(`met.title.${met.kind === 'person' ? 'person' : 'thing'}`, { kind: t(`kind.${met.kind}`) }) : t('one')}
      lead={t('met.lead')}
      width="wide"
      actions={
        <Link href="/coincidences" className={style.back}>
          {t('back')}
        </Link>
      }
    >
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {met && <Whole met={met} onDone={view.reload} />}
    </Page>
  )
}

function Whole({ met, onDone }: { met: One; onDone: () => void }) {
  const { t } = useTranslation('coincidences')
  const { nameOf } = useMembers(met.network)
  const matterName = useMatterName()
  const team = teamOf(met.matter)
  const things = useView('operations.find-things', { space: team ?? '', ...THINGS }, { enabled: team !== undefined })
  const thing = things.data?.things.find(({ id }) => id === met.thing)
  const here = nameOf(met.partner)
  const deconflict = met.target || met.theirs?.rule === 'contact'
  return (
    <div className={style.stack}>
      {deconflict && (
        <Banner tone="warning" title={t('met.deconflict')}>
          {t('met.deconflict_text', { name: here })}
        </Banner>
      )}
      <div className={style.sides}>
        <Section title={t('met.ours')}>
          <div className={style.stack}>
            <Facts
              items={[
                [t('list.matter'), <MatterTitle key="matter" matter={met.matter} title={matterName(met.matter)} />],
                [
                  t(`kind.${met.kind}`),
                  thing && (
                    <bdi key="thing" dir="auto">
                      {nameOfThing(thing)}
                    </bdi>
                  ),
                ],
                [t('met.rule'), t(`rule.${met.rule}`)],
                [t('met.told'), met.told_at && <DateTime key="told" at={met.told_at} />],
              ]}
            />
            {met.target && <StateMark tone="warning">{t('target')}</StateMark>}
            {unitOf(met.matter) !== undefined && (
              <div>
                <Button component={Link} variant="default" href={`/registers/${met.thing}`}>
                  {t('met.open_record')}
                </Button>
              </div>
            )}
            {team && (
              <div>
                <Button component={Link} variant="default" href={`/operations/${team}/work/picture`}>
                  {t('met.open')}
                </Button>
              </div>
            )}
          </div>
        </Section>
        <div className={style.between} aria-hidden="true">
          <span className={style.line} />
          <span className={style.knot}>=</span>
          <span className={style.line} />
        </div>
        <Section title={<MemberName id={met.partner} network={met.network} />}>
          <div className={style.stack}>
            <TheirSide met={met} />
            <p className={style.quiet}>{t('met.same')}</p>
            <Facts
              items={[
                [t('met.reference'), <Mono key="reference">{met.reference.slice(-12)}</Mono>],
                [t('list.found'), <DateTime key="found" at={met.found_at} />],
                [t('met.answered'), met.answered_at && <DateTime key="answered" at={met.answered_at} />],
              ]}
            />
            <div className={style.row}>
              <Button component={Link} href={`/exchange/new?partner=${met.partner}`}>
                {t('met.write')}
              </Button>
              <Button component={Link} variant="default" href="/directory">
                {t('met.call')}
              </Button>
            </div>
          </div>
        </Section>
      </div>
      <Settle met={met} onDone={onDone} />
    </div>
  )
}

function Settle({ met, onDone }: { met: One; onDone: () => void }) {
  const { t } = useTranslation('coincidences')
  const act = useAct('coincidences.settle-one')
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number] | ''>(met.outcome ?? '')
  const [note, setNote] = useState(met.note ?? '')
  const [missing, setMissing] = useState(false)
  return (
    <Section title={t('settle.title')}>
      <form
        className={style.stack}
        onSubmit={async (event) => {
          event.preventDefault()
          setMissing(outcome === '')
          if (outcome === '') return
          const text = note.trim()
          if (await act.run({ id: met.id, outcome, ...(text && { note: text }) })) onDone()
        }}
      >
        {met.settled_at && (
          <p className={style.quiet}>
            {t('settle.settled')} <DateTime at={met.settled_at} />
          </p>
        )}
        <Radio.Group
          label={t('settle.outcome')}
          withAsterisk
          value={outcome}
          onChange={(value) => setOutcome(value as typeof outcome)}
          error={missing && outcome === '' ? t('settle.choose') : undefined}
        >
          <div className={style.choices}>
            {OUTCOMES.map((one) => (
              <Radio key={one} value={one} label={t(`outcome.${one}`)} />
            ))}
          </div>
        </Radio.Group>
        <Textarea
          label={t('settle.note')}
          description={t('settle.note_hint')}
          value={note}
          maxLength={4_000}
          autosize
          minRows={2}
          dir="auto"
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <RefusalBanner error={act.error} />
        <div>
          <Button type="submit" loading={act.running}>
            {t('settle.act')}
          </Button>
        </div>
      </form>
    </Section>
  )
}
