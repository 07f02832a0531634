// What the node refused, in the officer's language, with the code for whoever helps.
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RefusalError } from '../api/client.ts'
import { useRefusal } from '../language/term.ts'
import { Banner } from './banner.tsx'
import { Mono } from './mono.tsx'
import style from './states.module.css'

/** Shows a refusal; with `onRetry` the way to try again. Shows nothing without an error. */
export function RefusalBanner({ error, onRetry }: { error: RefusalError | undefined; onRetry?: () => void }) {
  const { t } = useTranslation()
  const say = useRefusal()
  if (!error) return null
  return (
    <Banner
      tone="error"
      title={say(error)}
      actions={
        onRetry && (
          <Button variant="default" size="xs" onClick={onRetry}>
            {t('error.retry')}
          </Button>
        )
      }
    >
      <p className={style.quiet}>
        {t('error.code')} <Mono>{error.code}</Mono>
      </p>
    </Banner>
  )
}
