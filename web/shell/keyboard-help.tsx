// Which keys do what on this page, and the switch for those whom single keys disturb.
import { Kbd, Modal, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useActiveShortcuts, useShortcutsSwitch } from '../pieces/shortcuts.ts'
import style from './frame.module.css'

export function KeyboardHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const active = useActiveShortcuts()
  const [on, turn] = useShortcutsSwitch()
  const byKey = new Map(active.map((shortcut) => [shortcut.key, shortcut.label]))
  return (
    <Modal opened={open} onClose={onClose} title={<strong>{t('keys.title')}</strong>} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <div className={style.help}>
        <dl className={style.keys}>
          {[...byKey].map(([key, label]) => (
            <div key={key} style={{ display: 'contents' }}>
              <dt>
                <Kbd>
                  <bdi dir="ltr">{key}</bdi>
                </Kbd>
              </dt>
              <dd>{label}</dd>
            </div>
          ))}
        </dl>
        <Switch label={t('keys.switch')} checked={on} onChange={(event) => turn(event.currentTarget.checked)} />
        <p className={style.note}>{t('keys.note')}</p>
      </div>
    </Modal>
  )
}
