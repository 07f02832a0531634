// The officer's own menu: who is signed in, light or dark, digits, keyboard, sign out.
import { Button, type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core'
import { IconKeyboard, IconLogout, IconUserCircle, IconUserCog } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { type Digits, useLanguage } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { useSession, useSessionHandle } from '../session/session.tsx'
import style from './frame.module.css'

const SCHEMES = ['light', 'dark', 'auto'] as const

export function OfficerMenu({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation()
  const { term } = useTerm()
  const { officer } = useSession()
  const { signOut } = useSessionHandle()
  const [, navigate] = useLocation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { language, digits, chooseDigits } = useLanguage()
  return (
    <Menu position="bottom-end" width={264}>
      <Menu.Target>
        <Button variant="transparent" className={style.onFrame!} aria-label={t('frame.officer', { name: officer.name })}>
          <IconUserCircle size={22} aria-hidden="true" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <bdi dir="auto">{officer.name}</bdi>
          <br />
          {officer.roles.map((role) => term('role', role)).join(' · ')}
          <br />
          <bdi dir="auto">{officer.unit}</bdi>
        </Menu.Label>
        <Menu.Divider />
        <Menu.RadioGroup value={colorScheme} onChange={(next) => setColorScheme(next as MantineColorScheme)}>
          {SCHEMES.map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {t(`scheme.${scheme}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        {language === 'ar' && (
          <>
            <Menu.Divider />
            <Menu.RadioGroup value={digits} onChange={(next) => void chooseDigits(next as Digits)}>
              <Menu.RadioItem value="latn">{t('digits.latn')}</Menu.RadioItem>
              <Menu.RadioItem value="arab">{t('digits.arab')}</Menu.RadioItem>
            </Menu.RadioGroup>
          </>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconUserCog size={18} />} onClick={() => navigate('/account')}>
          {t('frame.account')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={18} />} onClick={onHelp}>
          {t('frame.keys')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={18} className="mirror" />} onClick={() => void signOut()}>
          {t('frame.sign_out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
