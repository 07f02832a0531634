/** `portolan roster`: founds a network, proposes the next roster, signs it, and shows what it says. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { hex, sha256 } from '#lib/bytes.ts'
import { addSignature, type GeneralJws, newSigningKey, type PrivateJwk, publicOf, signGeneral, signingKey } from '#lib/envelope/index.ts'
import { ID } from '#wire/address.ts'
import { encodeRoster, ROSTER_TYP, type Roster, type RosterKey, type RosterMember, readRoster, type SignedRoster } from '#wire/roster.ts'
import { compileTypes } from '#wire/types.ts'
import { rostersFolder } from '../folders.ts'
import { readPublishedTypes } from '../published-types.ts'
import { demand, readArguments, Usage } from './arguments.ts'

const VALID_DAYS = 365

interface Governor {
  readonly name: string
  readonly jwk: PrivateJwk
}

/** The public half of a member's keys, as `keys make` prints it, with what the roster says besides. */
export interface MemberCard {
  readonly network: string
  readonly member: string
  readonly journal: string
  readonly keys: readonly RosterKey[]
}

/**
 * - `roster governor --name NAME --to FILE`: a governor's key.
 * - `roster found --network N --title T --governor FILE… --threshold K --member CARD:NAME:KIND:DOOR[:SHA256]… --to FILE`
 * - `roster next --from FILE --to FILE [--suspend M] [--resume M] [--remove M] [--add CARD|NAME|KIND|DOOR] [--rotate CARD] [--compromised KID] [--renew]`
 * - `roster sign --roster FILE --governor FILE`
 * - `roster join --folder F --roster FILE`: puts a roster where the node finds it.
 * - `roster show --roster FILE`
 */
export async function rosterCommand(args: readonly string[]): Promise<number> {
  const [verb, ...rest] = args
  const { values } = readArguments(rest, {
    name: { type: 'string' },
    to: { type: 'string' },
    from: { type: 'string' },
    network: { type: 'string' },
    title: { type: 'string' },
    governor: { type: 'string', multiple: true },
    threshold: { type: 'string' },
    member: { type: 'string', multiple: true },
    roster: { type: 'string' },
    folder: { type: 'string' },
    suspend: { type: 'string', multiple: true },
    resume: { type: 'string', multiple: true },
    remove: { type: 'string', multiple: true },
    add: { type: 'string', multiple: true },
    rotate: { type: 'string', multiple: true },
    compromised: { type: 'string', multiple: true },
    days: { type: 'string' },
  })
  switch (verb) {
    case 'governor': {
      const path = demand(values.to, 'to')
      if (existsSync(path)) throw new Usage(`${path} is there already`)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, `${JSON.stringify({ name: demand(values.name, 'name'), jwk: newSigningKey() } satisfies Governor, null, 2)}\n`, {
        mode: 0o600,
      })
      chmodSync(path, 0o600)
      return 0
    }
    case 'found': {
      const governors = (values.governor ?? []).map(readGovernor)
      const roster = foundRoster({
        network: demand(values.network, 'network'),
        title: demand(values.title, 'title'),
        governors,
        threshold: Number(values.threshold ?? Math.floor(governors.length / 2) + 1),
        members: (values.member ?? []).map(memberFrom),
        now: new Date(),
        days: Number(values.days ?? VALID_DAYS),
      })
      return print(
        save(
          demand(values.to, 'to'),
          signGeneral(
            encodeRoster(roster),
            governors.map(({ jwk }) => signingKey(jwk)),
            ROSTER_TYP,
          ),
        ),
      )
    }
    case 'next': {
      const before = rosterOf(read(demand(values.from, 'from')))
      const roster = nextRoster(before.roster, before.hash, {
        suspend: values.suspend ?? [],
        resume: values.resume ?? [],
        remove: values.remove ?? [],
        add: (values.add ?? []).map(memberFrom),
        rotate: (values.rotate ?? []).map((path) => read<MemberCard>(path)),
        compromised: values.compromised ?? [],
        now: new Date(),
        days: Number(values.days ?? VALID_DAYS),
      })
      const governors = (values.governor ?? []).map(readGovernor)
      if (governors.length === 0) throw new Usage('--governor is missing: a roster is signed when it is made')
      return print(
        save(
          demand(values.to, 'to'),
          signGeneral(
            encodeRoster(roster),
            governors.map(({ jwk }) => signingKey(jwk)),
            ROSTER_TYP,
          ),
        ),
      )
    }
    case 'sign': {
      const path = demand(values.roster, 'roster')
      const signed = (values.governor ?? [])
        .map(readGovernor)
        .reduce((jws, { jwk }) => addSignature(jws, signingKey(jwk)), read<GeneralJws>(path))
      return print(save(path, signed))
    }
    case 'join': {
      const folder = rostersFolder(demand(values.folder, 'folder'))
      const jws = read<GeneralJws>(demand(values.roster, 'roster'))
      const { roster } = rosterOf(jws)
      save(join(folder, `${roster.network}.${String(roster.version).padStart(6, '0')}.json`), jws)
      return print(jws)
    }
    case 'show':
      process.stdout.write(`${JSON.stringify(rosterOf(read(demand(values.roster, 'roster'))).roster, null, 2)}\n`)
      return 0
    default:
      throw new Usage('roster governor | found | next | sign | join | show')
  }
}

