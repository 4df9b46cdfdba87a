import type { Knex } from 'knex';
import type { SignedInAccount } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import type { Limited } from '../../domain/accounts/limit';
import { findPersonForUpdate } from '../../domain/accounts/person.repository';
import { indexRecordNumber, listStudentRecords } from '../../domain/accounts/student-record.repository';
import type { ProveAccount } from '../../domain/re-registration/prove-account';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { isSameIndex } from '../../infrastructure/security/keyed-hash';
import { padResponseTime } from '../../infrastructure/security/pad-response-time';
import type { RecordFacts } from './record-proof.form';

type RecordProof =
  | { readonly outcome: 'proved' }
  /** It takes effect then. */
  | { readonly outcome: 'waits'; readonly effectiveAt: Date }
  | { readonly outcome: 'wrong' }
  | ({ readonly outcome: 'limited' } & Limited);

/** Longer than all there is to do, in milliseconds. */
const EVEN_MS = 250;

/** What all the steps work with. */
function gatherParts(db: Knex, cipher: Cipher, proveAccount: ProveAccount) {
  const admissions = createAdmissions(db);
  return { admissions, db, cipher, proveAccount };
}

type Parts = ReturnType<typeof gatherParts>;

export function createRecordProofService(...given: Parameters<typeof gatherParts>) {
  const parts = gatherParts(...given);
  return bindParts(parts, { prove });
}

export type RecordProofService = ReturnType<typeof createRecordProofService>;

/** 途径4: four facts of one 学籍 or 学历 of the person whose number was claimed; all right, or nothing is told. */
const prove = (
  parts: Parts,
  account: SignedInAccount,
  facts: RecordFacts,
  origin: Origin,
): Promise<RecordProof> => padResponseTime(EVEN_MS, () => decide(parts, account, facts, origin));

async function decide(
  parts: Parts,
  account: SignedInAccount,
  facts: RecordFacts,
  origin: Origin,
): Promise<RecordProof> {
  const { admissions, db, cipher, proveAccount } = parts;
  const target = account.identityIndex.toString('base64url');
  const { until } = await admissions.spend('recordProof', { subject: account.id, target, origin });
  if (until !== null) return { outcome: 'limited', limit: 'studentRecords', until };
  return db.transaction(async (transaction): Promise<RecordProof> => {
    const person = await findPersonForUpdate(transaction, account.identityIndex);
    const records = person === null ? [] : await listStudentRecords(transaction, person.id);
    const index = indexRecordNumber(cipher, facts.number);
    const right = records.some(
      (record) =>
        record.state === facts.state &&
        record.institutionName === facts.institutionName &&
        record.level === facts.level &&
        (facts.state === 'enrolled' ? record.entryYear : record.graduationYear) === facts.year &&
        isSameIndex(record.numberIndex, index),
    );
    if (!right || person?.name !== account.name) {
      await auditAccount(transaction, account, origin, 'recordProofRefused');
      return { outcome: 'wrong' };
    }
    const { effectiveAt } = await proveAccount(transaction, {
      accountId: account.id,
      route: 'studentRecord',
      origin,
    });
    return effectiveAt === null ? { outcome: 'proved' } : { outcome: 'waits', effectiveAt };
  });
}
