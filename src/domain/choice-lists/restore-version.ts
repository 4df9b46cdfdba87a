import type { Knex } from 'knex';
import { notFound } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import { findBatch } from '../../rules/filing/groups';
import { countSavesLeft } from '../../rules/filing/save-quota';
import type { RulePack } from '../../rules/pack/rule-pack';
import { type CandidateRecord, lockCandidate } from '../candidates/candidate.repository';
import { type ApplicationVersion, findGroup, findVersion, type NewVersion } from './application.repository';
import { composeVersion } from './compose-version';
import { groupCodesOf } from './standing';
import { writeVersion } from './write-version.repository';

/** Why a version cannot be put back. */
export type RestoreRefusal = 'abandoned' | 'inForce' | 'batchGone';

interface RestoreOrder {
  readonly candidate: CandidateRecord;
  readonly versionId: number;
  readonly pack: RulePack;
  readonly now: Date;
  /** Ids of who asked and who approved: both are named as actors of the new version. */
  readonly officers: readonly [number, number];
  /** Of the second officer. */
  readonly origin: Origin;
  readonly formToken: string;
}

interface RestoredVersion {
  readonly versionId: number;
  readonly version: NewVersion;
  /** What was put back. */
  readonly source: ApplicationVersion;
  /** Null: not limited. */
  readonly savesLeft: number | null;
}

/**
 * Whether a version may be put back: not where its group was given up, which is final (M10), and not what is in force
 * anyway. A freeze by the owner is no hindrance, and stays. @throws AppError notFound for a version of somebody else
 */
export async function findRestorable(
  db: Knex,
  { candidate, versionId, pack }: Pick<RestoreOrder, 'candidate' | 'versionId' | 'pack'>,
) {
  const source = await findVersion(db, candidate.id, versionId);
  if (source === null) throw notFound();
  const batch = findBatch(pack, source.batch);
  if (batch === null) return { refusal: 'batchGone' } as const;
  const group = await findGroup(db, candidate.id, groupCodesOf(batch));
  if (group === null || group.abandoned) return { refusal: 'abandoned' } as const;
  if (group.versionId === source.id) return { refusal: 'inForce' } as const;
  return { refusal: null, source, batch, group };
}

/**
 * Puts version k back as a new version: ordinals go on, the count stands where it stood after save k, and the hour
 * since that save runs as it did (P3). Locks the candidate.
 * @throws AppError notFound
 */
export async function restoreVersion(
  transaction: Knex.Transaction,
  order: RestoreOrder,
): Promise<RestoredVersion | { readonly refusal: RestoreRefusal }> {
  const { candidate, pack, now, officers } = order;
  await lockCandidate(transaction, candidate.id);
  const found = await findRestorable(transaction, order);
  if (found.refusal !== null) return found;
  const { source, batch, group } = found;
  const inForce =
    group.versionId === null ? null : await findVersion(transaction, candidate.id, group.versionId);
  const version = composeVersion({
    candidate,
    batch,
    pack,
    body: source.canonicalBody,
    saveNumber: source.saveNumber,
    savedAt: now,
    actor: { kind: 'officer', id: officers.join('+') },
    origin: order.origin,
    formToken: order.formToken,
    group,
    inForce,
  });
  const cooldownFrom = source.savedAt;
  const versionId = await writeVersion(transaction, { version, group, cooldownFrom, save: null });
  const { maxSaves } = batch;
  const savesLeft = countSavesLeft({ ...group, maxSaves, savesUsed: source.saveNumber });
  return { versionId, version, source, savesLeft };
}
