import type { Knex } from 'knex';
import { markPassword } from '../../domain/credentials/password-check';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { Origin } from '../../infrastructure/origin';
import {
  clearOfficerSession,
  keepOfficerDevice,
  lockOfficerCredential,
  updateOfficerSession,
} from './officer-credential.repository';

/** An officer whose password and 动态密码 were right. */
export interface AdmittedOfficer {
  readonly officerId: number;
  /** Marks the password that was checked; another one since makes it worthless. */
  readonly mark: string;
}

/**
 * Records the one session that is signed in from now on.
 * @returns false when password or account were changed since they were checked.
 */
export async function recordSession(
  { db }: { readonly db: Knex },
  { officerId, mark }: AdmittedOfficer,
  sessionId: string,
  origin: Origin,
): Promise<boolean> {
  return db.transaction(async (transaction) => {
    const locked = await lockOfficerCredential(transaction, officerId);
    if (locked === null || markPassword(locked.passwordHash ?? '') !== mark) return false;
    const changed = await updateOfficerSession(transaction, officerId, sessionId, origin.address);
    if (changed !== 1) throw new Error(`session of officer ${officerId}: ${changed} rows changed`);
    await keepOfficerDevice(transaction, officerId, origin.device);
    await auditOfficer(transaction, { id: officerId }, origin, {
      action: 'signIn',
      subjectKind: 'officer',
      subjectId: officerId,
    });
    return true;
  });
}

/** Ends the session, where it is still the officer's. */
export async function signOut(
  { db }: { readonly db: Knex },
  officer: { readonly id: number },
  sessionId: string,
  origin: Origin,
): Promise<void> {
  await db.transaction(async (transaction) => {
    if ((await clearOfficerSession(transaction, officer.id, sessionId)) !== 1) return;
    await auditOfficer(transaction, officer, origin, {
      action: 'signOut',
      subjectKind: 'officer',
      subjectId: officer.id,
    });
  });
}
