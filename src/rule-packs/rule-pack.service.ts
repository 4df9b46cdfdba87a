import type { Knex } from 'knex';
import {
  findRulePackVersion,
  insertRulePackVersion,
  insertWindows,
  listRulePackFaults,
  listRulePackVersions,
  listStoredWindows,
  lockWindows,
  type RulePackVersion,
  switchRulePack,
} from '../batches';
import type { Clock } from '../clock';
import { AppError, notFound } from '../errors';
import { type ActAuthor, auditAct, beginAct, type OfficeTokens } from '../officers';
import { createPlanRows, listInstitutions, listPlanEntries } from '../plans';
import type { OpeningFault } from '../rules/check-opening';
import { comparePacks, listChangedBatches, type PackDifference } from '../rules/compare-packs';
import { listDefaultWindows } from '../rules/default-windows';
import type { Window } from '../rules/phase';
import type { RulePack } from '../rules/rule-pack';
import { CHECKED_DAYS, listOpeningFaults } from '../windows';
import { type DryRun, losesFilings, runDry } from './dry-run';

export type PackVersion = RulePackVersion & { readonly pack: RulePack };

export type UploadResult =
  | { readonly outcome: 'kept'; readonly id: number }
  | { readonly outcome: 'faults'; readonly faults: readonly string[] }
  /** The version is kept already and says something else. */
  | { readonly outcome: 'versionTaken'; readonly code: string; readonly version: number };

/** A version beside the one in force. */
export interface PackReview {
  readonly active: PackVersion;
  readonly version: PackVersion;
  readonly differences: readonly PackDifference[];
  readonly dryRun: DryRun;
  /** Why batches that are open or open soon would stand with wrong data (P38). */
  readonly openingFaults: readonly OpeningFault[];
  /** Batches that would get the pack's own window, having none yet. */
  readonly newWindows: readonly string[];
}

export interface RulePackService {
  /** Keeps a pack that was sent as JSON text, out of force. */
  upload(author: ActAuthor, text: string): Promise<UploadResult>;
  /** A version beside the active one: differences and a dry run. @throws AppError notFound */
  review(id: number): Promise<PackReview>;
  /**
   * Puts a version in force, forwards or back, with windows for batches that have none; on every node within 5
   * seconds. What was saved keeps the version it was saved under.
   * @throws AppError notFound; conflict (409) when another version was activated since `seenActive`, when it is in
   * force already, or when what is saved would be lost or open with wrong data
   */
  activate(author: ActAuthor, id: number, seenActive: number): Promise<void>;
}

export const UPLOAD_PURPOSE = 'uploadRulePack';
export const purposeOfActivation = (id: number) => `activateRulePack|${id}`;
const DAY_MS = 24 * 3600 * 1000;

/** Whether a review forbids the activation. */
export function isUnfit({ dryRun, openingFaults }: PackReview): boolean {
  return losesFilings(dryRun) || openingFaults.length > 0;
}

export interface RulePackServiceParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly tokens: OfficeTokens | null;
}

export function createRulePackService({ db, clock, tokens }: RulePackServiceParts): RulePackService {
  async function getVersion(within: Knex, id: number): Promise<PackVersion> {
    const version = await findRulePackVersion(within, id);
    if (version === null) throw notFound();
    return version;
  }

  async function getActive(within: Knex): Promise<PackVersion> {
    const active = (await listRulePackVersions(within)).find((one) => one.active);
    if (active === undefined) throw new Error('no rule pack is in force');
    return getVersion(within, active.id);
  }

  async function findNewWindows(within: Knex, pack: RulePack): Promise<readonly Window[]> {
    const standing = new Set((await listStoredWindows(within, pack.code)).map(({ batch }) => batch));
    return pack.batches
      .filter(({ code }) => !standing.has(code))
      .flatMap((batch) => listDefaultWindows(pack, batch));
  }

  /** Batches that are open or open within the next days. */
  async function listOpeningSoon(
    within: Knex,
    pack: RulePack,
    fresh: readonly Window[],
  ): Promise<readonly string[]> {
    const now = (await clock.now(within)).getTime();
    const windows = [...(await listStoredWindows(within, pack.code)), ...fresh];
    const soon = windows.filter(
      ({ opensAt, closesAt }) => opensAt.getTime() <= now + CHECKED_DAYS * DAY_MS && closesAt.getTime() > now,
    );
    return [...new Set(soon.map(({ batch }) => batch))];
  }

  async function look(within: Knex, id: number): Promise<PackReview> {
    const [version, active] = [await getVersion(within, id), await getActive(within)];
    const { pack } = version;
    // The pack in force against itself: no list is tried, and no plan is read for it.
    const plan =
      listChangedBatches(active.pack, pack).length === 0
        ? createPlanRows([], [])
        : createPlanRows(await listInstitutions(within, pack.year), await listPlanEntries(within, pack.year));
    const fresh = await findNewWindows(within, pack);
    return {
      active,
      version,
      differences: comparePacks(active.pack, pack),
      dryRun: await runDry(within, plan, active.pack, pack),
      openingFaults: await listOpeningFaults(within, pack, await listOpeningSoon(within, pack, fresh)),
      newWindows: [...new Set(fresh.map(({ batch }) => batch))],
    };
  }

  return {
    async upload(author, text) {
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
    },

    review: (id) => look(db, id),

    activate: (author, id, seenActive) =>
      db.transaction(async (transaction) => {
        await beginAct(transaction, tokens, author, purposeOfActivation(id));
        await lockWindows(transaction);
        const review = await look(transaction, id);
        if (review.active.id !== seenActive || review.version.active || isUnfit(review))
          throw new AppError('conflict', 409);
        if ((await switchRulePack(transaction, seenActive, id)) !== 2) throw new AppError('conflict', 409);
        const { pack } = review.version;
        const fresh = await findNewWindows(transaction, pack);
        if (fresh.length > 0) await insertWindows(transaction, pack.code, fresh);
        await auditAct(transaction, author, {
          action: 'activateRulePack',
          subjectKind: 'rulePack',
          subjectId: id,
          detail: {
            before: `${review.active.code} ${review.active.version}`,
            after: `${pack.code} ${pack.version}`,
          },
        });
      }),
  };

  async function findSame(transaction: Knex, pack: RulePack): Promise<UploadResult> {
    const versions = await listRulePackVersions(transaction);
    const taken = versions.find(({ code, version }) => code === pack.code && version === pack.version);
    const kept = taken === undefined ? null : await findRulePackVersion(transaction, taken.id);
    if (kept !== null && comparePacks(kept.pack, pack).length === 0) return { outcome: 'kept', id: kept.id };
    return { outcome: 'versionTaken', code: pack.code, version: pack.version };
  }
}
