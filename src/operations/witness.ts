import {
  type Checkpoint,
  countersign,
  isSignedBy,
  type NoteSigner,
  readNote,
  readVerifier,
  writeVerifier,
} from '../domain/ledger/checkpoint';
import { readHandover } from '../domain/ledger/handover';
import { isConsistent } from '../domain/ledger/merkle-tree';
import { appendWitnessed, readWitnessed } from './witness-file';

/** What a look at a ledger has shown. */
export type Sight =
  /** Nothing new, or the first or next checkpoint, which is countersigned. */
  | { readonly state: 'same' | 'grown'; readonly size: number; readonly root: Buffer }
  /** There is no checkpoint yet. */
  | { readonly state: 'empty' }
  /** What is shown now does not go with what was seen before: somebody has changed what was saved, or shows us another ledger. */
  | { readonly state: 'inconsistent'; readonly why: Inconsistency; readonly note: string };

/** `note`: not the form of a checkpoint; `signature`: not of the key that is known. */
export type Inconsistency = 'note' | 'signature' | 'otherLedger' | 'otherRoot' | 'shorter' | 'proof';

interface WitnessParts {
  /** Text of a page of the platform, by its path; null where it answers 404. @throws where it cannot be reached */
  fetchText(path: string): Promise<string | null>;
  readonly file: string;
  readonly signer: NoteSigner;
}

/**
 * Looks at the newest checkpoint of a platform once. What goes with all that was seen before is countersigned and kept;
 * what does not is kept as evidence, and nothing is countersigned. The key is that of the first look, or one that was
 * handed on from it.
 * @throws where the platform cannot be reached, or the file not be read
 */
export async function lookAtLedger(parts: WitnessParts): Promise<Sight> {
  const { fetchText, file, signer } = parts;
  const seen = readWitnessed(file);
  const note = await fetchText('/checkpoints/latest');
  if (note === null) {
    if (seen.notes.length === 0) return { state: 'empty' };
    return refuse(file, 'shorter', '');
  }
  const verifierLine = seen.verifier || ((await fetchText('/checkpoints/key')) ?? '').trim();
  const now = readNote(note);
  if (now === null) return refuse(file, 'note', note);
  const handed = await findHandedOn(parts, verifierLine, note);
  if (handed === null) return refuse(file, 'signature', note);
  const last = readNote(seen.notes.at(-1) ?? '');
  const why = last === null ? null : await compare(parts, last, now);
  if (why !== null) return refuse(file, why, note);
  const { size, root } = now;
  if (last !== null && last.size >= size) return { state: 'same', size: last.size, root: last.root };
  if (seen.verifier === '') appendWitnessed(file, { verifier: verifierLine });
  for (const line of handed) appendWitnessed(file, line);
  appendWitnessed(file, { note: countersign(note, signer) });
  return { state: 'grown', size, root };
}

interface HandedOn {
  readonly verifier: string;
  readonly handover: string;
}

/** By which handovers the key that is known leads to the one that has signed; null where it does not. */
async function findHandedOn(
  { fetchText }: WitnessParts,
  known: string,
  note: string,
): Promise<readonly HandedOn[] | null> {
  const verifier = readVerifier(known);
  if (verifier === null) return null;
  const { name } = verifier;
  if (isSignedBy(note, name, verifier.publicKey)) return [];
  const handed: HandedOn[] = [];
  let trusted = verifier.publicKey;
  for (const handover of ((await fetchText('/checkpoints/handovers')) ?? '').split(/^=\n/m)) {
    const next = readHandover(handover, name, trusted);
    if (next === null) continue;
    trusted = next.publicKey;
    handed.push({ verifier: writeVerifier(name, trusted), handover });
    if (isSignedBy(note, name, trusted)) return handed;
  }
  return null;
}

function refuse(file: string, why: Inconsistency, note: string): Sight {
  appendWitnessed(file, { refused: note });
  return { state: 'inconsistent', why, note };
}

async function compare(
  { fetchText }: WitnessParts,
  last: Checkpoint,
  now: Checkpoint,
): Promise<Inconsistency | null> {
  if (last.origin !== now.origin) return 'otherLedger';
  if (last.size === now.size) return last.root.equals(now.root) ? null : 'otherRoot';
  // An older one may come from a process that has not seen the newest yet; then there is a proof up to what was seen.
  const [earlier, later] = last.size < now.size ? [last, now] : [now, last];
  const proof = await fetchText(`/checkpoints/consistency/${earlier.size}/${later.size}`);
  if (proof === null) return last.size > now.size ? 'shorter' : 'proof';
  const hashes = proof
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Buffer.from(line, 'base64'));
  if (isConsistent(earlier, later, hashes)) return null;
  return last.size > now.size ? 'shorter' : 'proof';
}
