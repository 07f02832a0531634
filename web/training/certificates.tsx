// Who was there, certificates of it, and each of them as paper or as a file that anybody verifies.
import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { useLanguage } from '../language/index.ts'
import { Confirm, DateTime, Loading, MemberName, RefusalBanner, Section, saveBytes, useMembers } from '../pieces/index.ts'
import type { CourseRead } from './course-page.tsx'
import style from './training.module.css'

export function Certificates({ course }: { course: CourseRead }) {
  const { t } = useTranslation('courses')
  const [shown, setShown] = useState(false)
  return (
    <Section title={t('certificates.title')}>
      <div className={style.stack}>
        <p className={style.quiet}>{t('certificates.text')}</p>
        {shown ? (
          <>
            {course.own && <Attendance course={course} />}
            <Issued course={course} />
          </>
        ) : (
          <div>
            <Button variant="default" onClick={() => setShown(true)}>
              {t('certificates.show')}
            </Button>
          </div>
        )}
      </div>
    </Section>
  )
}

function Attendance({ course }: { course: CourseRead }) {
  const { t } = useTranslation('courses')
  const view = useView('training.read-candidates', { course: course.id })
  if (!view.data) return view.error ? <RefusalBanner error={view.error} onRetry={view.reload} /> : <Loading />
  const seated = view.data.nominations.flatMap(({ member, candidates }) =>
    candidates.filter(({ outcome }) => outcome?.waiting === null).map((one) => ({ ...one, member })),
  )
  if (seated.length === 0) return <p className={style.flat}>{t('certificates.nobody')}</p>
  return <Present key={course.version} course={course} seated={seated} onDone={view.reload} />
}

type Seated = Output<'training.read-candidates'>['nominations'][number]['candidates'][number] & { readonly member: string }

function Present({ course, seated, onDone }: { course: CourseRead; seated: readonly Seated[]; onDone: () => void }) {
  const { t } = useTranslation('courses')
  const { nameOf } = useMembers(course.network)
  const record = useAct('training.record-attendance')
  const issue = useAct('training.issue-certificates')
  const [present, setPresent] = useState<ReadonlySet<string>>(
    new Set(seated.filter((one) => one.present).map(({ candidate }) => candidate)),
  )
  const [saved, setSaved] = useState(false)
  const [asking, setAsking] = useState(false)
  const there = seated.filter((one) => one.present)
  const toggle = (id: string) => {
    setSaved(false)
    setPresent(new Set(present.has(id) ? [...present].filter((one) => one !== id) : [...present, id]))
  }
  const save = async () => {
    if (!(await record.run({ course: course.id, present: [...present] }))) return
    setSaved(true)
    onDone()
  }
  const certify = async () => {
    if (!(await issue.run({ course: course.id, passed: [] }))) return
    setAsking(false)
    onDone()
  }
  return (
    <fieldset className={style.plain}>
      <legend className={style.legend}>{t('certificates.present')}</legend>
      <div className={style.stack}>
        <div className={style.choices}>
          {seated.map(({ candidate, name, member }) => (
            <Checkbox
              key={candidate}
              label={
                <>
                  <bdi dir="auto">{name}</bdi> <span className={style.quiet}>{nameOf(member)}</span>
                </>
              }
              checked={present.has(candidate)}
              onChange={() => toggle(candidate)}
            />
          ))}
        </div>
        <RefusalBanner error={record.error} />
        {saved && <p role="status">{t('certificates.saved')}</p>}
        <div className={style.row}>
          <Button variant="default" loading={record.running} disabled={course.state === 'open'} onClick={() => void save()}>
            {t('certificates.save')}
          </Button>
          {course.state === 'done' && there.length > 0 && <Button onClick={() => setAsking(true)}>{t('certificates.issue')}</Button>}
        </div>
      </div>
      {asking && (
        <Confirm
          open
          title={t('certificates.issue')}
          happens={[t('certificates.happens')]}
          seenBy={[...new Set(there.map(({ member }) => member))].filter((id) => id !== course.organiser).map(nameOf)}
          act={t('certificates.issue')}
          running={issue.running}
          error={issue.error}
          onConfirm={() => void certify()}
          onClose={() => setAsking(false)}
        />
      )}
    </fieldset>
  )
}

function Issued({ course }: { course: CourseRead }) {
  const { t } = useTranslation('courses')
  const { language } = useLanguage()
  const view = useView('training.read-certificates', { course: course.id }, { every_ms: 10_000 })
  const take = useAct('training.take-certificate')
  const hand = async (certificate: string, form: 'pdf' | 'proof') => {
    const made = await take.run({ course: course.id, certificate, form, language })
    if (made)
      saveBytes(
        made.name,
        Uint8Array.from(atob(made.content), (character) => character.charCodeAt(0)),
        made.media_type,
      )
  }
  const rows = view.data?.certificates ?? []
  return (
    <>
      <RefusalBanner error={view.error ?? take.error} onRetry={view.reload} />
      {view.data && rows.length === 0 && <p className={style.flat}>{t('certificates.none')}</p>}
      {rows.length > 0 && (
        <ul className={style.courses}>
          {rows.map(({ certificate, member, name, certified, issued_at, verifiable }) => (
            <li key={certificate} className={style.course}>
              <div className={style.tight}>
                <strong>
                  <bdi dir="auto">{name}</bdi>
                </strong>
                <MemberName id={member} network={course.network} />
              </div>
              <div className={style.tight}>
                <span>{t(`certified.${certified}`)}</span>
                <DateTime at={issued_at} form="short" />
                {!verifiable && <span className={style.quiet}>{t('certificates.own')}</span>}
              </div>
              <div className={style.row}>
                <Button
                  size="xs"
                  variant="default"
                  loading={take.running}
                  aria-label={t('certificates.paper_of', { name })}
                  onClick={() => void hand(certificate, 'pdf')}
                >
                  {t('certificates.paper')}
                </Button>
                {verifiable && (
                  <Button
                    size="xs"
                    variant="default"
                    loading={take.running}
                    aria-label={t('certificates.file_of', { name })}
                    onClick={() => void hand(certificate, 'proof')}
                  >
                    {t('certificates.file')}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
