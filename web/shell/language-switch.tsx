// Chooses the language, each by its own name.
import { Button, Menu } from '@mantine/core'
import { IconLanguage } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { LANGUAGE_NAMES, LANGUAGES, type Language, useLanguage } from '../language/index.ts'
import style from './frame.module.css'

/** The switch, for a coloured ground. */
export function LanguageSwitch() {
  const { t } = useTranslation()
  const { language, choose } = useLanguage()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="transparent"
          fw={400}
          className={style.onFrame!}
          leftSection={<IconLanguage size={20} />}
          aria-label={t('frame.language', { name: LANGUAGE_NAMES[language] })}
        >
          <bdi>{LANGUAGE_NAMES[language]}</bdi>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={language} onChange={(next) => void choose(next as Language)}>
          {LANGUAGES.map((each) => (
            <Menu.RadioItem key={each} value={each} lang={each} closeMenuOnClick>
              <bdi>{LANGUAGE_NAMES[each]}</bdi>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
