import { ReferenceChanged } from '../../infrastructure/database/reference-watch';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import { isOffered } from '../../rules/filing/batch-state';
import type { ChoiceList, Violation } from '../../rules/filing/choice-list';
import { checkFormTimer } from '../../rules/filing/form-timer';
import { listClosedGroups } from '../../rules/filing/groups';
import { normaliseChoiceList } from '../../rules/filing/normalise-choice-list';
import { checkSectionTimers } from '../../rules/filing/section-timer';
import type { Batch } from '../../rules/pack/rule-pack';
import type { Reference } from '../reference/reference';
import type { HeldList } from './application.repository';
import { toChoiceList } from './canonical-body';
import { asksToOverwrite } from './overwriting';
import { type GroupChanged, type PaperFiling, refusePaper } from './paper-filing';
import type { SaveReading } from './save-reading.repository';
import type { SaveRequest, SaveResult } from './save-request';
import { computeStanding } from './standing';

/** What memory holds, and the version of the reference at which it was looked at. */
export interface SeenReference extends Reference {
  readonly version: number;
}

/** Everything a save is decided by, and how its batch stands by that. */
export interface SaveSnapshot extends SaveReading {
  /** Lists in force of other groups that a save closes. */
  readonly excluded: ReturnType<typeof listClosedGroups<HeldList>>;
  readonly standing: BatchStanding;
}

/**
 * How the batch stands by what was read. Whether that still stands is asked again where it is written.
 * @throws ReferenceChanged where memory is behind, or the candidate another than the one who asks
 */
export function takeSnapshot(
  { version, calendar }: SeenReference,
  { candidate }: Pick<SaveRequest, 'candidate'>,
  batch: Batch,
  reading: SaveReading,
): SaveSnapshot {
  if (reading.seen.reference !== version) throw new ReferenceChanged('what is kept in memory is behind');
  const { mark, fileState } = reading.candidate;
  if (mark !== candidate.mark || fileState !== candidate.fileState)
    throw new ReferenceChanged('the candidate has changed');
  const excluded = listClosedGroups(calendar.pack, batch, reading.held);
  return { ...reading, excluded, standing: computeStanding(calendar, candidate, batch, reading) };
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

/** What stands in sections whose own minutes are over and is not as it was last saved; paper was not typed in a form. */
export function findLateSections(
  paper: PaperFiling | null,
  { opening, now, inForce }: SaveSnapshot,
  batch: Batch,
  choices: ChoiceList,
): readonly Violation[] {
  if (paper !== null || opening === null) return [];
  const saved =
    inForce === null || inForce.batch !== batch.code
      ? null
      : normaliseChoiceList(batch, toChoiceList(inForce.body));
  return checkSectionTimers(batch, { openedAt: opening.openedAt, now }, saved, choices);
}

function refuseByCircumstances({ now, standing, opening }: SaveSnapshot): SaveResult | null {
  if (!isOffered(standing, 'fill') && !isOffered(standing, 'modify')) return { outcome: 'refused', standing };
  if (opening === null) return { outcome: 'notOpened', standing };
  if (checkFormTimer(opening.expiresAt, now).state === 'expired') return { outcome: 'expired' };
  return asksToOverwrite(standing, opening) ? { outcome: 'overwriteUnconfirmed' } : null;
}
