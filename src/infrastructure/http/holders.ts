import type { Request, Response } from 'express';
import { type Wing, wingOf } from './wing';

/** Who is signed in at a browser, in the wing of its request. */
export interface Holder {
  readonly id: number;
  readonly name: string;
}

/**
 * Reads session and account, and shows them in the frame of the page that follows.
 * @returns null where nobody is signed in, or the session was ended elsewhere; the request's session forgets it then.
 */
export type FindHolder = (req: Request, res: Response) => Promise<Holder | null>;

/** Looks up who is signed in, for pages that stand open to everybody. */
export interface Holders {
  readonly find: FindHolder;
}

/** `finders`: each wing knows its own people. */
export function createHolders(finders: Readonly<Record<Wing['name'], FindHolder>>): Holders {
  return {
    async find(req, res) {
      // Refused before its session was read.
      if (req.session === undefined) return null;
      return finders[wingOf(req.path).name](req, res);
    },
  };
}
