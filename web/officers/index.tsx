// Accounts of the own member: who has which powers, new credentials, tokens, and what takes two administrators.
import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, Route, Switch } from 'wouter'
import { Page, TabLinks } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { Account } from './account.tsx'
import { Accounts } from './accounts.tsx'
import { AddAccount } from './add-account.tsx'
import { Changes } from './changes.tsx'
import { Roles } from './roles.tsx'
import { Tokens } from './tokens.tsx'

export default function Officers() {
  const { t } = useTranslation('officers')
  const { has } = useSession()
  const administrator = has('administrator')
  const links = [
    { href: '/officers', label: t('part.accounts') },
    { href: '/officers/roles', label: t('part.roles') },
    { href: '/officers/changes', label: t('part.changes') },
    { href: '/officers/tokens', label: t('part.tokens') },
  ]
  return (
    <Switch>
      {administrator && <Route path="/officers/new" component={AddAccount} />}
      {['', '/roles', '/changes', '/tokens'].map((part) => (
        <Route key={part} path={`/officers${part}`}>
          <Page
            title={t('title')}
            lead={t(administrator ? 'lead' : 'lead_reading')}
            width="wide"
            actions={
              administrator && (
                <Button component={Link} href="/officers/new" leftSection={<IconUserPlus size={18} />}>
                  {t('add')}
                </Button>
              )
            }
          >
            <TabLinks label={t('title')} links={links} />
            {part === '' && <Accounts />}
            {part === '/roles' && <Roles />}
            {part === '/changes' && <Changes />}
            {part === '/tokens' && <Tokens />}
          </Page>
        </Route>
      ))}
      <Route path="/officers/account/:id">{({ id }) => <Account key={id} id={id} />}</Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  )
}