interface Founding {
  readonly network: string
  readonly title: string
  readonly governors: readonly Governor[]
  readonly threshold: number
  readonly members: readonly RosterMember[]
  readonly now: Date
  readonly days: number
}

export const governorEntry = ({ name, jwk }: Governor) => ({ kid: signingKey(jwk).kid, jwk: publicOf(jwk), name })

/** The first roster; refuses what the published schema refuses. */
export function foundRoster({ network, title, governors, threshold, members, now, days }: Founding): Roster {
  return checked({
    network,
    title,
    version: 1,
    issued_at: now.toISOString(),
    expires_at: new Date(now.getTime() + days * 86_400_000).toISOString(),
    governors: governors.map(governorEntry),
    threshold,
    members,
  })
}

interface Change {
  readonly suspend: readonly string[]
  readonly resume: readonly string[]
  readonly remove: readonly string[]
  readonly add: readonly RosterMember[]
  /** New keys beside the old ones, so that old mail stays readable. */
  readonly rotate: readonly MemberCard[]
  readonly compromised: readonly string[]
  readonly now: Date
  readonly days: number
}

/** The roster after another; throws Usage where a change names nobody. */
export function nextRoster(before: Roster, hash: string, change: Change): Roster {
  const ids = new Set(before.members.map(({ id }) => id))
  for (const id of [...change.suspend, ...change.resume, ...change.remove, ...change.rotate.map(({ member }) => member)])
    if (!ids.has(id)) throw new Usage(`no member ${id}`)
  const kids = new Set(before.members.flatMap(({ keys }) => keys.map(({ kid }) => kid)))
  for (const kid of change.compromised) if (!kids.has(kid)) throw new Usage(`no key ${kid}`)
  const members = before.members
    .filter(({ id }) => !change.remove.includes(id))
    .map((member): RosterMember => {
      const card = change.rotate.find((one) => one.member === member.id)
      return {
        ...member,
        status: change.suspend.includes(member.id) ? 'suspended' : change.resume.includes(member.id) ? 'active' : member.status,
        keys: [
          ...member.keys.map((key): RosterKey => (change.compromised.includes(key.kid) ? { ...key, compromised: true } : key)),
          ...(card?.keys ?? []),
        ],
      }
    })
  return checked({
    ...before,
    version: before.version + 1,
    previous: hash,
    issued_at: change.now.toISOString(),
    expires_at: new Date(change.now.getTime() + change.days * 86_400_000).toISOString(),
    members: [...members, ...change.add],
  })
}

function checked(roster: Roster): Roster {
  const faults = compileTypes(readPublishedTypes()).faults('portolan.roster.v1', JSON.parse(JSON.stringify(roster)))
  if (faults.length > 0) throw new Usage(faults.map(({ path, reason }) => `${path} ${reason}`).join('; '))
  return roster
}

/** `CARD|NAME|KIND|DOOR[|SHA256]`. */
function memberFrom(text: string): RosterMember {
  const [path = '', name = '', kind = '', door = '', certificate_sha256] = text.split('|')
  const card = read<MemberCard>(path)
  if (!ID.test(card.member) || !['state', 'organisation', 'observer'].includes(kind))
    throw new Usage(`--member CARD|NAME|state or organisation or observer|DOOR[|SHA256], not ${text}`)
  return {
    id: card.member,
    name,
    kind: kind as RosterMember['kind'],
    status: 'active',
    doors: [door],
    ...(certificate_sha256 && { certificate_sha256 }),
    keys: card.keys,
    journal: card.journal,
  }
}

const readGovernor = (path: string): Governor => read(path)
const rosterOf = (jws: GeneralJws): { roster: Roster; hash: string } => {
  const payload = Buffer.from(jws.payload, 'base64url')
  const roster = JSON.parse(payload.toString('utf8')) as Roster
  return { roster, hash: hex(sha256(payload)) }
}

function read<T>(path: string): T {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch (failure) {
    throw new Usage(`${path}: ${failure instanceof Error ? failure.message : String(failure)}`)
  }
}

function save(path: string, jws: GeneralJws): GeneralJws {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(jws, null, 2)}\n`)
  return jws
}

/** What two administrators compare on the telephone. */
function print(jws: GeneralJws): number {
  const { roster, hash } = rosterOf(jws)
  let standing = 'signed by a threshold of its own governors'
  try {
    if (roster.version === 1) readRoster(jws) satisfies SignedRoster
    else standing = 'to be held against the roster before it by each node'
  } catch (failure) {
    standing = failure instanceof Error ? failure.message : String(failure)
  }
  process.stdout.write(
    `${JSON.stringify({ network: roster.network, version: roster.version, sha256: hash, signatures: jws.signatures.length, threshold: roster.threshold, standing })}\n`,
  )
  return 0
}
