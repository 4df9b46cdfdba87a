import type { Knex } from 'knex';
import { findBatch } from '../../rules/filing/groups';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';
import { type ApplicationVersion, findGroup, findVersion } from '../choice-lists/application.repository';
import { groupCodesOf } from '../choice-lists/standing';

/** The version that counts for a batch; null where nothing is saved, it was overwritten (M8) or given up (M10). */
export async function findVersionInForce(
  db: Knex,
  candidateId: number,
  batch: Batch,
): Promise<ApplicationVersion | null> {
  const group = await findGroup(db, candidateId, groupCodesOf(batch));
  if (group === null || group.versionId === null || group.savedBatch !== batch.code) return null;
  const version = await findVersion(db, candidateId, group.versionId);
  return version !== null && isInForce(version, group) ? version : null;
}

/** Whether a version is what would count now; of a batch that is not in the pack, none does. */
export async function isVersionInForce(
  db: Knex,
  pack: RulePack,
  candidateId: number,
  version: ApplicationVersion,
): Promise<boolean> {
  const batch = findBatch(pack, version.batch);
  return batch !== null && isInForce(version, await findGroup(db, candidateId, groupCodesOf(batch)));
}

/** What a quota group knows of its version in force. */
interface InForceMark {
  readonly versionId: number | null;
  readonly abandoned: boolean;
}

function isInForce(version: ApplicationVersion, group: InForceMark | null): boolean {
  return group !== null && !group.abandoned && group.versionId === version.id;
}
