import type { Knex } from 'knex';
import type { Clock } from '../../infrastructure/clock';
import { ReferenceChanged } from '../../infrastructure/database/reference-watch';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import { isOffered } from '../../rules/filing/batch-state';
import { checkFormTimer } from '../../rules/filing/form-timer';
import type { Batch } from '../../rules/rule-pack';
import type { Reference } from '../reference/reference';
import { type GroupChanged, type PaperFiling, refusePaper } from './paper-filing';
import { readForSave, type SaveReading } from './save-reading.repository';
import type { SaveRequest, SaveResult } from './save-request';
import { computeStanding, groupCodesOf } from './standing';

/** What memory holds, and the version of the reference at which it was looked at. */
export interface SeenReference extends Reference {
  readonly version: number;
}

/** Everything a save is decided by, and how its batch stands by that. */
export interface SaveSnapshot extends SaveReading {
  readonly standing: BatchStanding;
}

/**
 * Reads all of it at one instant. Whether it still stands is asked again where it is written.
 * @throws ReferenceChanged where memory is behind, or the candidate another than the one who asks
 */
export async function readSaveSnapshot(
  db: Knex,
  clock: Clock,
  { version, calendar }: SeenReference,
  { candidate, formToken }: Pick<SaveRequest, 'candidate' | 'formToken'>,
  batch: Batch,
): Promise<SaveSnapshot> {
  const groups = groupCodesOf(batch);
  const question = { candidate: candidate.id, batch: batch.code, groups, formToken };
  const reading = await readForSave(db, clock, question);
  if (reading.seen.reference !== version) throw new ReferenceChanged('what is kept in memory is behind');
  const { mark, fileState } = reading.candidate;
  if (mark !== candidate.mark || fileState !== candidate.fileState)
    throw new ReferenceChanged('the candidate has changed');
  return { ...reading, standing: computeStanding(calendar, candidate, batch, reading.group, reading.now) };
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
