// A list that is being asked about: how far each member is, who asks for patience, and how to pause or end it.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useRefusal } from '../language/term.ts'
import { Banner, Confirm, CountryName, ProgressBar, RefusalBanner, Section, writeTime } from '../pieces/index.ts'
import type { List, Progress } from './follow.ts'
import style from './screening.module.css'

export function Running({ list, progress, onChange }: { list: List; progress: Progress | undefined; onChange: () => void }) {
  const { t } = useTranslation('screening')
  const partners = progress?.partners ?? list.partners
  const of = list.lines * partners.length
  const answered = partners.reduce((sum, one) => sum + one.hit + one.no_hit + one.refused + one.no_answer, 0)
  const laying = list.state === 'staging' && progress
  return (
    <Section title={t(`state.${list.state}`)} actions={<Acts list={list} onChange={onChange} />}>
      <div className={style.stack}>
        {list.state === 'paused' && (
          <Banner tone="warning" title={t(`paused.${list.paused_by ?? 'officer'}`)}>
            {t('paused.text')}
          </Banner>
        )}
        {laying ? (
          <ProgressBar label={t('progress.laying')} done={progress.staged} total={progress.lines} leavable />
        ) : (
          <ProgressBar label={t('progress.asked')} done={answered} total={of} leavable={list.state === 'asking'} />
        )}
        <Partners list={list} progress={progress} />
        <p className={style.quiet}>{t('progress.clear', { count: progress?.clear ?? list.clear })}</p>
      </div>
    </Section>
  )
}

/** Member by member: what it answered, and what it asks for. Refusals and silences are never shown as no hit. */
export function Partners({ list, progress }: { list: List; progress: Progress | undefined }) {
  const { t } = useTranslation('screening')
  const { t: terms } = useTranslation('terms')
  const say = useRefusal()
  const number = new Intl.NumberFormat(locale())
  const rows = progress?.partners ?? list.partners.map((one) => ({ ...one, resting_until: null, said: null }))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section className={style.scroll} tabIndex={0} aria-label={t('start.partners')}>
      <table className={style.table}>
        <thead>
          <tr>
            <th scope="col">{t('progress.member')}</th>
            {(['hit', 'no-hit', 'refused', 'no-answer'] as const).map((code) => (
              <th key={code} scope="col" className={style.end}>
                {terms(`check-answer.${code}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.partner}>
              <th scope="row">
                <CountryName code={one.partner} name={one.name} />
                {one.own && <span className={style.quiet}> · {t('progress.own')}</span>}
                {one.resting_until && (
                  <div className={style.quiet}>
                    {t(one.said === 'quota.exceeded' ? 'progress.quota' : 'progress.rests', { time: writeTime(one.resting_until, 'time') })}
                    {one.said && one.said !== 'quota.exceeded' && ` (${say({ code: one.said, message: '' })})`}
                  </div>
                )}
              </th>
              <td className={style.end}>{number.format(one.hit)}</td>
              <td className={style.end}>{number.format(one.no_hit)}</td>
              <td className={style.end}>{number.format(one.refused)}</td>
              <td className={style.end}>{number.format(one.no_answer)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Acts({ list, onChange }: { list: List; onChange: () => void }) {
  const { t } = useTranslation('screening')
  const pause = useAct('screening.pause-list', { touches: [] })
  const resume = useAct('screening.resume-list', { touches: [] })
  const stop = useAct('screening.stop-list', { touches: [] })
  const [asking, setAsking] = useState(false)
  const input = { list: list.id }
  return (
    <div className={style.row}>
      <RefusalBanner error={pause.error ?? resume.error} />
      {list.state === 'asking' && (
        <Button size="xs" variant="default" loading={pause.running} onClick={async () => (await pause.run(input)) && onChange()}>
          {t('pause')}
        </Button>
      )}
      {list.state === 'paused' && (
        <Button size="xs" loading={resume.running} onClick={async () => (await resume.run(input)) && onChange()}>
          {t('resume')}
        </Button>
      )}
      <Button size="xs" variant="default" onClick={() => setAsking(true)}>
        {t('stop.act')}
      </Button>
      <Confirm
        open={asking}
        title={t('stop.title')}
        happens={[t('stop.happens')]}
        seenBy={[]}
        act={t('stop.act')}
        danger
        running={stop.running}
        error={stop.error}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          if (!(await stop.run(input))) return
          setAsking(false)
          onChange()
        }}
      />
    </div>
  )
}
