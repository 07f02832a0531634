// Development only: every piece in all its states, for looking at. Not part of the product's build.
import { Button } from '@mantine/core'
import { type ReactNode, StrictMode, Suspense, useState } from 'react'
import { createRoot } from 'react-dom/client'
import '../pieces/mantine-pages.css'
import { RefusalError } from '../api/client.ts'
import { startLanguage } from '../language/index.ts'
import {
  AnswerState,
  Banner,
  type Column,
  Confirm,
  CountryName,
  DateTime,
  Day,
  Deadline,
  DemoMark,
  EmptyState,
  Facts,
  FileDrop,
  HandlingMark,
  HitCard,
  HitReasons,
  Loading,
  type MarkedNamesProps,
  MessageMark,
  MessageTrack,
  Mono,
  Page,
  PartnerRow,
  PartnerRows,
  PersonName,
  ProgressBar,
  RefusalBanner,
  type Schema,
  SchemaForm,
  Section,
  Table,
  Toolbar,
  useListState,
} from '../pieces/index.ts'
import { Ground } from '../shell/ground.tsx'
import { LanguageSwitch } from '../shell/language-switch.tsx'
import compared from './compared.json'

/** What the comparison itself said of these pairs. */
type Compared = MarkedNamesProps & { score: number }

const HOUR_MS = 3_600_000
const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString()
const ahead = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString()

const schema: Schema = {
  type: 'object',
  required: ['purpose', 'crime_area', 'text', 'subject'],
  properties: {
    purpose: { enum: ['border-control', 'investigation', 'wanted-person'] },
    crime_area: { enum: ['drug-trafficking', 'document-fraud', 'firearms', 'terrorism', 'other'], 'x-vocabulary': 'crime-area' },
    text: { type: 'string', minLength: 10, maxLength: 4000, title: 'What is asked' },
    subject: {
      type: 'object',
      title: 'Subject',
      required: ['number'],
      properties: {
        number: { type: 'string', title: 'Document number', pattern: '^[A-Z0-9]{5,12}$', 'x-machine': true },
        expires: { type: 'string', format: 'date', title: 'Expires' },
      },
    },
    copies: { type: 'array', title: 'Other names', items: { type: 'string' }, maxItems: 5 },
    urgent: { type: 'boolean', title: 'Somebody is being held while this is asked' },
  },
}

type RowData = {
  id: string
  subject: string
  to: string
  state: 'waiting' | 'delivered' | 'opened' | 'answered' | 'refused'
  from: string
  due: string
}
const NAMES = [
  'محمد عبد الرحمن بن يوسف الإدريسي',
  'Ousmane N’Diaye',
  'María del Carmen Fernández-Villaverde y Rodríguez de la Borbolla',
  'L898902C3',
  '1234 BCD',
]
const STATES = ['waiting', 'delivered', 'opened', 'answered', 'refused'] as const
const rows: RowData[] = NAMES.map((subject, i) => ({
  id: `ESP-2026-00${i + 1}`,
  subject,
  to: ['MAR', 'SEN', 'FRA', 'MAR', 'SEN'][i]!,
  state: STATES[i]!,
  from: ago([1, 5, 7, 20, 30][i]!),
  due: ahead([7, 3, 1, -12, -1][i]!),
}))

function Lists() {
  const state = useListState(['q', 'state'], { sort: '-due' })
  const columns: Column<RowData>[] = [
    { key: 'id', label: 'Reference', fixed: true, sortable: true, render: (row) => <Mono>{row.id}</Mono>, text: (row) => row.id },
    { key: 'subject', label: 'Subject', render: (row) => <PersonName name={row.subject} />, text: (row) => row.subject },
    { key: 'to', label: 'Partner', render: (row) => <CountryName code={row.to} />, text: (row) => row.to },
    { key: 'state', label: 'State', render: (row) => <MessageMark state={row.state} />, text: (row) => row.state },
    {
      key: 'due',
      label: 'Time limit',
      sortable: true,
      render: (row) => <Deadline from={row.from} due={row.due} />,
      text: (row) => row.due,
    },
  ]
  const filters = [
    { key: 'q', label: 'Search requests', kind: 'search' },
    { key: 'state', label: 'State', kind: 'choice', options: STATES.map((value) => ({ value, label: value })) },
  ] as const
  const view = { error: undefined, loading: false, stale: false, reload: () => {} }
  const common = {
    columns,
    state,
    keyOf: (row: RowData) => row.id,
    filters,
    empty: { title: 'No request yet', text: 'A request begins from a hit, or with the key n.', actions: <Button>New request</Button> },
  }
  return (
    <>
      <Table
        {...common}
        name="gallery.full"
        caption="Requests"
        href={(row) => `/gallery.html?opened=${row.id}`}
        view={{ ...view, data: { rows, total: 10_204 } }}
      />
      <Table {...common} name="gallery.empty" caption="Requests, none" view={{ ...view, data: { rows: [], total: 0 } }} />
      <Table {...common} name="gallery.loading" caption="Requests, loading" view={{ ...view, loading: true, data: undefined }} />
      <Table
        {...common}
        name="gallery.error"
        caption="Requests, failed"
        view={{ ...view, error: new RefusalError('node.failed', '', 500), data: undefined }}
      />
    </>
  )
}

