/** A capability for tests alone: it counts what it is told, so that loss, repetition and disorder show. */
import Type from 'typebox'
import { act, type Capability, view } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import type { PublishedType } from '#wire/types.ts'

const Said = Type.Object({ number: Type.Integer() }, { additionalProperties: false })

export const drillTypes: readonly PublishedType[] = [
  {
    type: 'drill.said.v1',
    schema: {
      $id: 'urn:drill:said',
      type: 'object',
      properties: { number: { type: 'integer' }, text: { type: 'string', maxLength: 4000 } },
      required: ['number'],
      additionalProperties: false,
    },
  },
  {
    type: 'drill.question.v1',
    schema: {
      $id: 'urn:drill:question',
      type: 'object',
      properties: { number: { type: 'integer' } },
      required: ['number'],
      additionalProperties: false,
    },
  },
  {
    type: 'drill.reply.v1',
    schema: {
      $id: 'urn:drill:reply',
      type: 'object',
      properties: { double: { type: 'integer' } },
      required: ['double'],
      additionalProperties: false,
    },
  },
]

export const drill: Capability = {
  name: 'drill',
  migrations: new URL('./migrations/', import.meta.url),
  policy: new URL('./policy.cedar', import.meta.url),
  actions: [
    act({
      name: 'drill.say',
      summary: 'Say a number to partners',
      purpose: 'none',
      journal: 'always',
      input: Type.Object(
        {
          network: Type.String(),
          to: Type.Array(Type.String()),
          number: Type.Integer(),
          case: Type.Optional(Type.String()),
          handling: Type.Optional(Type.Union([Type.Literal('H1'), Type.Literal('H2')])),
          text: Type.Optional(Type.String()),
        },
        { additionalProperties: false },
      ),
      output: Type.Object({ id: Type.String() }),
      async run({ network, to, number, case: about, handling, text }, act) {
        const { header } = await act.send({
          network,
          type: 'drill.said.v1',
          to,
          unit: 'spoc',
          ...(about && { case: about }),
          ...(handling && { handling: [{ code: handling }] }),
          language: 'en',
          body: { number, ...(text && { text }) },
        })
        return { id: header.id }
      },
    }),
    view({
      name: 'drill.find',
      summary: 'What was said',
      purpose: 'none',
      journal: 'always',
      input: Said,
      output: Type.Object({ total: Type.Integer() }),
      run: async ({ number }, { reading }) => reading.one(sql`select count(*) as total from drill_effect where number = ${number}`),
    }),
  ],
  messages: [
    {
      type: 'drill.said.v1',
      async apply(statement, { direction, own, writing }) {
        const { header, body } = statement as unknown as {
          header: { id: string; network: string; case?: string; from: { member: string }; to: { member: string } }
          body: { number: number }
        }
        if (body.number < 0 && direction === 'received') throw new Error('the drill fails on purpose')
        const partner = direction === 'sent' ? header.to.member : header.from.member
        await writing.run(sql`insert into drill_effect (network, own, partner, id, direction, case_id, number)
          values (${header.network}, ${own}, ${partner}, ${header.id}, ${direction}, ${header.case ?? null}, ${body.number})`)
      },
    },
    {
      type: 'drill.question.v1',
      answers: 'drill.reply.v1',
      async answer(statement) {
        return { body: { double: (statement as unknown as { body: { number: number } }).body.number * 2 } }
      },
    },
    { type: 'drill.reply.v1' },
  ],
}
