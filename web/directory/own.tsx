// The own member's directory: edited in a draft, published once to all partners, confirmed when nothing has changed.
import { Button, Checkbox, NativeSelect, Radio, TagsInput, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearch } from 'wouter'
import { CRIME_AREAS } from '#wire/vocabulary.ts'
import { useAct, useView } from '../api/hooks.ts'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Banner, Confirm, DateTime, EmptyState, Loading, Page, RefusalBanner, Section, useMembers } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { NameOf, writeLanguage } from './contact.tsx'
import style from './directory.module.css'
import { CONTACT_KINDS, type Draft, type DraftContact, type DraftUnit, type Names, UNIT_KINDS } from './types.ts'

export function OwnDirectory() {
  const { t } = useTranslation('directory')
  const { node } = useSession()
  const wanted = new URLSearchParams(useSearch()).get('network')
  const network = node.networks.find(({ id }) => id === wanted)?.id ?? node.networks[0]?.id ?? ''
  const { data, error, loading, reload } = useView('directory.read-draft', { network }, { enabled: network !== '' })
  return (
    <Page
      title={t('own.title')}
      lead={t('own.lead')}
      actions={
        <>
          <Link href={`/directory?network=${network}`}>{t('own.back')}</Link>
          {data && <Publishing network={network} draft={data} />}
        </>
      }
    >
      <RefusalBanner error={error} onRetry={reload} />
      {loading && <Loading />}
      {data && (
        <>
          {data.unpublished && (
            <Banner tone="warning" title={t('own.unpublished')}>
              {data.changed_at && (
                <>
                  {t('own.changed')} <DateTime at={data.changed_at} />
                </>
              )}
            </Banner>
          )}
          <Contacts network={network} draft={data} />
          <Units network={network} draft={data} />
        </>
      )}
    </Page>
  )
}

/** Publishing and confirming: both are told to every partner. */
function Publishing({ network, draft }: { network: string; draft: Draft }) {
  const { t } = useTranslation('directory')
  const { partners, nameOf } = useMembers(network)
  const [asking, setAsking] = useState<'publish' | 'confirm' | undefined>()
  const publish = useAct('directory.publish')
  const confirm = useAct('directory.confirm')
  const seenBy = partners.map(({ id }) => nameOf(id))
  const close = () => setAsking(undefined)
  return (
    <>
      <Button variant="default" disabled={draft.published_version === null} onClick={() => setAsking('confirm')}>
        {t('confirm.open')}
      </Button>
      <Button disabled={!draft.unpublished} onClick={() => setAsking('publish')}>
        {t('publish.open')}
      </Button>
      <Confirm
        open={asking === 'publish'}
        title={t('publish.title')}
        happens={[t('publish.happens', { count: draft.contacts.length }), t('publish.replaces')]}
        seenBy={seenBy}
        act={t('publish.act')}
        running={publish.running}
        error={publish.error}
        onConfirm={() => void publish.run({ network }).then((done) => done && close())}
        onClose={close}
      />
      <Confirm
        open={asking === 'confirm'}
        title={t('confirm.title')}
        happens={[t('confirm.happens'), ...(draft.unpublished ? [t('confirm.not_draft')] : [])]}
        seenBy={seenBy}
        act={t('confirm.act')}
        running={confirm.running}
        error={confirm.error}
        onConfirm={() => void confirm.run({ network }).then((done) => done && close())}
        onClose={close}
      />
    </>
  )
}

const NEW = ''

