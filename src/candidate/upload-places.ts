import type { Request } from 'express';
import type { Knex } from 'knex';
import { findSignedInCandidate } from '../domain/candidates/candidate.repository';
import { AppError } from '../infrastructure/errors';
import type { UploadFolder } from '../infrastructure/http/upload-folder';
import type { UploadPlace } from '../infrastructure/http/upload-place';

/** A list of 96 choices with names has 30 kB; what programs of spreadsheets add to it, some hundreds. */
export const MAX_LIST_MEGABYTES = 2;

/** A table of choices from a signed-in candidate; it stands in the folder until its answer ends. */
export function createListUpload(db: Knex, folder: UploadFolder): UploadPlace {
  return {
    fields: ['file'],
    maxBytes: MAX_LIST_MEGABYTES * 1_000_000,
    folder,
    admits: (req) => isSignedIn(db, req),
  };
}

async function isSignedIn(db: Knex, { session, sessionID }: Request): Promise<boolean> {
  const signedIn = session?.candidate;
  if (signedIn === undefined) throw new AppError('signInNeeded', 401);
  return (await findSignedInCandidate(db, signedIn.id, sessionID)) !== null;
}
