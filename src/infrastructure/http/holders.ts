import type { Request, Response } from 'express';
import type { Knex } from 'knex';
import { describeAccountFrame } from '../../account/as-account';
import { findSignedInAccount } from '../../domain/accounts/account-session.repository';
import { findSignedInCandidate } from '../../domain/candidates/candidate.repository';
import { findSignedInOfficer } from '../../domain/officers/officer.repository';
import { describeOfficerFrame } from '../../office/as-officer';
import { wingOf } from './wing';

/** Who is signed in at a browser, in the wing of its request. */
export interface Holder {
  readonly id: number;
  readonly name: string;
}

/** Looks up who is signed in, for pages that stand open to everybody. */
export interface Holders {
  /**
   * Reads session and account, and shows them in the frame of the page that follows.
   * @returns null where nobody is signed in, or the session was ended elsewhere; the request's session forgets it then.
   */
  find(req: Request, res: Response): Promise<Holder | null>;
}

export function createHolders(db: Knex, officeDb: Knex): Holders {
  async function findCandidate({ session, sessionID }: Request, res: Response): Promise<Holder | null> {
    const { candidate } = session;
    const found = candidate === undefined ? null : await findSignedInCandidate(db, candidate.id, sessionID);
    if (found === null) delete session.candidate;
    res.locals.frameCandidate = found;
    return found;
  }

  async function findOfficer({ session, sessionID, path }: Request, res: Response): Promise<Holder | null> {
    const { officer } = session;
    const found = officer === undefined ? null : await findSignedInOfficer(officeDb, officer.id, sessionID);
    if (found === null) delete session.officer;
    else res.locals.frameOfficer = describeOfficerFrame(found, path);
    return found;
  }

  async function findAccount({ session, sessionID, path }: Request, res: Response): Promise<Holder | null> {
    const { account } = session;
    const found = account === undefined ? null : await findSignedInAccount(db, account.id, sessionID);
    if (found === null) delete session.account;
    else res.locals.frameAccount = describeAccountFrame(found, path);
    return found;
  }

  return {
    async find(req, res) {
      // Refused before its session was read.
      if (req.session === undefined) return null;
      const finders = { candidate: findCandidate, office: findOfficer, account: findAccount };
      return finders[wingOf(req.path).name](req, res);
    },
  };
}
