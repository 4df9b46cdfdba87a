import type { Knex } from 'knex';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { toFacts } from '../../domain/candidates/candidate-facts';
import type { ApplicationVersion } from '../../domain/choice-lists/application.repository';
import { tellOwner } from '../../domain/messages/tell-owner';
import type { OfficerAuthor } from '../../domain/officers/act-author';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { findVersionInForce } from '../../domain/printed-forms/version-in-force';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Clock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { Batch } from '../../rules/pack/rule-pack';
import { hasClosed } from '../../rules/windows/closing';

interface ChoiceViewRequest extends OfficerAuthor {
  readonly candidate: CandidateRecord;
  readonly batch: Batch;
  readonly reason: string;
}

interface ChoiceViewParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
  readonly tokens: OfficeTokens;
}

const purposeOf = (candidateId: number) => `viewChoices|${candidateId}`;

function issueToken({ tokens }: ChoiceViewParts, officerId: number, candidateId: number): string {
  return tokens.issue(officerId, purposeOf(candidateId));
}

/**
 * The list in force, for a reason that is written down; before the window closes its owner is told. Null where
 * nothing is in force: then nothing was looked at. @throws AppError csrf, actRepeated
 */
function viewChoices(
  { db, tokens, clock, reference, cipher }: ChoiceViewParts,
  { officer, origin, candidate, batch, reason, token }: ChoiceViewRequest,
): Promise<ApplicationVersion | null> {
  return db.transaction(async (transaction) => {
    await tokens.use(transaction, token, officer.id, purposeOf(candidate.id));
    const version = await findVersionInForce(transaction, candidate.id, batch);
    if (version === null) return null;
    const now = await clock.now(transaction);
    const closed = hasClosed(reference.current().calendar.listWindows(batch.code), toFacts(candidate), now);
    await auditOfficer(transaction, officer, origin, {
      action: 'viewChoices',
      subjectKind: 'candidate',
      subjectId: candidate.id,
      detail: { reason, batch: batch.code, version: version.id, closed },
    });
    if (!closed) {
      const values = { batch: batch.name, office: officer.placeName, reason };
      await tellOwner(transaction, cipher, {
        candidateId: candidate.id,
        kind: 'choicesViewed',
        at: now,
        values,
      });
    }
    return version;
  });
}

export function createChoiceViewService(parts: ChoiceViewParts) {
  return bindParts(parts, { issueToken, view: viewChoices });
}

export type ChoiceViewService = ReturnType<typeof createChoiceViewService>;
