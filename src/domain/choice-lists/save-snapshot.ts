import type { Knex } from 'knex';
import type { Clock } from '../../infrastructure/clock';
import { isOffered } from '../../rules/filing/batch-state';
import { checkFormTimer } from '../../rules/filing/form-timer';
import type { Batch } from '../../rules/rule-pack';
import type { Reference } from '../reference/reference';
import { type ApplicationVersion, findVersion, findVersionByToken } from './application.repository';
import { type Draft, findDraft } from './draft.repository';
import { type FormOpening, findFormOpening } from './form-opening.repository';
import { type GroupChanged, type PaperFiling, refusePaper } from './paper-filing';
import type { SaveRequest, SaveResult } from './save-request';
import { findStandingForChange, type HeldStanding, type SeenPack } from './standing';

/** Everything a save is decided by, as it stands under the candidate's lock. */
export interface SaveSnapshot extends HeldStanding {
  /** What this page, by its token, has saved before. */
  readonly earlier: ApplicationVersion | null;
  readonly opening: FormOpening | null;
  readonly draft: Draft | null;
}

/** Locks the candidate and reads behind the lock, in one breath. @throws ReferenceChanged where memory is behind */
export async function readSaveSnapshot(
  transaction: Knex.Transaction,
  clock: Clock,
  seen: SeenPack,
  { candidate, formToken }: Pick<SaveRequest, 'candidate' | 'formToken'>,
  batch: Batch,
): Promise<SaveSnapshot> {
  const [found, earlier, opening, draft] = await Promise.all([
    findStandingForChange(transaction, clock, seen, candidate, batch),
    findVersionByToken(transaction, candidate.id, formToken),
    findFormOpening(transaction, candidate.id, batch.code),
    findDraft(transaction, candidate.id, batch.code),
  ]);
  return { ...found, earlier, opening, draft };
}

/** The version that a save would take the place of. */
export async function findVersionInForce(
  transaction: Knex.Transaction,
  candidateId: number,
  { group }: Pick<SaveSnapshot, 'group'>,
): Promise<ApplicationVersion | null> {
  return group?.versionId ? findVersion(transaction, candidateId, group.versionId) : null;
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
