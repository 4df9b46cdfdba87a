import type { Express, Request } from 'express';
import multer from 'multer';
import { AppError } from '../errors';

/** Addresses that take a file, with the largest file in bytes. Everywhere else a body is a plain form. */
const UPLOADS: Readonly<Record<string, number>> = {
  '/office/rule-packs': 1024 * 1024,
};

const FIELDS = 20;
const FIELD_BYTES = 4096;

/** Whether a request carries a file to an address that takes one. */
export function isPackUpload(req: Request): boolean {
  return req.method === 'POST' && req.path in UPLOADS && Boolean(req.is('multipart/form-data'));
}

/**
 * Reads a form with one file, `file`, into memory, for officers who are signed in and nobody else; before the CSRF
 * token is looked for, which stands among its fields.
 */
export function setUpPackUploads(app: Express): void {
  app.use((req, res, next) => {
    if (!isPackUpload(req)) return next();
    if (req.session?.officer === undefined) throw new AppError('signInNeeded', 401);
    const limits = {
      fileSize: UPLOADS[req.path] ?? 0,
      files: 1,
      fields: FIELDS,
      fieldSize: FIELD_BYTES,
      parts: FIELDS + 1,
    };
    multer({ storage: multer.memoryStorage(), limits }).single('file')(req, res, (error: unknown) => {
      if (error === undefined || error === null) return next();
      const tooLarge = error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE';
      next(tooLarge ? new AppError('tooLarge', 413) : new AppError('badRequest', 400));
    });
  });
}

/** The file of an upload; null where none was chosen. */
export function findUploadedFile(req: Request): Buffer | null {
  return req.file === undefined || req.file.size === 0 ? null : req.file.buffer;
}
