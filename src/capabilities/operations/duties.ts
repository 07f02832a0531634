/** What comes round by itself: operational contents whose time is over, spaces that have ended, logs that are old enough, mail for newcomers. */
import type { Duty } from '#kernel/capability.ts'
import { emptySpaces, forgetLogs } from './ending.ts'
import { eraseOperational } from './handing.ts'
import { spreadOn } from './spreading.ts'

const ERASED_AT_ONCE = 200

export const duties: readonly Duty[] = [
  { name: 'erase-operational', every_ms: 60_000, run: (how) => eraseOperational(how, ERASED_AT_ONCE) },
  { name: 'empty-spaces', every_ms: 10_000, run: emptySpaces },
  { name: 'pass-on', every_ms: 10_000, run: spreadOn },
  { name: 'forget-logs', every_ms: 3_600_000, run: forgetLogs },
]
