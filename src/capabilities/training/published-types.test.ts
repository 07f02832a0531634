/** The published types of training are the ones that the code uses. */
import { publishedTypesAreUsed } from '../../../test/published-types.ts'
import { SURVEY_BODIES } from './bodies.ts'
import { COURSE_BODIES } from './course-bodies.ts'
import { messages } from './messages.ts'

publishedTypesAreUsed({ ...SURVEY_BODIES, ...COURSE_BODIES }, messages)
