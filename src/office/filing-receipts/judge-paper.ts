import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { toFacts } from '../../domain/candidates/candidate-facts';
import {
  type ApplicationVersion,
  findGroup,
  findVersion,
} from '../../domain/choice-lists/application.repository';
import { listSavedUndertakings } from '../../domain/choice-lists/saved-undertakings';
import { groupCodesOf } from '../../domain/choice-lists/standing';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { findCandidateWithin } from '../../domain/officers/scope.repository';
import type { Reference } from '../../domain/reference/reference';
import type { Clock } from '../../infrastructure/clock';
import type { Knex } from '../../infrastructure/database/knex';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { needsConfirmation } from '../../rules/filing/final-confirmation';
import { hasClosed } from '../../rules/windows/closing';
import { readFormNumber } from '../print-jobs/form-number';
import type { CounterVisitor } from '../service-desk/record.service';
import { findVersionOwner } from './receipt.repository';
import type { ReceiptKind } from './receipt-kind';

/** Why a scanned paper was not noted. */
export type ReceiptFault =
  | 'malformed'
  /** No such form, or one of a candidate whom this officer may not know of. */
  | 'unknown'
  | 'superseded'
  | 'notOver'
  | 'noUndertaking'
  | 'repeated';

export interface ReceiptParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
  readonly tokens: OfficeTokens;
}

/** The form behind a number, and what speaks against noting it. */
export async function judgePaper(
  parts: ReceiptParts,
  { scope }: CounterVisitor,
  kind: ReceiptKind,
  typed: string,
) {
  const { db } = parts;
  const versionId = readFormNumber(typed);
  if (versionId === null) return { fault: 'malformed' as const };
  const owner = await findVersionOwner(db, versionId);
  const candidate = owner === null ? null : await findCandidateWithin(db, scope, owner);
  const version = candidate && (await findVersion(db, candidate.id, versionId));
  if (candidate === null || version === null) return { fault: 'unknown' as const };
  const fault = await findFault(parts, candidate, version, kind);
  return fault === null ? { versionId, candidateId: candidate.id } : { fault };
}

async function findFault(
  parts: ReceiptParts,
  candidate: CandidateRecord,
  version: ApplicationVersion,
  kind: ReceiptKind,
): Promise<ReceiptFault | null> {
  const { reference, db, clock } = parts;
  const { pack, findBatch, listWindows } = reference.current().calendar;
  const batch = findBatch(version.batch);
  const group = batch && (await findGroup(db, candidate.id, groupCodesOf(batch)));
  if (group === null || group.abandoned || group.versionId !== version.id) return 'superseded';
  if (batch !== null && needsConfirmation(batch) && !group.confirmed) return 'superseded';
  if (!hasClosed(listWindows(version.batch), toFacts(candidate), await clock.now(db))) return 'notOver';
  const asks = kind !== 'undertaking' || listSavedUndertakings(pack, version.body).length > 0;
  return asks ? null : 'noUndertaking';
}
