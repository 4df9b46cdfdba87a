import { createHmac } from 'node:crypto';
import type { Request } from 'express';
import { createBoundedCache } from '../bounded-cache';
import { isEqualText } from '../security/equal-text';
import { type KeyRing, perTurn } from '../security/key-ring';
import { getDevice } from './set-up-device';
import { type Wing, wingOf } from './wing';

/**
 * Marks for whom a page was made, without saying who that is. Every form carries the mark behind its CSRF token, so
 * that a form of one person is known when another, or nobody, is signed in at the browser.
 */
export interface HolderMarks {
  /** The mark of whom the session of a request names, or of nobody. */
  of(req: Request): string;
  /** The mark of somebody, or of nobody (null), at the browser of a request. */
  issue(req: Request, wing: Wing, id: number | null): string;
  /** Whether a mark is of somebody, or of nobody (null), at the browser of a request, under whichever secret serves. */
  isOf(req: Request, mark: string, wing: Wing, id: number | null): boolean;
  /** Whether a mark is of whom the session of a request names. */
  fits(req: Request, mark: unknown): boolean;
  /** Whether this installation gave the mark to this browser, in this wing; whose it is stays unknown. */
  isIssued(req: Request, mark: string): boolean;
}

/** Between token and mark; neither holds it. */
const DELIMITER = '~';
const HALF = 16;
/** Of a process: of so many people at so many browsers marks are kept. */
const MOST_KEPT = 20_000;

export function createHolderMarks(secrets: KeyRing): HolderMarks {
  const keys = perTurn(secrets, (readable) =>
    readable.map(({ text }) => createHmac('sha256', text).update('holder-mark').digest()),
  );
  const sign = (key: Buffer, text: string) =>
    createHmac('sha256', key).update(text).digest('base64url').slice(0, HALF);
  const seal = (key: Buffer, own: string, wing: Wing, device: string) =>
    sign(key, `issued|${wing.name}|${device}|${own}`);

  function issueBy(key: Buffer, req: Request, wing: Wing, id: number | null): string {
    const device = getDevice(req);
    const own = sign(key, `holder|${wing.name}|${id ?? ''}|${device}`);
    return own + seal(key, own, wing, device);
  }
  /** Of the current key: each page of a person bears the same. */
  const issued = createBoundedCache<string>(MOST_KEPT, () => 1);
  const issue = (req: Request, wing: Wing, id: number | null) =>
    issued.get(keys(), `${wing.name} ${id ?? ''} ${getDevice(req)}`, () =>
      issueBy(keys()[0] ?? Buffer.alloc(0), req, wing, id),
    );

  const isOf = (req: Request, mark: string, wing: Wing, id: number | null) =>
    keys().some((key) => isEqualText(mark, issueBy(key, req, wing, id)));

  return {
    issue,
    isOf,
    of(req) {
      const wing = wingOf(req.path);
      return issue(req, wing, wing.idOf(req));
    },
    fits(req, mark) {
      const wing = wingOf(req.path);
      return typeof mark === 'string' && isOf(req, mark, wing, wing.idOf(req));
    },
    isIssued(req, mark) {
      if (mark.length !== 2 * HALF) return false;
      const [wing, device, own] = [wingOf(req.path), getDevice(req), mark.slice(0, HALF)];
      return keys().some((key) => isEqualText(mark.slice(HALF), seal(key, own, wing, device)));
    },
  };
}

/** A form's token and its mark as one value. */
export function joinToken(token: string, mark: string): string {
  return `${token}${DELIMITER}${mark}`;
}

/** Parts what `joinToken` joined; a value without a mark has an empty one. */
export function splitToken(value: string): { readonly token: string; readonly mark: string } {
  const at = value.indexOf(DELIMITER);
  return at < 0 ? { token: value, mark: '' } : { token: value.slice(0, at), mark: value.slice(at + 1) };
}

/** The mark of the form that a request posts; empty where it carries none. */
export function readFormMark(req: Request): string {
  const value: unknown = req.body?._csrf;
  return typeof value === 'string' ? splitToken(value).mark : '';
}
