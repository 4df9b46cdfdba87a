import type { Knex } from 'knex';
import { openLedgerKey } from '../domain/ledger/checkpoint';
import { findLedgerIdentity } from '../domain/ledger/checkpoint.repository';
import { ringPlaces, type Secrets } from '../infrastructure/config/secret-settings';
import { type Cipher, createCipher } from '../infrastructure/security/cipher';
import { createKeyRing, type RingKey, type RingKind, ringKinds } from '../infrastructure/security/key-ring';
import { StartRefused } from '../infrastructure/start-refused';
import { currentOf, followKeys, type KeyTurn, listKeyTurns, noteFirstKey, turnKey } from './key-turns';
import { getSealedColumn, openColumn, type SealedColumn, selectSealed } from './sealed-columns';

const WORD = 'zhiyuan';
const CONTEXT = 'installations.key_check';

/** Where somebody's data stand under both keys: what is encrypted, and the hash by which it is found again. */
const SAMPLES = [
  { table: 'candidates', column: 'identity_number', context: 'candidates.identity_number' },
  { table: 'accounts', column: 'phone', context: 'accounts.phone' },
] as const;

/** What is encrypted, where nothing is looked for by it. */
const SECRETS = [
  { table: 'officers', column: 'totp_secret_cipher' },
  { table: 'platforms', column: 'secret_cipher' },
] as const;

/** What is stored stands under these: another is refused. The others sign what lives for hours. */
const LASTING = ['data', 'index', 'ledger'] as const satisfies readonly RingKind[];
type LastingKind = (typeof LASTING)[number];
const isLasting = (kind: RingKind): kind is LastingKind => LASTING.some((one) => one === kind);

/**
 * Binds a database to its keys at the first start, and turns the rings to those that are current. A database that has
 * none yet takes these, provided that what it holds can be read with them: a start with others would write what nobody
 * reads again, and find nobody. One key takes another's place by `zhiyuan rotate-key` alone.
 * @throws StartRefused
 */
export async function claimKeys(db: Knex, secrets: Secrets): Promise<void> {
  refuse(await findKeyFaults(db, secrets));
  const turns = await listKeyTurns(db);
  for (const kind of ringKinds) {
    const ring = ringPlaces[kind].ringOf(secrets);
    const current = currentOf(turns, kind);
    const fitting = (await findFittingKey(db, secrets, kind)) ?? ring.current();
    if (current === null) await noteFirstKey(db, kind, fitting);
    else if (!ring.all().some(({ id }) => id === current.keyId)) await replaceSigningKey(db, kind, fitting);
  }
  await followKeys(db, secrets);
  const cipher = createCipher(secrets.dataKey, secrets.indexKey);
  await db('installations').whereNull('data_check').update(describeChecks(cipher));
  // Another process may have written first, with other keys.
  refuse(await findKeyFaults(db, secrets));
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new StartRefused(faults.join('\n'));
}

/** What is noted of the keys that are current, for whoever has never heard of their ids. */
export function describeChecks(cipher: Cipher): {
  readonly data_check: Buffer;
  readonly index_check: Buffer;
} {
  return { data_check: cipher.encrypt(WORD, CONTEXT), index_check: cipher.blindIndex(WORD, CONTEXT) };
}

/** A secret that was changed by hand: what the one before has signed is not taken any more. */
async function replaceSigningKey(db: Knex, kind: RingKind, key: RingKey): Promise<void> {
  await db.transaction((transaction) =>
    turnKey(transaction, { kind, key, endsAfterSeconds: 0, rewritten: true }),
  );
}

/** What is wrong with the keys of the configuration, in sentences; the database is not changed. */
export async function findKeyFaults(db: Knex, secrets: Secrets): Promise<readonly string[]> {
  const turns = await listKeyTurns(db);
  const wrong: LastingKind[] = [];
  for (const kind of LASTING) if ((await findFittingKey(db, secrets, kind, turns)) === null) wrong.push(kind);
  const unread = wrong.filter((kind) => kind !== 'ledger').map((kind) => ringPlaces[kind].variable);
  return [
    ...(unread.length === 0
      ? []
      : [
          `${unread.join(' and ')}: not what this database was written with. Set what it was first started with; what is stored cannot be read without, and nothing was changed.`,
        ]),
    ...(wrong.includes('ledger')
      ? [
          'LEDGER_KEY: not what the checkpoints of this database are signed with. Set what it was first started with.',
        ]
      : []),
    ...turns.flatMap((turn) => describeLack(turn, secrets)),
  ];
}