const Row = ({ children }: { children: ReactNode }) => (
  <div style={{ display: 'flex', flexWrap: 'wrap', gap: 16, alignItems: 'center' }}>{children}</div>
)

function Gallery() {
  const [asking, setAsking] = useState(false)
  const [files, setFiles] = useState<File[]>([])
  const [error, setError] = useState<RefusalError | undefined>()
  const name = 'MOHAMED BENALI EL HADDAD'
  const record = 'محمد بن علي الحدّاد'
  return (
    <main>
      <div style={{ background: 'var(--frame)', padding: '0 16px' }}>
        <LanguageSwitch />
      </div>
      <Page title="Pieces" lead="Every shared piece in all its states." actions={<Button onClick={() => setAsking(true)}>Confirm</Button>}>
        <Section title="AnswerState">
          <div style={{ display: 'grid', gap: 16, gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 420px), 1fr))' }}>
            <AnswerState answer="hit" variant="banner">
              <CountryName code="MAR" /> · 0.4 s
            </AnswerState>
            <AnswerState answer="no-hit" variant="banner">
              4 / 4
            </AnswerState>
            <AnswerState answer="refused" variant="banner">
              <CountryName code="FRA" />
            </AnswerState>
            <AnswerState answer="no-answer" variant="banner">
              <CountryName code="SEN" />
            </AnswerState>
            <AnswerState answer="waiting" variant="banner" />
          </div>
        </Section>
        <Section title="PartnerRow" flush>
          <PartnerRows label="Partners">
            <PartnerRow code="ESP" answer="no-hit" took_ms={38} />
            <PartnerRow code="MAR" answer="hit" took_ms={412} hits={2} />
            <PartnerRow code="FRA" answer="refused" took_ms={220} ground="national-security" />
            <PartnerRow code="SEN" answer="no-answer" took_ms={4000} silent_since={ago(2)} />
            <PartnerRow code="CCPS" name="Centre de coopération policière de la Méditerranée occidentale" answer="waiting" />
          </PartnerRows>
        </Section>
        <Section title="HitReasons">
          <div style={{ display: 'grid', gap: 32 }}>
            {(compared as unknown as Compared[]).map(({ score, ...names }) => (
              <HitReasons key={names.asked} names={names} score={score} by_name threshold={0.72} />
            ))}
          </div>
        </Section>
        <HitCard
          kind="document"
          status="stolen"
          handling={[{ code: 'H1' }]}
          action={{ code: 'seize-document', words: 'Retenir le passeport et appeler le BCN de Rabat.', language: 'fr' }}
          owner={{
            code: 'MAR',
            unit: 'مكتب الاتصال الوطني، الرباط',
            reference: 'MAR-DGSN-2026-004417',
            reach: [
              { kind: 'duty-telephone', value: '+212 537 00 00 00', href: 'tel:+212537000000' },
              { kind: 'email', value: 'bcn.rabat@example.org' },
            ],
          }}
          score={0.93}
          by_name
          threshold={0.8}
          names={{
            asked: name,
            record,
            parts: [
              { asked: [0, 7], record: [0, 4], match: 'transliteration' },
              { asked: [8, 14], record: [5, 11], match: 'spelling' },
              { asked: [15, 24], record: [12, 19], match: 'transliteration' },
            ],
          }}
          facts={[
            {
              fact: 'birth-date',
              asked: <Day day="1984-03-12" />,
              record: <Day day="1984-03-12" hijri="9 جمادى الآخرة 1404" />,
              match: 'same',
            },
            { fact: 'document-number', asked: <Mono>L898902C3</Mono>, record: <Mono>L898902C3</Mono>, match: 'same' },
            { fact: 'nationality', asked: <CountryName code="ESP" />, record: <CountryName code="MAR" />, match: 'different' },
          ]}
          evaluation={{ source: 'A', information: '2' }}
          confirmed_at={ago(240)}
          onAsk={() => setAsking(true)}
        />
        <Section title="Message">
          <div style={{ display: 'grid', gap: 24 }}>
            <MessageTrack state="waiting" times={{ waiting: ago(0.1) }} ball={{ holder: <CountryName code="ESP" />, since: ago(0.1) }} />
            <MessageTrack
              state="opened"
              times={{ waiting: ago(5), delivered: ago(4.9), opened: ago(3) }}
              ball={{ holder: <CountryName code="MAR" />, since: ago(3) }}
            />
            <MessageTrack
              state="answered"
              times={{ waiting: ago(9), delivered: ago(8.9), opened: ago(7), answered: ago(2) }}
              ball={{ holder: <CountryName code="ESP" /> }}
            />
            <MessageTrack state="refused" times={{ waiting: ago(9), delivered: ago(8.9), opened: ago(7), refused: ago(2) }} />
            <Row>
              {(['waiting', 'delivered', 'opened', 'answered', 'refused', 'expired', 'recalled'] as const).map((state) => (
                <MessageMark key={state} state={state} />
              ))}
            </Row>
          </div>
        </Section>
        <Section title="Deadline">
          <Row>
            <Deadline from={ago(0.5)} due={ahead(7.5)} withDue />
            <Deadline from={ago(5)} due={ahead(3.02)} />
            <Deadline from={ago(7.3)} due={ahead(0.7)} />
            <Deadline from={ago(10)} due={ago(2)} />
            <Deadline from={ago(10)} due={ago(2)} answered={ago(5)} />
            <Deadline from={ago(80)} due={ago(8)} answered={ago(1)} />
            <Deadline from={ago(40)} due={ahead(128)} />
          </Row>
        </Section>
        <Lists />
        <Section title="SchemaForm">
          <SchemaForm
            schema={schema}
            namespace="exchange"
            submit="Send the request"
            onSubmit={() =>
              setError(
                new RefusalError('input.malformed', '', 400, [{ path: '/subject/number', reason: 'This number is not in the register' }]),
              )
            }
            onCancel={() => setError(undefined)}
            error={error}
          />
        </Section>
        <Section title="Statements">
          <div style={{ display: 'grid', gap: 12 }}>
            <Banner title="Morocco has not answered since 14:05">The request waits here and goes out by itself.</Banner>
            <Banner tone="good" title="The request was sent" />
            <Banner tone="warning" title="The roster expires in three days" actions={<Button size="xs">Fetch it</Button>} />
            <RefusalBanner error={new RefusalError('access.denied', '', 403)} onRetry={() => {}} />
            <Loading />
            <ProgressBar label="Importing persons.csv" done={42_120} total={100_000} leavable onStop={() => {}} />
            <FileDrop
              label="Choose files"
              accept={['.pdf', '.jpg']}
              max_bytes={5_000_000}
              max_files={3}
              files={files}
              onChange={setFiles}
            />
          </div>
        </Section>
        <Section title="Text" actions={<DemoMark />}>
          <Facts
            items={[
              ['Name', <PersonName key="n" name="محمد بن علي الحدّاد" also="Mohamed Ben Ali El Haddad" strong />],
              ['Born', <Day key="d" day="1984-03" />],
              ['Seen', <DateTime key="t" at={ago(3)} />],
              ['Plate', <Mono key="p">1234 BCD</Mono>],
              [
                'MRZ',
                <Mono key="m" lines>
                  {'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10'}
                </Mono>,
              ],
              [
                'Hash',
                <Mono key="h" breaks>
                  e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                </Mono>,
              ],
              ['Handling', <HandlingMark key="x" code="H2" full />],
              ['Nothing', undefined],
            ]}
          />
        </Section>
        <Section title="Empty">
          <EmptyState title="No partner yet" actions={<Button variant="default">Join a network</Button>}>
            A node joins a network with its founding record.
          </EmptyState>
        </Section>
        <Toolbar label="Tools">
          <HandlingMark code="H0" />
          <HandlingMark code="H1" />
          <HandlingMark code="H3" words="Not to be shown to the subject" full />
        </Toolbar>
      </Page>
      <Confirm
        open={asking}
        title="Send the request to Morocco?"
        happens={['A request with the reply class of 8 hours goes to Morocco.', 'The time limit begins when it arrives there.']}
        seenBy={['Morocco: single point of contact, Rabat', 'Your unit']}
        act="Send the request"
        onConfirm={() => setAsking(false)}
        onClose={() => setAsking(false)}
      />
    </main>
  )
}

await startLanguage()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Ground>
      <Suspense>
        <Gallery />
      </Suspense>
    </Ground>
  </StrictMode>,
)
