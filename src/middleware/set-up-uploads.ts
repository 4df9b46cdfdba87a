import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Express, Request, Response } from 'express';
import type { Knex } from 'knex';
import multer from 'multer';
import { findSignedInOfficer } from '../officers';
import { isUpload } from './upload-path';

export interface UploadOptions {
  /** Where files stand until somebody takes them over. */
  readonly folder: string;
  readonly maxMegabytes: number;
}

/** What came with a form that brings a file. */
export interface Upload {
  /** Null where no file was chosen, or it was refused. */
  readonly file: { readonly key: string; readonly name: string; readonly bytes: number } | null;
  /** Whether the file was longer than may be. */
  readonly tooLarge: boolean;
}

const MEGABYTE = 1_000_000;
const KEPT = 'uploadKept';
const REFUSED = 'uploadRefused';

/**
 * Takes a file to the disk before its form is looked at, from signed-in officers of the province alone: nobody else
 * can fill it. What nobody takes over is deleted as the answer ends.
 */
export function setUpUploads(app: Express, db: Knex, { folder, maxMegabytes }: UploadOptions): void {
  const receive = multer({
    storage: multer.diskStorage({
      destination: (_req, _file, done) => {
        prepareFolder(folder).then(
          () => done(null, folder),
          (error: Error) => done(error, folder),
        );
      },
      filename: (_req, _file, done) => done(null, randomUUID()),
    }),
    limits: { fileSize: maxMegabytes * MEGABYTE, files: 1, fields: 10, fieldSize: 10_000, parts: 12 },
    defParamCharset: 'utf8',
  }).single('file');
  app.use(async (req, res, next) => {
    if (!isUpload(req) || !(await isProvince(db, req))) return next();
    res.once('close', () => void removeUnlessKept(req, res));
    receive(req, res, (error: unknown) => {
      if (error instanceof multer.MulterError) res.locals[REFUSED] = error.code;
      next(error instanceof multer.MulterError ? undefined : error);
    });
  });
}

/** Lists hold personal data: nobody else on the machine looks into the folder. */
async function prepareFolder(folder: string): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

async function isProvince(db: Knex, req: Request): Promise<boolean> {
  const { officer: signedIn } = req.session;
  const officer = signedIn === undefined ? null : await findSignedInOfficer(db, signedIn.id, req.sessionID);
  return officer?.role === 'province';
}

async function removeUnlessKept({ file }: Request, res: Response): Promise<void> {
  if (file !== undefined && res.locals[KEPT] !== true) await rm(file.path, { force: true });
}

/** What was uploaded with this form. */
export function readUpload(req: Request, res: Response): Upload {
  const { file } = req;
  return {
    file: file === undefined ? null : { key: file.filename, name: file.originalname, bytes: file.size },
    tooLarge: res.locals[REFUSED] === 'LIMIT_FILE_SIZE',
  };
}

/** From here on somebody else deletes the file. */
export function keepUpload(res: Response): void {
  res.locals[KEPT] = true;
}
