import type { Request } from 'express';
import type { Knex } from 'knex';
import { findSignedInOfficer } from '../domain/officers/officer.repository';
import { AppError } from '../infrastructure/errors';
import type { UploadPlace } from '../infrastructure/http/set-up-uploads';
import { PACK_UPLOAD_PATH, UPLOAD_PATH } from '../infrastructure/http/upload-path';

const MEGABYTE = 1_000_000;
const LONGEST_PACK = 1024 * 1024;

/** Where the province's lists and rule packs are taken. */
export function listOfficeUploads(
  db: Knex,
  imports: { readonly folder: string; readonly maxMegabytes: number },
): readonly UploadPlace[] {
  const admits = (req: Request) => isOfProvince(db, req);
  return [
    {
      takes: (path) => path === UPLOAD_PATH,
      fields: ['file'],
      maxBytes: imports.maxMegabytes * MEGABYTE,
      folder: imports.folder,
      admits,
    },
    {
      takes: (path) => path === PACK_UPLOAD_PATH,
      fields: ['file'],
      maxBytes: LONGEST_PACK,
      folder: null,
      admits,
    },
  ];
}

async function isOfProvince(db: Knex, { session, sessionID }: Request): Promise<boolean> {
  const signedIn = session?.officer;
  if (signedIn === undefined) throw new AppError('signInNeeded', 401);
  return (await findSignedInOfficer(db, signedIn.id, sessionID))?.role === 'province';
}
