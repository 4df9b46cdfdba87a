import type { Knex } from 'knex';
import { indexIdentity, openIdentity, sealIdentity } from '../domain/accounts/sealed';
import { insertAuditEntry } from '../domain/audit/audit.repository';
import {
  indexIdentityNumber,
  openIdentityNumber,
  sealIdentityNumber,
} from '../domain/candidates/sealed-values';
import { wallClock } from '../infrastructure/clock';
import { isUniqueViolation } from '../infrastructure/database/unique-violation';
import type { Logger } from '../infrastructure/logger';
import type { Cipher } from '../infrastructure/security/cipher';
import { isSameIndex } from '../infrastructure/security/keyed-hash';
import { readCandidateDocument } from '../rules/identity/candidate-document';
import {
  type DocumentKind,
  type DocumentNumber,
  normaliseDocument,
  splitDocumentNumber,
} from '../rules/identity/identity-document';
import { normalisePersonName } from '../rules/identity/person-name';

/** The form in which names and 证件号码 are written from this version on; raised with the rules of either. */
export const PEOPLE_FORM = 1;

/** What became of the rows. */
interface Tally {
  seen: number;
  changed: number;
  clashes: number;
  unread: number;
}

const BATCH = 2000;
/** Rows between two lines of the log. */
const TOLD = 50_000;
const LOCK = 4_210_734;

/**
 * Brings the people of a former version to the form in which they are written and looked for now: marks that nobody sees,
 * dots, private-use characters, 15 digits. Done at the first start, before anybody is served; starting processes wait
 * for each other. A row whose person another row already is stays as it was, is named in the log, and is tried again at
 * the next start.
 */
export async function normalisePeople(db: Knex, cipher: Cipher, log: Logger): Promise<void> {
  await db.transaction(async (transaction) => {
    await transaction.raw('select pg_advisory_xact_lock(?)', [LOCK]);
    const row = await transaction('people_normal_forms').first('version', 'clashes');
    if (row.version >= PEOPLE_FORM && row.clashes === 0) return;
    const tally: Tally = { seen: 0, changed: 0, clashes: 0, unread: 0 };
    const pass = { transaction, cipher, log, tally, now: new Date(wallClock()) };
    await walk(pass, 'candidates', normaliseCandidate);
    const kept = new Set<string>();
    await walk(pass, 'persons', (one, from) => normaliseHolder(one, from, 'persons', kept));
    await walk(pass, 'accounts', (one, from) => normaliseHolder(one, from, 'accounts', kept));
    await walk(pass, 'officers', async (one, from) => {
      await write(from, 'officers', one, nameOf(one));
    });
    if (tally.seen > 0) await tell(transaction, log, tally);
    // Rows that could not be decrypted are tried again: the keys were different ones.
    if (tally.unread > 0) return;
    await transaction('people_normal_forms').update({
      version: PEOPLE_FORM,
      clashes: tally.clashes,
      done_at: transaction.raw('clock_timestamp()'),
    });
  });
}

interface Pass {
  readonly transaction: Knex.Transaction;
  readonly cipher: Cipher;
  readonly log: Logger;
  readonly tally: Tally;
  readonly now: Date;
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly [column: string]: unknown;
}

type Values = Readonly<Record<string, unknown>>;

async function walk(
  pass: Pass,
  table: string,
  normalise: (row: Row, pass: Pass) => Promise<void>,
): Promise<void> {
  const { transaction, log, tally } = pass;
  for (let last = 0; ; ) {
    const rows: Row[] = await transaction(table).where('id', '>', last).orderBy('id').limit(BATCH);
    // Of those that were erased there is nothing to read.
    for (const row of rows.filter(({ identity_cipher: sealed }) => sealed !== null)) {
      await normalise(row, pass).catch((error: unknown) => {
        tally.unread += 1;
        log.error(
          { err: error, table, id: row.id },
          'the name or number of a row could not be decrypted or written',
        );
      });
      tally.seen += 1;
      if (tally.seen % TOLD === 0) log.info({ ...tally }, 'normalising names and identity numbers');
    }
    if (rows.length < BATCH) return;
    last = rows.at(-1)?.id ?? last;
  }
}

const nameOf = ({ name }: Row): Values => {
  const normal = normalisePersonName(name);
  return normal === name || normal === '' ? {} : { name: normal };
};

async function normaliseCandidate(row: Row, pass: Pass): Promise<void> {
  const { cipher, now } = pass;
  const own = String(row.candidate_number);
  const number = openIdentityNumber(cipher, row.identity_number_cipher as Buffer, own);
  const document = readCandidateDocument(number, now);
  const normal = typeof document === 'string' ? number : document.number;
  const index = indexIdentityNumber(cipher, normal);
  const identity = isSameIndex(row.identity_number_index as Buffer, index)
    ? {}
    : {
        identity_number_index: index,
        identity_number_cipher: sealIdentityNumber(cipher, normal, own).cipher,
      };
  await write(pass, 'candidates', row, { ...nameOf(row), ...identity });
}

/** A person or an account: `kept` has the keys of people that stayed as they were, whose accounts stay with them. */
async function normaliseHolder(
  row: Row,
  pass: Pass,
  table: 'persons' | 'accounts',
  kept: Set<string>,
): Promise<void> {
  const { cipher } = pass;
  const holder = String(table === 'persons' ? row.subject : row.user_name);
  const before = row.identity_index as Buffer;
  const found = readKept(
    openIdentity(cipher, row.identity_cipher as Buffer, holder),
    row.document_kind as DocumentKind,
    pass,
  );
  const same = found === null || isSameIndex(before, indexIdentity(cipher, found.document));
  if (same || kept.has(before.toString('hex'))) {
    await write(pass, table, row, nameOf(row));
    return;
  }
  const sealed = sealIdentity(cipher, found.document, holder);
  const values = {
    ...nameOf(row),
    document_kind: found.kind,
    identity_index: sealed.index,
    identity_cipher: sealed.cipher,
  };
  if (!(await write(pass, table, row, values))) kept.add(before.toString('hex'));
}

/** The document of a number that is kept; permits and cards of foreigners were once taken as 居民身份证 too. */
function readKept(kept: string, kind: DocumentKind, { now }: Pass) {
  const { country, number } = splitDocumentNumber(kept);
  const kinds: readonly DocumentKind[] =
    kind === 'resident' ? [kind, 'residencePermit', 'foreignResident'] : [kind];
  for (const one of kinds) {
    const document: DocumentNumber | null = normaliseDocument(one, number, { now, country });
    if (document !== null) return { kind: one, document };
  }
  return null;
}

/** @returns false where another row is the same person. */
async function write(
  { transaction, log, tally }: Pass,
  table: string,
  row: Row,
  values: Values,
): Promise<boolean> {
  if (Object.keys(values).length === 0) return true;
  try {
    await transaction.transaction((inner) => inner(table).where({ id: row.id }).update(values));
    tally.changed += 1;
    return true;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    tally.clashes += 1;
    log.warn(
      { table, id: row.id, number: row.candidate_number },
      'a row was left unchanged: another row has the same person',
    );
    return false;
  }
}

async function tell(transaction: Knex.Transaction, log: Logger, tally: Tally): Promise<void> {
  log.info({ ...tally }, 'names and identity numbers are normalised');
  if (tally.changed === 0) return;
  await insertAuditEntry(transaction, {
    actorKind: 'operator',
    actorId: 'start',
    action: 'normalisePeople',
    subjectKind: 'installation',
    subjectId: '',
    detail: { changed: tally.changed, clashes: tally.clashes },
    origin: { address: 'start', device: '' },
  });
}
