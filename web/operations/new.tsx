// A team is proposed: what it is, with whom, and the first wording of its clauses. Asked once more before it leaves.
import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { SPACE_KINDS } from '#capabilities/operations/vocabulary.ts'
import { useAct } from '../api/hooks.ts'
import { useDraft } from '../exchange/draft.ts'
import { type Language, useLanguage } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Banner, Confirm, MemberName, Page, RefusalBanner, Section, useMembers, WordsField } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { FreeName } from './agreement.tsx'
import { blankClause, type Draft as ClauseDraft, ClauseField, clauseValueOf } from './clause.tsx'
import style from './operations.module.css'
import type { ClauseId, ClauseValue, Party, Words } from './types.ts'

const FIRST: readonly ClauseId[] = [
  'purpose',
  'legal-basis',
  'period',
  'states-of-operation',
  'leaders',
  'members',
  'participants',
  'languages',
  'controller',
  'leaver-keeps',
]
/** Without these there is nothing to agree on. */
const NEEDED: readonly ClauseId[] = ['purpose', 'legal-basis', 'period']
const MOST_FREE = 20

type Draft = {
  kind: (typeof SPACE_KINDS)[number]
  title: Words
  partners: Party[]
  clauses: ClauseDraft[]
  free: { key: number; name: string; words: Words }[]
}

const blank = (language: Language): Draft => ({
  kind: 'investigation-team',
  title: { text: '', language },
  partners: [],
  clauses: FIRST.map((id) => blankClause(id, language)),
  free: [],
})

