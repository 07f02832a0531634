/** Attachments: encrypted under a key of their own, kept as files of random name, carried ahead of the statement that names them. */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { base64url, hex, maybeBase64url, sha256, utf8 } from '#lib/bytes.ts'
import { decryptContent, encryptContent, newContentKey } from '#lib/envelope/index.ts'
import type { Address } from '#wire/address.ts'
import { Refusal } from '#wire/refusal.ts'
import { type Attachment, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from '#wire/statement.ts'
import type { Officer, Sealing } from '../capability.ts'
import type { Reader, Writer } from '../database/port.ts'
import { sql } from '../database/sql.ts'
import { newId } from '../identity.ts'
import type { Node } from '../node.ts'
import { sealing } from '../sealing.ts'
import { callPartner, demandTaken } from './calls.ts'
import { dayFull, nextDay_s, takeIn, wouldTake } from './intake.ts'

const AAD = utf8('portolan-attachment-1')
/** What nobody named in a statement is swept after this. */
const UNCLAIMED_MS = 24 * 3_600_000
export const MAX_SEALED_BYTES = MAX_ATTACHMENT_BYTES + 1_024

/** Takes an officer's file: encrypted, on disk and synced before its row exists. Answers the id to name in an act. */
export async function storeAttachment(node: Node, bytes: Uint8Array, name: string, media_type: string, officer: Officer): Promise<string> {
  if (bytes.length > MAX_ATTACHMENT_BYTES) throw new Refusal('attachment.too-large')
  const key = newContentKey()
  const sealed = encryptContent(bytes, key, AAD)
  const attachment: Attachment = {
    name: clean(name),
    media_type: /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,80}$/.test(media_type) ? media_type : 'application/octet-stream',
    size: bytes.length,
    sha256: hex(sha256(bytes)),
    sealed_sha256: hex(sha256(sealed)),
    key: base64url(key),
  }
  const who = `officer:${officer.id}`
  const amount = { bytes: sealed.length, count: 1 }
  const bound = { bytes: node.limits.officer_attachment_bytes_a_day, count: node.limits.officer_attachments_a_day }
  const full = () => new Refusal('quota.exceeded', { inside: 'attachments of the day', retry_after_s: nextDay_s(node.clock.now()) })
  if (!(await wouldTake(node.database, who, 'attachment', amount, bound, node.clock.now()))) throw full()
  const file = await writeBlob(node, sealed)
  return node.database.transaction(async (writing) => {
    // the file of a transaction that fails is swept
    if (!(await takeIn(writing, who, 'attachment', amount, bound, node.clock.now()))) throw full()
    const id = newId(node.clock.now())
    const vault = sealing(node, writing)
    const slot = await vault.slotOf(`upload:${officer.id}/${id}`)
    await writing.run(sql`
      insert into attachment (id, sealed_sha256, file, size, uploaded_by, uploaded_at, slot, sealed)
      values (${id}, ${attachment.sealed_sha256}, ${file}, ${sealed.length}, ${`officer:${officer.id}`}, ${node.clock.now()}, ${slot}, ${vault.sealJson(slot, `attachment:${id}`, attachment)})`)
    await node.journal.append(writing, {
      event: 'attachment.uploaded',
      actor: officer.id,
      subject: `attachment:${id}`,
      detail: { size: bytes.length },
    })
    return id
  })
}

/** The attachments that an officer uploaded, claimed for the statement being sent; `thing.unknown` for any that is not his. */
export async function attachmentsOf(writing: Writer, vault: Sealing, ids: readonly string[], officer: Officer): Promise<Attachment[]> {
  if (ids.length === 0) return []
  if (ids.length > MAX_ATTACHMENTS)
    throw new Refusal('input.malformed', { details: [{ path: '/attachments', reason: `at most ${MAX_ATTACHMENTS}` }] })
  const rows = await writing.many<{ id: string; slot: number; sealed: Uint8Array }>(sql`
    update attachment set claimed = true where id = any(${[...ids]}::uuid[]) and uploaded_by = ${`officer:${officer.id}`} and slot is not null returning id, slot, sealed`)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => {
    const row = byId.get(id)
    const attachment = row && vault.openJson<Attachment>(row.slot, `attachment:${id}`, row.sealed)
    if (!attachment) throw new Refusal('thing.unknown', { details: [{ path: '/attachments', reason: id }] })
    return attachment
  })
}

/** The plain bytes of an attachment that a statement names; `undefined` when its file is gone. */
export async function readAttachment(node: Pick<Node, 'database' | 'blobs'>, attachment: Attachment): Promise<Uint8Array | undefined> {
  const sealed = await readBlob(node, node.database, attachment.sealed_sha256)
  const key = maybeBase64url(attachment.key)
  if (!sealed || !key) return undefined
  const opened = decryptContent(sealed, key, AAD)
  if (!opened.ok) return undefined
  const { plaintext } = opened
  return hex(sha256(plaintext)) === attachment.sha256 && plaintext.length === attachment.size ? plaintext : undefined
}

