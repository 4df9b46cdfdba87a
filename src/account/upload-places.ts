import type { Request } from 'express';
import type { Knex } from 'knex';
import { findSignedInAccount } from '../domain/accounts/account-session.repository';
import { LONGEST_PICTURE_BYTES, pictureKinds } from '../domain/review-cases/picture';
import { findApplicant, isParty } from '../domain/review-cases/review-party';
import { AppError } from '../infrastructure/errors';
import type { UploadPlace } from '../infrastructure/http/set-up-uploads';
import { findObjectionToken, REVIEW_UPLOAD_PATH } from '../infrastructure/http/upload-path';
import type { ObjectionService } from './re-registration/objection.service';

/** Where the pictures of 客服协助验证 are taken, from either party. */
export function listAccountUploads(
  db: Knex,
  objections: Pick<ObjectionService, 'find'>,
): readonly UploadPlace[] {
  const pictures = { fields: pictureKinds, maxBytes: LONGEST_PICTURE_BYTES, folder: null } as const;
  return [
    {
      ...pictures,
      takes: (path) => path === REVIEW_UPLOAD_PATH,
      admits: (req) => sendsPictures(db, req),
    },
    {
      ...pictures,
      takes: (path) => findObjectionToken(path) !== null,
      admits: async ({ path }) =>
        (await objections.find(findObjectionToken(path) ?? ''))?.state === 'objected',
    },
  ];
}

async function sendsPictures(db: Knex, { session, sessionID }: Request): Promise<boolean> {
  const signedIn = session?.account;
  if (signedIn === undefined) throw new AppError('signInNeeded', 401);
  const account = await findSignedInAccount(db, signedIn.id, sessionID);
  return account !== null && isParty(await findApplicant(db, account));
}
