import { createHmac } from 'node:crypto';
import type { Request } from 'express';
import { isEqualText } from '../security/equal-text';
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
  /** Whether this installation gave the mark to this browser, in this wing; whose it is stays unknown. */
  isIssued(req: Request, mark: string): boolean;
}

/** Between token and mark; neither holds it. */
const DELIMITER = '~';
const HALF = 16;

export function createHolderMarks(secret: string): HolderMarks {
  const key = createHmac('sha256', secret).update('holder-mark').digest();
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('base64url').slice(0, HALF);
  const seal = (own: string, wing: Wing, device: string) => sign(`issued|${wing.name}|${device}|${own}`);

  function issue(req: Request, wing: Wing, id: number | null): string {
    const device = getDevice(req);
    const own = sign(`holder|${wing.name}|${id ?? ''}|${device}`);
    return own + seal(own, wing, device);
  }

  return {
    issue,
    of(req) {
      const wing = wingOf(req.path);
      return issue(req, wing, wing.idOf(req));
    },
    isIssued(req, mark) {
      if (mark.length !== 2 * HALF) return false;
      return isEqualText(mark.slice(HALF), seal(mark.slice(0, HALF), wingOf(req.path), getDevice(req)));
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
