/** The few messages of PostgreSQL's protocol 3.0 (section 54.7) that the embedded engine speaks. */
import { DatabaseFailure } from './failure.ts'
import { type Parameter, readerOf } from './values.ts'

/** Messages collected into one buffer, as one call to the engine. */
export class Request {
  #buffer = Buffer.allocUnsafe(1_024)
  #end = 0

  query(text: string): this {
    return this.#message('Q', () => this.#text(text))
  }

  parse(name: string, text: string): this {
    return this.#message('P', () => {
      this.#text(name)
      this.#text(text)
      this.#int16(0)
    })
  }

  /** Binds, describes and executes the named statement; results come as text. */
  execute(name: string, parameters: readonly Parameter[]): this {
    this.#message('B', () => {
      this.#text('')
      this.#text(name)
      this.#int16(parameters.length)
      for (const value of parameters) this.#int16(value instanceof Uint8Array ? 1 : 0)
      this.#int16(parameters.length)
      for (const value of parameters) this.#value(value)
      this.#int16(0)
    })
    this.#message('D', () => {
      this.#byte('P')
      this.#text('')
    })
    return this.#message('E', () => {
      this.#text('')
      this.#int32(0)
    })
  }

  closeStatement(name: string): this {
    return this.#message('C', () => {
      this.#byte('S')
      this.#text(name)
    })
  }

  sync(): this {
    return this.#message('S', () => {})
  }

  /** The bytes; valid until the next message is added. */
  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#end)
  }

  #message(kind: string, write: () => void): this {
    this.#byte(kind)
    const at = this.#end
    this.#int32(0)
    write()
    this.#buffer.writeInt32BE(this.#end - at, at)
    return this
  }

  #room(length: number) {
    if (this.#end + length <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#end + length))
    this.#buffer.copy(larger, 0, 0, this.#end)
    this.#buffer = larger
  }

  #byte(character: string) {
    this.#room(1)
    this.#buffer[this.#end++] = character.charCodeAt(0)
  }

  #int16(value: number) {
    this.#room(2)
    this.#end = this.#buffer.writeUInt16BE(value, this.#end)
  }

  #int32(value: number) {
    this.#room(4)
    this.#end = this.#buffer.writeInt32BE(value, this.#end)
  }

  #text(text: string) {
    if (text.includes('\0')) throw new TypeError('an SQL text holds U+0000')
    this.#room(text.length * 3 + 1)
    this.#end += this.#buffer.write(text, this.#end)
    this.#buffer[this.#end++] = 0
  }

  #value(value: Parameter) {
    if (value === null) {
      this.#int32(-1)
      return
    }
    if (typeof value === 'string') {
      const length = Buffer.byteLength(value)
      this.#int32(length)
      this.#room(length)
      this.#end += this.#buffer.write(value, this.#end)
      return
    }
    this.#int32(value.length)
    this.#room(value.length)
    this.#buffer.set(value, this.#end)
    this.#end += value.length
  }
}

/** Tells whether the reply holds a message of this kind; a cheap scan without reading bodies. */
export function holds(reply: Uint8Array, kind: string): boolean {
  const view = new DataView(reply.buffer, reply.byteOffset, reply.byteLength)
  const wanted = kind.charCodeAt(0)
  for (let at = 0; at + 5 <= reply.length; at += 1 + view.getInt32(at + 1)) if (reply[at] === wanted) return true
  return false
}

export interface Reply {
  readonly rows: unknown[]
  readonly touched: number
  /** The last command's tag, as `INSERT 0 1`. */
  readonly tag: string
}

/** Reads a whole reply: the last result set and command; throws the first error in it as DatabaseFailure. */
export function readReply(reply: Uint8Array): Reply {
  const buffer = Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength)
  let rows: unknown[] = []
  let names: string[] = []
  let readers: ((text: string) => unknown)[] = []
  let tag = ''
  let failure: DatabaseFailure | undefined
  for (let at = 0; at + 5 <= buffer.length; ) {
    const kind = buffer[at]
    const next = at + 1 + buffer.readInt32BE(at + 1)
    let from = at + 5
    if (kind === 0x44 /* D, a row */) {
      const count = buffer.readUInt16BE(from)
      from += 2
      const row: Record<string, unknown> = {}
      for (let i = 0; i < count; i++) {
        const length = buffer.readInt32BE(from)
        from += 4
        if (length < 0) row[names[i]!] = null
        else {
          row[names[i]!] = readers[i]!(buffer.toString('utf8', from, from + length))
          from += length
        }
      }
      rows.push(row)
    } else if (kind === 0x54 /* T, the row's description */) {
      const count = buffer.readUInt16BE(from)
      from += 2
      names = []
      readers = []
      rows = []
      for (let i = 0; i < count; i++) {
        const end = buffer.indexOf(0, from)
        names.push(buffer.toString('utf8', from, end))
        readers.push(readerOf(buffer.readInt32BE(end + 7)))
        from = end + 19
      }
    } else if (kind === 0x43 /* C, complete */) {
      tag = buffer.toString('utf8', from, next - 1)
    } else if (kind === 0x45 /* E, an error */) {
      failure ??= readFailure(buffer.subarray(from, next))
    }
    at = next
  }
  if (failure !== undefined) throw failure
  return { rows, touched: touchedOf(tag), tag }
}

/** How many rows a command tag says; 0 for commands that touch none. */
const touchedOf = (tag: string): number => Number(/ (\d+)$/.exec(tag)?.[1] ?? 0)

function readFailure(body: Buffer): DatabaseFailure {
  const fields = new Map<string, string>()
  for (const field of body.toString('utf8').split('\0')) if (field !== '') fields.set(field[0]!, field.slice(1))
  return new DatabaseFailure(fields.get('C') ?? 'XX000', fields.get('M') ?? 'the database refused without a reason', {
    constraint: fields.get('n'),
    table: fields.get('t'),
    routine: fields.get('R'),
  })
}
