/** Every action by its name, with the types of what goes in and comes out: taken from the schemas that the API's description is made of. */
import type { Static, TSchema } from 'typebox'
import type * as charts from '#capabilities/analysis/actions/charts.ts'
import type * as chartExports from '#capabilities/analysis/actions/exports.ts'
import type * as chartHanded from '#capabilities/analysis/actions/handed.ts'
import type * as chartImports from '#capabilities/analysis/actions/imports.ts'
import type * as chartRatings from '#capabilities/analysis/actions/ratings.ts'
import type * as checks from '#capabilities/checks/actions.ts'
import type * as coincidences from '#capabilities/coincidences/actions/met.ts'
import type * as coincidenceRules from '#capabilities/coincidences/actions/policy.ts'
import type * as directory from '#capabilities/directory/actions.ts'
import type * as cases from '#capabilities/exchange/actions/cases.ts'
import type * as control from '#capabilities/exchange/actions/control.ts'
import type * as caseErasures from '#capabilities/exchange/actions/erasures.ts'
import type * as caseExport from '#capabilities/exchange/actions/export.ts'
import type * as inbox from '#capabilities/exchange/actions/inbox.ts'
import type * as requests from '#capabilities/exchange/actions/requests.ts'
import type * as exchangeStatistics from '#capabilities/exchange/actions/statistics.ts'
import type * as accounts from '#capabilities/officers/actions/accounts.ts'
import type * as changes from '#capabilities/officers/actions/changes.ts'
import type * as ownAccount from '#capabilities/officers/actions/own.ts'
import type * as tokens from '#capabilities/officers/actions/tokens.ts'
import type * as conversations from '#capabilities/operations/actions/conversation.ts'
import type * as teamErasures from '#capabilities/operations/actions/erasures.ts'
import type * as field from '#capabilities/operations/actions/field.ts'
import type * as following from '#capabilities/operations/actions/following.ts'
import type * as paper from '#capabilities/operations/actions/paper.ts'
import type * as teamReport from '#capabilities/operations/actions/report.ts'
import type * as spaces from '#capabilities/operations/actions/spaces.ts'
import type * as work from '#capabilities/operations/actions/work.ts'
import type * as erasures from '#capabilities/oversight/actions/erasures.ts'
import type * as journal from '#capabilities/oversight/actions/journal.ts'
import type * as network from '#capabilities/oversight/actions/network.ts'
import type * as statistics from '#capabilities/oversight/actions/statistics.ts'
import type * as pictureDatasets from '#capabilities/picture/actions/datasets.ts'
import type * as pictureFigures from '#capabilities/picture/actions/figures.ts'
import type * as pictureSeizures from '#capabilities/picture/actions/seizures.ts'
import type * as recordErasures from '#capabilities/registers/actions/erasures.ts'
import type * as registerExports from '#capabilities/registers/actions/exports.ts'
import type * as imports from '#capabilities/registers/actions/imports.ts'
import type * as measurements from '#capabilities/registers/actions/measurements.ts'
import type * as records from '#capabilities/registers/actions/records.ts'
import type * as sharing from '#capabilities/registers/actions/sharing.ts'
import type * as thresholds from '#capabilities/registers/actions/thresholds.ts'
import type * as screeningHits from '#capabilities/screening/actions/hits.ts'
import type * as screeningLists from '#capabilities/screening/actions/lists.ts'
import type * as screeningQuota from '#capabilities/screening/actions/quota.ts'
import type * as assessments from '#capabilities/strategy/actions/assessments.ts'
import type * as forumBoards from '#capabilities/strategy/actions/boards.ts'
import type * as forumCommitments from '#capabilities/strategy/actions/commitments.ts'
import type * as forums from '#capabilities/strategy/actions/forums.ts'
import type * as forumMeetings from '#capabilities/strategy/actions/meetings.ts'
import type * as forumPapers from '#capabilities/strategy/actions/papers.ts'
import type * as forumPlans from '#capabilities/strategy/actions/plans.ts'
import type * as questionnaires from '#capabilities/strategy/actions/questionnaires.ts'
import type * as strategies from '#capabilities/strategy/actions/strategies.ts'
import type * as forumThings from '#capabilities/strategy/actions/things.ts'
import type * as trainingAnswers from '#capabilities/training/actions/answers.ts'
import type * as trainingCertificates from '#capabilities/training/actions/certificates.ts'
import type * as trainingCourses from '#capabilities/training/actions/courses.ts'
import type * as trainingNominations from '#capabilities/training/actions/nominations.ts'
import type * as trainingResults from '#capabilities/training/actions/results.ts'
import type * as trainingSurveys from '#capabilities/training/actions/surveys.ts'

