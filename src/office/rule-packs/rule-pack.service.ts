import type { Knex } from 'knex';
import { type ActAuthor, auditAct, beginAct } from '../../domain/officers/act-author';
import { listRulePackFaults } from '../../domain/rule-packs/rule-pack-faults';
import {
  findRulePackVersion,
  insertRulePackVersion,
  listRulePackVersions,
} from '../../domain/rule-packs/rule-pack-version.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { comparePacks } from '../../rules/pack/compare-packs';
import type { RulePack } from '../../rules/pack/rule-pack';
import { activatePack, approveRequest, lookAtPack, PAGE_MS, refuseRequest } from './activate-pack';
import type { LookWatch } from './dry-run';
import { type PackReview, reviewPack } from './pack-review';
import type { RulePackServiceParts } from './put-in-force';
import { findTrialOf, startTrial, stopTrial, tryWhole } from './try-pack';

type UploadResult =
  | { readonly outcome: 'kept'; readonly id: number }
  | { readonly outcome: 'faults'; readonly faults: readonly string[] }
  /** The version is kept already and says something else. */
  | { readonly outcome: 'versionTaken'; readonly code: string; readonly version: number };

export const UPLOAD_PURPOSE = 'uploadRulePack';

/** Keeps a pack that was sent as JSON text, out of force. */
async function uploadPack(
  { db, tokens }: RulePackServiceParts,
  author: ActAuthor,
  text: string,
): Promise<UploadResult> {
  const read = listRulePackFaults(text);
  if (read.pack === null) return { outcome: 'faults', faults: read.faults };
  const { pack } = read;
  return db.transaction(async (transaction) => {
    await beginAct(transaction, tokens, author, UPLOAD_PURPOSE);
    const id = await insertRulePackVersion(transaction, pack);
    if (id === null) return findSame(transaction, pack);
    await auditAct(transaction, author, {
      action: 'uploadRulePack',
      subjectKind: 'rulePack',
      subjectId: id,
      detail: { code: pack.code, version: pack.version },
    });
    return { outcome: 'kept', id };
  });
}

/**
 * A version beside the active one: differences, a dry run, everything that it does; `whole` looks at every list,
 * however long that takes. @throws AppError notFound
 */
function reviewVersion(
  parts: RulePackServiceParts,
  id: number,
  options?: { readonly whole: boolean },
): Promise<PackReview> {
  return lookAtPack(
    parts,
    parts.db,
    id,
    options?.whole === true ? Number.POSITIVE_INFINITY : wallClock() + PAGE_MS,
  );
}

/** The same of a pack that is not kept; every list is looked at, unless somebody stops it. */
async function previewPack(
  { clock, db }: RulePackServiceParts,
  pack: RulePack,
  watch: LookWatch,
): Promise<PackReview> {
  const version = { id: 0, code: pack.code, version: pack.version, active: false, pack };
  const createdAt = await clock.now(db);
  const options = { until: Number.POSITIVE_INFINITY, former: null, watch, listsAtOnce: undefined };
  return reviewPack(db, clock, { ...version, createdAt }, options);
}

/** The trial of a version beside what stands now; null where none was begun. @throws AppError notFound */
const findTrial = ({ db }: RulePackServiceParts, id: number) => findTrialOf(db, id);

/** 规则包: kept, tried on what is saved, put in force. */
export function createRulePackService(parts: RulePackServiceParts) {
  return bindParts(parts, {
    upload: uploadPack,
    review: reviewVersion,
    preview: previewPack,
    activate: activatePack,
    approve: approveRequest,
    refuse: refuseRequest,
    findTrial,
    startTrial,
    stopTrial,
    tryWhole,
  });
}

export type RulePackService = ReturnType<typeof createRulePackService>;

async function findSame(transaction: Knex, pack: RulePack): Promise<UploadResult> {
  const versions = await listRulePackVersions(transaction);
  const taken = versions.find(({ code, version }) => code === pack.code && version === pack.version);
  const kept = taken === undefined ? null : await findRulePackVersion(transaction, taken.id);
  if (kept !== null && comparePacks(kept.pack, pack).length === 0) return { outcome: 'kept', id: kept.id };
  return { outcome: 'versionTaken', code: pack.code, version: pack.version };
}
