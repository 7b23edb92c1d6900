// Self-signed certificates for servers on loopback, made when a test runs: no key file stands in the repository, and no
// program but Node is needed. DER by hand, as X.509 (RFC 5280, section 4.1) lays it out.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** PEM texts. */
export interface Certificate {
  key: string;
  cert: string;
}

/** @param names DNS names it is valid for. */
export function makeCertificate(names: string[], from: Date, until: Date): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));
  const commonName = sequence(oid([0x55, 0x04, 0x03]), tag(0x0c, Buffer.from(names[0] ?? '')));
  const name = sequence(tag(0x31, commonName));
  const alternatives = sequence(...names.map((dns) => tag(0x82, Buffer.from(dns))));
  const extensions = sequence(
    sequence(oid([0x55, 0x1d, 0x11]), tag(0x04, alternatives)),
    // It signs itself, so a test may trust it as an authority.
    sequence(oid([0x55, 0x1d, 0x13]), tag(0x04, sequence(tag(0x01, Buffer.from([0xff]))))),
  );
  const body = sequence(
    tag(0xa0, tag(0x02, Buffer.from([2]))),
    tag(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    name,
    sequence(time(from), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tag(0xa3, extensions),
  );
  const signature = tag(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]));
  const whole = sequence(body, ecdsaWithSha256, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${whole.match(/.{1,64}/g)?.join('\n') ?? ''}\n-----END CERTIFICATE-----\n`,
  };
}

function tag(type: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([type, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tag(0x30, Buffer.concat(parts));
}

function oid(bytes: number[]): Buffer {
  return tag(0x06, Buffer.from(bytes));
}

/** GeneralizedTime. */
function time(at: Date): Buffer {
  return tag(0x18, Buffer.from(at.toISOString().replace(/[-:T]|\.\d+/g, '')));
}
