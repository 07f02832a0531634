// Evidence as a file: fetched, checked against the hash that was stated for it, and the hashes along its chain of custody.
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RefusalError } from '../api/client.ts'
import { fetchFile } from '../exchange/files.tsx'
import { hashOf, Mono, RefusalBanner, StateMark, saveBlob, writeSize } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './operations.module.css'
import type { Team, Thing } from './types.ts'

type File = Thing['attachments'][number]
type Checked = 'same' | 'differs' | 'no_hash'

/** A file of a piece of evidence: fetched by an act that is journalled, and hashed again where it arrives. */
export function EvidenceRow({ team, thing, file, custody }: { team: Team; thing: Thing; file: File; custody: readonly Thing[] }) {
  const { t } = useTranslation('operations')
  const { has } = useSession()
  const [running, setRunning] = useState(false)
  const [error, setError] = useState<RefusalError | undefined>()
  const [checked, setChecked] = useState<Checked | undefined>()
  const stated = [thing, ...custody].map((one) => one.fields.sha256?.value).find((one) => typeof one === 'string')
  const fetchIt = async () => {
    setRunning(true)
    setError(undefined)
    setChecked(undefined)
    try {
      const blob = await fetchFile(`${file.id}?space=${team.id}`)
      const hash = await hashOf(blob)
      const whole = hash === file.sha256
      setChecked(!whole || (stated !== undefined && stated !== hash) ? 'differs' : stated === undefined ? 'no_hash' : 'same')
      saveBlob(file.name, blob)
    } catch (cause) {
      setError(cause instanceof RefusalError ? cause : new RefusalError('page.failed', String(cause), 0))
    }
    setRunning(false)
  }
  return (
    <li className={style.evidence}>
      <bdi dir="auto">{file.name}</bdi> <span className={style.quiet}>{writeSize(file.size)}</span> <Mono breaks>{file.sha256}</Mono>
      {has('desk', 'analyst', 'supervisor') ? (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
          loading={running}
          onClick={() => void fetchIt()}
          aria-label={t('file.fetch_named', { name: file.name })}
        >
          {t('file.fetch')}
        </Button>
      ) : (
        <span className={style.quiet}>{t('file.needs_work')}</span>
      )}
      {checked && (
        <span role="status">
          <StateMark tone={checked === 'differs' ? 'bad' : 'good'}>{t(`file.${checked}`)}</StateMark>
        </span>
      )}
      <RefusalBanner error={error} />
    </li>
  )
}

/** Whether a step of custody found the evidence as it was. */
export function SameHash({ evidence, custody }: { evidence: Thing; custody: Thing }) {
  const { t } = useTranslation('operations')
  const [first, now] = [evidence.fields.sha256?.value, custody.fields.sha256?.value]
  if (typeof first !== 'string' || typeof now !== 'string') return null
  const same = first === now
  return <StateMark tone={same ? 'good' : 'bad'}>{t(same ? 'file.chain_same' : 'file.chain_differs')}</StateMark>
}
