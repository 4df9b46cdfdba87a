import type { Knex } from 'knex';
import type { Clock } from '../../infrastructure/clock';
import { sendInOrder } from '../../infrastructure/database/statement';
import { isOffered } from '../../rules/filing/batch-state';
import { checkFormTimer } from '../../rules/filing/form-timer';
import { quotaGroupCode } from '../../rules/filing/groups';
import type { Batch } from '../../rules/rule-pack';
import { type Contact, contactQuery } from '../messages/outbox.repository';
import type { Reference } from '../reference/reference';
import { type ApplicationVersion, versionByTokenQuery, versionInForceQuery } from './application.repository';
import { type Draft, draftQuery } from './draft.repository';
import { type FormOpening, formOpeningQuery } from './form-opening.repository';
import { type GroupChanged, type PaperFiling, refusePaper } from './paper-filing';
import type { SaveRequest, SaveResult } from './save-request';
import { type HeldStanding, listStandingQueries, type SeenPack, toHeldStanding } from './standing';

/** Everything a save is decided by, as it stands under the candidate's lock. */
export interface SaveSnapshot extends HeldStanding {
  /** What this page, by its token, has saved before. */
  readonly earlier: ApplicationVersion | null;
  readonly opening: FormOpening | null;
  readonly draft: Draft | null;
  /** The version that a save would take the place of. */
  readonly inForce: ApplicationVersion | null;
  /** Where its owner is told of it. */
  readonly contact: Contact | null;
}

/** Locks the candidate and reads all of it behind the lock, in one write. @throws ReferenceChanged where memory is behind */
export async function readSaveSnapshot(
  transaction: Knex.Transaction,
  clock: Clock,
  seen: SeenPack,
  { candidate: { id }, formToken }: Pick<SaveRequest, 'candidate' | 'formToken'>,
  batch: Batch,
): Promise<SaveSnapshot> {
  const [, , , candidate, windows, now, group, earlier, opening, draft, inForce, contact] = await sendInOrder(
    transaction,
    [
      ...listStandingQueries(clock, seen, id, batch),
      versionByTokenQuery(id, formToken),
      formOpeningQuery(id, batch.code),
      draftQuery(id, batch.code),
      versionInForceQuery(id, quotaGroupCode(batch)),
      contactQuery(id),
    ],
  );
  const held = toHeldStanding(seen, batch, { candidate, windows, now, group });
  return { ...held, earlier, opening, draft, inForce, contact };
}

/** The same token with the same body is the same save again. */
export function answerEarlierSave({ earlier }: SaveSnapshot, body: string): SaveResult | null {
  if (earlier === null) return null;
  const same = earlier.canonicalBody === body;
  return same ? { outcome: 'replayed', versionId: earlier.id } : { outcome: 'tokenReused' };
}

/**
 * Why nothing may be saved now, whatever the list; null where it may. Another page's newer draft matters only while
 * there is a form to go on with.
 */
export function findRefusal(
  { tab, revision }: Pick<SaveRequest, 'tab' | 'revision'>,
  paper: PaperFiling | null,
  snapshot: SaveSnapshot,
  { readOnly, stopSaves }: Reference['switches'],
): SaveResult | GroupChanged | null {
  const stopped = readOnly || stopSaves;
  if (paper !== null) return refusePaper(paper, snapshot, stopped);
  const refused = refuseByCircumstances(snapshot);
  if (refused?.outcome === 'refused' || refused?.outcome === 'notOpened') return refused;
  const { draft } = snapshot;
  const behind = draft !== null && draft.tab !== tab && draft.revision > revision;
  if (behind) return { outcome: 'behind' };
  return stopped ? { outcome: 'stopped' } : refused;
}

function refuseByCircumstances({ now, standing, opening }: SaveSnapshot): SaveResult | null {
  if (!isOffered(standing, 'fill') && !isOffered(standing, 'modify')) return { outcome: 'refused', standing };
  if (opening === null) return { outcome: 'notOpened', standing };
  if (checkFormTimer(opening.expiresAt, now).state === 'expired') return { outcome: 'expired' };
  const { overwrites } = standing;
  const unconfirmed = overwrites !== null && opening.overwriteConfirmed !== overwrites.code;
  return unconfirmed ? { outcome: 'overwriteUnconfirmed' } : null;
}
