// Declarations: drafted together, opened, signed in person on one text, shown with who signed, taken as a proof for anybody.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { useLanguage } from '../language/index.ts'
import {
  Banner,
  Confirm,
  DateTime,
  EmptyState,
  Facts,
  Loading,
  MemberName,
  Mono,
  RefusalBanner,
  Section,
  StateMark,
  type StateTone,
  saveBytes,
  TakeDocument,
  useMembers,
  WordsField,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { Heading, Leading, Named, Wide } from './frame.tsx'
import { mayState } from './kinds.ts'
import { bytesOf } from './meetings.tsx'
import { textIn, useStrategyWords } from './said.tsx'
import style from './strategy.module.css'
import { Deeds, KindSection } from './thing.tsx'
import { ThingForm } from './thing-form.tsx'
import type { ForumData } from './types.ts'
import { useThings } from './use-things.ts'
import work from './work.module.css'

const EVERY_MS = 10_000
type Read = Output<'strategy.read-declaration'>
const TONES: Record<Read['signatures'][number]['state'], StateTone> = { signed: 'good', 'another-text': 'bad', late: 'bad' }

export function Declarations({ forum, rest }: { forum: ForumData; rest: string }) {
  return rest === '' ? <AllDeclarations forum={forum} /> : <OneDeclaration key={rest} forum={forum} id={rest} />
}

function AllDeclarations({ forum }: { forum: ForumData }) {
  const { t } = useTranslation('forum')
  const words = useStrategyWords()
  const view = useThings(forum, ['declaration', 'signature'])
  const [adding, setAdding] = useState(false)
  const declarations = view.things.filter((one) => one.kind === 'declaration' && !one.withdrawn)
  return (
    <Section
      title={words.kinds('declaration')}
      actions={
        forum.state === 'open' &&
        mayState(forum.part, 'declaration') && (
          <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
            {t('declarations.draft')}
          </Button>
        )
      }
    >
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data && declarations.length === 0 && <EmptyState title={t('declarations.none')}>{t('declarations.none_text')}</EmptyState>}
      {declarations.length > 0 && (
        <Leading
          things={declarations}
          base={`/strategy/${forum.id}/declarations`}
          detail={(one) => <DateTime at={one.first_at} form="short" />}
        />
      )}
      {adding && (
        <ThingForm forum={forum} kind="declaration" things={view.things} begin={{ state: 'draft' }} onClose={() => setAdding(false)} />
      )}
    </Section>
  )
}

function OneDeclaration({ forum, id }: { forum: ForumData; id: string }) {
  const { t } = useTranslation('forum')
  const words = useStrategyWords()
  const { has } = useSession()
  const view = useView('strategy.read-declaration', { forum: forum.id, declaration: id }, { every_ms: EVERY_MS })
  const all = useThings(forum, ['declaration', 'rendering', 'comment', 'commitment'])
  const paper = useAct('strategy.take-paper', { touches: [] })
  const [signing, setSigning] = useState(false)
  const data = view.data
  const declaration = data?.declaration
  const text = declaration && textIn(declaration, 'text')
  const open = declaration?.set.state === 'open' && forum.state === 'open'
  const signs = open && has('supervisor') && data?.unsigned.includes(forum.own)
  return (
    <div className={style.stack}>
      <RefusalBanner error={view.error ?? all.error} onRetry={view.reload} />
      {!data && !view.error && <Loading />}
      {declaration && (
        <>
          <Heading thing={declaration} back={t('declarations.back')} to={`/strategy/${forum.id}/declarations`} />
          <Section
            title={t('declarations.text')}
            actions={
              signs && (
                <Button size="compact-sm" onClick={() => setSigning(true)}>
                  {t('declarations.sign')}
                </Button>
              )
            }
          >
            <div className={style.stack}>
              {text && (
                <p className={work.text} dir="auto" lang={text.language}>
                  {text.text}
                </p>
              )}
              <Facts
                items={[
                  [
                    t('declarations.hash'),
                    <Mono key="hash" breaks>
                      {data.sha256}
                    </Mono>,
                  ],
                ]}
              />
              <p className={style.quiet}>{t('declarations.hash_text')}</p>
              <Deeds
                forum={forum}
                thing={declaration}
                things={all.things}
                title={textIn(declaration, 'title')?.text ?? words.kind('declaration')}
              />
            </div>
          </Section>
          <Signatures forum={forum} data={data} open={open} />
          <KindSection
            forum={forum}
            kind="rendering"
            things={all.things}
            filter={(one) => one.set.declaration === id}
            begin={{ declaration: id }}
            fixed={['declaration']}
          />
          <KindSection
            forum={forum}
            kind="comment"
            things={all.things}
            filter={(one) => one.set.on === id}
            begin={{ on: id }}
            fixed={['on']}
          />
          <KindSection
            forum={forum}
            kind="commitment"
            things={all.things}
            filter={(one) => one.set.declaration === id}
            begin={{ declaration: id }}
            fixed={['declaration']}
          />
          <Proof forum={forum} id={id} />
          <Section title={t('declarations.paper')}>
            <TakeDocument
              label={t('declarations.take')}
              running={paper.running}
              error={paper.error}
              make={(form, language) => paper.run({ forum: forum.id, kind: 'declaration', thing: id, form, language })}
            />
          </Section>
          {signing && <Sign forum={forum} data={data} onClose={() => setSigning(false)} />}
        </>
      )}
    </div>
  )
}

