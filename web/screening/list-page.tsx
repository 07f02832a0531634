// One list, from its file to its end: what is shown follows its state.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Banner, Confirm, DateTime, Deadline, Facts, Loading, Page, RefusalBanner, Section } from '../pieces/index.ts'
import { isMoving, type List, type Progress, useList } from './follow.ts'
import { Places } from './places.tsx'
import { Prepare, Resume } from './prepare.tsx'
import { Partners, Running } from './running.tsx'
import style from './screening.module.css'
import { Silent } from './silent.tsx'
import { Work } from './work.tsx'

export function ListPage({ id }: { id: string }) {
  const { t } = useTranslation('screening')
  const { list, progress, error, reload, stream } = useList(id)
  // what was decided since the list was read
  const [changed, setChanged] = useState<{ list: List | undefined; count: number }>({ list: undefined, count: 0 })
  const name = list?.file_name ?? t('one')
  const started = list !== undefined && list.started_at !== null && list.state !== 'closed'
  const hits = progress?.hits ?? list?.hits ?? 0
  const undecided = list === undefined ? 0 : list.hits - list.confirmed - list.discarded - (changed.list === list ? changed.count : 0)
  return (
    <Page
      title={<bdi dir="auto">{name}</bdi>}
      windowTitle={name}
      lead={list && t(`state_text.${list.state}`)}
      width="wide"
      actions={
        list?.state === 'asked' && (
          <div className={style.ending}>
            {list.asked_at && list.forget_at && <Deadline from={list.asked_at} due={list.forget_at} withDue />}
            <Close list={list} undecided={Math.max(0, undecided)} onDone={reload} />
          </div>
        )
      }
    >
      <Places />
      <RefusalBanner error={error} onRetry={reload} />
      {!list && !error && <Loading />}
      {list && isMoving(list.state) && stream === 'lost' && <Banner tone="warning" title={t('progress.lost')} />}
      {list?.state === 'receiving' &&
        (list.bytes_received < list.bytes ? <Resume list={list} onSent={reload} /> : <Read list={list} onDone={reload} />)}
      {list?.state === 'reading' && <Loading />}
      {list?.state === 'prepared' && <Prepare list={list} onChange={reload} />}
      {list && ['staging', 'asking', 'paused'].includes(list.state) && <Running list={list} progress={progress} onChange={reload} />}
      {list && started && list.state !== 'staging' && (
        <>
          <Banner tone="info" title={t('lead_title')}>
            {t('lead_text')}
          </Banner>
          <Work
            list={list}
            hits={hits}
            onDecided={(more) => setChanged((old) => ({ list, count: (old.list === list ? old.count : 0) + more }))}
          />
          {(list.silent > 0 || (progress?.partners ?? []).some((one) => one.no_answer > 0)) && <Silent list={list} onChange={reload} />}
          {list.state === 'asked' && <Asked list={list} progress={progress} />}
        </>
      )}
      {list?.state === 'closed' && <Closed list={list} />}
      {list && list.started_at !== null && <About list={list} />}
    </Page>
  )
}

/** All of the file is there, and nobody asked for it to be read: the page that sent it was left. */
function Read({ list, onDone }: { list: List; onDone: () => void }) {
  const { t } = useTranslation('screening')
  const { run, running, error } = useAct('screening.prepare-list', { touches: [] })
  return (
    <Section title={t('read.title')}>
      <div className={style.stack}>
        <RefusalBanner error={error} />
        <div>
          <Button loading={running} onClick={async () => (await run({ list: list.id })) && onDone()}>
            {t('read.act')}
          </Button>
        </div>
      </div>
    </Section>
  )
}

/** All answers are in: who said what, and until when it is kept. */
function Asked({ list, progress }: { list: List; progress: Progress | undefined }) {
  const { t } = useTranslation('screening')
  const number = new Intl.NumberFormat(locale())
  return (
    <Section title={t('asked.title')}>
      <div className={style.stack}>
        {list.stopped && <Banner tone="warning" title={t('asked.stopped', { count: list.unasked })} />}
        <p className={style.text}>{t('asked.clear', { clear: number.format(list.clear), lines: number.format(list.lines) })}</p>
        <Partners list={list} progress={progress} />
        <p className={style.quiet}>{t('asked.forget')}</p>
      </div>
    </Section>
  )
}

function Closed({ list }: { list: List }) {
  const { t } = useTranslation('screening')
  const number = new Intl.NumberFormat(locale())
  const undecided = list.hits - list.confirmed - list.discarded
  return (
    <Section title={t('closed.title')}>
      <div className={style.stack}>
        <Banner tone="good" title={t(`closed.${list.ending ?? 'closed'}`)}>
          {t('closed.text')}
        </Banner>
        {list.started_at && (
          <>
            <Facts
              items={[
                [t('list.lines'), number.format(list.lines)],
                [t('list.clear'), number.format(list.clear)],
                [t('list.unasked'), list.unasked > 0 ? number.format(list.unasked) : undefined],
                [t('list.hits'), number.format(list.hits)],
                [t('hit_state.confirmed'), number.format(list.confirmed)],
                [t('hit_state.discarded'), number.format(list.discarded)],
                [t('list.undecided'), number.format(undecided)],
                [t('list.silent'), number.format(list.silent)],
                [t('list.closed'), list.closed_at && <DateTime key="c" at={list.closed_at} />],
              ]}
            />
            <Partners list={list} progress={undefined} />
          </>
        )}
      </div>
    </Section>
  )
}

function About({ list }: { list: List }) {
  const { t } = useTranslation('screening')
  const { term } = useTerm()
  return (
    <Section title={t('about')}>
      <Facts
        items={[
          [t('start.purpose'), list.purpose && term('purpose', list.purpose)],
          [t('start.ground'), list.ground && t(`ground.${list.ground}`)],
          [t('start.reason'), list.reason && <bdi dir="auto">{list.reason}</bdi>],
          [t('list.started'), list.started_at && <DateTime key="s" at={list.started_at} />],
          [t('list.bad'), list.bad > 0 ? list.bad : undefined],
        ]}
      />
    </Section>
  )
}

function Close({ list, undecided, onDone }: { list: List; undecided: number; onDone: () => void }) {
  const { t } = useTranslation('screening')
  const [asking, setAsking] = useState(false)
  const { run, running, error } = useAct('screening.close-list', { touches: ['screening.find'] })
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('close.act')}</Button>
      <Confirm
        open={asking}
        title={t('close.title')}
        happens={[t('close.happens'), ...(undecided > 0 ? [t('close.undecided', { count: undecided })] : [])]}
        seenBy={[]}
        act={t('close.act')}
        danger
        running={running}
        error={error}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          if (!(await run({ list: list.id, ...(undecided > 0 && { leave_undecided: true }) }))) return
          setAsking(false)
          onDone()
        }}
      />
    </>
  )
}
