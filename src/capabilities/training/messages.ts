/** What members tell each other: a survey from its organiser, an answer to the organiser alone. */
import type { MessageHandler } from '#kernel/capability.ts'
import type { Statement } from '#wire/statement.ts'
import type { NeedsBody, SurveyBody } from './bodies.ts'
import { courseMessages } from './course-messages.ts'
import { keepAnswer, keepSurvey, openSurvey } from './keeping.ts'
import { askedToo, maybeSurvey } from './store/surveys.ts'

const surveyHandler: MessageHandler = {
  type: 'training.survey.v1',
  async apply(statement, how) {
    const { header, body } = statement as unknown as Statement & { body: SurveyBody }
    if (!('member' in header.to)) return
    const said = body as unknown as SurveyBody
    const from = { network: header.network, member: header.from.member }
    if (how.direction === 'sent') {
      await keepSurvey(how, how.own, from, said, how.at)
      await askedToo(how.writing, how.own, said.survey, header.to.member)
      return
    }
    if (await keepSurvey(how, how.own, from, said, how.at))
      await how.record('training.asked', `survey:${said.survey}`, { state: said.state, due: said.due, topics: said.topics.length })
  },
}

const needsHandler: MessageHandler = {
  type: 'training.needs.v1',
  async apply(statement, how) {
    const { header, body } = statement as unknown as Statement & { body: NeedsBody }
    const said = body as unknown as NeedsBody
    const { member } = header.from
    const survey = await maybeSurvey(how.writing, how.own, said.survey)
    const text = survey && openSurvey(how.vault, survey)
    // only to who asked, and only by who was asked
    const meant = how.direction === 'sent' || (survey?.organiser === how.own && survey.asked.includes(member))
    if (!survey || !text || survey.network !== header.network || !meant) {
      await how.record('training.answer-dropped', `survey:${said.survey}`, { partner: member })
      return
    }
    const topics = text.topics.map(({ id }) => id)
    if ((await keepAnswer(how, survey, topics, member, said, how.at)) && how.direction === 'received')
      await how.record('training.answered', `survey:${said.survey}`, {
        partner: member,
        lines: said.lines.length,
        late: how.at.getTime() > survey.due.getTime() || survey.state === 'closed',
      })
  },
}

export const messages: readonly MessageHandler[] = [surveyHandler, needsHandler, ...courseMessages]
