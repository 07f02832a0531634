/** What people do with the directory: members edit, confirm and publish their own, everybody finds. */
import Type, { type Static, type TProperties } from 'typebox'
import { type Act, act, type View, view } from '#kernel/capability.ts'
import type { NetworkId } from '#wire/address.ts'
import { Refusal } from '#wire/refusal.ts'
import { CRIME_AREAS } from '#wire/vocabulary.ts'
import { CONTACT_KINDS, Contact, ContactDraft, Id, Names, Unit } from './bodies.ts'
import { draftScope, keepStatement, openContact, openDraft, openStatement, sealDraft } from './keeping.ts'
import {
  bodyOf,
  CONFIRM_EVERY_MS,
  confirmBy,
  type Directory,
  EMPTY,
  faultsOf,
  isStale,
  MAX_CHARACTERS,
  nextVersion,
  sameDirectory,
} from './rules.ts'
import {
  type ContactRow,
  contactsPage,
  maybeDraft,
  maybeStatement,
  memberFigures,
  saveDraft,
  statementsOf,
  type UnitRow,
  unitsNamed,
  unitsOf,
  versionsSent,
} from './store.ts'

const closed = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })
const maybe = <S extends Type.TSchema>(schema: S) => Type.Union([schema, Type.Null()])
const list = <S extends Type.TSchema>(schema: S, maxItems: number) => Type.Array(schema, { maxItems })
const time = Type.String({ maxLength: 30, description: 'ISO 8601, UTC' })
const short = Type.String({ maxLength: 300 })
const count = Type.Integer({ minimum: 0 })

function ownIn({ networks }: Pick<View, 'networks'>, network: NetworkId): string {
  const found = networks.all().find((one) => one.network === network)
  if (!found)
    throw new Refusal('thing.unknown', {
      inside: `network ${network}`,
      details: [{ path: '/network', reason: 'not a network of this member' }],
    })
  return found.own
}

/** The own directory as it is being edited; it starts from what is published. */
async function draftOf(viewing: Pick<View, 'reading' | 'vault'>, member: string, network: NetworkId): Promise<Directory> {
  const row = await maybeDraft(viewing.reading, member, network)
  if (row) return openDraft(viewing.vault, row)
  const held = await maybeStatement(viewing.reading, network, member)
  const published = held && openStatement(viewing.vault, held)
  return published ? { units: published.units, contacts: published.contacts } : EMPTY
}

/** Changes the own draft; nothing of it leaves before it is published. */
async function edit(doing: Act, network: NetworkId, change: (draft: Directory) => Directory): Promise<void> {
  const member = ownIn(doing, network)
  const changed = change(await draftOf(doing, member, network))
  const faults = faultsOf(changed)
  if (faults.length > 0)
    throw new Refusal('state.conflict', { inside: 'the directory would not hold together', details: faults.slice(0, 20) })
  const slot = await doing.vault.slotOf(draftScope(network, member))
  await saveDraft(doing.writing, {
    member,
    network,
    changed_at: doing.now,
    changed_by: doing.officer.id,
    slot,
    sealed: sealDraft(doing.vault, slot, network, member, changed),
  })
}

const put = <T extends { readonly id: string }>(things: readonly T[], thing: T): T[] =>
  things.some(({ id }) => id === thing.id) ? things.map((one) => (one.id === thing.id ? thing : one)) : [...things, thing]

const changeUnit = act({
  name: 'directory.change-unit',
  summary: 'Adds a unit to the own draft or changes it',
  purpose: 'none',
  journal: 'always',
  input: closed({ network: Id, unit: Unit }),
  output: closed({ id: Id }),
  refusals: ['state.conflict'],
  subject: ({ network, unit }) => `unit:${network}/${unit.id}`,
  async run({ network, unit }, doing) {
    await edit(doing, network, (draft) => ({ ...draft, units: put(draft.units, unit) }))
    return { id: unit.id }
  },
})

const removeUnit = act({
  name: 'directory.remove-unit',
  summary: 'Removes a unit that nothing hangs on from the own draft',
  purpose: 'none',
  journal: 'always',
  input: closed({ network: Id, id: Id }),
  output: closed({ id: Id }),
  refusals: ['state.conflict', 'thing.unknown'],
  subject: ({ network, id }) => `unit:${network}/${id}`,
  async run({ network, id }, doing) {
    await edit(doing, network, (draft) => ({ ...draft, units: without(draft.units, id) }))
    return { id }
  },
})

