import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** Shorter RSA keys are refused. */
const MIN_BITS = 2048;

/** An RSA key as PEM (line feeds may be written as \n) or as the base64 of its DER form. @throws for anything else. */
export function readPrivateKey(text: string): KeyObject {
  if (text.includes('-----BEGIN')) return requireRsa(createPrivateKey(toPem(text)));
  const key = toDer(text);
  try {
    return requireRsa(createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
  } catch {
    return requireRsa(createPrivateKey({ key, format: 'der', type: 'pkcs1' }));
  }
}

/** See `readPrivateKey`. */
export function readPublicKey(text: string): KeyObject {
  if (text.includes('PRIVATE KEY')) throw new Error('a private key stands in the place of a public one');
  if (text.includes('-----BEGIN')) return requireRsa(createPublicKey(toPem(text)));
  return requireRsa(createPublicKey({ key: toDer(text), format: 'der', type: 'spki' }));
}

const toPem = (text: string) => text.replaceAll('\\n', '\n');
const toDer = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'base64');

function requireRsa(key: KeyObject): KeyObject {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < MIN_BITS)
    throw new Error(`an RSA key of at least ${MIN_BITS} bits is needed`);
  return key;
}