export function NewTeam() {
  const { t } = useTranslation('operations')
  const { t: shell } = useTranslation()
  const { term } = useTerm()
  const { language } = useLanguage()
  const { node, purposes, purpose: shift } = useSession()
  const [, navigate] = useLocation()
  const [network, setNetwork] = useState(node.networks[0]?.id ?? '')
  const { partners, nameOf } = useMembers(network)
  const [draft, change, drop] = useDraft<Draft>('operations.new', () => blank(language))
  const [purpose, setPurpose] = useState<string>(shift ?? '')
  const [tried, setTried] = useState(false)
  const [asking, setAsking] = useState(false)
  const act = useAct('operations.found-space')
  const form = useRef<HTMLFormElement>(null)
  const needed = shell('fault.required')
  const said = draft.clauses.flatMap((one): { clause: ClauseId; value: ClauseValue }[] => {
    const value = clauseValueOf(one)
    return value ? [{ clause: one.id, value }] : []
  })
  const free = draft.free.map(({ name, words }) => ({ clause: `clause-${name}` as ClauseId, value: { ...words, text: words.text.trim() } }))
  const lacks = (id: ClauseId) => NEEDED.includes(id) && !said.some(({ clause }) => clause === id)
  const freeWrong = (i: number) => {
    const one = draft.free[i]!
    return !/^[a-z0-9-]{1,40}$/.test(one.name) || !one.words.text.trim() || draft.free.some(({ name }, j) => j < i && name === one.name)
  }
  const faulty =
    !draft.title.text.trim() ||
    draft.partners.length === 0 ||
    NEEDED.some(lacks) ||
    draft.free.some((_, i) => freeWrong(i)) ||
    purpose === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!faulty) return setAsking(true)
    requestAnimationFrame(() => {
      const first = form.current?.querySelector<HTMLElement>('[aria-invalid=true], [data-fault=true]')
      first?.focus()
      first?.scrollIntoView({ block: 'center' })
    })
  }
  const send = async () => {
    const sent = await act.run(
      {
        network,
        kind: draft.kind,
        title: { ...draft.title, text: draft.title.text.trim() },
        parties: draft.partners,
        clauses: [...said, ...free],
      },
      { purpose },
    )
    if (!sent) return
    drop()
    navigate(`/operations/${sent.space}`)
  }
  return (
    <Page title={t('new.title')} lead={t('new.lead')}>
      <form ref={form} className={style.stack} onSubmit={submit} noValidate aria-label={t('new.title')}>
        <Section title={t('new.what')}>
          <div className={style.stack}>
            {node.networks.length > 1 && (
              <NativeSelect
                label={t('new.network')}
                value={network}
                onChange={(event) => {
                  setNetwork(event.currentTarget.value)
                  change({ partners: [] })
                }}
                data={node.networks.map(({ id, title }) => ({ value: id, label: title }))}
              />
            )}
            <NativeSelect
              label={t('new.kind')}
              value={draft.kind}
              onChange={(event) => change({ kind: event.currentTarget.value as Draft['kind'] })}
              data={SPACE_KINDS.map((value) => ({ value, label: t(`space.${value}`) }))}
            />
            <WordsField
              label={t('new.name')}
              required
              rows={1}
              value={draft.title}
              onChange={(title) => change({ title })}
              error={tried && !draft.title.text.trim() ? needed : undefined}
            />
          </div>
        </Section>
        <Section title={t('new.who')}>
          <fieldset className={style.group}>
            <legend>{t('new.partners')}</legend>
            <p className={style.quiet}>{t('new.leader')}</p>
            <p className={style.quiet}>{t('new.third_hint')}</p>
            {tried && draft.partners.length === 0 && (
              <p className={style.bad} role="alert">
                {needed}
              </p>
            )}
            <ul className={style.partyRows}>
              {partners.map(({ id }, i) => {
                const party = draft.partners.find(({ member }) => member === id)
                return (
                  <li key={id}>
                    <Checkbox
                      label={<MemberName id={id} network={network} />}
                      checked={party !== undefined}
                      {...(i === 0 && tried && draft.partners.length === 0 && { 'data-fault': true })}
                      onChange={(event) =>
                        change({
                          partners: event.currentTarget.checked
                            ? [...draft.partners, { member: id, third_country: false }]
                            : draft.partners.filter(({ member }) => member !== id),
                        })
                      }
                    />
                    {party && (
                      <Checkbox
                        label={t('new.third')}
                        aria-label={t('new.third_of', { name: nameOf(id) })}
                        checked={party.third_country}
                        onChange={(event) => {
                          const third_country = event.currentTarget.checked
                          change({ partners: draft.partners.map((one) => (one.member === id ? { ...one, third_country } : one)) })
                        }}
                      />
                    )}
                  </li>
                )
              })}
            </ul>
          </fieldset>
        </Section>
        <Section title={t('new.terms')}>
          <div className={style.stack}>
            {draft.clauses.map((clause, i) => (
              <ClauseField
                key={clause.id}
                draft={clause}
                network={network}
                required={NEEDED.includes(clause.id)}
                error={tried && lacks(clause.id) ? needed : undefined}
                onChange={(next) => change({ clauses: draft.clauses.map((one, j) => (i === j ? next : one)) })}
              />
            ))}
            {draft.free.map((one, i) => {
              const set = (next: Partial<typeof one>) =>
                change({ free: draft.free.map((each, j) => (i === j ? { ...each, ...next } : each)) })
              return (
                <fieldset key={one.key} className={style.group}>
                  <legend>{t('new.free')}</legend>
                  <FreeName
                    value={one.name}
                    onChange={(name) => set({ name })}
                    error={tried && freeWrong(i) && !one.name ? needed : undefined}
                  />
                  <WordsField
                    label={t('clause.free', { name: one.name })}
                    required
                    rows={2}
                    value={one.words}
                    onChange={(words) => set({ words })}
                    error={tried && freeWrong(i) && one.name ? needed : undefined}
                  />
                  <div>
                    <Button variant="default" size="compact-sm" onClick={() => change({ free: draft.free.filter((_, j) => i !== j) })}>
                      {t('new.remove')}
                    </Button>
                  </div>
                </fieldset>
              )
            })}
            <div>
              <Button
                variant="default"
                disabled={draft.free.length >= MOST_FREE}
                onClick={() =>
                  change({ free: [...draft.free, { key: (draft.free.at(-1)?.key ?? 0) + 1, name: '', words: { text: '', language } }] })
                }
              >
                {t('new.add')}
              </Button>
            </div>
            <NativeSelect
              label={t('new.purpose')}
              withAsterisk
              value={purpose}
              error={tried && purpose === '' ? needed : undefined}
              onChange={(event) => setPurpose(event.currentTarget.value)}
              data={[
                { value: '', label: shell('form.choose') },
                ...purposes.map((code) => ({ value: code, label: term('purpose', code) })),
              ]}
            />
          </div>
        </Section>
        {tried && faulty && <Banner tone="warning" title={t('new.incomplete')} />}
        <div className={style.row}>
          <Button type="submit">{t('new.go')}</Button>
          <Button variant="default" onClick={() => navigate('/operations')}>
            {shell('page.cancel')}
          </Button>
        </div>
        <Confirm
          open={asking}
          title={t('new.confirm')}
          happens={[t('new.happens'), t('new.happens_open')]}
          seenBy={draft.partners.map(({ member }) => nameOf(member))}
          act={t('new.go')}
          running={act.running}
          error={act.error}
          onClose={() => {
            act.reset()
            setAsking(false)
          }}
          onConfirm={() => void send()}
        />
        {!asking && <RefusalBanner error={act.error} />}
      </form>
    </Page>
  )
}
