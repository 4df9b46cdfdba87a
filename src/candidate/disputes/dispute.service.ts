import type { Knex } from 'knex';
import { findActTime } from '../../domain/audit/audit.repository';
import { nameChoices } from '../../domain/batches/choices-name.presenter';
import { auditCandidate } from '../../domain/candidates/audit-candidate';
import { type CandidateRecord, lockCandidate } from '../../domain/candidates/candidate.repository';
import { freezeCandidate } from '../../domain/candidates/freeze.repository';
import { findVersion } from '../../domain/choice-lists/application.repository';
import { lockCredential, updateSessionId } from '../../domain/credentials/sign-in.repository';
import { forgetDevices } from '../../domain/identity/device.repository';
import { isDisputable, nameOrigin } from '../../domain/mailbox/mail.presenter';
import { findMail } from '../../domain/mailbox/mail.repository';
import { tellOwner } from '../../domain/messages/tell-owner';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { notFound } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import { cancelPhrase } from '../security-phrase/security-phrase.repository';

/** What a candidate points at and says was not theirs. */
export interface DisputedRecord {
  readonly kind: 'mails' | 'versions';
  readonly id: number;
}

interface DisputedAct {
  readonly title: string;
  /** Business time, as pages show it. */
  readonly shownAt: Date;
  /** Real time: factors bound since then serve for no thaw. */
  readonly at: Date;
}

interface DisputeParts {
  readonly db: Knex;
  readonly cipher: Cipher;
}

export function createDisputeService(db: Knex, cipher: Cipher) {
  const parts: DisputeParts = { db, cipher };
  return bindParts(parts, { getAct, dispute });
}

export type DisputeService = ReturnType<typeof createDisputeService>;

/**
 * 不是我操作: freezes everything, ends every sign-in, trusts no browser any more, tells the owner.
 * @returns the id of the session that was signed in, for the caller to end; null when there was none.
 * @throws AppError notFound
 */
async function dispute(
  parts: DisputeParts,
  candidate: CandidateRecord,
  record: DisputedRecord,
  origin: Origin,
): Promise<string | null> {
  const { db, cipher } = parts;
  const act = await getAct(parts, candidate, record);
  return db.transaction(async (transaction) => {
    await lockCandidate(transaction, candidate.id);
    const credential = await lockCredential(transaction, candidate.id);
    const changed = await freezeCandidate(transaction, candidate.id, act.at);
    if (changed !== 1) throw new Error(`freeze of candidate ${candidate.id}: ${changed} rows changed`);
    await updateSessionId(transaction, candidate.id, null);
    await forgetDevices(transaction, candidate.id);
    // A pending change of the phrase may be somebody else's: it is cancelled.
    await cancelPhrase(transaction, candidate.id);
    await auditCandidate(transaction, candidate.id, origin, 'disputeAct', {
      record: record.kind,
      id: record.id,
      disputedAt: act.at.toISOString(),
    });
    await tellOwner(transaction, cipher, {
      candidateId: candidate.id,
      kind: 'frozen',
      at: new Date(wallClock()),
      values: { disputed: act.title, ...nameOrigin(origin) },
    });
    return credential?.sessionId ?? null;
  });
}

async function getDisputedMail(parts: DisputeParts, candidateId: number, id: number): Promise<DisputedAct> {
  const mail = await findMail(parts.db, candidateId, id);
  if (mail === null || !isDisputable(mail.kind)) throw notFound();
  return { title: mail.title, shownAt: mail.sentAt, at: mail.writtenAt };
}

async function getDisputedVersion(
  parts: DisputeParts,
  candidateId: number,
  id: number,
): Promise<DisputedAct> {
  const version = await findVersion(parts.db, candidateId, id);
  if (version === null) throw notFound();
  const at = await findActTime(parts.db, 'saveChoiceList', 'application', String(id));
  const title = `${nameChoices(version.body.batch.name)}保存（第${version.saveNumber}次保存）`;
  // Without its entry in the audit log nothing bound counts as bound before.
  return { title, shownAt: version.savedAt, at: at ?? new Date(0) };
}

/** @throws AppError notFound for what is not one's own, or cannot be disputed */
const getAct = (parts: DisputeParts, { id: candidateId }: CandidateRecord, { kind, id }: DisputedRecord) =>
  kind === 'mails' ? getDisputedMail(parts, candidateId, id) : getDisputedVersion(parts, candidateId, id);