function Contacts({ network, draft }: { network: string; draft: Draft }) {
  const { t } = useTranslation('directory')
  const { term } = useTerm()
  const [editing, setEditing] = useState<string | undefined>()
  const [removing, setRemoving] = useState<string | undefined>()
  const remove = useAct('directory.remove-contact')
  const close = () => setEditing(undefined)
  return (
    <Section
      title={t('own.contacts')}
      actions={
        <Button size="xs" variant="default" leftSection={<IconPlus size={16} />} onClick={() => setEditing(NEW)}>
          {t('own.add_contact')}
        </Button>
      }
    >
      {draft.contacts.length === 0 && editing === undefined && <EmptyState title={t('empty.own')}>{t('empty.own_text')}</EmptyState>}
      <ul className={style.own}>
        {draft.contacts.map((contact) => (
          <li key={contact.id}>
            {editing === contact.id ? (
              <ContactForm network={network} draft={draft} contact={contact} onClose={close} />
            ) : (
              <div className={style.ownRow}>
                <span className={style.grow}>
                  <strong>
                    <NameOf names={contact.names} />
                  </strong>
                  <br />
                  <span className={style.quiet}>
                    {term('contact-kind', contact.kind)} · <bdi dir="ltr">{contact.telephone[0] ?? contact.email[0] ?? ''}</bdi> ·{' '}
                    {t('confirmed.last')} <DateTime at={contact.last_confirmed} form="date" />
                  </span>
                </span>
                <Button size="compact-sm" variant="default" onClick={() => setEditing(contact.id)}>
                  {t('own.edit')}
                </Button>
                <Button size="compact-sm" variant="subtle" color="red" onClick={() => setRemoving(contact.id)}>
                  {t('own.remove')}
                </Button>
              </div>
            )}
          </li>
        ))}
        {editing === NEW && (
          <li>
            <ContactForm network={network} draft={draft} contact={undefined} onClose={close} />
          </li>
        )}
      </ul>
      <Confirm
        open={removing !== undefined}
        danger
        title={t('own.remove_contact')}
        happens={[t('own.remove_draft')]}
        seenBy={[]}
        act={t('own.remove')}
        running={remove.running}
        error={remove.error}
        onConfirm={() => void remove.run({ network, id: removing ?? '' }).then((done) => done && setRemoving(undefined))}
        onClose={() => setRemoving(undefined)}
      />
    </Section>
  )
}

function Units({ network, draft }: { network: string; draft: Draft }) {
  const { t } = useTranslation('directory')
  const [editing, setEditing] = useState<string | undefined>()
  const [removing, setRemoving] = useState<string | undefined>()
  const remove = useAct('directory.remove-unit')
  const close = () => setEditing(undefined)
  return (
    <Section
      title={t('units')}
      actions={
        <Button size="xs" variant="default" leftSection={<IconPlus size={16} />} onClick={() => setEditing(NEW)}>
          {t('own.add_unit')}
        </Button>
      }
    >
      <ul className={style.own}>
        {draft.units.map((unit) => (
          <li key={unit.id}>
            {editing === unit.id ? (
              <UnitForm network={network} draft={draft} unit={unit} onClose={close} />
            ) : (
              <div className={style.ownRow}>
                <span className={style.grow}>
                  <NameOf names={unit.names} />
                  <span className={style.quiet}> · {t(`unit-kind.${unit.kind}`)}</span>
                </span>
                <Button size="compact-sm" variant="default" onClick={() => setEditing(unit.id)}>
                  {t('own.edit')}
                </Button>
                <Button size="compact-sm" variant="subtle" color="red" onClick={() => setRemoving(unit.id)}>
                  {t('own.remove')}
                </Button>
              </div>
            )}
          </li>
        ))}
        {editing === NEW && (
          <li>
            <UnitForm network={network} draft={draft} unit={undefined} onClose={close} />
          </li>
        )}
      </ul>
      <Confirm
        open={removing !== undefined}
        danger
        title={t('own.remove_unit')}
        happens={[t('own.remove_draft'), t('own.remove_hanging')]}
        seenBy={[]}
        act={t('own.remove')}
        running={remove.running}
        error={remove.error}
        onConfirm={() => void remove.run({ network, id: removing ?? '' }).then((done) => done && setRemoving(undefined))}
        onClose={() => setRemoving(undefined)}
      />
    </Section>
  )
}

function NamesFields({ value, onChange, error }: { value: Names; onChange: (value: Names) => void; error?: string | undefined }) {
  const { t } = useTranslation('directory')
  return (
    <fieldset className={style.group}>
      <legend>{t('field.names')}</legend>
      <p className={style.quiet}>{t('field.names_hint')}</p>
      <div className={style.pair}>
        {LANGUAGES.map((code: Language, i) => (
          <TextInput
            key={code}
            label={LANGUAGE_NAMES[code]}
            lang={code}
            dir="auto"
            maxLength={200}
            value={value[code] ?? ''}
            error={i === 0 ? error : undefined}
            onChange={(event) => {
              const { [code]: _, ...others } = value
              const text = event.currentTarget.value
              onChange(text ? { ...others, [code]: text } : others)
            }}
          />
        ))}
      </div>
    </fieldset>
  )
}

const trimmed = (names: Names): Names =>
  Object.fromEntries(Object.entries(names).flatMap(([code, text]) => (text?.trim() ? [[code, text.trim()]] : []))) as Names