/** What was begun by `zhiyuan rotate-key` has to be ended before a key can be left out. */
function describeLack({ kind, keyId, formerAt, rewrittenAt }: KeyTurn, secrets: Secrets): readonly string[] {
  const { variable, ringOf } = ringPlaces[kind];
  if (formerAt === null || rewrittenAt !== null) return [];
  if (
    ringOf(secrets)
      .all()
      .some(({ id }) => id === keyId)
  )
    return [];
  return [
    `${variable}: lacks the key ${keyId}, under which data still stand. Put it back behind the new one, and end what zhiyuan rotate-key ${variable} has begun.`,
  ];
}

/** The key of the ring that the database knows as current, or that fits it where it knows none. */
async function findFittingKey(
  db: Knex,
  secrets: Secrets,
  kind: RingKind,
  turns: readonly KeyTurn[] = [],
): Promise<RingKey | null> {
  const keys = ringPlaces[kind].ringOf(secrets).all();
  const current = currentOf(turns, kind);
  const found = keys.find(({ id }) => id === current?.keyId);
  if (found !== undefined) return found;
  // A ledger that nobody has signed yet takes any key.
  if (current !== null && kind !== 'ledger') return null;
  if (!isLasting(kind)) return null;
  for (const key of keys) if (await fits(db, secrets, kind, key)) return key;
  return null;
}

async function fits(db: Knex, secrets: Secrets, kind: LastingKind, key: RingKey): Promise<boolean> {
  if (kind === 'ledger') return fitsLedger(db, key);
  const only = createKeyRing([key.text]);
  if (kind === 'data') return readsData(db, createCipher(only, secrets.indexKey));
  for (const data of secrets.dataKey.all()) {
    const cipher = createCipher(createKeyRing([data.text]), only);
    if (await readsData(db, cipher)) return findsByIndex(db, cipher);
  }
  return findsByIndex(db, createCipher(secrets.dataKey, only));
}

/** Whether the ledger has no key yet, or this one. */
async function fitsLedger(db: Knex, { bytes }: RingKey): Promise<boolean> {
  if (!(await db.schema.hasColumn('installations', 'ledger_public_key'))) return true;
  const identity = await findLedgerIdentity(db);
  return identity === null || identity.publicKey.equals(openLedgerKey(bytes).publicKey);
}

interface Checks {
  readonly data_check: Buffer | null;
  readonly index_check: Buffer | null;
}

const findChecks = (db: Knex): Promise<Checks | undefined> =>
  db('installations').first('data_check', 'index_check');

/** Whether there is a check value yet. */
export async function hasKeyCheck(db: Knex): Promise<boolean> {
  return (await findChecks(db))?.data_check != null;
}

async function readsData(db: Knex, cipher: Cipher): Promise<boolean> {
  const check = (await findChecks(db))?.data_check;
  if (check) return opens(cipher, check, CONTEXT) === WORD;
  for (const sample of SAMPLES) {
    const found = await findOldest(db, sample);
    if (found !== null && openRow(cipher, found) === null) return false;
  }
  for (const { table, column } of SECRETS) {
    const place = getSealedColumn(table, column);
    const row: SealedRow | undefined = await db(table).whereNotNull(column).first(selectSealed(db, place));
    if (row !== undefined && openRow(cipher, { place, row }) === null) return false;
  }
  return true;
}

/** `cipher` may have another data key than what is stored: of what it cannot open nothing is said. */
async function findsByIndex(db: Knex, cipher: Cipher): Promise<boolean> {
  const check = (await findChecks(db))?.index_check;
  if (check) return cipher.blindIndex(WORD, CONTEXT).equals(check);
  for (const sample of SAMPLES) {
    const found = await findOldest(db, sample);
    const opened = found === null ? null : openRow(cipher, found);
    if (
      found !== null &&
      opened !== null &&
      !cipher.blindIndex(opened, sample.context).equals(found.row.index)
    )
      return false;
  }
  return true;
}

type SealedRow = Readonly<Record<string, unknown>> & { readonly sealed: Buffer };

/** The oldest: written at or soon after the first start. */
async function findOldest(db: Knex, { table, column }: (typeof SAMPLES)[number]) {
  const place = getSealedColumn(table, `${column}_cipher`);
  const row: (SealedRow & { readonly index: Buffer }) | undefined = await db(table)
    .whereNotNull(place.column)
    .orderBy('id')
    .first([{ index: `${column}_index` }, ...selectSealed(db, place)]);
  return row === undefined ? null : { place, row };
}

function openRow(
  cipher: Cipher,
  { place, row }: { readonly place: SealedColumn; readonly row: SealedRow },
): string | null {
  try {
    return openColumn(cipher, place, row).plain.toString('utf8');
  } catch {
    return null;
  }
}

function opens(cipher: Cipher, sealed: Buffer, context: string): string | null {
  try {
    return cipher.decrypt(sealed, context);
  } catch {
    return null;
  }
}
