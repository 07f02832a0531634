/** What is where in a node's folder. */
import { join } from 'node:path'

export const keysFolder = (folder: string) => join(folder, 'keys')
export const rostersFolder = (folder: string) => join(folder, 'rosters')
export const databaseFolder = (folder: string) => join(folder, 'database')
export const vaultFolder = (folder: string) => join(folder, 'vault')
export const blobsFolder = (folder: string) => join(folder, 'attachments')
export const derivedFolder = (folder: string) => join(folder, 'derived')
