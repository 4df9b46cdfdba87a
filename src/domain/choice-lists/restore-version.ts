import type { Knex } from 'knex';
import { notFound } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import { findBatch, listClosedGroups } from '../../rules/filing/groups';
import { countSavesLeft } from '../../rules/filing/save-quota';
import type { RulePack } from '../../rules/pack/rule-pack';
import { type CandidateRecord, lockCandidate } from '../candidates/candidate.repository';
import {
  type ApplicationVersion,
  findGroupIn,
  findLastHash,
  findVersion,
  listGroups,
  type NewVersion,
} from './application.repository';
import { composeVersion } from './compose-version';
import { toClosedLists } from './overwriting';
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
  const held = await listGroups(db, candidate.id);
  const group = findGroupIn(held, groupCodesOf(batch));
  if (group === null || group.abandoned) return { refusal: 'abandoned' } as const;
  if (group.versionId === source.id) return { refusal: 'inForce' } as const;
  return { refusal: null, source, batch, group, excluded: listClosedGroups(pack, batch, held) };
}

/**
 * Puts version k back as a new version: ordinals go on, the count stands where it stood after save k, and the hour
 * since that save runs as it did (P3). What excludes it is closed, as by a save. Locks the candidate.
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
  const { source, batch, group, excluded } = found;
  const lastHash = await findLastHash(transaction, candidate.id, group);
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
    lastHash,
    closes: toClosedLists(excluded),
  });
  const cooldownFrom = source.savedAt;
  const versionId = await writeVersion(transaction, { version, group, cooldownFrom, save: null });
  const { maxSaves } = batch;
  const savesLeft = countSavesLeft({ ...group, maxSaves, savesUsed: source.saveNumber });
  return { versionId, version, source, savesLeft };
}
