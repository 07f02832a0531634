/** How fast partners answer us and we answer them, counted by one rule on both sides. */
import Type from 'typebox'
import { view } from '#kernel/capability.ts'
import { REPLY_CLASSES, REPLY_LIMIT_MS } from '#wire/vocabulary.ts'
import { Instant, Member } from '../bodies.ts'
import { closed, list, maybe, member, short, time } from '../outputs.ts'
import { COUNTING_RULE, timeOf } from '../rules.ts'
import { figures } from '../store.ts'
import { malformed } from './finding.ts'

const count = Type.Integer({ minimum: 0 })
const YEARS_5_MS = 5 * 366 * 86_400_000

const FiguresOut = closed({
  partner: member,
  /** asked: our requests to the partner; answered: the partner's requests to us. */
  side: Type.Enum(['we-asked', 'we-were-asked']),
  reply_class: Type.Enum([...REPLY_CLASSES]),
  limit_ms: count,
  requests: count,
  undelivered: count,
  open: count,
  overdue: count,
  answered: count,
  refused: count,
  deferred: count,
  recalled: count,
  expired: count,
  kept: count,
  missed: count,
  /** kept / (kept + missed); null where neither is. */
  share_kept: maybe(Type.Number({ minimum: 0, maximum: 1 })),
  median_ms: maybe(Type.Number({ minimum: 0 })),
})

const partnerStatistics = view({
  name: 'exchange.partner-statistics',
  summary:
    'Counts requests by partner, side and reply class over those sent in a period, with the median time to answer and the share within the limit',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ network: Member, from: Instant, until: Instant }),
  output: closed({ counting_rule: short, from: time, until: time, counted_at: time, rows: list(FiguresOut, 3_000) }),
  async run(input, viewing) {
    const from = timeOf(input.from)
    const until = timeOf(input.until)
    if (!from || !until || from >= until || until.getTime() - from.getTime() > YEARS_5_MS)
      throw malformed('/until', 'after `from`, by five years at most')
    if (!viewing.networks.all().some(({ network }) => network === input.network))
      throw malformed('/network', 'not a network of this member')
    const classes = await viewing.classes('exchange.partner-statistics')
    const rows = await figures(viewing.reading, viewing.officer.member, input.network, classes, from, until, viewing.now)
    return {
      counting_rule: COUNTING_RULE,
      from: from.toISOString(),
      until: until.toISOString(),
      counted_at: viewing.now.toISOString(),
      rows: rows.map(({ direction, ...row }) => ({
        ...row,
        side: direction === 'out' ? ('we-asked' as const) : ('we-were-asked' as const),
        limit_ms: REPLY_LIMIT_MS[row.reply_class],
        share_kept: row.kept + row.missed > 0 ? row.kept / (row.kept + row.missed) : null,
      })),
    }
  },
})

export const statisticsActions = [partnerStatistics]
