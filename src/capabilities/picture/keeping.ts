/** How what members state is kept: sealed under a key of its own, which is destroyed when the year is stated again. */
import type { Applying, Unsealing } from '#kernel/capability.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'
import type { Handling } from '#wire/statement.ts'
import type { Classification } from '#wire/vocabulary.ts'
import type { FiguresBody } from './bodies.ts'
import { seizuresClass } from './dataset-class.ts'
import { tidied } from './seizures.ts'
import { insertStatement, newestVersion, pruneVersions, type StatementRow, supersede } from './store/statements.ts'

/** What is sealed of a statement. */
export interface Kept extends Omit<FiguresBody, 'version' | 'year'> {
  readonly handling: readonly Handling[]
}

const label = ({ network, member, year, version }: Pick<StatementRow, 'network' | 'member' | 'year' | 'version'>) =>
  `picture.statement:${network}/${member}/${year}/${version}`

export const openStatement = (vault: Unsealing, row: StatementRow): Kept | undefined =>
  row.sealed === null ? undefined : vault.openJson<Kept>(row.slot, label(row), row.sealed)

/** Keeps a statement unless one as new is here; false where it changes nothing. */
export async function keepStatement(
  how: Pick<Applying, 'writing' | 'vault' | 'at' | 'classOf'>,
  holder: MemberId,
  from: { readonly network: NetworkId; readonly member: MemberId; readonly id: string },
  { classification, handling }: { readonly classification: Classification; readonly handling: readonly Handling[] },
  { version, year, ...said }: FiguresBody,
): Promise<boolean> {
  const { network, member } = from
  if ((await newestVersion(how.writing, holder, network, member, year)) >= version) return false
  const slot = await how.vault.slotOf(`picture:${holder}/${network}/${member}/${year}/${version}`)
  const at = new Date(said.stated_at)
  const figures = tidied(said.figures)
  const row = { holder, network, member, year, version }
  await insertStatement(how.writing, {
    ...row,
    statement: from.id,
    stated_at: Number.isNaN(at.getTime()) ? how.at : at,
    received_at: how.at,
    classification,
    access_class: await how.classOf(seizuresClass(holder, classification)),
    figures: figures.length,
    slot,
    sealed: how.vault.sealJson(slot, label(row), { ...said, figures, handling } satisfies Kept),
  })
  how.vault.destroy(await supersede(how.writing, row))
  await pruneVersions(how.writing, row)
  return true
}