const changeContact = act({
  name: 'directory.change-contact',
  summary: 'Adds a contact point to the own draft or changes it; who states it confirms it',
  purpose: 'none',
  journal: 'always',
  input: closed({ network: Id, contact: ContactDraft }),
  output: closed({ id: Id }),
  refusals: ['state.conflict'],
  subject: ({ network, contact }) => `contact:${network}/${contact.id}`,
  async run({ network, contact }, doing) {
    const stated: Contact = { ...contact, last_confirmed: doing.now.toISOString() }
    await edit(doing, network, (draft) => ({ ...draft, contacts: put(draft.contacts, stated) }))
    return { id: contact.id }
  },
})

const removeContact = act({
  name: 'directory.remove-contact',
  summary: 'Removes a contact point from the own draft',
  purpose: 'none',
  journal: 'always',
  input: closed({ network: Id, id: Id }),
  output: closed({ id: Id }),
  refusals: ['thing.unknown'],
  subject: ({ network, id }) => `contact:${network}/${id}`,
  async run({ network, id }, doing) {
    await edit(doing, network, (draft) => ({ ...draft, contacts: without(draft.contacts, id) }))
    return { id }
  },
})

function without<T extends { readonly id: string }>(things: readonly T[], id: string): T[] {
  const left = things.filter((one) => one.id !== id)
  if (left.length === things.length) throw new Refusal('thing.unknown', { inside: id })
  return left
}

const PublishedOut = closed({ version: count, told: list(short, 1_000) })

const publish = act({
  name: 'directory.publish',
  summary: 'States the own draft to all partners; where nothing changed, to those that were not told yet',
  purpose: 'none',
  journal: 'always',
  input: closed({ network: Id }),
  output: PublishedOut,
  refusals: ['state.conflict', 'input.too-large'],
  subject: ({ network }) => `directory:${network}`,
  async run({ network }, doing) {
    const member = ownIn(doing, network)
    const draft = await draftOf(doing, member, network)
    const held = await maybeStatement(doing.reading, network, member)
    const before = held && openStatement(doing.vault, held)
    if (!before || !sameDirectory(before, draft)) return state(doing, network, draft)
    const sent = new Map((await versionsSent(doing.reading, network, member)).map(({ partner, version }) => [partner, version]))
    const missing = doing.networks
      .partners(network)
      .map(({ id }) => id)
      .filter((id) => (sent.get(id) ?? 0) < before.version)
    if (missing.length === 0)
      throw new Refusal('state.conflict', { inside: 'nothing to publish', details: [{ path: '/network', reason: 'all partners have it' }] })
    await tell(doing, network, missing, before)
    return { version: before.version, told: missing }
  },
})

/** States a directory under a new number, to all partners and to ourselves. */
async function state(doing: Act, network: NetworkId, directory: Directory): Promise<Static<typeof PublishedOut>> {
  const member = ownIn(doing, network)
  const held = await maybeStatement(doing.reading, network, member)
  const body = bodyOf(directory, nextVersion(held?.version ?? 0, doing.now), doing.now)
  if (JSON.stringify(body).length > MAX_CHARACTERS)
    throw new Refusal('input.too-large', { details: [{ path: '', reason: `over ${MAX_CHARACTERS} characters` }] })
  const partners = doing.networks.partners(network).map(({ id }) => id)
  if (partners.length > 0) await tell(doing, network, partners, body)
  else
    await keepStatement({ writing: doing.writing, vault: doing.vault, at: doing.now, classOf: doing.classOf }, network, member, null, body)
  return { version: body.version, told: partners }
}

const TOLD_AT_ONCE = 200

async function tell(doing: Act, network: NetworkId, partners: readonly string[], body: unknown): Promise<void> {
  for (let from = 0; from < partners.length; from += TOLD_AT_ONCE) {
    await doing.send({
      network,
      to: partners.slice(from, from + TOLD_AT_ONCE),
      type: 'directory.statement.v1',
      unit: doing.officer.unit,
      classification: 'unclassified',
      language: doing.officer.language,
      body,
    })
  }
}

