import type { Knex } from 'knex';
import { openLedgerKey } from '../domain/ledger/checkpoint';
import {
  findLastCheckpoint,
  findLedgerIdentity,
  handLedgerOver,
} from '../domain/ledger/checkpoint.repository';
import { writeHandover } from '../domain/ledger/handover';
import { holdLedger } from '../domain/ledger/leaf.repository';
import { databaseClock } from '../infrastructure/clock';
import { ringPlaces, type Secrets } from '../infrastructure/config/secret-settings';
import { createCipher } from '../infrastructure/security/cipher';
import { createKeyRing, type RingKey, type RingKind } from '../infrastructure/security/key-ring';
import { holdImports } from '../office/imports/writing/staging.repository';
import { describeChecks } from './key-check';
import { currentOf, type KeyHolder, type KeyTurn, listKeyHolders, listKeyTurns, turnKey } from './key-turns';
import { HOLDER_SECONDS } from './start-keys';

/** How long what a former secret has signed is taken: as long as the longest session lives. */
const SIGNED_SECONDS = 24 * 3600;

/** What is stored stands under these, and is written anew when they change. */
export const isStoring = (kind: RingKind) => kind === 'data' || kind === 'index';

/** Where a change of a key stands. */
type Rotation =
  /** `key` has never been current: it is to become so. */
  | { readonly state: 'new'; readonly key: RingKey; readonly current: KeyTurn }
  /** It has become current, and something still stands under the one before. */
  | { readonly state: 'begun'; readonly current: KeyTurn }
  /** There is one key, and it is current. */
  | { readonly state: 'settled'; readonly current: KeyTurn }
  /** More than one that has never been current: which is meant? */
  | { readonly state: 'several'; readonly ids: readonly string[] };

/** What there is to do about a kind, by its ring and the database. */
export async function findRotation(db: Knex, secrets: Secrets, kind: RingKind): Promise<Rotation> {
  const turns = (await listKeyTurns(db)).filter((turn) => turn.kind === kind);
  const current = currentOf(turns, kind);
  if (current === null) throw new Error(`no ${kind} key was noted`);
  if (turns.some(({ formerAt, rewrittenAt }) => formerAt !== null && rewrittenAt === null))
    return { state: 'begun', current };
  const unused = ringPlaces[kind]
    .ringOf(secrets)
    .all()
    .filter(({ id }) => !turns.some(({ keyId }) => keyId === id));
  const [key, ...others] = unused;
  if (key === undefined) return { state: 'settled', current };
  if (others.length > 0) return { state: 'several', ids: unused.map(({ id }) => id) };
  return { state: 'new', key, current };
}

/** The processes that serve and were started without a key: what is written with it they could not read. */
export async function listLacking(db: Knex, kind: RingKind, keyId: string): Promise<readonly string[]> {
  const holders = await listKeyHolders(db, HOLDER_SECONDS);
  return holders.filter(({ held }) => held[kind]?.includes(keyId) !== true).map(({ node }) => node);
}

/** The processes that serve and do not write with a key yet. */
export async function listBehind(db: Knex, kind: RingKind, keyId: string): Promise<readonly KeyHolder[]> {
  const holders = await listKeyHolders(db, HOLDER_SECONDS);
  return holders.filter(({ writes }) => writes[kind] !== keyId);
}

/** `atOnce`: what the secret before has signed is not taken any more from now on. */
interface TurnRequest {
  readonly kind: RingKind;
  readonly key: RingKey;
  readonly atOnce: boolean;
}

/** Makes a key current, in one transaction with what follows from it; the processes follow within moments. */
export async function beginRotation(
  transaction: Knex.Transaction,
  secrets: Secrets,
  { kind, key, atOnce }: TurnRequest,
): Promise<void> {
  const signs = !isStoring(kind);
  if (kind === 'index') await holdImports(transaction);
  if (kind === 'ledger') await handOver(transaction, secrets, key);
  await turnKey(transaction, {
    kind,
    key,
    endsAfterSeconds: signs && kind !== 'ledger' ? (atOnce ? 0 : SIGNED_SECONDS) : null,
    rewritten: signs,
  });
  if (signs) return;
  const only = createKeyRing([key.text]);
  const { data_check, index_check } = describeChecks(
    kind === 'data' ? createCipher(only, secrets.indexKey) : createCipher(secrets.dataKey, only),
  );
  await transaction('installations').update(kind === 'data' ? { data_check } : { index_check });
}

/** The key before signs that the next one is to be trusted; a ledger that nobody has signed yet takes the new one. */
async function handOver(transaction: Knex.Transaction, secrets: Secrets, key: RingKey): Promise<void> {
  await holdLedger(transaction);
  const identity = await findLedgerIdentity(transaction);
  if (identity === null) return;
  const next = openLedgerKey(key.bytes);
  const former = secrets.ledgerKey
    .all()
    .map(({ bytes }) => openLedgerKey(bytes))
    .find(({ publicKey }) => publicKey.equals(identity.publicKey));
  if (former === undefined) throw new Error('the key that signs the ledger is not in LEDGER_KEY');
  const size = (await findLastCheckpoint(transaction))?.size ?? 0;
  const at = (await databaseClock.now(transaction)).toISOString();
  await handLedgerOver(transaction, {
    formerKey: former.publicKey,
    publicKey: next.publicKey,
    size,
    at,
    note: writeHandover(identity.origin, { size, at }, former, next),
  });
}