/** A new thing's id, from its English or any name: small letters and hyphens, not yet taken. */
function idFor(names: Names, taken: readonly string[]): string {
  const word = (names.en ?? names.fr ?? names.es ?? '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 26)
  const base = word.length >= 2 ? word.replace(/-+$/, '') : 'unit'
  for (let i = 1; ; i++) {
    const id = i === 1 ? base : `${base}-${i}`
    if (!taken.includes(id)) return id
  }
}

function UnitForm({ network, draft, unit, onClose }: { network: string; draft: Draft; unit: DraftUnit | undefined; onClose: () => void }) {
  const { t } = useTranslation('directory')
  const { t: shell } = useTranslation()
  const { run, running, error } = useAct('directory.change-unit')
  const [names, setNames] = useState<Names>(unit?.names ?? {})
  const [kind, setKind] = useState<DraftUnit['kind']>(unit?.kind ?? 'national-unit')
  const [parent, setParent] = useState(unit?.parent ?? '')
  const [tried, setTried] = useState(false)
  const clean = trimmed(names)
  const nameless = Object.keys(clean).length === 0
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (nameless) return
    const taken = draft.units.map(({ id }) => id)
    const done = await run({ network, unit: { id: unit?.id ?? idFor(clean, taken), kind, names: clean, ...(parent && { parent }) } })
    if (done) onClose()
  }
  return (
    <form className={style.form} onSubmit={(event) => void save(event)} noValidate>
      <NamesFields value={names} onChange={setNames} error={tried && nameless ? shell('fault.required') : undefined} />
      <div className={style.pair}>
        <NativeSelect
          label={t('field.unit_kind')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as DraftUnit['kind'])}
          data={UNIT_KINDS.map((code) => ({ value: code, label: t(`unit-kind.${code}`) }))}
        />
        <UnitChoice label={t('field.parent')} draft={draft} value={parent} onChange={setParent} without={unit?.id} />
      </div>
      <RefusalBanner error={error} />
      <FormButtons running={running} onClose={onClose} />
    </form>
  )
}

function UnitChoice({
  label,
  draft,
  value,
  onChange,
  without,
}: {
  label: string
  draft: Draft
  value: string
  onChange: (value: string) => void
  without?: string | undefined
}) {
  const { t } = useTranslation('directory')
  const { i18n } = useTranslation()
  return (
    <NativeSelect
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: t('field.no_unit') },
        ...draft.units
          .filter(({ id }) => id !== without)
          .map(({ id, names }) => ({ value: id, label: names[i18n.language as Language] ?? names.en ?? Object.values(names)[0] ?? id })),
      ]}
    />
  )
}

function FormButtons({ running, onClose }: { running: boolean; onClose: () => void }) {
  const { t } = useTranslation('directory')
  const { t: shell } = useTranslation()
  return (
    <div className={style.buttons}>
      <Button type="submit" loading={running}>
        {t('own.keep')}
      </Button>
      <Button variant="default" onClick={onClose}>
        {shell('page.cancel')}
      </Button>
    </div>
  )
}

const TELEPHONE = /^\+?[0-9][0-9 ()./-]{2,39}$/
const EMAIL = /^[^\s@<>]{1,64}@[^\s@<>]{1,190}$/

