/** `portolan restore` for a drill node: the same command over the drill's tables instead of the product's. */
import { restoreCommand } from '#main/commands/backup.ts'
import { drill } from '../federation/drill/index.ts'

process.exitCode = await restoreCommand(process.argv.slice(2), [drill])
