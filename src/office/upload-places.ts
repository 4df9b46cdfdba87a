import type { Request } from 'express';
import type { Knex } from 'knex';
import { findSignedInOfficer } from '../domain/officers/officer.repository';
import { AppError } from '../infrastructure/errors';
import type { UploadFolder } from '../infrastructure/http/upload-folder';
import type { UploadPlace } from '../infrastructure/http/upload-place';

const MEGABYTE = 1_000_000;
const MAX_PACK_BYTES = 1024 * 1024;

/** What the province sends: lists, and rule packs. */
export function createOfficeUploads(
  db: Knex,
  imports: { readonly folder: UploadFolder; readonly maxMegabytes: number },
) {
  const admits = (req: Request) => isOfProvince(db, req);
  const list: UploadPlace = {
    fields: ['file'],
    maxBytes: imports.maxMegabytes * MEGABYTE,
    folder: imports.folder,
    admits,
  };
  const pack: UploadPlace = { fields: ['file'], maxBytes: MAX_PACK_BYTES, folder: null, admits };
  return { list, pack };
}

async function isOfProvince(db: Knex, { session, sessionID }: Request): Promise<boolean> {
  const signedIn = session?.officer;
  if (signedIn === undefined) throw new AppError('signInNeeded', 401);
  return (await findSignedInOfficer(db, signedIn.id, sessionID))?.role === 'province';
}