function ContactForm({
  network,
  draft,
  contact,
  onClose,
}: {
  network: string
  draft: Draft
  contact: Draft['contacts'][number] | undefined
  onClose: () => void
}) {
  const { t } = useTranslation('directory')
  const { t: shell } = useTranslation()
  const { term } = useTerm()
  const { run, running, error } = useAct('directory.change-contact')
  const [names, setNames] = useState<Names>(contact?.names ?? {})
  const [kind, setKind] = useState<DraftContact['kind']>(contact?.kind ?? 'single-point-of-contact')
  const [unit, setUnit] = useState(contact?.unit ?? '')
  const [holder, setHolder] = useState(contact?.holder ?? '')
  const [telephone, setTelephone] = useState<string[]>([...(contact?.telephone ?? [])])
  const [email, setEmail] = useState<string[]>([...(contact?.email ?? [])])
  const [languages, setLanguages] = useState<string[]>([...(contact?.languages ?? [])])
  const [always, setAlways] = useState(contact ? contact.hours.kind === 'always' : true)
  const stated = contact?.hours.kind === 'stated' ? contact.hours : undefined
  const [hours, setHours] = useState(stated?.text ?? '')
  const [zone, setZone] = useState(stated?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone)
  const [areas, setAreas] = useState<string[]>([...(contact?.crime_areas ?? [])])
  const [address, setAddress] = useState(contact?.address ?? '')
  const [tried, setTried] = useState(false)
  const needed = shell('fault.required')
  const clean = trimmed(names)
  const spoc = kind === 'single-point-of-contact'
  const openAlways = always || spoc
  const faults = {
    names: Object.keys(clean).length === 0 ? needed : undefined,
    telephone: telephone.some((one) => !TELEPHONE.test(one))
      ? shell('fault.pattern')
      : spoc && telephone.length === 0
        ? t('field.spoc_telephone')
        : undefined,
    email: email.some((one) => !EMAIL.test(one)) ? shell('fault.pattern') : undefined,
    hours: !openAlways && !hours.trim() ? needed : undefined,
    languages: languages.some((code) => !/^[a-z]{2,3}$/.test(code)) ? t('field.language_codes') : undefined,
  }
  const fault = (name: keyof typeof faults) => (tried ? faults[name] : undefined)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.values(faults).some(Boolean)) return
    const taken = draft.contacts.map(({ id }) => id)
    const said = {
      id: contact?.id ?? idFor(clean, taken),
      ...(unit && { unit }),
      kind,
      names: clean,
      ...(holder.trim() && { holder: holder.trim() }),
      telephone,
      email,
      languages,
      hours: openAlways ? { kind: 'always' as const } : { kind: 'stated' as const, text: hours.trim(), time_zone: zone },
      crime_areas: CRIME_AREAS.filter((code) => areas.includes(code)),
      deputies: contact?.deputies ?? [],
      ...(address.trim() && { address: address.trim() }),
    }
    if (await run({ network, contact: said as DraftContact })) onClose()
  }
  return (
    <form className={style.form} onSubmit={(event) => void save(event)} noValidate>
      <NamesFields value={names} onChange={setNames} error={fault('names')} />
      <div className={style.pair}>
        <NativeSelect
          label={t('field.kind')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as DraftContact['kind'])}
          data={CONTACT_KINDS.map((code) => ({ value: code, label: term('contact-kind', code) }))}
        />
        <UnitChoice label={t('field.unit')} draft={draft} value={unit} onChange={setUnit} />
        <TagsInput
          label={t('field.telephone')}
          description={shell('form.tags')}
          dir="ltr"
          maxTags={5}
          value={telephone}
          onChange={setTelephone}
          acceptValueOnBlur
          error={fault('telephone')}
        />
        <TagsInput
          label={t('field.email')}
          description={shell('form.tags')}
          dir="ltr"
          maxTags={5}
          value={email}
          onChange={setEmail}
          acceptValueOnBlur
          error={fault('email')}
        />
        <TextInput
          label={t('contact.holder')}
          dir="auto"
          maxLength={200}
          value={holder}
          onChange={(event) => setHolder(event.currentTarget.value)}
        />
        <TagsInput
          label={t('contact.languages')}
          description={languages.length > 0 ? languages.map(writeLanguage).join(' · ') : t('field.language_codes')}
          dir="ltr"
          maxTags={20}
          value={languages}
          onChange={(codes) => setLanguages(codes.map((code) => code.toLowerCase()))}
          acceptValueOnBlur
          error={fault('languages')}
        />
      </div>
      <Radio.Group label={t('contact.hours')} value={openAlways ? 'always' : 'stated'} onChange={(value) => setAlways(value === 'always')}>
        <Radio value="always" label={t('hours.always')} py={4} />
        <Radio value="stated" label={t('hours.stated')} py={4} disabled={spoc} />
      </Radio.Group>
      {!openAlways && (
        <div className={style.pair}>
          <TextInput
            label={t('field.hours')}
            withAsterisk
            dir="auto"
            maxLength={300}
            value={hours}
            error={fault('hours')}
            onChange={(event) => setHours(event.currentTarget.value)}
          />
          <TextInput
            label={t('field.zone')}
            dir="ltr"
            maxLength={60}
            value={zone}
            onChange={(event) => setZone(event.currentTarget.value)}
          />
        </div>
      )}
      <Checkbox.Group label={t('contact.crime_areas')} description={t('field.areas_hint')} value={areas} onChange={setAreas}>
        <div className={style.choices}>
          {CRIME_AREAS.map((code) => (
            <Checkbox key={code} value={code} label={term('crime-area', code)} />
          ))}
        </div>
      </Checkbox.Group>
      <TextInput
        label={t('contact.address')}
        dir="auto"
        maxLength={500}
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <RefusalBanner error={error} />
      <FormButtons running={running} onClose={onClose} />
    </form>
  )
}
