// The parts of training as links under the head: needs, and courses.
import { useTranslation } from 'react-i18next'
import { TabLinks } from '../pieces/index.ts'

export function TrainingParts() {
  const { t } = useTranslation('courses')
  return (
    <TabLinks
      label={t('parts')}
      links={[
        { href: '/training', label: t('needs') },
        { href: '/training/courses', label: t('title') },
        { href: '/training/verify', label: t('verify.tab') },
      ]}
    />
  )
}
