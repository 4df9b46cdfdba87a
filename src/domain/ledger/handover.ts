import { countersign, isSignedBy, type LedgerKey, readVerifier, writeVerifier } from './checkpoint';

/** A change of the key that signs checkpoints. */
export interface Handover {
  readonly formerKey: Buffer;
  readonly publicKey: Buffer;
  /** Checkpoints of more leaves than these are signed with the new key. */
  readonly size: number;
  /** ISO 8601. */
  readonly at: string;
  /** What both keys have signed. */
  readonly note: string;
}

const MARK = 'key handover';

/** A signed note of both keys: whoever trusts the one before learns of the one after from it, and from nobody else. */
export function writeHandover(
  origin: string,
  { size, at }: Pick<Handover, 'size' | 'at'>,
  former: LedgerKey,
  next: LedgerKey,
): string {
  const text = `${origin}\n${MARK}\n${size}\n${at}\n${writeVerifier(origin, next.publicKey)}\n`;
  const signed = countersign(`${text}\n`, { name: origin, key: former });
  return countersign(signed, { name: origin, key: next });
}

/**
 * Reads a handover from a key that is trusted. @returns null where it is none, of another ledger, or not signed by
 * both keys
 */
export function readHandover(note: string, origin: string, trusted: Buffer): Handover | null {
  const text = note.slice(0, note.indexOf('\n\n') + 1);
  const [name, mark, size = '', at = '', verifier = '', ...rest] = text.split('\n');
  const next = readVerifier(verifier);
  if (name !== origin || mark !== MARK || !/^\d{1,15}$/.test(size) || rest.length !== 1) return null;
  if (next === null || next.name !== origin || next.publicKey.equals(trusted)) return null;
  if (Number.isNaN(Date.parse(at))) return null;
  if (!isSignedBy(note, origin, trusted) || !isSignedBy(note, origin, next.publicKey)) return null;
  return { formerKey: trusted, publicKey: next.publicKey, size: Number(size), at, note };
}

/** The key that signs checkpoints of a size, by the handovers from the first key on. */
export function keyForSize(first: Buffer, handovers: readonly Handover[], size: number): Buffer {
  return handovers.reduce((key, handover) => (size > handover.size ? handover.publicKey : key), first);
}
