/** Signed notes and checkpoints against Go's sumdb/note, the own vector, and what is refused. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import own from '../../../vectors/log/own.json' with { type: 'json' }
import go from '../../../vectors/log/signed-note.json' with { type: 'json' }
import { hex, maybeHex } from '../bytes.ts'
import { newSigningKey, type PrivateJwk, signingKey } from '../envelope/keys.ts'
import {
  addNoteSignature,
  cosignerKey,
  cosignNote,
  emptyRoot,
  formatCheckpoint,
  openNote,
  parseCheckpoint,
  readVerifierKey,
  signNote,
  verifierKey,
} from './index.ts'

const [peter, enoch] = go.signers as [(typeof go.signers)[0], (typeof go.signers)[0]]
const note = `${go.text}\n${peter.line}${enoch.line}`
const peterKey = signingKey(newSigningKey(maybeHex(go.seed_hex)!))

test('Go sumdb note: PeterNeumann signs the same bytes', () => {
  expect(verifierKey('PeterNeumann', peterKey.publicJwk)).toBe(peter.verifier_key)
  expect(signNote(go.text, { name: 'PeterNeumann', key: peterKey })).toBe(`${go.text}\n${peter.line}`)
})

test('Go sumdb note: one signature verified, the other unknown; both; none', () => {
  expect(openNote(note, [peter.verifier_key])).toMatchObject({ ok: true, text: go.text, signedBy: ['PeterNeumann'] })
  expect(openNote(note, [enoch.verifier_key, peter.verifier_key])).toMatchObject({ signedBy: ['PeterNeumann', 'EnochRoot'] })
  expect(openNote(note, [])).toEqual({ ok: false, reason: 'unsigned' })
})

test('Go sumdb note: repeats count once, and a bad signature of an unknown key is passed over', () => {
  const bad = `${enoch.line.slice(0, 60)}ABCD${enoch.line.slice(60)}`
  const text = `${go.text}\n${peter.line}${peter.line}${enoch.line}${enoch.line}${bad}`
  expect(openNote(text, [peter.verifier_key])).toMatchObject({ signedBy: ['PeterNeumann'], signatures: [{ name: 'PeterNeumann' }] })
})

test('Go sumdb note: a bad signature of a known key refuses the note', () => {
  const bad = `${go.text}\n${peter.line.slice(0, 60)}ABCD${peter.line.slice(60)}`
  expect(openNote(bad, [peter.verifier_key])).toEqual({ ok: false, reason: 'signature' })
  expect(openNote(note.replace('cryptography', 'cryptographY'), [peter.verifier_key])).toEqual({ ok: false, reason: 'signature' })
})

test.each([
  ['text alone', go.text],
  ['no signatures', `${go.text}\n`],
  ['no newline at the end', `${go.text}\n${peter.line.slice(0, -1)}`],
  ['a control character', `\x01${go.text}\n${peter.line}`],
  ['a lone surrogate', `\ud800${go.text}\n${peter.line}`],
  ['a name with a space', `${go.text}\n${peter.line.replace('PeterNeumann', 'Bad Name')}`],
  ['an unexpected line', `${go.text}\n${peter.line}Unexpected line.\n`],
  ['a hyphen for the dash', `${go.text}\n${peter.line.replace('—', '-')}`],
  ['101 signatures', `${go.text}\n${peter.line.repeat(101)}`],
  ['a carriage return', note.replaceAll('\n', '\r\n')],
  ['empty', ''],
])('refused as malformed: %s', (_, text) => {
  expect(openNote(text, [peter.verifier_key])).toEqual({ ok: false, reason: 'malformed' })
})

test('a note longer than 64 Ki characters is not read', () => {
  expect(openNote(`${'a\n'.repeat(40_000)}\n${peter.line}`, [peter.verifier_key])).toEqual({ ok: false, reason: 'too-large' })
})

test('verifier keys: whatever is cut off or changed is refused', () => {
  const whole = peter.verifier_key
  for (const text of [...go.bad_verifier_keys, '', 'PeterNeumann']) expect(() => readVerifierKey(text)).toThrow(TypeError)
  for (let i = 0; i < whole.length; i++) {
    expect(() => readVerifierKey(whole.slice(0, i))).toThrow(TypeError)
    expect(() => readVerifierKey(whole.slice(i + 1))).toThrow(TypeError)
    expect(() => readVerifierKey(whole.slice(0, i) + String.fromCharCode(whole.charCodeAt(i) + 1) + whole.slice(i + 1))).toThrow(TypeError)
  }
})

test('own vector: a checkpoint, signed by the log and cosigned by a witness', () => {
  const signer = { name: own.signer.name, key: signingKey(own.signer.private as PrivateJwk) }
  const witness = { name: own.cosigner.name, key: signingKey(own.cosigner.private as PrivateJwk), time_s: own.cosigner.time_s }
  expect(cosignNote(signNote(own.checkpoint, signer), witness)).toBe(own.note)
  expect(verifierKey(signer.name, signer.key.publicJwk)).toBe(own.signer.verifier_key)
  expect(cosignerKey(witness.name, witness.key.publicJwk)).toBe(own.cosigner.verifier_key)
  const opened = openNote(own.note, [own.cosigner.verifier_key, own.signer.verifier_key])
  expect(opened).toEqual({
    ok: true,
    text: own.checkpoint,
    signedBy: [signer.name, witness.name],
    signatures: [
      { name: signer.name, verifier_key: own.signer.verifier_key },
      { name: witness.name, verifier_key: own.cosigner.verifier_key, time_s: own.cosigner.time_s },
    ],
  })
  const read = parseCheckpoint(own.checkpoint)
  expect(read).toMatchObject({ ok: true, origin: own.origin, size: own.rows.length, extensions: [] })
  expect(read.ok && hex(read.root)).toBe(own.rows.at(-1)!.root_so_far)
  expect(read.ok && formatCheckpoint(read)).toBe(own.checkpoint)
})

test('a plain signature does not pass as a cosignature, nor the other way', () => {
  const key = signingKey(newSigningKey())
  const both = cosignNote(signNote(own.checkpoint, { name: 'witness', key }), { name: 'witness', key, time_s: 7 })
  expect(openNote(both, [cosignerKey('witness', key.publicJwk)])).toMatchObject({ signatures: [{ time_s: 7 }] })
  expect(openNote(both, [cosignerKey('witness', key.publicJwk), verifierKey('witness', key.publicJwk)])).toMatchObject({
    signedBy: ['witness'],
  })
  const plain = addNoteSignature(own.note, { name: 'witness', key })
  expect(openNote(plain, [cosignerKey('witness', key.publicJwk)])).toEqual({ ok: false, reason: 'unsigned' })
})

test('a note changed in any character is refused, or the change is in the line of a stranger', () => {
  const known = [own.signer.verifier_key]
  const stranger = own.note.indexOf(`— ${own.cosigner.name}`)
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (where, by) => {
      const at = where % own.note.length
      const other = String.fromCharCode(((own.note.charCodeAt(at) + 63 + (by % 94)) % 95) + 32)
      const changed = own.note.slice(0, at) + other + own.note.slice(at + 1)
      const opened = openNote(changed, known)
      if (changed !== own.note && at < stranger) expect(opened.ok).toBe(false)
      else if (opened.ok) expect(opened).toMatchObject({ text: own.checkpoint, signedBy: [own.signer.name] })
    }),
    { numRuns: 500 },
  )
})

test.each([
  'o\n1\n',
  `o\n1\n${'A'.repeat(43)}=`,
  `\n1\n${'A'.repeat(43)}=\n`,
  `o\n01\n${'A'.repeat(43)}=\n`,
  `o\n-1\n${'A'.repeat(43)}=\n`,
  `o\n1.0\n${'A'.repeat(43)}=\n`,
  `o\n9007199254740992\n${'A'.repeat(43)}=\n`,
  `o\n1\n${'A'.repeat(42)}==\n`,
  `o\n1\n${'A'.repeat(43)}\n`,
  `o\n1\n${'A'.repeat(42)}B=\n`,
  `o\n1\n${'A'.repeat(43)}=\n\n`,
  `o\n1\n${'A'.repeat(43)}=\n\nx\n`,
  '',
])('checkpoint refused: %j', (text) => {
  expect(parseCheckpoint(text)).toEqual({ ok: false, reason: 'malformed' })
})

test('checkpoint: extension lines are kept, an empty log has size 0', () => {
  expect(parseCheckpoint(`${formatCheckpoint({ origin: 'o', size: 0, root: emptyRoot() })}epoch 2\n`)).toMatchObject({
    ok: true,
    size: 0,
    extensions: ['epoch 2'],
  })
})

test('misuse throws', () => {
  const key = signingKey(newSigningKey())
  expect(() => signNote('no newline', { name: 'a', key })).toThrow(TypeError)
  expect(() => signNote('tab\t\n', { name: 'a', key })).toThrow(TypeError)
  expect(() => signNote('x\n', { name: 'a+b', key })).toThrow(TypeError)
  expect(() => signNote('x\n', { name: 'a b', key })).toThrow(TypeError)
  expect(() => addNoteSignature('x\n', { name: 'a', key })).toThrow(TypeError)
  expect(() => cosignNote(own.note, { name: 'a', key, time_s: -1 })).toThrow(TypeError)
  expect(() => openNote(own.note, ['nonsense'])).toThrow(TypeError)
  expect(() => formatCheckpoint({ origin: 'a\nb', size: 1, root: emptyRoot() })).toThrow(TypeError)
  expect(() => formatCheckpoint({ origin: 'a', size: 1, root: new Uint8Array(31) })).toThrow(TypeError)
})
