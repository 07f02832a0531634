"""The other side of bundle.test.ts: reads bundles on standard input, answers which signatures and which journal entries hold in each."""
import base64
import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from jwcrypto import jwk, jws


def unpadded(text):
    return base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))


def sha256(*parts):
    return hashlib.sha256(b''.join(parts)).digest()


def is_signed(token, key):
    signed = jws.JWS()
    try:
        signed.deserialize(token, key=jwk.JWK(**key), alg='EdDSA')
        return True
    except jws.InvalidJWSSignature:
        return False


def rosters_of(bundle):
    """The rosters in order, each signed by more than half of its own governors and linked to the one before."""
    rosters = []
    for general in bundle['rosters']:
        payload = unpadded(general['payload'])
        roster = json.loads(payload)
        governors = {governor['kid']: governor['jwk'] for governor in roster['governors']}
        signers = set()
        for one in general['signatures']:
            kid = json.loads(unpadded(one['protected']))['kid']
            token = f"{one['protected']}.{general['payload']}.{one['signature']}"
            assert is_signed(token, governors[kid]), 'a governor did not sign'
            signers.add(kid)
        assert len(signers) * 2 > len(governors), 'too few governors'
        assert roster.get('previous') == (rosters[-1][1] if rosters else None), 'another predecessor'
        rosters.append((roster, hashlib.sha256(payload).hexdigest()))
    return [roster for roster, _ in rosters]


def root_of(leaf, index, size, path):
    """RFC 9162, section 2.1.1 read from the top: which half the leaf is in says on which side the step stands."""
    if size == 1:
        assert not path
        return leaf
    half = 1
    while half * 2 < size:
        half *= 2
    if index < half:
        return sha256(b'\x01', root_of(leaf, index, half, path[:-1]), path[-1])
    return sha256(b'\x01', path[-1], root_of(leaf, index - half, size - half, path[:-1]))


def holds(entry, statement, digest, rosters):
    row = json.loads(entry['row'])
    about = row['detail']['sha256'] == digest and row['subject'] == 'statement:' + statement['header']['id']
    keeper = row['actor'] if row['event'] == 'post.sent' else row['detail']['to']
    keys = {member['journal'] for roster in rosters for member in roster['members'] if member['id'] == keeper}
    names = [(key.split('+')[0], base64.b64decode(key.split('+', 2)[2])[1:]) for key in keys]
    text, lines = entry['checkpoint'].split('\n\n')
    text += '\n'
    origin, size, root = text.split('\n')[:3]
    if not about or origin != entry['origin'] or int(size) != entry['size']:
        return False
    signature = base64.b64decode(lines.split(' ')[2])[4:]
    for name, point in names:
        if origin != name and not origin.startswith(name + '/'):
            continue
        try:
            Ed25519PublicKey.from_public_bytes(point).verify(signature, text.encode())
        except InvalidSignature:
            continue
        leaf = sha256(b'\x00', sha256(bytes.fromhex(entry['nonce']), entry['row'].encode()))
        path = [bytes.fromhex(step) for step in entry['proof']]
        return root_of(leaf, entry['sequence'], entry['size'], path) == base64.b64decode(root)
    return False


def judged(bundle):
    rosters = rosters_of(bundle)
    keys = {key['kid']: key['jwk'] for roster in rosters for member in roster['members'] for key in member['keys'] if key['use'] == 'sign'}
    [one] = bundle['statements']
    header, payload, _ = one['jws'].split('.')
    kid = json.loads(unpadded(header))['kid']
    statement = json.loads(unpadded(payload))
    digest = hashlib.sha256(one['jws'].encode()).hexdigest()
    return {
        'signature': kid in keys and is_signed(one['jws'], keys[kid]),
        'entries': sum(holds(entry, statement, digest, rosters) for entry in one['entries']),
    }


json.dump([judged(bundle) for bundle in json.load(sys.stdin)], sys.stdout)
