import type { Request } from 'express';
import type { Knex } from 'knex';
import { findSignedInAccount } from '../../domain/accounts/account-session.repository';
import { findSignedInOfficer } from '../../domain/officers/officer.repository';
import { LONGEST_PICTURE_BYTES, pictureKinds } from '../../domain/review-cases/picture';
import { findApplicant, isParty } from '../../domain/review-cases/review-party';
import type { Services } from '../../services';
import { AppError } from '../errors';
import type { UploadPlace } from './set-up-uploads';
import { findObjectionToken, PACK_UPLOAD_PATH, REVIEW_UPLOAD_PATH, UPLOAD_PATH } from './upload-path';

const MEGABYTE = 1_000_000;
const LONGEST_PACK = 1024 * 1024;

/** Every address that takes files, and from whom. */
export function listUploadPlaces({
  db,
  imports,
  accounts,
}: Pick<Services, 'db' | 'imports' | 'accounts'>): readonly UploadPlace[] {
  const isProvince = (req: Request) => isOfProvince(db, req);
  const pictures = { fields: pictureKinds, maxBytes: LONGEST_PICTURE_BYTES, folder: null } as const;
  return [
    {
      takes: (path) => path === UPLOAD_PATH,
      fields: ['file'],
      maxBytes: imports.maxMegabytes * MEGABYTE,
      folder: imports.folder,
      admits: isProvince,
    },
    {
      takes: (path) => path === PACK_UPLOAD_PATH,
      fields: ['file'],
      maxBytes: LONGEST_PACK,
      folder: null,
      admits: isProvince,
    },
    {
      ...pictures,
      takes: (path) => path === REVIEW_UPLOAD_PATH,
      admits: (req) => sendsPictures(db, req),
    },
    {
      ...pictures,
      takes: (path) => findObjectionToken(path) !== null,
      admits: async ({ path }) =>
        (await accounts.objections.find(findObjectionToken(path) ?? ''))?.state === 'objected',
    },
  ];
}

async function isOfProvince(db: Knex, { session, sessionID }: Request): Promise<boolean> {
  const signedIn = session?.officer;
  if (signedIn === undefined) throw new AppError('signInNeeded', 401);
  return (await findSignedInOfficer(db, signedIn.id, sessionID))?.role === 'province';
}

async function sendsPictures(db: Knex, { session, sessionID }: Request): Promise<boolean> {
  const signedIn = session?.account;
  if (signedIn === undefined) throw new AppError('signInNeeded', 401);
  const account = await findSignedInAccount(db, signedIn.id, sessionID);
  return account !== null && isParty(await findApplicant(db, account));
}
