import type { Knex } from 'knex';
import { deleteWindow, lockWindows, updateWindow } from '../../domain/batches/stored-window.repository';
import { insertWindows } from '../../domain/batches/window.repository';
import { type ActAuthor, auditAct, beginAct } from '../../domain/officers/act-author';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Clock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import { nameScope, type WindowAct, type WindowStep } from '../../rules/windows/change-windows';
import { listSessions } from '../../rules/windows/sessions';
import type { Window } from '../../rules/windows/window-in-force';
import { publish as publishLetter } from '../announcements/announcement.service';
import { asksConfirmation, isRefused, lookAtAct, type WindowPreview } from './window-preview';

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

interface WindowServiceParts {
  readonly db: Knex;
  readonly clock: Clock;
  /** Null where no browser takes part. */
  readonly tokens: OfficeTokens | null;
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
  return lookAtAct(parts.clock, parts.db, act);
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
    const preview = await lookAtAct(parts.clock, transaction, act);
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

function findHindrance(preview: WindowPreview, confirmed: boolean): 'refused' | 'unconfirmed' | null {
  if (isRefused(preview)) return 'refused';
  return asksConfirmation(preview) && !confirmed ? 'unconfirmed' : null;
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
        (window) =>
          `${nameScope(window.scope)} ${listSessions(window)
            .map(({ opensAt, closesAt }) => `${formatInstant(opensAt)}-${formatInstant(closesAt)}`)
            .join(', ')}`,
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
