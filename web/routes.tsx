// The pages of the application in one table: a capability, its address, its word, who sees it in the navigation.
import {
  IconAddressBook,
  IconAffiliate,
  IconArrowsExchange,
  IconArrowsJoin,
  IconChartLine,
  IconCompass,
  IconDatabase,
  IconListCheck,
  IconListSearch,
  IconNetwork,
  IconNotebook,
  type IconProps,
  IconSchool,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { Role } from './api/actions.ts'

export type CapabilityRoute = {
  capability: string
  /** Everything below this address belongs to the capability's page. */
  path: string
  icon: ComponentType<IconProps>
  /** Who finds it in the navigation; absent is everybody. What anyone may do is decided by the node. */
  roles?: readonly Role[]
  page: LazyExoticComponent<ComponentType>
}

type Table = readonly Omit<CapabilityRoute, 'page'>[]

const TABLE: Table = [
  { capability: 'checks', path: '/checks', icon: IconListSearch, roles: ['front-line', 'desk', 'analyst', 'supervisor'] },
  {
    capability: 'screening',
    path: '/screening',
    icon: IconListCheck,
    roles: ['desk', 'analyst', 'supervisor', 'data-protection'],
  },
  { capability: 'exchange', path: '/exchange', icon: IconArrowsExchange, roles: ['desk', 'analyst', 'supervisor', 'data-protection'] },
  { capability: 'operations', path: '/operations', icon: IconUsersGroup, roles: ['front-line', 'desk', 'analyst', 'supervisor'] },
  {
    capability: 'coincidences',
    path: '/coincidences',
    icon: IconArrowsJoin,
    roles: ['desk', 'analyst', 'supervisor', 'data-protection'],
  },
  {
    capability: 'registers',
    path: '/registers',
    icon: IconDatabase,
    // who watches over the registers finds what is refused, who had hits, and from where on a name is one; no record
    roles: ['desk', 'analyst', 'supervisor', 'data-protection', 'administrator'],
  },
  { capability: 'analysis', path: '/analysis', icon: IconAffiliate, roles: ['analyst', 'supervisor', 'data-protection'] },
  { capability: 'picture', path: '/picture', icon: IconChartLine, roles: ['analyst', 'supervisor'] },
  { capability: 'training', path: '/training', icon: IconSchool, roles: ['desk', 'analyst', 'supervisor'] },
  { capability: 'strategy', path: '/strategy', icon: IconCompass, roles: ['desk', 'analyst', 'supervisor'] },
  { capability: 'directory', path: '/directory', icon: IconAddressBook },
  { capability: 'network', path: '/network', icon: IconNetwork },
  { capability: 'journal', path: '/journal', icon: IconNotebook, roles: ['supervisor', 'data-protection'] },
  { capability: 'officers', path: '/officers', icon: IconUsers, roles: ['administrator', 'data-protection'] },
]

// each capability's folder exports its page as the default of index.tsx; without the folder there is no entry
const pages = import.meta.glob<{ default: ComponentType }>(
  './{checks,screening,exchange,operations,coincidences,registers,analysis,picture,training,strategy,directory,network,journal,officers}/index.tsx',
)

/** The capabilities whose pages are in this build. */
export const routes: readonly CapabilityRoute[] = TABLE.flatMap((entry) => {
  const load = pages[`./${entry.capability}/index.tsx`]
  return load ? [{ ...entry, page: lazy(load) }] : []
})

/** The entries that an officer with these roles finds in the navigation. */
export const routesFor = (roles: readonly Role[]): readonly CapabilityRoute[] =>
  routes.filter((route) => !route.roles || route.roles.some((role) => roles.includes(role)))
