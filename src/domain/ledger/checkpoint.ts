import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** The state of the ledger at one moment. */
export interface Checkpoint {
  /** Which ledger it is: the host of the platform, and a word of its own. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  /** When it was made, ISO 8601. */
  readonly at: string;
}

/** Who signs notes, by the name that stands in the signature. */
export interface NoteSigner {
  readonly name: string;
  readonly key: LedgerKey;
}

/** An Ed25519 pair. */
export interface LedgerKey {
  readonly secret: KeyObject;
  /** 32 bytes. */
  readonly publicKey: Buffer;
}

/** PKCS #8 and SPKI of Ed25519 (RFC 8410), up to the 32 bytes of the key. */
const SECRET_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const ED25519 = Buffer.of(1);
const SIGNATURE = /^— (\S+) ([A-Za-z0-9+/=]+)$/;

/** The pair of a secret of 32 bytes. */
export function openLedgerKey(seed: Buffer): LedgerKey {
  const secret = createPrivateKey({
    key: Buffer.concat([SECRET_HEAD, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = createPublicKey(secret).export({ format: 'der', type: 'spki' });
  return { secret, publicKey: spki.subarray(PUBLIC_HEAD.length) };
}

function identifyKey(name: string, publicKey: Buffer): Buffer {
  return createHash('sha256').update(`${name}\n`).update(ED25519).update(publicKey).digest().subarray(0, 4);
}

/** What a signature is checked with, in one line: name, key id, key (the form of C2SP's signed notes). */
export function writeVerifier(name: string, publicKey: Buffer): string {
  const id = identifyKey(name, publicKey).toString('hex');
  return `${name}+${id}+${Buffer.concat([ED25519, publicKey]).toString('base64')}`;
}

/** Name and key of such a line; null where it is none, or its id is not that of its key. */
export function readVerifier(line: string): { readonly name: string; readonly publicKey: Buffer } | null {
  const [, name = '', id = '', key = ''] =
    /^(\S+?)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(line.trim()) ?? [];
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== 33 || bytes[0] !== 1) return null;
  const publicKey = bytes.subarray(1);
  return identifyKey(name, publicKey).toString('hex') === id ? { name, publicKey } : null;
}

/** A checkpoint as a signed note of C2SP: origin, size, root, time, an empty line, one signature a line. */
export function writeNote(checkpoint: Checkpoint, signer: NoteSigner): string {
  const { origin, size, root, at } = checkpoint;
  const text = `${origin}\n${size}\n${root.toString('base64')}\n${at}\n`;
  return `${text}\n${signText(text, signer)}`;
}

/** The note with one signature more. */
export function countersign(note: string, signer: NoteSigner): string {
  return note + signText(textOf(note), signer);
}

function signText(text: string, { name, key }: NoteSigner): string {
  const signature = sign(null, Buffer.from(text), key.secret);
  const sealed = Buffer.concat([identifyKey(name, key.publicKey), signature]);
  return `— ${name} ${sealed.toString('base64')}\n`;
}

const textOf = (note: string) => note.slice(0, note.indexOf('\n\n') + 1);

/** What a note says, whoever signed it; null where it has not the form of one. */
export function readNote(note: string): Checkpoint | null {
  const [origin = '', size = '', root = '', at = '', ...rest] = textOf(note).split('\n');
  const bytes = Buffer.from(root, 'base64');
  if (origin === '' || !/^[1-9]\d{0,14}$/.test(size) || bytes.length !== 32 || rest.length !== 1) return null;
  if (bytes.toString('base64') !== root || Number.isNaN(Date.parse(at))) return null;
  return { origin, size: Number(size), root: bytes, at };
}

/** Whether a note bears a signature of that name and key. */
export function isSignedBy(note: string, name: string, publicKey: Buffer): boolean {
  const text = textOf(note);
  const id = identifyKey(name, publicKey);
  const key = createPublicKey({
    key: Buffer.concat([PUBLIC_HEAD, publicKey]),
    format: 'der',
    type: 'spki',
  });
  return note
    .slice(text.length + 1)
    .split('\n')
    .some((line) => {
      const [, by, sealed = ''] = SIGNATURE.exec(line) ?? [];
      const bytes = Buffer.from(sealed, 'base64');
      return (
        by === name &&
        bytes.subarray(0, 4).equals(id) &&
        verify(null, Buffer.from(text), key, bytes.subarray(4))
      );
    });
}

/** The beginning of a root, as people compare it: `3F2A 91BC 07DE 5512`. */
export function shortenRoot(root: Buffer): string {
  return (root.toString('hex').slice(0, 16).toUpperCase().match(/.{4}/g) ?? []).join(' ');
}
