import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { type Clock, wallClock } from '../../infrastructure/clock';
import { withoutTimeLimit } from '../../infrastructure/database/knex';
import { type LedgerKey, writeNote } from './checkpoint';
import {
  findLastCheckpoint,
  findLedgerIdentity,
  insertCheckpoint,
  nameLedger,
} from './checkpoint.repository';
import { describeAct, describeVersion } from './leaf';
import {
  countLeaves,
  countNodes,
  createNodeReader,
  findLastIds,
  insertLeaves,
  insertNodes,
  listFreeActs,
  listFreeVersions,
  type NewLeaf,
  tryHoldLedger,
} from './leaf.repository';
import { findRoot, foldWhole, hashLeaf, STORED_WIDTH } from './merkle-tree';

interface LedgerParts {
  readonly db: Knex;
  readonly clock: Clock;
  /** What it may be signed with; a new ledger takes the first. */
  readonly keys: () => readonly LedgerKey[];
  /** Host of the platform, as a new ledger takes it into its name. */
  readonly host: string;
}

/** Takes what was saved, given up and granted into the ledger. @returns how many leaves were taken */
type TakeLeaves = (goesOn?: () => boolean) => Promise<number>;

const AT_ONCE = 5000;
const NONCE_BYTES = 16;
/** No transaction is older than this: none that began before can still bring a row with an id below. */
const SETTLED_MS = 10 * 60_000;

interface Place {
  readonly version: number;
  readonly act: number;
}

const START: Place = { version: 0, act: 0 };

/**
 * Made once a process: the first time it looks through all there is, later behind ids that no transaction can add to
 * any more. What it remembers only saves looking: whoever starts anew finds the same rows, and takes each once.
 */
export function createTakeLeaves(parts: LedgerParts): TakeLeaves {
  let settled = START;
  let seen: readonly { readonly at: number; readonly ids: Place }[] = [];
  return async (goesOn = () => true) => {
    const now = wallClock();
    const ids = await findLastIds(parts.db);
    let place = settled;
    let taken = 0;
    for (let more = true; more && goesOn(); ) {
      const step: Step | null = await parts.db.transaction((transaction) => take(parts, transaction, place));
      if (step === null) return taken;
      place = step.place;
      taken += step.taken;
      more = step.more;
      if (more) continue;
      settled = seen.findLast(({ at }) => now - at > SETTLED_MS)?.ids ?? settled;
      seen = [...seen.filter(({ at }) => now - at <= 2 * SETTLED_MS), { at: now, ids }];
    }
    return taken;
  };
}

interface Step {
  readonly place: Place;
  readonly taken: number;
  readonly more: boolean;
}

/** One chunk with its checkpoint, whole or not at all; null where another process is at it. */
async function take(parts: LedgerParts, transaction: Knex.Transaction, place: Place): Promise<Step | null> {
  if (!(await tryHoldLedger(transaction))) return null;
  await withoutTimeLimit(transaction);
  const versions = await listFreeVersions(transaction, place.version, AT_ONCE);
  const acts = await listFreeActs(transaction, place.act, AT_ONCE);
  const size = await countLeaves(transaction);
  const leaves = composeLeaves(size, versions, acts);
  if (leaves.length > 0) {
    await insertLeaves(transaction, leaves);
    await storeNodes(transaction, size, size + leaves.length);
  }
  await signWhere(parts, transaction, size + leaves.length);
  return {
    place: { version: versions.at(-1)?.id ?? place.version, act: acts.at(-1)?.id ?? place.act },
    taken: leaves.length,
    more: versions.length === AT_ONCE || acts.length === AT_ONCE,
  };
}

function composeLeaves(
  size: number,
  versions: Awaited<ReturnType<typeof listFreeVersions>>,
  acts: Awaited<ReturnType<typeof listFreeActs>>,
): readonly NewLeaf[] {
  const found = [
    ...versions.map((version) => ({
      at: version.savedAt,
      versionId: version.id,
      actId: null,
      describe: (nonce: string) => describeVersion(version, nonce),
    })),
    ...acts.map((act) => ({
      at: act.at,
      versionId: null,
      actId: act.id,
      describe: (nonce: string) => describeAct(act, nonce),
    })),
  ];
  return found
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())
    .map(({ versionId, actId, describe }, place) => {
      const content = describe(randomBytes(NONCE_BYTES).toString('hex'));
      return { index: size + place, versionId, actId, content, hash: hashLeaf(content) };
    });
}

/** Stores the subtrees that have become whole. */
async function storeNodes(transaction: Knex.Transaction, before: number, after: number): Promise<void> {
  const read = createNodeReader(transaction);
  for (let level = 1; countNodes(level, after) > 0; level += 1) {
    const first = countNodes(level, before);
    const count = countNodes(level, after) - first;
    if (count === 0) continue;
    const below = await read(level - 1, first * STORED_WIDTH, count * STORED_WIDTH);
    const hashes = Array.from({ length: count }, (_none, at) =>
      foldWhole(below.slice(at * STORED_WIDTH, (at + 1) * STORED_WIDTH)),
    );
    await insertNodes(transaction, level, first, hashes);
  }
}

/** Signs the tree as it stands, where no checkpoint has its size yet. */
async function signWhere(
  { clock, keys, host }: LedgerParts,
  transaction: Knex.Transaction,
  size: number,
): Promise<void> {
  const last = await findLastCheckpoint(transaction);
  if (size === 0 || last?.size === size) return;
  const [first, ...others] = keys();
  if (first === undefined) throw new Error('there is no LEDGER_KEY');
  await nameLedger(transaction, {
    origin: `${host}/ledger/${randomBytes(4).toString('hex')}`,
    publicKey: first.publicKey,
  });
  const identity = await findLedgerIdentity(transaction);
  const key = [first, ...others].find(({ publicKey }) => identity?.publicKey.equals(publicKey));
  if (identity === null || key === undefined)
    throw new Error('LEDGER_KEY is not what the checkpoints of this database are signed with');
  const { origin } = identity;
  const at = await clock.now(transaction);
  const root = await findRoot(createNodeReader(transaction), 0, size);
  const note = writeNote({ origin, size, root, at: at.toISOString() }, { name: origin, key });
  await insertCheckpoint(transaction, { size, root, at, note });
}
