/** The synthetic registers of a member as the CSV files that it would import. */
import type { Caller } from '#kernel/perform.ts'
import type { OpenNode } from '#main/open-node.ts'
import { type DemoMember, NETWORK } from './cast.ts'
import { chanceOf } from './population/chance.ts'
import { people, type SyntheticPerson } from './population/people.ts'

export interface RegisterFile {
  readonly name: string
  readonly kind: 'person' | 'document'
  readonly rows: number
  readonly text: string
  readonly mapping: object
  readonly defaults: object
}

const SEED = 20_261
const DOCUMENT_STATUSES = ['stolen', 'lost', 'stolen-blank', 'invalid', 'revoked'] as const
const ACTIONS = ['locate', 'discreet-check', 'inform-owner', 'identify', 'arrest'] as const
const LETTERS = 'ABCDEFGHJKLMNPRTUVWXYZ'

/** Persons and travel documents; `scale` makes them fewer, for tests. */
export function registerFiles(member: DemoMember, scale: number, network = NETWORK.id): RegisterFile[] {
  const persons = [...people({ seed: SEED, count: Math.ceil(member.persons * scale), country: member.country })]
  return [personFile(persons, member, network), documentFile(persons, Math.ceil(member.documents * scale), member, network)]
}

const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const csv = (rows: readonly (readonly string[])[]) => rows.map((row) => row.map(cell).join(',')).join('\n')
const day = (from: Date, days: number) => new Date(from.getTime() + days * 86_400_000).toISOString().slice(0, 10)

function defaultsFor({ language }: DemoMember, code: string, network: string) {
  const now = new Date()
  return {
    reason: { text: 'DEMONSTRATION: synthetic record', language: language === 'ar' ? 'en' : language },
    action_to_take: { code },
    evaluation: { source: 'B', information: '2' },
    handling: [],
    classification: 'restricted',
    sharing: { rule: 'network', networks: [network], members: [] },
    review_on: day(now, 300),
    expires_on: day(now, 1_000),
  }
}

const mapping = (fields: readonly string[]) => ({
  delimiter: ',',
  has_header: true,
  date_order: 'day-first',
  columns: fields.map((field, column) => ({ column, field })),
})

function personFile(persons: readonly SyntheticPerson[], member: DemoMember, network: string): RegisterFile {
  const fields = ['reference', 'full_name', 'alias', 'birth_date', 'sex', 'nationality', 'birth_place', 'action_to_take']
  const chance = chanceOf(SEED, 1)
  const rows = persons.map(({ reference, names, birth_date, sex, nationality, place_of_birth }) => [
    reference,
    names[0]!.name,
    names[1]?.name ?? '',
    birth_date,
    sex,
    nationality,
    place_of_birth,
    ACTIONS[Math.floor(chance.next() * ACTIONS.length)]!,
  ])
  return {
    name: 'persons',
    kind: 'person',
    rows: rows.length,
    text: csv([fields, ...rows]),
    mapping: mapping(fields),
    defaults: defaultsFor(member, 'locate', network),
  }
}

function documentFile(persons: readonly SyntheticPerson[], count: number, member: DemoMember, network: string): RegisterFile {
  const fields = ['reference', 'number', 'issuer', 'type', 'document_status', 'holder_name', 'holder_birth_date']
  const chance = chanceOf(SEED, 2, member.port)
  const letter = () => LETTERS[Math.floor(chance.next() * LETTERS.length)]!
  const digits = (length: number) => Array.from({ length }, () => Math.floor(chance.next() * 10)).join('')
  const rows = Array.from({ length: count }, (_, i) => {
    const holder = persons[Math.floor(chance.next() * persons.length)]!
    // a number in the form of no country, so that no real document is met
    return [
      `DEMO-${member.country}-D${String(i + 1).padStart(7, '0')}`,
      `ZZ${letter()}${letter()}${digits(5)}`,
      holder.nationality,
      'passport',
      DOCUMENT_STATUSES[Math.floor(chance.next() ** 2 * 5)]!,
      holder.names[0]!.name,
      holder.birth_date,
    ]
  })
  return {
    name: 'travel documents',
    kind: 'document',
    rows: rows.length,
    text: csv([fields, ...rows]),
    mapping: mapping(fields),
    defaults: defaultsFor(member, 'seize', network),
  }
}

const PART_CHARACTERS = 400_000

/** Imports as a supervisor would in the pages: parts, mapping, run; waits until the rows are live. */
export async function importRegisterFile(
  { door }: Pick<OpenNode, 'door'>,
  { kind, name, text, mapping, defaults }: RegisterFile,
  caller: Caller,
) {
  const bytes = Buffer.byteLength(text)
  const { import: id } = (await door.perform('registers.begin-import', { kind, file_name: `${name}.csv`, bytes }, caller)) as {
    import: string
  }
  for (let at = 0, position = 0; at < text.length; position++) {
    const end = Math.min(at + PART_CHARACTERS, text.length)
    await door.perform('registers.add-import-part', { import: id, position, text: text.slice(at, end) }, caller)
    at = end
  }
  const preview = (await door.perform('registers.preview-import', { import: id, mapping, defaults }, caller)) as {
    ready: boolean
    faults: unknown[]
  }
  if (!preview.ready) throw new Error(`${name}: ${JSON.stringify(preview.faults)}`)
  await door.perform('registers.run-import', { import: id, bad_rows: 'refuse-all' }, caller)
  await door.idle()
  const read = (await door.perform('registers.read-import', { import: id }, caller)) as { state: string; rows_bad: number }
  if (read.state !== 'done') {
    const errors = await door.perform('registers.find-import-errors', { import: id, limit: 5, offset: 0 }, caller)
    throw new Error(`${name}: ${read.state} ${JSON.stringify(errors)}`)
  }
}
