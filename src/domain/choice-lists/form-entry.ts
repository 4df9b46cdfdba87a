import type { Knex } from 'knex';
import type { Clock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { AppError, notFound } from '../../infrastructure/errors';
import { formatInterval } from '../../infrastructure/format-time';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import { isOffered } from '../../rules/filing/batch-state';
import type { ChoiceList } from '../../rules/filing/choice-list';
import {
  capFormExpiry,
  checkFormExtension,
  checkFormTimer,
  type FormExtension,
  getFullFormExpiry,
} from '../../rules/filing/form-timer';
import type { Batch } from '../../rules/pack/rule-pack';
import { nameBatches } from '../batches/batch-state.presenter';
import { presentCoolingEnd } from '../batches/cooling.presenter';
import { presentPause } from '../batches/hours.presenter';
import type { CandidateRecord } from '../candidates/candidate.repository';
import type { Reference } from '../reference/reference';
import type { ApplicationGroup } from './application.repository';
import type { Draft } from './draft.repository';
import { extendForm, type FormOpening, findFormOpening, openForm } from './form-opening.repository';
import { type FormRows, readFormRows } from './form-rows.repository';
import { asksToOverwrite } from './overwriting';
import { findStanding, standingOf } from './standing';

/** A form that may be worked on now. */
export interface OpenedForm {
  readonly batch: Batch;
  readonly standing: BatchStanding;
  readonly group: ApplicationGroup | null;
  readonly opening: FormOpening;
  /** When it was entered. */
  readonly now: Date;
  readonly extension: FormExtension;
  readonly remainingMs: number;
  readonly draft: Draft | null;
  /** What the form shows: the draft, else what was last saved, else nothing. */
  readonly choices: ChoiceList;
  /** A 志愿草表 that could be taken over. */
  readonly hasSheet: boolean;
}

type Entry =
  | { readonly kind: 'form'; readonly form: OpenedForm }
  | { readonly kind: 'noticeFirst' }
  | { readonly kind: 'overwriteFirst' }
  | { readonly kind: 'expired' };

export interface FilingServiceParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
}

/** 同意: opens the form, or joins the opening that still runs (M4, M5). */
export async function acceptNotice(
  parts: FilingServiceParts,
  candidate: CandidateRecord,
  code: string,
): Promise<BatchStanding> {
  const { batch, standing, now } = await getFillable(parts, candidate, code);
  if (standing.window === null) throw notFound();
  const expiresAt = getFullFormExpiry(batch, now);
  await openForm(parts.db, { candidateId: candidate.id, batch: code, at: now, expiresAt });
  return standing;
}

/** The way into the form. @throws AppError when the batch may not be filled. */
export function enterForm(
  parts: Pick<FilingServiceParts, 'reference'>,
  candidate: CandidateRecord,
  code: string,
  rows: FormRows,
): Entry {
  const { opening: opened, draft, now, group } = rows;
  const batch = getBatch(parts, code);
  const { standing } = standingOf(parts.reference.current().calendar, candidate, batch, rows);
  if (!mayBeFilled(standing)) throw refusal(batch, standing);
  if (opened === null || standing.saveEndsAt === null) return { kind: 'noticeFirst' };
  const opening = capOpening(opened, standing.saveEndsAt);
  const timer = checkFormTimer(opening.expiresAt, now);
  if (timer.state === 'expired') return { kind: 'expired' };
  if (asksToOverwrite(standing, opening)) return { kind: 'overwriteFirst' };
  const extension = checkFormExtension({
    batch,
    expiresAt: opening.expiresAt,
    extensionsUsed: opening.extensionsUsed,
    saveEndsAt: standing.saveEndsAt,
    now,
  });
  const choices = draft?.choices ?? rows.saved ?? {};
  const { remainingMs } = timer;
  return {
    kind: 'form',
    form: {
      batch,
      standing,
      group,
      opening,
      now,
      extension,
      remainingMs,
      draft,
      choices,
      hasSheet: rows.hasSheet,
    },
  };
}

