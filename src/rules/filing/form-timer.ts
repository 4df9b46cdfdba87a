import type { Batch } from '../pack/rule-pack';

const MILLISECONDS_PER_MINUTE = 60_000;

/** When a form opened or extended at `from` expires: after `formMinutes`, or where saving ends if that is sooner (M5). */
export function getFormExpiry(batch: Pick<Batch, 'formMinutes'>, from: Date, saveEndsAt: Date): Date {
  const full = from.getTime() + batch.formMinutes * MILLISECONDS_PER_MINUTE;
  return new Date(Math.min(full, saveEndsAt.getTime()));
}

/** What an opening may last at most, whatever becomes of its window: kept with it, and capped at each reading. */
export function getFullFormExpiry(batch: Pick<Batch, 'formMinutes'>, from: Date): Date {
  return new Date(from.getTime() + batch.formMinutes * MILLISECONDS_PER_MINUTE);
}

/**
 * When an opened form expires as its window stands now (M5). Windows move while forms are open: a form that would
 * have ended with its window at 18:00 lives on when the window is lengthened, and ends sooner when it is cut, or when a
 * stage of it permits no more saves: `saveEndsAt` of the standing.
 */
export function capFormExpiry(expiresAt: Date, saveEndsAt: Date): Date {
  return saveEndsAt.getTime() < expiresAt.getTime() ? saveEndsAt : expiresAt;
}

type FormTimer =
  | { readonly state: 'running'; readonly remainingMs: number }
  | { readonly state: 'expired'; readonly remainingMs: 0 };

/** What is left of an opened form. At the instant of expiry nothing is: 超时未保存 (M5). */
export function checkFormTimer(expiresAt: Date, now: Date): FormTimer {
  const remainingMs = expiresAt.getTime() - now.getTime();
  return remainingMs > 0 ? { state: 'running', remainingMs } : { state: 'expired', remainingMs: 0 };
}

export type FormExtension =
  | { readonly offered: true; readonly expiresAt: Date; readonly extensionsLeft: number }
  | { readonly offered: false; readonly reason: 'expired' | 'tooEarly' | 'exhausted' | 'windowEnds' };

interface FormExtensionInput {
  readonly batch: Pick<Batch, 'formMinutes' | 'formExtensions' | 'formExtensionOfferMinutes'>;
  readonly expiresAt: Date;
  readonly extensionsUsed: number;
  readonly saveEndsAt: Date;
  readonly now: Date;
}

/**
 * Whether 延长 may be pressed, and what it gives: `formMinutes` again from now, capped by where saving ends. Offered in
 * the last `formExtensionOfferMinutes` of a running timer, `formExtensions` times, and not where the window
 * ends with the timer anyway (S8). `extensionsLeft` counts those after this one.
 *
 * Worked cases, form expires 10:30, offer 5 minutes: at 10:24:59.999 too early; at 10:25 until 10:55; at
 * 10:25 with the window closing 10:40 until 10:40; at 10:30 expired.
 */
export function checkFormExtension(input: FormExtensionInput): FormExtension {
  const { batch, now } = input;
  const timer = checkFormTimer(input.expiresAt, now);
  if (timer.state === 'expired') return { offered: false, reason: 'expired' };
  const extensionsLeft = batch.formExtensions - input.extensionsUsed - 1;
  if (extensionsLeft < 0) return { offered: false, reason: 'exhausted' };
  if (timer.remainingMs > batch.formExtensionOfferMinutes * MILLISECONDS_PER_MINUTE) {
    return { offered: false, reason: 'tooEarly' };
  }
  const expiresAt = getFormExpiry(batch, now, input.saveEndsAt);
  if (expiresAt.getTime() <= input.expiresAt.getTime()) return { offered: false, reason: 'windowEnds' };
  return { offered: true, expiresAt, extensionsLeft };
}
