import type { Knex } from 'knex';
import { openLedgerKey } from '../domain/ledger/checkpoint';
import { findLedgerIdentity } from '../domain/ledger/checkpoint.repository';
import { type Cipher, createCipher } from '../infrastructure/security/cipher';
import { StartRefused } from '../infrastructure/start-refused';

const WORD = 'zhiyuan';
const CONTEXT = 'installations.key_check';

/** Where somebody's data stand under both keys: what is encrypted, and the hash by which it is found again. */
const SAMPLES = [
  { table: 'candidates', column: 'identity_number', context: 'candidates.identity_number' },
  { table: 'accounts', column: 'phone', context: 'accounts.phone' },
] as const;

/** What is encrypted, where nothing is looked for by it. */
const SECRETS = [
  { table: 'officers', column: 'totp_secret_cipher', context: 'officers.totp_secret' },
  { table: 'platforms', column: 'secret_cipher', context: 'platforms.secret' },
] as const;

interface Checks {
  readonly data_check: Buffer | null;
  readonly index_check: Buffer | null;
}

/** Which of the keys is not that of the database. */
type WrongKey = 'DATA_KEY' | 'INDEX_KEY';

/** The keys of a configuration. */
interface Keys {
  readonly dataKey: Buffer;
  readonly indexKey: Buffer;
}

/**
 * Binds a database to its keys at the first start. One that has none yet takes these, provided that what it holds can
 * be read with them: a start with others would write what nobody reads again, and find nobody.
 * @throws StartRefused
 */
export async function claimKeys(db: Knex, { dataKey, indexKey }: Keys): Promise<void> {
  const cipher = createCipher(dataKey, indexKey);
  const wrong = await findWrongKeys(db, cipher);
  if (wrong.length > 0) throw new StartRefused(describeWrongKeys(wrong));
  await db('installations')
    .whereNull('data_check')
    .update({
      data_check: cipher.encrypt(WORD, CONTEXT),
      index_check: cipher.blindIndex(WORD, CONTEXT),
    });
  // Another process may have written first, with other keys.
  const settled = await findWrongKeys(db, cipher);
  if (settled.length > 0) throw new StartRefused(describeWrongKeys(settled));
}

/**
 * Refuses a ledger key that is not what the checkpoints so far are signed with: whoever keeps them would see another
 * ledger. @throws StartRefused
 */
export async function checkLedgerKey(db: Knex, seed: Buffer): Promise<void> {
  if (!(await fitsLedger(db, seed)))
    throw new StartRefused(
      'LEDGER_KEY: not what the checkpoints of this database are signed with. Set what it was first started with.',
    );
}

/** Whether the ledger has no key yet, or this one. */
export async function fitsLedger(db: Knex, seed: Buffer): Promise<boolean> {
  const identity = await findLedgerIdentity(db);
  return identity === null || identity.publicKey.equals(openLedgerKey(seed).publicKey);
}

/** The reason in a sentence. */
export function describeWrongKeys(wrong: readonly WrongKey[]): string {
  return `${wrong.join(' and ')}: not what this database was written with. Set what it was first started with; what is stored cannot be read without, and nothing was changed.`;
}

/** Keys that do not fit the database, which is not changed. */
export async function findWrongKeys(db: Knex, cipher: Cipher): Promise<readonly WrongKey[]> {
  const checks: Checks | undefined = await db('installations').first('data_check', 'index_check');
  if (checks?.data_check && checks.index_check)
    return listWrong(
      opens(cipher, checks.data_check, CONTEXT) === WORD,
      cipher.blindIndex(WORD, CONTEXT).equals(checks.index_check),
    );
  return findWrongByContents(db, cipher);
}

/** Whether there is a check value yet. */
export async function hasKeyCheck(db: Knex): Promise<boolean> {
  const checks: Checks | undefined = await db('installations').first('data_check', 'index_check');
  return checks?.data_check != null;
}

async function findWrongByContents(db: Knex, cipher: Cipher): Promise<readonly WrongKey[]> {
  let dataFits = true;
  let indexFits = true;
  for (const { table, column, context } of SAMPLES) {
    // The oldest: written at or soon after the first start.
    const row: { sealed: Buffer; index: Buffer } | undefined = await db(table)
      .whereNotNull(`${column}_cipher`)
      .orderBy('id')
      .first({ sealed: `${column}_cipher`, index: `${column}_index` });
    if (row === undefined) continue;
    const opened = opens(cipher, row.sealed, context);
    if (opened === null) dataFits = false;
    else if (!cipher.blindIndex(opened, context).equals(row.index)) indexFits = false;
  }
  for (const { table, column, context } of SECRETS) {
    const row: { sealed: Buffer } | undefined = await db(table)
      .whereNotNull(column)
      .first({ sealed: column });
    if (row !== undefined && opens(cipher, row.sealed, context) === null) dataFits = false;
  }
  return listWrong(dataFits, indexFits);
}

function listWrong(dataFits: boolean, indexFits: boolean): readonly WrongKey[] {
  return [...(dataFits ? [] : (['DATA_KEY'] as const)), ...(indexFits ? [] : (['INDEX_KEY'] as const))];
}

function opens(cipher: Cipher, sealed: Buffer, context: string): string | null {
  try {
    return cipher.decrypt(sealed, context);
  } catch {
    return null;
  }
}
