// Files that go with what is written, and files that came with what was received.
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { headersOf, RefusalError } from '../api/client.ts'
import { useRefusal } from '../language/term.ts'
import { saveBlob, writeSize } from '../pieces/index.ts'
import style from './exchange.module.css'
import { usePurpose } from './purpose.tsx'
import type { Message } from './types.ts'

export const MAX_FILES = 10
export const MAX_FILE_BYTES = 25 * 1024 * 1024
const UPLOAD_MS = 180_000

// a second try after a refusal does not send a file again
const sent = new WeakMap<File, string>()

/** Stores the files at the node and answers their ids; throws RefusalError. */
export async function upload(files: readonly File[]): Promise<string[]> {
  const ids: string[] = []
  for (const file of files) {
    const known = sent.get(file)
    const id = known ?? (await uploadOne(file))
    sent.set(file, id)
    ids.push(id)
  }
  return ids
}

async function uploadOne(file: File): Promise<string> {
  const headers = {
    'content-type': file.type || 'application/octet-stream',
    'x-file-name': encodeURIComponent(file.name.normalize('NFC')),
    'x-portolan': '1',
  }
  const response = await call('/api/attachments', { method: 'POST', body: file, headers }, UPLOAD_MS)
  return ((await response.json()) as { id: string }).id
}

async function call(address: string, init: RequestInit, limit_ms: number): Promise<Response> {
  let response: Response
  try {
    response = await fetch(address, { ...init, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(limit_ms) })
  } catch (cause) {
    throw new RefusalError('connection.lost', String(cause), 0)
  }
  if (response.ok) return response
  const said = (await response.json().catch(() => undefined)) as { error?: { code?: string; message?: string } } | undefined
  throw new RefusalError(said?.error?.code ?? `http.${response.status}`, said?.error?.message ?? '', response.status)
}

/** The bytes of a file by its address at the node; throws RefusalError. */
export async function fetchFile(address: string, purpose?: Parameters<typeof headersOf>[0]): Promise<Blob> {
  return (await call(`/api/attachments/${address}`, { headers: headersOf(purpose ?? {}) }, UPLOAD_MS)).blob()
}

/** The files of a message, each with its size and the way to fetch it. */
export function Attachments({ files }: { files: Message['attachments'] }) {
  if (files.length === 0) return null
  return (
    <ul className={style.files}>
      {files.map((file) => (
        <AttachmentRow key={file.id} file={file} />
      ))}
    </ul>
  )
}

function AttachmentRow({ file }: { file: Message['attachments'][number] }) {
  const { t } = useTranslation('exchange')
  const say = useRefusal()
  const purpose = usePurpose()
  const [running, setRunning] = useState(false)
  const [error, setError] = useState<RefusalError | undefined>()
  const fetchIt = async () => {
    setRunning(true)
    setError(undefined)
    try {
      saveBlob(file.name, await fetchFile(encodeURIComponent(file.id), { purpose }))
    } catch (cause) {
      setError(cause instanceof RefusalError ? cause : new RefusalError('page.failed', String(cause), 0))
    }
    setRunning(false)
  }
  return (
    <li className={style.file}>
      <bdi dir="auto" className={style.fileName} title={`SHA-256 ${file.sha256}`}>
        {file.name}
      </bdi>
      <span className={style.quiet}>{writeSize(file.size)}</span>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconDownload size={16} />}
        loading={running}
        onClick={() => void fetchIt()}
        aria-label={t('file.fetch_named', { name: file.name })}
      >
        {t('file.fetch')}
      </Button>
      {error && (
        <span role="alert" className={style.fault}>
          {say(error)}
        </span>
      )}
    </li>
  )
}