const confirm = act({
  name: 'directory.confirm',
  summary: 'Confirms own contact points as they were published, all or those named, and tells the partners',
  purpose: 'none',
  journal: 'always',
  input: closed({ network: Id, contacts: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 300, uniqueItems: true })) }),
  output: closed({ version: count, confirmed: list(Id, 300) }),
  refusals: ['state.conflict', 'thing.unknown', 'input.too-large'],
  subject: ({ network }) => `directory:${network}`,
  async run({ network, contacts }, doing) {
    const member = ownIn(doing, network)
    const held = await maybeStatement(doing.reading, network, member)
    const published = held && openStatement(doing.vault, held)
    if (!published)
      throw new Refusal('state.conflict', { inside: 'nothing published', details: [{ path: '/network', reason: 'publish first' }] })
    const wanted = new Set(contacts ?? published.contacts.map(({ id }) => id))
    const unknown = [...wanted].filter((id) => !published.contacts.some((one) => one.id === id))
    if (unknown.length > 0) throw new Refusal('thing.unknown', { details: unknown.map((reason) => ({ path: '/contacts', reason })) })
    const last_confirmed = doing.now.toISOString()
    const confirmed = <T extends Directory>(directory: T): T => ({
      ...directory,
      contacts: directory.contacts.map((one) => (wanted.has(one.id) ? { ...one, last_confirmed } : one)),
    })
    // what is still being edited is confirmed as well, and not published by it
    await edit(doing, network, confirmed)
    const { version } = await state(doing, network, confirmed(published))
    return { version, confirmed: [...wanted] }
  },
})

const DirectoryOut = closed({
  units: list(Unit, 200),
  contacts: list(Contact, 300),
  changed_at: maybe(time),
  changed_by: maybe(short),
  /** Whether it says something else than what is published. */
  unpublished: Type.Boolean(),
  published_version: maybe(count),
})

const readDraft = view({
  name: 'directory.read-draft',
  summary: 'Reads the own directory as it is being edited',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ network: Id }),
  output: DirectoryOut,
  async run({ network }, viewing) {
    const member = ownIn(viewing, network)
    const row = await maybeDraft(viewing.reading, member, network)
    const held = await maybeStatement(viewing.reading, network, member)
    const draft = await draftOf(viewing, member, network)
    const published = (held && openStatement(viewing.vault, held)) ?? EMPTY
    return {
      units: [...draft.units],
      contacts: [...draft.contacts],
      changed_at: row ? row.changed_at.toISOString() : null,
      changed_by: row?.changed_by ?? null,
      unpublished: !sameDirectory(draft, published),
      published_version: held?.version ?? null,
    }
  },
})

const ContactOut = closed({
  ...Contact.properties,
  network: short,
  member: short,
  member_name: short,
  unit: maybe(Id),
  unit_names: maybe(Names),
  holder: maybe(short),
  address: maybe(Type.String({ maxLength: 500 })),
  confirm_by: time,
  stale: Type.Boolean(),
})

function contactOut({ networks, vault, now }: View, row: ContactRow, unit: UnitRow | undefined): Static<typeof ContactOut>[] {
  const contact = openContact(vault, row)
  if (!contact) return []
  return [
    {
      ...contact,
      last_confirmed: row.last_confirmed.toISOString(),
      network: row.network,
      member: row.member,
      member_name: networks.nameOf(row.network, row.member),
      unit: row.unit,
      unit_names: unit?.names ?? null,
      holder: contact.holder ?? null,
      address: contact.address ?? null,
      confirm_by: confirmBy(row.last_confirmed).toISOString(),
      stale: isStale(row.last_confirmed, now),
    },
  ]
}

async function contactsOut(viewing: View, rows: readonly ContactRow[]) {
  const units = new Map(
    (
      await unitsNamed(
        viewing.reading,
        rows.filter(({ unit }) => unit !== null),
      )
    ).map((unit) => [`${unit.network}/${unit.member}/${unit.id}`, unit]),
  )
  return rows.flatMap((row) => contactOut(viewing, row, units.get(`${row.network}/${row.member}/${row.unit}`)))
}

/** How many contact points a search by words opens at most. */
const MAX_OPENED = 3_000

