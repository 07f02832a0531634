/** The published types of the strategy cycle are the ones that the code uses. */
import { publishedTypesAreUsed } from '../../../test/published-types.ts'
import { BODIES } from './bodies.ts'
import { messages } from './messages.ts'

publishedTypesAreUsed(BODIES, messages)
