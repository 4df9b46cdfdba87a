import type { Knex } from 'knex';
import { listStoredWindows } from '../../domain/batches/stored-window.repository';
import {
  listInstitutions,
  listPlanEntries,
  listPlanGroups,
} from '../../domain/enrolment-plan/plan.repository';
import { createPlanRows, type PlanRows } from '../../domain/enrolment-plan/plan-catalogue';
import {
  findRulePackVersion,
  listRulePackVersions,
  type RulePackVersion,
} from '../../domain/rule-packs/rule-pack-version.repository';
import type { Clock } from '../../infrastructure/clock';
import { findReferenceVersion } from '../../infrastructure/database/reference-watch';
import { notFound } from '../../infrastructure/errors';
import { type AskedOfActivation, askOfActivation } from '../../rules/consent/pack-consent';
import type { OpeningFault } from '../../rules/filing/check-opening';
import { comparePacks, listChangedBatches, type PackDifference } from '../../rules/pack/compare-packs';
import type { RulePack } from '../../rules/pack/rule-pack';
import { listOpenBatches } from '../../rules/windows/closing';
import { listDefaultWindows } from '../../rules/windows/default-windows';
import type { Window } from '../../rules/windows/window-in-force';
import { listOpeningFaults } from '../windows/opening';
import { CHECKED_DAYS } from '../windows/window-preview';
import { type Consequence, listConsequences } from './consequences';
import { type DryRun, LISTS_AT_ONCE, type LookWatch, losesFilings, runDry } from './dry-run';
import { findTrial, type Trial } from './trial.repository';

type PackVersion = RulePackVersion & { readonly pack: RulePack };

/** A version beside the one in force. */
export interface PackReview {
  readonly active: PackVersion;
  readonly version: PackVersion;
  readonly differences: readonly PackDifference[];
  readonly dryRun: DryRun;
  /** Why batches that are open or open soon would stand with wrong data (P38). */
  readonly openingFaults: readonly OpeningFault[];
  /** Windows of batches that have none yet, as the pack has them. */
  readonly newWindows: readonly Window[];
  /** Every open batch and saved list that the pack concerns; their number is what is typed. */
  readonly consequences: readonly Consequence[];
  readonly asks: AskedOfActivation;
  /** What was tried of it in a go of its own; null where nothing was, or it does not hold any more. */
  readonly trial: Trial | null;
  /** Counts the changes of packs, windows and plan; what was found holds for this one. */
  readonly reference: number;
  readonly plan: PlanRows;
}

const DAY_MS = 24 * 3600 * 1000;

/** Whether a review forbids the activation. */
export function isUnfit({ dryRun, openingFaults }: Pick<PackReview, 'dryRun' | 'openingFaults'>): boolean {
  return losesFilings(dryRun) || openingFaults.length > 0;
}

/** @throws AppError notFound */
export async function getVersion(within: Knex, id: number): Promise<PackVersion> {
  const version = await findRulePackVersion(within, id);
  if (version === null) throw notFound();
  return version;
}

/** The version in force. */
export async function getActive(within: Knex): Promise<PackVersion> {
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
  now: Date,
): Promise<readonly string[]> {
  const until = now.getTime() + CHECKED_DAYS * DAY_MS;
  const windows = [...(await listStoredWindows(within, pack.code)), ...fresh];
  const soon = windows.filter(({ opensAt, closesAt }) => opensAt.getTime() <= until && closesAt > now);
  return [...new Set(soon.map(({ batch }) => batch))];
}

/** The plan that was read last, by pool: reading one of 20,000 rows takes half a second. */
const lastPlans = new WeakMap<
  object,
  { readonly reference: number; readonly year: number; readonly plan: PlanRows }
>();

/** The plan of a pack's year as it stands at this count of changes. */
export async function loadPlan(within: Knex, before: RulePack, after: RulePack, reference: number) {
  const { year } = after;
  // The pack in force against itself: no list is tried, and no plan is read for it.
  if (listChangedBatches(before, after).length === 0) return createPlanRows([], []);
  const last = lastPlans.get(within.client);
  if (last?.reference === reference && last.year === year) return last.plan;
  const [institutions, entries] = [await listInstitutions(within, year), await listPlanEntries(within, year)];
  const plan = createPlanRows(institutions, entries, [], await listPlanGroups(within, year));
  // A transaction sees what nobody else does yet, and perhaps never will.
  if (within.isTransaction !== true) lastPlans.set(within.client, { reference, year, plan });
  return plan;
}

interface ReviewOptions {
  /** Lists are looked at until then, by `wallClock`. */
  readonly until: number;
  /** A review of a moment ago, whose lists are not looked at twice. */
  readonly former: PackReview | null;
  readonly watch: LookWatch | null;
  readonly listsAtOnce: number | undefined;
}

/** While a trial is under way a page only tells of it. */
const limitLook = (trial: Trial | null, until: number) =>
  trial === null || trial.state === 'done' || until === Number.POSITIVE_INFINITY ? until : 0;

/** Looks at a version beside the one in force: what differs, and what it does to whom. */
export async function reviewPack(
  within: Knex,
  clock: Clock,
  version: PackVersion,
  { until, former, watch, listsAtOnce = LISTS_AT_ONCE }: ReviewOptions,
): Promise<PackReview> {
  const active = await getActive(within);
  const [before, after] = [active.pack, version.pack];
  const reference = await findReferenceVersion(within);
  const now = await clock.now(within);
  // Nothing has changed but lists: what was found of everything else holds.
  const known = former?.reference === reference ? former : null;
  const plan = known?.plan ?? (await loadPlan(within, before, after, reference));
  const trial = await findTrial(within, { packId: version.id, replacesId: active.id, reference });
  const dryRun = await runDry(within, {
    plan,
    before,
    after,
    trialId: trial?.id ?? null,
    until: limitLook(trial, until),
    former: known?.dryRun ?? null,
    watch,
    listsAtOnce,
  });
  const newWindows = await findNewWindows(within, after);
  const open = listOpenBatches(await listStoredWindows(within, before.code), now);
  const consequences = listConsequences(before, after, open, dryRun);
  const soon = () => listOpeningSoon(within, after, newWindows, now);
  return {
    active,
    version,
    differences: comparePacks(before, after),
    dryRun,
    openingFaults: known?.openingFaults ?? (await listOpeningFaults(within, after, await soon())),
    newWindows,
    consequences,
    asks: askOfActivation(consequences.length, open.length),
    trial,
    reference,
    plan,
  };
}
