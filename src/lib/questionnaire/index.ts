/** Questionnaires as workbooks: written to be filled in, and read back whole or not at all, with every fault by its cell. Pure. */
export {
  type AnswerColumn,
  type AnswerKind,
  LARGEST_NUMBER,
  MAX_ANSWER_CHARACTERS,
  MAX_ANSWER_COLUMNS,
  MAX_CHOICES,
  MAX_QUESTIONS,
  type Questionnaire,
  type QuestionnaireWords,
  type QuestionRow,
} from './questionnaire.ts'
export {
  type Answer,
  CELL_FAULTS,
  type CellFault,
  type CellFaultReason,
  type FileFault,
  type FilledQuestionnaire,
  MAX_FAULTS,
  MAX_FILE_BYTES,
  readQuestionnaire,
} from './read.ts'
export { questionnaireTemplate } from './template.ts'
