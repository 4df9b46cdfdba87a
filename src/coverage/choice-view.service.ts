import type { Knex } from 'knex';
import type { ApplicationVersion } from '../applications';
import type { Origin } from '../audit';
import { hasClosed } from '../batches';
import { type CandidateRecord, toFacts } from '../candidates';
import type { Clock } from '../clock';
import type { Watched } from '../db/reference-watch';
import { tellOwner } from '../messages';
import { auditOfficer, type Officer, type OfficeTokens } from '../officers';
import { findVersionInForce } from '../printing';
import type { Reference } from '../reference';
import type { Batch } from '../rules/rule-pack';
import type { Cipher } from '../security/cipher';

export interface ChoiceViewRequest {
  readonly officer: Officer;
  readonly origin: Origin;
  readonly candidate: CandidateRecord;
  readonly batch: Batch;
  readonly reason: string;
  readonly token: string;
}

export interface ChoiceViewService {
  issueToken(officerId: number, candidateId: number): string;
  /**
   * The list in force, for a reason that is written down; before the window closes its owner is told. Null where
   * nothing is in force: then nothing was looked at. @throws AppError csrf, actRepeated
   */
  view(request: ChoiceViewRequest): Promise<ApplicationVersion | null>;
}

export interface ChoiceViewParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
  readonly tokens: OfficeTokens;
}

export function createChoiceViewService(parts: ChoiceViewParts): ChoiceViewService {
  const { db, clock, cipher, reference, tokens } = parts;
  const purposeOf = (candidateId: number) => `viewChoices|${candidateId}`;
  return {
    issueToken: (officerId, candidateId) => tokens.issue(officerId, purposeOf(candidateId)),
    view: ({ officer, origin, candidate, batch, reason, token }) =>
      db.transaction(async (transaction) => {
        await tokens.use(transaction, token, officer.id, purposeOf(candidate.id));
        const version = await findVersionInForce(transaction, candidate.id, batch);
        if (version === null) return null;
        const now = await clock.now(transaction);
        const closed = hasClosed(reference.current().calendar, batch.code, toFacts(candidate), now);
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
      }),
  };
}
