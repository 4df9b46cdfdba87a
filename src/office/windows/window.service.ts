import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { getActiveRulePack } from '../../domain/batches/rule-pack.repository';
import {
  deleteWindow,
  listStoredWindows,
  lockWindows,
  updateWindow,
} from '../../domain/batches/stored-window.repository';
import { insertWindows } from '../../domain/batches/window.repository';
import { type ActAuthor, auditAct, beginAct } from '../../domain/officers/act-author';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Clock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import type { OpeningFault } from '../../rules/filing/check-opening';
import type { Window } from '../../rules/filing/phase';
import {
  applySteps,
  nameScope,
  planWindowAct,
  type StoredWindow,
  type WindowAct,
  type WindowActFault,
  type WindowStep,
} from '../../rules/pack/change-windows';
import { listWindowWarnings, type WindowWarning } from '../../rules/pack/window-warnings';
import type { RulePack } from '../../rules/rule-pack';
import { publish as publishLetter } from '../announcements/announcement.service';
import { countConcerned, countWithin } from './concerned';
import { listOpeningFaults } from './opening';
import {
  countCandidateGroups,
  countOpenForms,
  countUnsavedDrafts,
  mapSchoolCounties,
} from './place.repository';

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

export interface PublicNotice {
  readonly title: string;
  readonly body: string;
}

interface WindowRequest {
  readonly act: WindowAct;
  /** `seen` of the preview; null at the operator's command. */
  readonly seen: string | null;
  readonly notice: PublicNotice | null;
  /** It was said that what the preview warns of is meant. */
  readonly confirmed: boolean;
}

type WindowResult =
  | { readonly outcome: 'done'; readonly steps: readonly WindowStep[] }
  /** It may not be, or warns of something that was not confirmed. */
  | { readonly outcome: 'refused' | 'unconfirmed'; readonly preview: WindowPreview };

export const WINDOW_PURPOSE = 'changeWindows';
/** A batch that opens within so many days must have its data right. */
export const CHECKED_DAYS = 3;
const DAY_MS = 24 * 3600 * 1000;

interface WindowServiceParts {
  readonly db: Knex;
  readonly clock: Clock;
  /** Null where no browser takes part. */
  readonly tokens: OfficeTokens | null;
}

async function look(parts: WindowServiceParts, within: Knex, act: WindowAct): Promise<WindowPreview> {
  const pack = await getActiveRulePack(within);
  const now = await parts.clock.now(within);
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

async function write(transaction: Knex.Transaction, packCode: string, step: WindowStep): Promise<void> {
  const { before, after } = step;
  if (before === null && after !== null) return insertWindows(transaction, packCode, [after]);
  if (before === null) return;
  const changed =
    after === null
      ? await deleteWindow(transaction, before.id)
      : await updateWindow(transaction, packCode, before, after);
  if (changed !== 1) throw new AppError('conflict', 409);
}

/** What an act would do, and to whom. */
function previewAct(parts: WindowServiceParts, act: WindowAct): Promise<WindowPreview> {
  return look(parts, parts.db, act);
}

/**
 * Opens, moves, lengthens or ends windows of several batches, in one transaction, with its notice; in force on every
 * node within 5 seconds, at a save at once. Refused, with the reasons, where the act is faulty or a batch would
 * open with wrong data (P38).
 * @throws AppError conflict (409) when the windows have changed since `seen`
 */
function changeWindows(
  parts: WindowServiceParts,
  author: ActAuthor,
  { act, seen, notice, confirmed }: WindowRequest,
): Promise<WindowResult> {
  return parts.db.transaction(async (transaction) => {
    await lockWindows(transaction);
    const preview = await look(parts, transaction, act);
    const hindrance = findHindrance(preview, confirmed);
    if (hindrance !== null) return { outcome: hindrance, preview };
    await beginAct(transaction, parts.tokens, author, WINDOW_PURPOSE);
    if (seen !== null && seen !== preview.seen) throw new AppError('conflict', 409);
    for (const step of preview.steps) await write(transaction, preview.pack.code, step);
    for (const batch of act.batches) await auditBatch(transaction, author, act, batch, preview.steps);
    await publish(transaction, notice, preview.now);
    return { outcome: 'done', steps: preview.steps };
  });
}

export function createWindowService(parts: WindowServiceParts) {
  return bindParts(parts, { preview: previewAct, change: changeWindows });
}

export type WindowService = ReturnType<typeof createWindowService>;

/** Whether an act may not be carried out as it is. */
export function isRefused({ faults, openingFaults, inScope }: WindowPreview): boolean {
  return faults.length > 0 || openingFaults.length > 0 || inScope === 0;
}

function findHindrance(preview: WindowPreview, confirmed: boolean): 'refused' | 'unconfirmed' | null {
  if (isRefused(preview)) return 'refused';
  return asksConfirmation(preview) && !confirmed ? 'unconfirmed' : null;
}

/** Whether an act must be confirmed once more: it leaves or overrules windows, or takes time from who may file now. */
export function asksConfirmation({ warnings, cutShort }: WindowPreview): boolean {
  return warnings.length > 0 || cutShort > 0;
}

async function publish(transaction: Knex.Transaction, notice: PublicNotice | null, at: Date): Promise<void> {
  if (notice === null) return;
  await publishLetter(transaction, notice, at);
}

async function auditBatch(
  transaction: Knex,
  author: ActAuthor,
  act: WindowAct,
  batch: string,
  steps: readonly WindowStep[],
): Promise<void> {
  const own = steps.filter((step) => step.batch === batch);
  const times = (windows: readonly (Window | null)[]) =>
    windows
      .flatMap((window) => window ?? [])
      .map(
        ({ scope, opensAt, closesAt }) =>
          `${nameScope(scope)} ${formatInstant(opensAt)}-${formatInstant(closesAt)}`,
      )
      .join('; ');
  await auditAct(transaction, author, {
    action: act.change.kind === 'lengthen' ? 'lengthenWindow' : 'changeWindow',
    subjectKind: 'batch',
    subjectId: batch,
    detail: {
      scope: nameScope(act.scope),
      before: times(own.map(({ before }) => before)),
      after: times(own.map(({ after }) => after)),
    },
  });
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
  const text = own
    .map(({ id, opensAt, closesAt }) => `${id} ${opensAt.getTime()} ${closesAt.getTime()}`)
    .join('\n');
  return createHash('sha256').update(text).digest('base64url').slice(0, 24);
}
