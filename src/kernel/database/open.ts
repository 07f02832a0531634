/** Chooses the engine by what the configuration names. */
import { openEmbedded } from './embedded.ts'
import type { Database } from './port.ts'
import { openPostgresql } from './postgresql.ts'

/** Opens PostgreSQL at `url`, else the embedded database in `folder` ('memory' for none). Throws TypeError when neither or both are named. */
export function openDatabase({ url, folder }: { url?: string; folder?: string }): Promise<Database> {
  if (url !== undefined && folder === undefined) return openPostgresql(url)
  if (folder !== undefined && url === undefined) return openEmbedded(folder)
  throw new TypeError('a database has either a url or a folder')
}