type Known =
  | (typeof charts.chartActions)[number]
  | (typeof chartImports.importActions)[number]
  | (typeof chartExports.exportActions)[number]
  | (typeof chartRatings.ratingActions)[number]
  | (typeof chartHanded.handedActions)[number]
  | (typeof checks.actions)[number]
  | (typeof coincidences.metActions)[number]
  | (typeof coincidenceRules.policyActions)[number]
  | (typeof directory.actions)[number]
  | (typeof cases.caseActions)[number]
  | (typeof control.controlActions)[number]
  | (typeof caseExport.exportActions)[number]
  | (typeof caseErasures.erasureActions)[number]
  | (typeof inbox.inboxActions)[number]
  | (typeof requests.requestActions)[number]
  | (typeof exchangeStatistics.statisticsActions)[number]
  | (typeof accounts.accountActions)[number]
  | (typeof changes.changeActions)[number]
  | (typeof ownAccount.ownActions)[number]
  | (typeof tokens.tokenActions)[number]
  | (typeof spaces.spaceActions)[number]
  | (typeof work.workActions)[number]
  | (typeof teamReport.reportActions)[number]
  | (typeof following.followingActions)[number]
  | (typeof teamErasures.erasureActions)[number]
  | (typeof conversations.conversationActions)[number]
  | (typeof field.fieldActions)[number]
  | (typeof paper.paperActions)[number]
  | (typeof erasures.erasureActions)[number]
  | (typeof journal.journalActions)[number]
  | (typeof network.networkActions)[number]
  | (typeof statistics.statisticsActions)[number]
  | (typeof pictureDatasets.datasetActions)[number]
  | (typeof pictureFigures.figureActions)[number]
  | (typeof pictureSeizures.seizureActions)[number]
  | (typeof recordErasures.erasureActions)[number]
  | (typeof registerExports.exportActions)[number]
  | (typeof imports.importActions)[number]
  | (typeof records.recordActions)[number]
  | (typeof sharing.sharingActions)[number]
  | (typeof screeningLists.listActions)[number]
  | (typeof screeningHits.hitActions)[number]
  | (typeof screeningQuota.quotaActions)[number]
  | (typeof thresholds.thresholdActions)[number]
  | (typeof measurements.measurementActions)[number]
  | (typeof forums.forumActions)[number]
  | (typeof assessments.assessmentActions)[number]
  | (typeof questionnaires.questionnaireActions)[number]
  | (typeof strategies.strategyActions)[number]
  | (typeof forumBoards.boardActions)[number]
  | (typeof forumMeetings.meetingActions)[number]
  | (typeof forumPapers.paperActions)[number]
  | (typeof forumCommitments.commitmentActions)[number]
  | (typeof forumThings.thingActions)[number]
  | (typeof forumPlans.planActions)[number]
  | (typeof trainingAnswers.answerActions)[number]
  | (typeof trainingCertificates.certificateActions)[number]
  | (typeof trainingCourses.courseActions)[number]
  | (typeof trainingNominations.nominationActions)[number]
  | (typeof trainingResults.resultActions)[number]
  | (typeof trainingSurveys.surveyActions)[number]

type Declared = { readonly name: string; readonly kind: 'view' | 'act'; readonly input: TSchema; readonly output: TSchema }

/** `Actions['checks.run']['input']`. */
export type Actions = {
  readonly [One in Known as One['name']]: One extends Declared
    ? { readonly kind: One['kind']; readonly input: Static<One['input']>; readonly output: Static<One['output']> }
    : never
}
