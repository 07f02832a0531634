// A certificate that somebody shows: whether it holds, who issued it and when, and if not, why.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useAct } from '../api/hooks.ts'
import { Banner, DateTime, Facts, FileDrop, Page, RefusalBanner, Section } from '../pieces/index.ts'
import { Days } from './courses.tsx'
import { TrainingParts } from './parts.tsx'
import style from './training.module.css'

type Verified = Output<'training.verify-certificate'>
const MAX_BYTES = 600_000

export function VerifyCertificate() {
  const { t } = useTranslation('courses')
  const act = useAct('training.verify-certificate')
  const [files, setFiles] = useState<readonly File[]>([])
  const [verified, setVerified] = useState<Verified | undefined>()
  const verify = async () => {
    const bytes = new Uint8Array(await files[0]!.arrayBuffer())
    let text = ''
    for (let at = 0; at < bytes.length; at += 30_000) text += String.fromCharCode(...bytes.subarray(at, at + 30_000))
    setVerified(await act.run({ content: btoa(text) }))
  }
  return (
    <Page title={t('verify.title')} lead={t('verify.lead')}>
      <TrainingParts />
      <div className={style.stack}>
        <Section title={t('verify.file')}>
          <div className={style.stack}>
            <FileDrop
              label={t('verify.drop')}
              accept={['.json']}
              max_bytes={MAX_BYTES}
              files={files}
              onChange={(some) => {
                setFiles(some)
                setVerified(undefined)
              }}
            />
            <div>
              <Button disabled={(files[0]?.size ?? 0) < 3} loading={act.running} onClick={() => void verify()}>
                {t('verify.act')}
              </Button>
            </div>
            <RefusalBanner error={act.error} />
          </div>
        </Section>
        {verified && <Found found={verified} />}
      </div>
    </Page>
  )
}

function Found({ found }: { found: Verified }) {
  const { t } = useTranslation('courses')
  const { verdict, reasons, certificate, issuer, issuer_name, issued_at, held_since } = found
  const holds = verdict === 'valid'
  return (
    <div role="status" className={style.stack}>
      <Banner tone={holds ? 'info' : 'error'} title={t(`verdict.${verdict}`)}>
        {t(`verdict_text.${verdict}`)}
        {reasons.length > 0 && (
          <>
            {' '}
            <bdi dir="ltr">({reasons.join(', ')})</bdi>
          </>
        )}
      </Banner>
      {certificate && (
        <Section title={t(holds ? 'verify.says' : 'verify.claims')}>
          <Facts
            items={[
              [
                t('candidate.name'),
                <bdi key="name" dir="auto">
                  {certificate.name}
                </bdi>,
              ],
              [t('one'), <bdi key="title">{certificate.title.text}</bdi>],
              [t('certificates.what'), t(`certified.${certificate.certified}`)],
              [t('days'), <Days key="days" from={certificate.from} to={certificate.to} />],
              [
                t('institution'),
                <bdi key="institution" dir="auto">
                  {certificate.institution}
                </bdi>,
              ],
              [t('verify.issuer'), <bdi key="issuer">{issuer_name ?? issuer ?? '–'}</bdi>],
              [t('verify.issued'), issued_at ? <DateTime key="issued" at={issued_at} /> : '–'],
              [t('verify.held'), held_since ? <DateTime key="held" at={held_since} /> : t('verify.nobody_else')],
            ]}
          />
        </Section>
      )}
    </div>
  )
}
