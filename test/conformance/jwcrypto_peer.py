"""The other side of jwcrypto.test.ts: reads one JSON request on standard input, answers with what python3-jwcrypto makes of it."""
import json
import sys

from jwcrypto import jwe, jwk, jws


def compact(header):
    """Headers are written without white space; with it they are refused."""
    return json.dumps(header, separators=(',', ':'))


request = json.load(sys.stdin)
signing = jwk.JWK(**request['signing'])
verifying = jwk.JWK(**{name: request['signing'][name] for name in ('kty', 'crv', 'x')})
opening = jwk.JWK(**request['opening'])
sealing = jwk.JWK(**{name: request['opening'][name] for name in ('kty', 'crv', 'x')})

envelope = jwe.JWE()
envelope.deserialize(request['envelope'], key=opening)
statement = jws.JWS()
statement.deserialize(envelope.payload.decode(), key=verifying, alg='EdDSA')

answer = jws.JWS(request['answer'].encode())
answer.add_signature(signing, None, compact(request['statement_header']), None)
sealed = jwe.JWE(answer.serialize(compact=True).encode(), protected=compact(request['envelope_header']), recipient=sealing)

json.dump({
    'thumbprints': [verifying.thumbprint(), sealing.thumbprint()],
    'payload': statement.payload.decode(),
    'statement_header': statement.jose_header,
    'envelope_header': envelope.jose_header,
    'sealed': sealed.serialize(compact=True),
}, sys.stdout)
