/** Papers that are taken out of a team: the powers card of a guest officer, the statistics of a desk. */
import Type from 'typebox'
import { act, type View } from '#kernel/capability.ts'
import { DOCUMENT_FORMS, MAX_DOCUMENT_BYTES, MEDIA_TYPES, madeDocument } from '#kernel/documents.ts'
import { namesIn } from '#kernel/networks.ts'
import { base64, hex, sha256 } from '#lib/bytes.ts'
import { Uuid } from '#wire/fields.ts'
import { Refusal } from '#wire/refusal.ts'
import { LANGUAGES, type Language } from '#wire/vocabulary.ts'
import { deskStatistics, type PaperSource, powersCard } from '../papers.ts'
import { saidByHost } from '../planning.ts'
import { workOf } from '../reading.ts'
import { knownSpace } from '../saying.ts'
import { closed, count } from './shapes.ts'
import { onSpace, subjectOf } from './spaces.ts'

const PAPERS = ['powers-card', 'desk'] as const
const asked = {
  space: Uuid,
  paper: Type.Enum([...PAPERS]),
  thing: Type.Optional(Uuid),
  form: Type.Enum([...DOCUMENT_FORMS]),
  language: Type.Enum([...LANGUAGES]),
}
type Asked = Type.Static<ReturnType<typeof closed<typeof asked>>>

const makePaper = act({
  name: 'operations.make-paper',
  summary: 'Makes a paper of a team as PDF, DOCX or XLSX: the powers card that `thing` names, or the statistics of its desk by month',
  purpose: 'required',
  journal: 'always',
  input: closed(asked),
  output: closed({
    name: Type.String({ maxLength: 100 }),
    media_type: Type.String({ maxLength: 100 }),
    size: count,
    sha256: Type.String({ maxLength: 64 }),
    content: Type.String({ maxLength: Math.ceil((MAX_DOCUMENT_BYTES / 3) * 4) + 4, description: 'base64' }),
  }),
  refusals: ['thing.unknown', 'state.conflict', 'input.malformed', 'call.busy', 'input.too-large'],
  on: onSpace,
  subject: subjectOf,
  prepare: (input, viewing): Promise<Uint8Array> => made(input, viewing),
  async run({ space, paper, form, language, thing }, doing) {
    // it may have ended meanwhile
    await knownSpace(doing, space)
    const bytes = doing.ready as Uint8Array
    const digest = hex(sha256(bytes))
    await doing.record('operations.paper-made', `space:${space}`, { paper, thing: thing ?? null, form, language, sha256: digest })
    return {
      name: `${paper}-${doing.now.toISOString().slice(0, 10)}-${language}.${form}`,
      media_type: MEDIA_TYPES[form],
      size: bytes.length,
      sha256: digest,
      content: base64(bytes),
    }
  },
})

async function made({ space: id, paper, thing, form, language }: Asked, viewing: View): Promise<Uint8Array> {
  const { space, standing, key } = await knownSpace(viewing, id)
  const source: PaperSource = {
    space: id,
    title: standing.title,
    demonstration: viewing.demonstration,
    now: viewing.now,
    nameOf: namesIn(viewing.networks, space.network, language as Language),
  }
  if (paper === 'desk') {
    const { things } = await workOf(viewing, key, standing, { kinds: ['desk-request'] })
    return madeDocument(deskStatistics(source, things, language), form)
  }
  if (thing === undefined) throw new Refusal('input.malformed', { details: [{ path: '/thing', reason: 'missing' }] })
  const card = (await workOf(viewing, key, standing, { thing })).things[0]
  // a card that was taken back is printed for nobody
  if (card?.kind !== 'powers-card' || card.withdrawn) throw new Refusal('thing.unknown', { inside: thing })
  if (!saidByHost(card)) throw new Refusal('state.conflict', { inside: `${thing} is not the host's word` })
  return madeDocument(powersCard(source, card, language), form)
}

export const paperActions = [makePaper]