/** Takes a partner's encrypted file ahead of its statement; the same file again changes nothing. */
export async function takeBlob(node: Node, sealed_sha256: string, sealed: Uint8Array, from: Address): Promise<void> {
  if (sealed.length > MAX_SEALED_BYTES) throw new Refusal('attachment.too-large')
  if (hex(sha256(sealed)) !== sealed_sha256) throw new Refusal('attachment.mismatch')
  const known = await node.database.maybeOne(sql`select 1 as one from attachment where sealed_sha256 = ${sealed_sha256}`)
  if (known) return
  const who = `member:${from.network}.${from.member}`
  const { count } = await node.database.one<{ count: number }>(
    sql`select count(*) as count from attachment where uploaded_by = ${who} and not claimed`,
  )
  if (count >= 200) throw new Refusal('call.too-many', { inside: 'unclaimed attachments', retry_after_s: 600 })
  const amount = { bytes: sealed.length, count: 1 }
  const bound = { bytes: node.limits.partner_attachment_bytes_a_day, count: node.limits.partner_attachments_a_day }
  const now = node.clock.now()
  if (!(await wouldTake(node.database, who, 'attachment', amount, bound, now))) throw dayFull(now, `attachments of ${who}`)
  const file = await writeBlob(node, sealed)
  const outcome = await node.database.transaction(async (writing) => {
    const added = await writing.run(sql`
      insert into attachment (id, sealed_sha256, file, size, uploaded_by, uploaded_at)
      values (${newId(now)}, ${sealed_sha256}, ${file}, ${sealed.length}, ${who}, ${now}) on conflict do nothing`)
    if (added === 0) return 'known'
    if (await takeIn(writing, who, 'attachment', amount, bound, now)) return 'taken'
    await writing.run(sql`delete from attachment where sealed_sha256 = ${sealed_sha256}`)
    return 'full'
  })
  // the same file came twice at the same moment, or others took the last of the day: it has no row
  if (outcome !== 'taken') await unlink(join(node.blobs, file)).catch(() => undefined)
  if (outcome === 'full') throw dayFull(now, `attachments of ${who}`)
}

/** Carries files to a partner ahead of the statements that name them; answers those that this node has lost or that are not whole any more. */
export async function uploadBlobs(node: Node, own: Address, partner: Address, digests: readonly string[]): Promise<ReadonlySet<string>> {
  const lost = new Set<string>()
  for (const digest of new Set(digests)) {
    const sealed = await readBlob(node, node.database, digest)
    if (!sealed || hex(sha256(sealed)) !== digest) {
      lost.add(digest)
      continue
    }
    const reply = await callPartner(node, own, partner, {
      method: 'PUT',
      path: `/partner/v1/attachment/${digest}`,
      body: sealed,
      timeout_ms: 60_000,
      max_bytes: 65_536,
    })
    demandTaken(reply, 'an attachment')
  }
  return lost
}

/** Removes files without a row, and rows that no statement claimed in a day. */
export async function sweepAttachments(node: Node): Promise<number> {
  const before = new Date(node.clock.now().getTime() - UNCLAIMED_MS)
  const rows = await node.database.transaction((writing) =>
    writing.many<{ file: string }>(
      sql`delete from attachment where id in (select id from attachment where not claimed and uploaded_at < ${before} limit 500) returning file`,
    ),
  )
  for (const { file } of rows) await unlink(join(node.blobs, file)).catch(() => undefined)
  const names = await readdir(node.blobs).catch((): string[] => [])
  let swept = rows.length
  for (let from = 0; from < names.length; from += 500) {
    const part = names.slice(from, from + 500)
    const held = new Set(
      (await node.database.many<{ file: string }>(sql`select file from attachment where file = any(${part}::text[])`)).map(
        ({ file }) => file,
      ),
    )
    for (const name of part.filter((one) => !held.has(one))) {
      // an upload under way has its file before its row: leave the young ones
      const { mtimeMs } = await stat(join(node.blobs, name)).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
      if (mtimeMs > before.getTime()) continue
      await unlink(join(node.blobs, name)).catch(() => undefined)
      swept++
    }
  }
  return swept
}

async function writeBlob({ blobs }: Pick<Node, 'blobs'>, sealed: Uint8Array): Promise<string> {
  await mkdir(blobs, { recursive: true, mode: 0o700 })
  const file = hex(randomBytes(16))
  const handle = await open(join(blobs, `${file}.part`), 'wx', 0o600)
  try {
    await handle.writeFile(sealed)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(join(blobs, `${file}.part`), join(blobs, file))
  return file
}

async function readBlob({ blobs }: Pick<Node, 'blobs'>, reading: Reader, sealed_sha256: string): Promise<Uint8Array | undefined> {
  const row = await reading.maybeOne<{ file: string }>(sql`select file from attachment where sealed_sha256 = ${sealed_sha256}`)
  if (!row) return undefined
  return readFile(join(blobs, row.file)).then(
    (bytes) => new Uint8Array(bytes),
    () => undefined,
  )
}

/** A name for people to read: no path, no control or direction characters, at most 255 of UTF-8. */
function clean(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\\/]/gu, '_')
    .slice(-200)
  return plain.trim() === '' || /^\.+$/.test(plain) ? 'file' : plain
}
