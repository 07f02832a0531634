/** Reads the published contract from `types/`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PublishedType } from '#wire/types.ts'

export const TYPES_FOLDER = fileURLToPath(new URL('../../types/', import.meta.url))

/** All types, `<capability>.<name>.v<version>`, sorted by name. */
export function readPublishedTypes(folder = TYPES_FOLDER): PublishedType[] {
  return folders(folder).flatMap((capability) =>
    folders(join(folder, capability)).flatMap((name) =>
      folders(join(folder, capability, name)).map((version) => ({
        type: `${capability}.${name}.${version}`,
        schema: JSON.parse(readFileSync(join(folder, capability, name, version, 'schema.json'), 'utf8')) as object,
      })),
    ),
  )
}

const folders = (path: string) =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
