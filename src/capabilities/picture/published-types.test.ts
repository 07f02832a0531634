/** The published type of the picture is the one that the code uses. */
import { publishedTypesAreUsed } from '../../../test/published-types.ts'
import { BODIES } from './bodies.ts'
import { messages } from './messages.ts'

publishedTypesAreUsed(BODIES, messages)
