// Takes files by button, by dropping or by pasting; says what it takes and why it refused one.
import { ActionIcon, Button } from '@mantine/core'
import { IconUpload, IconX } from '@tabler/icons-react'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import style from './file-drop.module.css'

/** Writes a size in kilobytes or megabytes of a million bytes. */
export function writeSize(bytes: number): string {
  const mega = bytes >= 1_000_000
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: mega ? 'megabyte' : 'kilobyte',
    unitDisplay: 'short',
    maximumFractionDigits: mega ? 1 : 0,
  }).format(Math.max(mega ? bytes / 1_000_000 : bytes / 1000, 0))
}

export type FileDropProps = {
  label: string
  /** Extensions with their dot, in lower case; empty takes all. */
  accept?: readonly string[]
  max_bytes: number
  max_files?: number
  files: readonly File[]
  onChange: (files: File[]) => void
}

/** The field for files. */
export function FileDrop({ label, accept = [], max_bytes, max_files = 1, files, onChange }: FileDropProps) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [bad, setBad] = useState<string[]>([])
  const hint = useId()

  const take = (offered: readonly File[]) => {
    const refused: string[] = []
    const taken = max_files === 1 ? [] : [...files]
    for (const file of offered) {
      if (accept.length > 0 && !accept.some((ending) => file.name.toLowerCase().endsWith(ending)))
        refused.push(t('file.kind', { name: file.name }))
      else if (file.size > max_bytes)
        refused.push(t('file.large', { name: file.name, size: writeSize(file.size), limit: writeSize(max_bytes) }))
      else if (taken.length >= max_files) refused.push(t('file.many', { name: file.name, number: max_files }))
      else taken.push(file)
    }
    setBad(refused)
    onChange(taken)
  }

  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the first */}
      <div
        className={`${style.drop} ${over ? style.over : ''}`}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take([...event.dataTransfer.files])
        }}
        onPaste={(event) => {
          if (event.clipboardData.files.length > 0) take([...event.clipboardData.files])
        }}
      >
        <Button variant="default" leftSection={<IconUpload size={18} />} onClick={() => input.current?.click()} aria-describedby={hint}>
          {label}
        </Button>
        <input
          ref={input}
          type="file"
          className="visually-hidden"
          tabIndex={-1}
          aria-label={label}
          multiple={max_files > 1}
          accept={accept.join(',')}
          onChange={(event) => {
            take([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }}
        />
        <p className={style.hint} id={hint}>
          {t('file.hint')} {t(max_files > 1 ? 'file.limit' : 'file.limit_single', { limit: writeSize(max_bytes) })}{' '}
          {accept.length > 0 && (
            <bdi dir="ltr" className={style.kinds}>
              {accept.join(' ')}
            </bdi>
          )}
        </p>
      </div>
      {bad.map((line) => (
        <p key={line} className={style.bad} role="alert">
          {line}
        </p>
      ))}
      {files.length > 0 && (
        <ul className={style.files}>
          {files.map((file, i) => (
            <li key={`${file.name}-${file.size}-${file.lastModified}`} className={style.file}>
              <bdi dir="auto" className={style.name}>
                {file.name}
              </bdi>
              <span className={style.size}>{writeSize(file.size)}</span>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('file.remove', { name: file.name })}
                onClick={() => onChange(files.filter((_, j) => j !== i))}
              >
                <IconX size={18} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
