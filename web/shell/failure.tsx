// Catches a page that failed or could not be loaded, so that the frame and the way back remain.
import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../pieces/banner.tsx'

/** Shows what is inside, or that it failed. */
export class Failure extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? <Failed /> : this.props.children
  }
}

function Failed() {
  const { t } = useTranslation()
  return (
    <div style={{ padding: 24 }}>
      <Banner tone="error" title={t('error.page')} actions={<Button onClick={() => location.reload()}>{t('error.reload')}</Button>}>
        {t('error.page_why')}
      </Banner>
    </div>
  )
}
