import type { BatchStanding } from '../../rules/filing/batch-standing';
import type { listClosedGroups } from '../../rules/filing/groups';
import type { ClosedList, HeldList } from './application.repository';
import type { FormOpening } from './form-opening.repository';

/** What 是 agrees to on the page that names what would be overwritten: the codes of all of it (M8). */
export const nameAgreement = ({ overwrites }: Pick<BatchStanding, 'overwrites'>) =>
  overwrites.map(({ code }) => code).join(',');

/** Whether 是 is still to be asked for: what would be overwritten is not what was agreed to. */
export function asksToOverwrite(
  standing: Pick<BatchStanding, 'overwrites'>,
  { overwriteConfirmed }: Pick<FormOpening, 'overwriteConfirmed'>,
): boolean {
  return standing.overwrites.length > 0 && overwriteConfirmed !== nameAgreement(standing);
}

/** What `listClosedGroups` has found, as a version closes it. */
export function toClosedLists(found: ReturnType<typeof listClosedGroups<HeldList>>): readonly ClosedList[] {
  return found.flatMap(({ group: { group, lastOrdinal, versionId } }) =>
    versionId === null ? [] : [{ group, ordinal: lastOrdinal, versionId }],
  );
}