function Signatures({ forum, data, open }: { forum: ForumData; data: Read; open: boolean }) {
  const { t } = useTranslation('forum')
  const signed = data.signatures.filter(({ state }) => state === 'signed').length
  return (
    <Section title={t('declarations.signatures', { signed: String(signed), of: String(signed + data.unsigned.length) })}>
      <div className={style.stack}>
        {data.signatures.some(({ state }) => state === 'another-text') && (
          <Banner tone="warning" title={t('declarations.another')}>
            {t('declarations.another_text')}
          </Banner>
        )}
        {data.signatures.length === 0 && (
          <EmptyState title={t('declarations.unsigned')}>{t(open ? 'declarations.unsigned_text' : 'declarations.not_open')}</EmptyState>
        )}
        {data.signatures.length > 0 && (
          <Wide label={t('declarations.who')}>
            <thead>
              <tr>
                <th scope="col">{t('member')}</th>
                <th scope="col">{t('declarations.signatory')}</th>
                <th scope="col">{t('declarations.at')}</th>
                <th scope="col">{t('declarations.state')}</th>
              </tr>
            </thead>
            <tbody>
              {data.signatures.map((one) => (
                <tr key={one.member}>
                  <th scope="row">
                    <MemberName id={one.member} network={forum.network} />
                  </th>
                  <td>
                    <bdi dir="auto">{one.signatory}</bdi>
                    {one.function && (
                      <p className={style.quiet}>
                        <bdi dir="auto">{one.function}</bdi>
                      </p>
                    )}
                  </td>
                  <td>
                    <DateTime at={one.said_at} form="short" />
                  </td>
                  <td>
                    <StateMark tone={TONES[one.state]}>{t(`declarations.states.${one.state}`)}</StateMark>
                  </td>
                </tr>
              ))}
            </tbody>
          </Wide>
        )}
        <Named title={t('declarations.missing')} members={data.unsigned} network={forum.network} />
      </div>
    </Section>
  )
}

/** What is signed stands in the question: the title, the hash, in whose name. */
function Sign({ forum, data, onClose }: { forum: ForumData; data: Read; onClose: () => void }) {
  const { t } = useTranslation('forum')
  const { t: shell } = useTranslation()
  const { language } = useLanguage()
  const { nameOf } = useMembers(forum.network)
  const act = useAct('strategy.state-thing')
  const [name, setName] = useState('')
  const [office, setOffice] = useState({ text: '', language })
  const [tried, setTried] = useState(false)
  // what was read when the question was asked: a text that changes meanwhile is refused by the node
  const [{ declaration, sha256 }] = useState(data)
  const title = textIn(declaration, 'title')
  const missing = name.trim() === ''
  const sign = async () => {
    setTried(true)
    if (missing) return
    const set = {
      declaration: declaration.id,
      sha256,
      signatory: { name: name.trim() },
      ...(office.text.trim() && { function: { ...office, text: office.text.trim() } }),
    }
    if (await act.run({ forum: forum.id, thing: null, kind: 'signature', set })) onClose()
  }
  return (
    <Confirm
      open
      title={t('declarations.sign_this')}
      happens={[
        <bdi key="title" dir="auto" lang={title?.language}>
          {title?.text}
        </bdi>,
        <span key="hash">
          {t('declarations.sign_hash')} <Mono breaks>{sha256}</Mono>
        </span>,
        t('declarations.sign_name', { member: nameOf(forum.own) }),
        t('declarations.sign_stays'),
      ]}
      seenBy={[...forum.participants, ...forum.observers].filter((one) => one !== forum.own).map(nameOf)}
      act={t('declarations.sign')}
      running={act.running}
      error={act.error}
      onConfirm={() => void sign()}
      onClose={onClose}
    >
      <div className={style.stack}>
        <TextInput
          label={t('declarations.signatory')}
          withAsterisk
          required
          maxLength={300}
          dir="auto"
          value={name}
          error={tried && missing ? shell('fault.required') : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <WordsField label={t('declarations.function')} value={office} onChange={setOffice} rows={1} />
      </div>
    </Confirm>
  )
}

function Proof({ forum, id }: { forum: ForumData; id: string }) {
  const { t } = useTranslation('forum')
  const { has } = useSession()
  const act = useAct('strategy.take-bundle', { touches: [] })
  const [made, setMade] = useState<Output<'strategy.take-bundle'> | undefined>()
  const take = async () => {
    setMade(undefined)
    const done = await act.run({ forum: forum.id, declaration: id })
    if (!done) return
    saveBytes(done.name, bytesOf(done.content), done.media_type)
    setMade(done)
  }
  return (
    <Section title={t('declarations.proof')}>
      <div className={style.stack}>
        <p className={work.text}>{t('declarations.proof_text')}</p>
        <Mono breaks>portolan bundle verify FILE --roster-hash HASH</Mono>
        {has('supervisor') ? (
          <div>
            <Button variant="default" loading={act.running} onClick={() => void take()}>
              {t('declarations.bundle')}
            </Button>
          </div>
        ) : (
          <p className={style.quiet}>{t('declarations.bundle_who')}</p>
        )}
        <RefusalBanner error={act.error} />
        {made && (
          <div role="status">
            <p className={work.text}>{t('declarations.bundle_made', { number: String(made.statements) })}</p>
            <p className={style.quiet}>
              <bdi dir="ltr">{made.name}</bdi> <Mono breaks>{made.sha256}</Mono>
            </p>
            {made.left_out > 0 && <Banner tone="warning">{t('declarations.left_out', { number: String(made.left_out) })}</Banner>}
            {made.unproven > 0 && <Banner tone="warning">{t('declarations.unproven', { number: String(made.unproven) })}</Banner>}
          </div>
        )}
      </div>
    </Section>
  )
}
