import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { listStoredWindows } from '../../domain/batches/stored-window.repository';
import { getActiveRulePack } from '../../domain/rule-packs/rule-pack.repository';
import type { Clock } from '../../infrastructure/clock';
import type { OpeningFault } from '../../rules/filing/check-opening';
import type { RulePack } from '../../rules/pack/rule-pack';
import {
  applySteps,
  planWindowAct,
  type StoredWindow,
  type WindowAct,
  type WindowActFault,
  type WindowStep,
} from '../../rules/windows/change-windows';
import { markTimes } from '../../rules/windows/sessions';
import type { Window } from '../../rules/windows/window-in-force';
import { listWindowWarnings, type WindowWarning } from '../../rules/windows/window-warnings';
import { countConcerned, countWithin } from './concerned';
import { listOpeningFaults } from './opening';
import {
  countCandidateGroups,
  countOpenForms,
  countUnsavedDrafts,
  mapSchoolCounties,
} from './place.repository';

/** A batch that opens within so many days must have its data right. */
export const CHECKED_DAYS = 3;
const DAY_MS = 24 * 3600 * 1000;

/** What an act would do, looked at before it is done. */
export interface WindowPreview {
  readonly pack: RulePack;
  readonly now: Date;
  readonly steps: readonly WindowStep[];
  readonly faults: readonly WindowActFault[];
  readonly openingFaults: readonly OpeningFault[];
  /** Candidates of the batches' kinds for whom the window in force changes, in at least one of the batches. */
  readonly touched: number;
  /** Candidates within the scope. */
  readonly inScope: number;
  /** Candidates who may file now, in at least one of the batches, and for whom that ends sooner. */
  readonly cutShort: number;
  /** Forms of these batches that are open now within the scope. */
  readonly openForms: number;
  /** Drafts of these batches within the scope whose owner has saved nothing there. */
  readonly unsaved: number;
  /** What the act does besides what it says. */
  readonly warnings: readonly WindowWarning[];
  /** Mark of the windows as they were seen; the act is done only where they still stand so. */
  readonly seen: string;
}

/** What an act would do to the windows as they stand, and to whom. */
export async function lookAtAct(clock: Clock, within: Knex, act: WindowAct): Promise<WindowPreview> {
  const pack = await getActiveRulePack(within);
  const now = await clock.now(within);
  const windows = await listStoredWindows(within, pack.code);
  const counties = await mapSchoolCounties(within, listSchools(windows, act));
  const { steps, faults } = planWindowAct(windows, act, now, counties);
  const opening = act.change.kind === 'set' ? listOpening(steps, now) : [];
  const openingFaults = await listOpeningFaults(within, pack, opening);
  const after = applySteps(windows, steps);
  const bands = [...windows, ...steps.flatMap(({ after }) => after ?? [])];
  const groups = await countCandidateGroups(
    within,
    bands.some(({ scope }) => scope.kind === 'scoreBand'),
  );
  return {
    pack,
    now,
    steps,
    faults,
    openingFaults,
    ...countConcerned({ pack, batches: act.batches, before: windows, after, groups, now }),
    inScope: countWithin(act.scope, groups),
    openForms: await countOpenForms(within, act.batches, act.scope, now),
    unsaved: await countUnsavedDrafts(within, act.batches, act.scope),
    warnings: listWindowWarnings(windows, steps, act, counties),
    seen: markOf(windows, act.batches),
  };
}

/** Whether an act may not be carried out as it is. */
export function isRefused({ faults, openingFaults, inScope }: WindowPreview): boolean {
  return faults.length > 0 || openingFaults.length > 0 || inScope === 0;
}

/** Whether an act must be confirmed once more: it leaves or overrules windows, or takes time from who may file now. */
export function asksConfirmation({ warnings, cutShort }: WindowPreview): boolean {
  return warnings.length > 0 || cutShort > 0;
}

function listSchools(windows: readonly Window[], { scope }: WindowAct): readonly string[] {
  const scopes = [...windows.map((window) => window.scope), scope];
  return [...new Set(scopes.flatMap((one) => (one.kind === 'school' ? [one.school] : [])))];
}

/** Batches that an act opens now or within the next days. */
function listOpening(steps: readonly WindowStep[], now: Date): readonly string[] {
  const until = now.getTime() + CHECKED_DAYS * DAY_MS;
  const opening = steps.filter(
    ({ after }) =>
      after !== null && after.opensAt.getTime() <= until && after.closesAt.getTime() > now.getTime(),
  );
  return [...new Set(opening.map(({ batch }) => batch))];
}

function markOf(windows: readonly StoredWindow[], batches: readonly string[]): string {
  const own = windows.filter(({ batch }) => batches.includes(batch));
  const text = own.map((window) => `${window.id} ${markTimes(window)}`).join('\n');
  return createHash('sha256').update(text).digest('base64url').slice(0, 24);
}