/** Whether an opened form still has time, as its window stands now. */
export async function isFormRunning(
  parts: FilingServiceParts,
  candidate: CandidateRecord,
  code: string,
): Promise<boolean> {
  const { reference, db, clock } = parts;
  const batch = getBatch(parts, code);
  const { calendar } = reference.current();
  const [{ standing, now }, opening] = await Promise.all([
    findStanding(db, clock, calendar, candidate, batch),
    findFormOpening(db, candidate.id, code),
  ]);
  if (opening === null || standing.saveEndsAt === null || standing.phase !== 'open') return false;
  return checkFormTimer(capOpening(opening, standing.saveEndsAt).expiresAt, now).state === 'running';
}

/** 延长. @throws AppError extensionRefused */
export async function extend(
  parts: FilingServiceParts,
  candidate: CandidateRecord,
  code: string,
): Promise<void> {
  const { batch, standing, now } = await getFillable(parts, candidate, code);
  const opening = await findFormOpening(parts.db, candidate.id, code);
  if (opening === null || standing.saveEndsAt === null) throw new AppError('formNotOpened', 409);
  const { expiresAt, extensionsUsed } = capOpening(opening, standing.saveEndsAt);
  const { saveEndsAt } = standing;
  const extension = checkFormExtension({ batch, expiresAt, extensionsUsed, saveEndsAt, now });
  if (!extension.offered) throw new AppError('extensionRefused', 409);
  const changed = await extendForm(parts.db, {
    candidateId: candidate.id,
    batch: code,
    extensionsUsed,
    expiresAt: getFullFormExpiry(batch, now),
  });
  if (changed !== 1) throw new AppError('conflict', 409);
}

/** @throws AppError notFound */
export function getBatch(parts: Pick<FilingServiceParts, 'reference'>, code: string): Batch {
  const batch = parts.reference.current().calendar.findBatch(code);
  if (batch === null) throw notFound();
  return batch;
}

/** Whether the batch may be filled or modified now. @throws AppError naming why not. */
export async function getFillable(parts: FilingServiceParts, candidate: CandidateRecord, code: string) {
  const { db, clock, reference } = parts;
  const batch = getBatch(parts, code);
  const found = await findStanding(db, clock, reference.current().calendar, candidate, batch);
  if (!mayBeFilled(found.standing)) throw refusal(batch, found.standing);
  return { batch, ...found };
}

const mayBeFilled = (standing: BatchStanding) => isOffered(standing, 'fill') || isOffered(standing, 'modify');

/** What `enterForm` decides by. @throws AppError notFound */
export async function readForm(
  parts: FilingServiceParts,
  candidateId: number,
  code: string,
): Promise<FormRows> {
  return readFormRows(parts.db, parts.clock, candidateId, getBatch(parts, code));
}

/** An opening as its window and the stages of that stand now. */
function capOpening(opening: FormOpening, saveEndsAt: Date): FormOpening {
  return { ...opening, expiresAt: capFormExpiry(opening.expiresAt, saveEndsAt) };
}

/** Why a batch may not be filled now, as an error page tells it. */
export function refusal(batch: Batch, standing: BatchStanding): AppError {
  switch (standing.state) {
    case 'notEligible':
    case 'notEligibleFiled':
      return new AppError('notEligible', 403);
    case 'abandoned':
    case 'abandonedEmpty':
      return new AppError('abandoned', 409);
    case 'frozen':
    case 'frozenEmpty':
      return new AppError('frozen', 409);
    case 'savedExhausted':
    case 'groupExhausted':
      return new AppError('quotaExhausted', 409, { maxSaves: standing.savesUsed });
    case 'savedCooling':
    case 'groupCooling':
      return new AppError('quotaCooling', 409, {
        until: presentCoolingEnd(batch, standing.quota),
        interval: formatInterval(batch.cooldownMinutes),
      });
    case 'barred':
      return refuseBarred(standing);
    case 'confirmed':
      return new AppError('listConfirmed', 409);
    case 'paused':
    case 'pausedDraft':
    case 'pausedFiled':
      return new AppError('batchPaused', 409, { pause: presentPause(standing) });
    default:
      return new AppError('batchNotOpen', 409);
  }
}

function refuseBarred({ bars }: BatchStanding): AppError {
  return bars.closed.length > 0
    ? new AppError('batchBarred', 409, { batches: nameBatches(bars.closed) })
    : new AppError('barredByConfirmed', 409, { batches: nameBatches(bars.confirmed) });
}
