/** The published type of the directory is the one that the code uses. */
import { publishedTypesAreUsed } from '../../../test/published-types.ts'
import { StatementBody } from './bodies.ts'
import { statementHandler } from './messages.ts'

publishedTypesAreUsed({ 'directory.statement.v1': StatementBody }, [statementHandler])