const findContacts = view({
  name: 'directory.find-contacts',
  summary: 'Finds contact points of all members; one without crime areas answers for all',
  purpose: 'none',
  journal: 'refusals',
  input: closed({
    network: Type.Optional(Id),
    member: Type.Optional(Id),
    kind: Type.Optional(Type.Enum([...CONTACT_KINDS])),
    crime_area: Type.Optional(Type.Enum([...CRIME_AREAS])),
    language: Type.Optional(Type.String({ pattern: '^[a-z]{2,3}$' })),
    unit: Type.Optional(Id),
    stale: Type.Optional(Type.Boolean()),
    text: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  }),
  output: closed({
    rows: list(ContactOut, 200),
    total: count,
    complete: Type.Boolean({ description: 'false: more contact points than a search by words opens' }),
  }),
  async run({ network, text, stale, limit = 50, offset = 0, ...filters }, viewing) {
    const networks = viewing.networks
      .all()
      .map((one) => one.network)
      .filter((one) => network === undefined || one === network)
    const classes = await viewing.classes('directory.find-contacts')
    const before = new Date(viewing.now.getTime() - CONFIRM_EVERY_MS)
    const filter = { ...filters, networks, classes, ...(stale !== undefined && { stale: { before, is: stale } }) }
    if (text === undefined) {
      const { rows, total } = await contactsPage(viewing.reading, filter, limit, offset)
      return { rows: await contactsOut(viewing, rows), total, complete: true }
    }
    const { rows, total } = await contactsPage(viewing.reading, filter, MAX_OPENED, 0)
    const wanted = folded(text)
    const found = (await contactsOut(viewing, rows)).filter((one) => folded(spoken(one)).includes(wanted))
    return { rows: found.slice(offset, offset + limit), total: found.length, complete: total <= MAX_OPENED }
  },
})

const spoken = ({ names, unit_names, holder, member_name, telephone, email, deputies }: Static<typeof ContactOut>) =>
  [
    ...Object.values(names),
    ...Object.values(unit_names ?? {}),
    holder,
    member_name,
    ...telephone,
    ...email,
    ...deputies.map((deputy) => deputy.holder),
  ]
    .filter(Boolean)
    .join('\n')

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

const MemberOut = closed({
  network: short,
  id: short,
  name: short,
  /** null for the own member */
  kind: maybe(Type.Enum(['state', 'organisation', 'observer'])),
  own: Type.Boolean(),
  version: maybe(count),
  stated_at: maybe(time),
})

const findMembers = view({
  name: 'directory.find-members',
  summary: 'Finds the members of a network with what each has stated of itself',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ network: Id }),
  output: closed({ rows: list(closed({ ...MemberOut.properties, contacts: count, stale: count }), 1_000), total: count }),
  async run({ network }, viewing) {
    const classes = await viewing.classes('directory.find-members')
    const stated = new Map((await statementsOf(viewing.reading, network)).map((row) => [row.member, row]))
    const figures = new Map(
      (await memberFigures(viewing.reading, network, classes, new Date(viewing.now.getTime() - CONFIRM_EVERY_MS))).map((one) => [
        one.member,
        one,
      ]),
    )
    const rows = membersOf(viewing, network).map((member) => ({
      ...member,
      version: stated.get(member.id)?.version ?? null,
      stated_at: stated.get(member.id)?.stated_at.toISOString() ?? null,
      contacts: figures.get(member.id)?.contacts ?? 0,
      stale: figures.get(member.id)?.stale ?? 0,
    }))
    return { rows, total: rows.length }
  },
})

function membersOf(viewing: View, network: NetworkId) {
  const own = ownIn(viewing, network)
  const partners = viewing.networks.partners(network).map(({ id, name, kind }) => ({ network, id, name, kind, own: false }))
  return [{ network, id: own, name: viewing.networks.nameOf(network, own), kind: null, own: true }, ...partners]
}

const readMember = view({
  name: 'directory.read-member',
  summary: 'Reads what one member has stated of itself',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ network: Id, member: Id }),
  output: closed({
    ...MemberOut.properties,
    units: list(closed({ id: Id, kind: short, names: Names, parent: maybe(Id) }), 200),
    contacts: list(ContactOut, 300),
  }),
  refusals: ['thing.unknown'],
  async run({ network, member }, viewing) {
    const found = membersOf(viewing, network).find(({ id }) => id === member)
    if (!found) throw new Refusal('thing.unknown', { inside: `member ${member}` })
    const held = await maybeStatement(viewing.reading, network, member)
    const classes = await viewing.classes('directory.read-member')
    const { rows } = await contactsPage(viewing.reading, { networks: [network], classes, member }, 300, 0)
    const units = await unitsOf(viewing.reading, network, member)
    return {
      ...found,
      version: held?.version ?? null,
      stated_at: held?.stated_at.toISOString() ?? null,
      units: units.map(({ id, kind, names, parent }) => ({ id, kind, names, parent })),
      contacts: await contactsOut(viewing, rows),
    }
  },
})

export const actions = [
  changeUnit,
  removeUnit,
  changeContact,
  removeContact,
  publish,
  confirm,
  readDraft,
  findContacts,
  findMembers,
  readMember,
]
