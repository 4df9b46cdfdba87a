import type { Knex } from 'knex';
import { presentSaveCount } from '../../domain/batches/saves-left.presenter';
import {
  type CandidateRecord,
  findCandidate,
  lockCandidate,
} from '../../domain/candidates/candidate.repository';
import { toFacts } from '../../domain/candidates/candidate-facts';
import type { ApplicationVersion } from '../../domain/choice-lists/application.repository';
import { formatCheckValue, toChoiceList } from '../../domain/choice-lists/canonical-body';
import { type RestoreRefusal, restoreVersion } from '../../domain/choice-lists/restore-version';
import { planScopeOf } from '../../domain/choice-lists/standing';
import { presentViolations } from '../../domain/choice-lists/violation.presenter';
import { grantSaves } from '../../domain/granted-saves/holder.repository';
import { SAVE_GRANTED } from '../../domain/granted-saves/still-open';
import { tellOwner } from '../../domain/messages/tell-owner';
import type { OfficerAuthor } from '../../domain/officers/act-author';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import type { Reference } from '../../domain/reference/reference';
import type { Clock } from '../../infrastructure/clock';
import { holdReference, type Watched } from '../../infrastructure/database/reference-watch';
import { notFound } from '../../infrastructure/errors';
import type { Cipher } from '../../infrastructure/security/cipher';
import { checkChoiceList } from '../../rules/filing/check-choice-list';
import { findBatch, quotaGroupCode } from '../../rules/filing/groups';
import type { Batch } from '../../rules/pack/rule-pack';
import { hasClosed } from '../../rules/windows/closing';
import type { Restoration } from './restoration.repository';

/** `sameOfficer`: who asked cannot approve. `pending`: another request for the group waits. */
export type RestorationRefusal = RestoreRefusal | 'pending' | 'sameOfficer' | 'decided';

export interface RestorationParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
  readonly tokens: OfficeTokens;
}

/** What was begun is undone, and the refusal told. */
export class Refused extends Error {
  constructor(readonly refusal: RestorationRefusal) {
    super(refusal);
  }
}

export const packOf = ({ reference }: RestorationParts) => reference.current().calendar.pack;

/** Puts the version back and tells its owner. @returns the new version; throws Refused */
export async function putBack(
  parts: RestorationParts,
  transaction: Knex.Transaction,
  { officer, origin }: OfficerAuthor,
  restoration: Restoration,
): Promise<number> {
  const { reference, clock, cipher } = parts;
  await lockCandidate(transaction, restoration.candidateId);
  await holdReference(transaction, reference.version());
  const candidate = await findCandidate(transaction, restoration.candidateId);
  if (candidate === null) throw notFound();
  const now = await clock.now(transaction);
  const restored = await restoreVersion(transaction, {
    candidate,
    versionId: restoration.versionId,
    pack: packOf(parts),
    now,
    officers: [restoration.requestedBy, officer.id],
    origin,
    formToken: `restoration|${restoration.id}`,
  });
  if ('refusal' in restored) throw new Refused(restored.refusal);
  const { version, source, savesLeft } = restored;
  const batch = findBatch(packOf(parts), version.batch);
  const gone = batch === null ? [] : listGone(parts, candidate, batch, source);
  const grants = batch !== null && gone.length > 0 && mayBeFiled(parts, candidate, batch, now);
  if (grants) await grantSaves(transaction, [candidate.id], quotaGroupCode(batch), now);
  await tellOwner(transaction, cipher, {
    candidateId: candidate.id,
    kind: 'choicesRestored',
    at: now,
    values: {
      batch: batch?.name ?? version.batch,
      police: restoration.policeReport,
      savedAt: source.savedAt,
      saveNumber: source.saveNumber,
      left: presentSaveCount(savesLeft === null ? null : savesLeft + (grants ? 1 : 0)),
      gone: presentGone(gone, grants),
      checkValue: formatCheckValue(version.hash),
    },
  });
  return restored.versionId;
}

/** What of a list that is put back stands in the plan no more: its owner was not told when that was changed. */
function listGone(
  parts: RestorationParts,
  candidate: CandidateRecord,
  batch: Batch,
  { body }: ApplicationVersion,
): readonly string[] {
  const violations = checkChoiceList({
    pack: packOf(parts),
    batch,
    facts: toFacts(candidate),
    plan: parts.reference.current().plan.viewOf(planScopeOf(batch, candidate)),
    choices: toChoiceList(body),
  });
  return presentViolations(batch, violations)
    .filter(({ severity }) => severity === 'block')
    .map(({ summary }) => summary);
}

const mayBeFiled = ({ reference }: RestorationParts, candidate: CandidateRecord, batch: Batch, now: Date) =>
  !hasClosed(reference.current().calendar.listWindows(batch.code), toFacts(candidate), now);

function presentGone(gone: readonly string[], grants: boolean): string {
  if (gone.length === 0) return '';
  const more = grants ? SAVE_GRANTED : '';
  return `恢复的内容中有现在不能填报的志愿：${gone.join('')}${more}`;
}
