/** Runs a node: opens it, opens its doors, and closes all in order when told to stop. */
import { existsSync, readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { warningsOf } from '#capabilities/oversight/warnings.ts'
import type { Capability } from '#kernel/capability.ts'
import type { Clock } from '#kernel/clock.ts'
import { sql } from '#kernel/database/sql.ts'
import { networksOf } from '#kernel/networks.ts'
import { readAttachment, storeAttachment } from '#kernel/post/attachments.ts'
import { lineReport, type Report } from '#kernel/report.ts'
import { deriveKey } from '#lib/envelope/index.ts'
import { createServer, listen, type Parts } from '#server/index.ts'
import { Refusal } from '#wire/refusal.ts'
import type { Attachment } from '#wire/statement.ts'
import { capabilities as product } from './capabilities.ts'
import { examineDatabase } from './commands/doctor.ts'
import type { NodeConfig } from './config.ts'
import { CONTROL_COMMANDS, openControl } from './control.ts'
import { type NodeParts, type OpenNode, offerRosterFiles, openNode } from './open-node.ts'
import { VERSION } from './version.ts'

export interface Running extends OpenNode {
  readonly officers_url: string
  readonly partners_url: string
}

export interface ServeOptions {
  readonly capabilities?: readonly Capability[]
  readonly further_types?: NodeParts['further_types']
  readonly clock?: Clock
  readonly report?: Report
}

const PAGES = new URL('../../web/dist/', import.meta.url)
const ROSTER_FILES_EVERY_MS = 5_000

export async function serve(
  config: NodeConfig,
  {
    capabilities = product,
    further_types,
    clock,
    report = lineReport(
      (line) => process.stderr.write(line),
      () => new Date(),
      config.id,
    ),
  }: ServeOptions = {},
): Promise<Running> {
  const open = await openNode({ ...config, capabilities, ...(further_types && { further_types }), ...(clock && { clock }), report })
  // a question that comes meanwhile waits for it
  void open.warm()
  const apps: FastifyInstance[] = []
  try {
    const parts = partsOf(config, open, report)
    const shared =
      config.officers.port !== 0 && config.officers.host === config.partners.host && config.officers.port === config.partners.port
    const faces = shared ? (['both'] as const) : (['officers', 'partners'] as const)
    const urls = []
    for (const face of faces) {
      const listener = face === 'partners' ? config.partners : config.officers
      const app = createServer({
        ...parts,
        faces: face,
        ...(listener.tls && { tls: { cert: readFileSync(listener.tls.cert, 'utf8'), key: readFileSync(listener.tls.key, 'utf8') } }),
        ...(listener.origin && { origin: listener.origin }),
      })
      apps.push(app)
      urls.push(await listen(app, listener))
    }
    const control = await openControl(config.folder, open, {
      ...CONTROL_COMMANDS,
      async doctor({ node }, _request, write) {
        const { database, keys } = node
        for (const finding of await examineDatabase({ database, keys, memberships: config.memberships, now: node.clock.now() }))
          await write(JSON.stringify(finding))
      },
    })
    const rosters = setInterval(
      () =>
        void offerRosterFiles(open.node, config.folder).catch((failure: unknown) =>
          report('roster.file-refused', { inside: String(failure) }),
        ),
      ROSTER_FILES_EVERY_MS,
    )
    report('node.started', { officers: urls[0], partners: urls.at(-1) })
    return {
      ...open,
      officers_url: urls[0]!,
      partners_url: urls.at(-1)!,
      async close() {
        clearInterval(rosters)
        await control.close()
        await Promise.all(apps.map((app) => app.close()))
        await open.close()
        report('node.stopped')
      },
    }
  } catch (failure) {
    await Promise.all(apps.map((app) => app.close()))
    await open.close()
    throw failure
  }
}

function partsOf(config: NodeConfig, { node, door, partners, sessions }: OpenNode, report: Report): Omit<Parts, 'faces'> {
  return {
    node: {
      id: config.id,
      name: config.name,
      version: VERSION,
      demonstration: config.demonstration === true,
      members: [...new Set(config.memberships.map(({ member }) => member))],
    },
    now: () => node.clock.now(),
    door,
    sessions,
    networks: networksOf(node.peers, config.memberships[0]?.member),
    journal: async (event, subject, detail) => {
      await node.database.transaction((writing) => node.journal.append(writing, { event, subject, detail }))
    },
    subscribe: (topic, wake) => node.bells.listen(topic as `check:${string}`, wake),
    async health() {
      const waiting = await node.database.one<{ count: number }>(
        sql`select count(*) as count from outbox where state in ('waiting', 'held')`,
      )
      const restoring = await node.database.maybeOne(sql`select 1 as one from correspondent where restoring limit 1`)
      return { state: restoring ? 'restoring' : 'serving', waiting: waiting.count }
    },
    report,
    warnings: () => warningsOf(node.peers, node.clock),
    attachments: {
      store: async (bytes, name, media_type, officer) => ({ id: await storeAttachment(node, bytes, name, media_type, officer) }),
      async read(id, caller, { space }) {
        // a file of a team's space is named together with it
        const asked =
          space === undefined
            ? door.perform('exchange.read-attachment', { attachment: id }, caller)
            : door.perform('operations.read-attachment', { space, attachment: id }, caller)
        const attachment = (await asked) as Attachment
        const bytes = await readAttachment(node, attachment)
        if (!bytes) throw new Refusal('thing.unknown', { inside: 'the file is gone' })
        return { name: attachment.name, media_type: attachment.media_type, bytes }
      },
    },
    partners: {
      handle: ({ method, path, authority, headers, body }) =>
        partners.handle({
          method,
          path,
          authority,
          body,
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
          ),
        }),
    },
    ...(config.oidc && { oidc: { ...config.oidc, secret: deriveKey(node.keys.master, new Uint8Array(0), 'portolan-oidc-1') } }),
    ...(existsSync(PAGES) && { pages: PAGES }),
  }
}
