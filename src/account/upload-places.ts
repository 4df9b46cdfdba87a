import type { Request } from 'express';
import type { Knex } from 'knex';
import { findSignedInAccount } from '../domain/accounts/account-session.repository';
import { MAX_PICTURE_BYTES, pictureKinds } from '../domain/review-cases/picture';
import { findApplicant, isParty } from '../domain/review-cases/review-party';
import { AppError } from '../infrastructure/errors';
import type { UploadPlace } from '../infrastructure/http/upload-place';
import type { ObjectionService } from './re-registration/objection.service';

/** The pictures of 客服协助验证, from either party. */
export function createAccountUploads(db: Knex, objections: Pick<ObjectionService, 'find'>) {
  const pictures = { fields: pictureKinds, maxBytes: MAX_PICTURE_BYTES, folder: null } as const;
  const applicant: UploadPlace = { ...pictures, admits: (req) => sendsPictures(db, req) };
  const objector: UploadPlace = {
    ...pictures,
    admits: async (_req, { token }) => (await objections.find(String(token)))?.state === 'objected',
  };
  return { applicant, objector };
}

async function sendsPictures(db: Knex, { session, sessionID }: Request): Promise<boolean> {
  const signedIn = session?.account;
  if (signedIn === undefined) throw new AppError('signInNeeded', 401);
  const account = await findSignedInAccount(db, signedIn.id, sessionID);
  return account !== null && isParty(await findApplicant(db, account));
}
