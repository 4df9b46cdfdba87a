import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Request } from 'express';
import { wallClock } from '../clock';
import type { Cipher } from '../security/cipher';
import { type HolderMarks, readFormMark } from './holder-mark';
import { isOwnHost } from './opened-at';
import { isSecretField } from './secret-fields';
import { type Wing, wingOf } from './wing';

/** A form that was posted when nobody was signed in any more: what was typed, and for whom the page was made. */
export interface CarriedForm {
  /** Where it was posted to: a path of its wing. */
  readonly action: string;
  /** Path and query of the page it stood on; empty where the browser did not say. */
  readonly page: string;
  /** Names and values in the order of the form, without passwords and codes. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The mark of whom the form was made for. */
  readonly mark: string;
  /** Whose journey before a sign-in it belongs to; 0 where that is nobody's in particular. */
  readonly journeyOf: number;
  /** Files came with it: no browser lets a page choose them again. */
  readonly withFiles: boolean;
  /** Milliseconds of real time. */
  readonly until: number;
}

/**
 * Carries a form over a sign-in: sealed, bound to wing, browser and person, for an hour. It travels in the sign-in
 * page and, once a password was right, in the session, so that nothing is kept for those who never come back.
 */
export interface CarriedForms {
  /** What a request posted. */
  read(req: Request, mark?: string): CarriedForm;
  /** The same, sealed, for another page or person where `told` says so; null where it is too long to travel. */
  seal(req: Request, mark?: string, told?: Partial<CarriedForm>): string | null;
  /** What was sealed for this wing; null when it was changed, is another wing's, or has run out. */
  open(wing: Wing, sealed: string): CarriedForm | null;
  /** The form that whoever is here may go on with; null where there is none, or it was another person's. */
  find(req: Request): CarriedForm | null;
}

/** Field of the sign-in forms in which it travels. */
export const CARRIED_FIELD = 'carried';

const LIFE_MS = 60 * 60_000;
/** Characters; the sign-in form it travels in may have 100 kB. */
const MAX_LENGTH = 80_000;
/** A full form of the widest batch has about 60 kB. */
const MAX_OPEN_LENGTH = 400_000;

const contextOf = (wing: Wing) => `carried-form.${wing.name}`;

export function createCarriedForms(cipher: Cipher, marks: HolderMarks, publicUrl: URL): CarriedForms {
  function open(wing: Wing, sealed: string): CarriedForm | null {
    if (sealed.length > MAX_LENGTH) return null;
    try {
      const packed = cipher.decryptBytes(Buffer.from(sealed, 'base64url'), contextOf(wing));
      const text = inflateRawSync(packed, { maxOutputLength: MAX_OPEN_LENGTH }).toString('utf8');
      const form = JSON.parse(text) as CarriedForm;
      return form.until > wallClock() ? form : null;
    } catch {
      return null;
    }
  }

  const read = (req: Request, mark = readFormMark(req)): CarriedForm => ({
    action: req.path,
    page: findPage(req, publicUrl),
    fields: listFields(req),
    mark,
    journeyOf: 0,
    withFiles: Boolean(req.is('multipart/form-data')),
    until: wallClock() + LIFE_MS,
  });

  return {
    open,

    find(req) {
      const sealed = req.session?.carriedForm;
      const wing = wingOf(req.path);
      const form = sealed === undefined ? null : open(wing, sealed);
      const own =
        form !== null && marks.fits(req, form.mark) && [0, req.session.journeyOf].includes(form.journeyOf);
      return own ? form : null;
    },

    read,

    seal(req, mark = readFormMark(req), told = {}) {
      const packed = deflateRawSync(Buffer.from(JSON.stringify({ ...read(req, mark), ...told })));
      const sealed = cipher.encryptBytes(packed, contextOf(wingOf(req.path))).toString('base64url');
      return sealed.length > MAX_LENGTH ? null : sealed;
    },
  };
}

/** The page of the same wing that a form was posted from. */
function findPage(req: Request, publicUrl: URL): string {
  const referrer = req.get('referer') ?? '';
  if (!URL.canParse(referrer)) return '';
  const { host, pathname, search } = new URL(referrer);
  return isOwnHost(req, publicUrl, host) && wingOf(pathname) === wingOf(req.path) ? pathname + search : '';
}

/** Whether a request brings anything that could be carried. */
export const bringsText = (req: Request): boolean => listFields(req).some(([, value]) => value !== '');

function listFields(req: Request): [string, string][] {
  return Object.entries<unknown>(req.body ?? {})
    .filter(([name]) => name !== '_csrf' && name !== CARRIED_FIELD && !isSecretField(name))
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
    );
}

/** What a request brings of a carried form: with the sign-in that is posted, or in the session of one half done. */
export function findCarried(req: Request): string | undefined {
  const posted: unknown = req.body?.[CARRIED_FIELD];
  if (typeof posted === 'string' && posted !== '' && posted.length <= MAX_LENGTH) return posted;
  return req.session?.carriedForm;
}

declare module 'express-session' {
  interface SessionData {
    /** A form to go on with after the sign-in, sealed. */
    carriedForm?: string;
    /** The candidate whose journey before a sign-in this is: forms of another's journey are not filled in. */
    journeyOf?: number;
  }
}
