// The national answer to a threat assessment: by crime area, drafted by units, stated by a supervisor; or by a workbook that is filled in elsewhere.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CRIME_AREAS } from '#wire/vocabulary.ts'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { useLanguage } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Banner, DateTime, EmptyState, FileDrop, Mono, RefusalBanner, Section, StateMark, saveBytes } from '../pieces/index.ts'
import style from './assessment.module.css'
import type { PartProps } from './assessment.tsx'
import { Text, textIn } from './said.tsx'
import shared from './strategy.module.css'
import { ThingForm } from './thing-form.tsx'
import type { Draft } from './types.ts'

const MAX_BYTES = 512 * 1024
const EVERY_MS = 10_000

export function NationalAnswer({ forum, assessment, things }: PartProps) {
  const { t } = useTranslation('assessment')
  const { term } = useTerm()
  const [open, setOpen] = useState<{ area: string; draft?: Draft }>()
  const view = useView('strategy.find-drafts', { forum: forum.id }, { every_ms: EVERY_MS })
  const asked = CRIME_AREAS.filter((area) => Array.isArray(assessment.set.areas) && assessment.set.areas.includes(area))
  const closed = ['adopted', 'published'].includes(String(assessment.set.state))
  const may = forum.state === 'open' && !closed && ['chair', 'participant'].includes(forum.part)
  const own = things.filter(
    (one) => one.kind === 'contribution' && one.by === forum.own && one.set.assessment === assessment.id && !one.withdrawn,
  )
  const drafts = (view.data?.drafts ?? []).filter((one) => one.kind === 'contribution' && one.set.assessment === assessment.id)
  const call = textIn(assessment, 'call')
  const begin = (area: string) => ({ assessment: assessment.id, crime_area: area })
  return (
    <>
      <Section title={t('answer')}>
        <div className={shared.stack}>
          {call && <Text words={call} />}
          <p className={shared.quiet}>
            {t('answer_by')} <DateTime at={String(assessment.set.due)} />
          </p>
          {closed && <Banner tone="info">{t('answers_closed')}</Banner>}
          {!closed && !may && <EmptyState title={t('not_asked')}>{t('not_asked_text')}</EmptyState>}
          <RefusalBanner error={view.error} onRetry={view.reload} />
          <ul className={shared.things}>
            {asked.map((area) => {
              const said = own.find((one) => one.set.crime_area === area)
              const unit = textIn(said, 'counting_unit')
              const those = drafts.filter((one) => one.set.crime_area === area)
              return (
                <li key={area} className={shared.thing}>
                  <h3 className={shared.heading}>
                    {term('crime-area', area)}
                    <StateMark tone={said ? 'good' : 'warning'}>{t(said ? 'stated' : 'open')}</StateMark>
                    {said?.set.shared === true && <StateMark tone="quiet">{t('shared')}</StateMark>}
                  </h3>
                  {unit && (
                    <p className={shared.quiet}>
                      {t('counted_in')} <Text words={unit} />
                    </p>
                  )}
                  {may && (
                    <div className={shared.row}>
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={`${t(said ? 'change_answer' : 'give_answer')}: ${term('crime-area', area)}`}
                        onClick={() => setOpen({ area })}
                      >
                        {t(said ? 'change_answer' : 'give_answer')}
                      </Button>
                      {those.map((draft) => (
                        <Button
                          key={draft.id}
                          size="compact-sm"
                          variant="light"
                          aria-label={`${t('draft_of', { unit: draft.unit })}: ${term('crime-area', area)}`}
                          onClick={() => setOpen({ area, draft })}
                        >
                          {t('draft_of', { unit: draft.unit })}
                        </Button>
                      ))}
                    </div>
                  )}
                </li>
              )
            })}
          </ul>
        </div>
      </Section>
      {may && <Workbook forum={forum} assessment={assessment} things={things} />}
      {open && (
        <ThingForm
          key={`${open.area} ${open.draft?.id}`}
          forum={forum}
          kind="contribution"
          thing={own.find((one) => one.set.crime_area === open.area)}
          draft={open.draft}
          begin={begin(open.area)}
          fixed={['assessment', 'crime_area']}
          things={things}
          onClose={() => setOpen(undefined)}
          onDone={() => setOpen(undefined)}
        />
      )}
    </>
  )
}

type Read = Output<'strategy.read-questionnaire'>

function Workbook({ forum, assessment }: PartProps) {
  const { t } = useTranslation('assessment')
  const { language } = useLanguage()
  const make = useAct('strategy.make-questionnaire', { touches: [] })
  const read = useAct('strategy.read-questionnaire')
  const [files, setFiles] = useState<File[]>([])
  const [done, setDone] = useState<Read>()
  const of = { forum: forum.id, assessment: assessment.id, language }
  const send = async () => {
    const [file] = files
    if (!file) return
    const bytes = new Uint8Array(await file.arrayBuffer())
    setDone(await read.run({ ...of, content: base64Of(bytes) }))
    setFiles([])
  }
  return (
    <Section title={t('workbook')}>
      <div className={shared.stack}>
        <p className={shared.quiet}>{t('workbook_text')}</p>
        <RefusalBanner error={make.error ?? read.error} />
        <div className={shared.row}>
          <Button
            variant="default"
            loading={make.running}
            onClick={async () => {
              const made = await make.run(of)
              if (made)
                saveBytes(
                  made.name,
                  Uint8Array.from(atob(made.content), (one) => one.charCodeAt(0)),
                  made.media_type,
                )
            }}
          >
            {t('take_questionnaire')}
          </Button>
        </div>
        <FileDrop label={t('filled')} accept={['.xlsx']} max_bytes={MAX_BYTES} files={files} onChange={setFiles} />
        {files.length > 0 && (
          <div className={shared.row}>
            <Button loading={read.running} onClick={() => void send()}>
              {t('read_questionnaire')}
            </Button>
          </div>
        )}
        {done && done.refused === null && <Banner tone="good" title={t('read_into', { number: String(done.drafts.length) })} />}
        {done && done.refused !== null && (
          <Banner tone="warning" title={t('refused')}>
            {done.faults.length === 0 ? (
              t(`file.${done.refused}`, { defaultValue: t('file.unreadable') })
            ) : (
              <ul className={style.list}>
                {done.faults.map((one) => (
                  <li key={`${one.sheet} ${one.cell} ${one.reason}`}>
                    {one.cell && <Mono>{one.cell}</Mono>} {t(`cell.${one.reason}`)}
                    {one.found !== '' && (
                      <>
                        {' '}
                        (<bdi dir="auto">{one.found}</bdi>)
                      </>
                    )}
                  </li>
                ))}
              </ul>
            )}
          </Banner>
        )}
      </div>
    </Section>
  )
}

function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}
