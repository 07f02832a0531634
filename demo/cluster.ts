/** Makes the empty database that a first start copies for each node: made once instead of five times, in a process of its own. */
import { openEmbedded } from '#kernel/database/embedded.ts'

const database = await openEmbedded(process.argv[2]!)
await database.close()
