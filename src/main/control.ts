/** The control socket: how the command line speaks with a node that runs, on the same machine and as the same user. */
import { chmodSync, existsSync, unlinkSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { backup } from '#kernel/backup.ts'
import { sql } from '#kernel/database/sql.ts'
import { exportJournal } from '#kernel/journal-export.ts'
import { linesIn } from './lines.ts'
import type { OpenNode } from './open-node.ts'

export interface ControlRequest {
  readonly command: string
  readonly [argument: string]: unknown
}

/** Writes lines to who asked; what it throws is said as a last line `{"error": …}`. */
export type ControlCommand = (open: OpenNode, request: ControlRequest, write: (line: string) => Promise<void>) => Promise<void>

const socketOf = (folder: string) => join(folder, 'control.sock')
const MAX_REQUEST = 65_536

/** Opens the socket, readable and writable by the node's user alone. */
export async function openControl(
  folder: string,
  open: OpenNode,
  commands: Readonly<Record<string, ControlCommand>> = CONTROL_COMMANDS,
): Promise<{ close(): Promise<void> }> {
  const path = socketOf(folder)
  // the database's own lock has shown that no other process serves this folder
  if (existsSync(path)) unlinkSync(path)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
    const lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })
    lines.once('line', (line) => {
      lines.close()
      void answer(line, socket)
    })
  })

  async function answer(line: string, socket: Socket) {
    const write = (text: string) =>
      new Promise<void>((resolve, reject) => {
        if (socket.destroyed) return reject(new Error('the asker has gone'))
        socket.write(`${text}\n`, (failure) => (failure ? reject(failure) : resolve()))
      })
    try {
      if (line.length > MAX_REQUEST) throw new TypeError('the request is too large')
      const request = JSON.parse(line) as ControlRequest
      const command = Object.hasOwn(commands, request.command) ? commands[request.command] : undefined
      if (!command) throw new TypeError(`no command ${request.command}`)
      await command(open, request, write)
    } catch (failure) {
      await write(JSON.stringify({ error: failure instanceof Error ? failure.message : String(failure) })).catch(() => undefined)
    }
    socket.end()
  }

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  chmodSync(path, 0o600)
  return {
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

export const CONTROL_COMMANDS: Record<string, ControlCommand> = {
  'journal-export': ({ node }, _request, write) => exportJournal(node, write),
  async backup({ node }, _request, write) {
    await backup(node, write)
  },
  async status({ node }, _request, write) {
    const { database, peers } = node
    const count = async (table: ReturnType<typeof sql>) =>
      (await database.one<{ count: number }>(sql`select count(*) as count from ${table}`)).count
    await write(
      JSON.stringify({
        node: node.id,
        epoch: node.epoch,
        now: node.clock.now(),
        networks: peers.memberships.map(({ network, member }) => ({
          network,
          member,
          roster: peers.maybeRoster(network)?.roster.version ?? null,
          expires_at: peers.maybeRoster(network)?.roster.expires_at ?? null,
        })),
        waiting: await count(sql`outbox where state in ('waiting', 'held')`),
        kept: await count(sql`inbox where standing = 'kept'`),
        journal: (await database.one<{ size: number }>(sql`select size from journal_head`)).size,
        partners: await database.many(
          sql`select network, own, partner, heard_at, failing_since, attempts, received_through, restoring from correspondent order by network, own, partner limit 1000`,
        ),
      }),
    )
  },
}

/** Asks the node that serves this folder; `undefined` when none runs. The lines must be read to the end. */
export function callControl(folder: string, request: ControlRequest): Promise<AsyncIterable<string> | undefined> {
  return new Promise((resolve, reject) => {
    if (!existsSync(socketOf(folder))) return resolve(undefined)
    const socket = connect(socketOf(folder))
    socket.once('error', (failure: NodeJS.ErrnoException) =>
      failure.code === 'ECONNREFUSED' || failure.code === 'ENOENT' ? resolve(undefined) : reject(failure),
    )
    socket.once('connect', () => {
      socket.write(`${JSON.stringify(request)}\n`)
      resolve(linesIn(socket))
    })
  })
}
