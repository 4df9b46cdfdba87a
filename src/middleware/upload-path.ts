import type { Request } from 'express';

/** The only address that takes a file. */
export const UPLOAD_PATH = '/office/imports';

/** Whether a request brings a file to where files are taken; anything else of this form is refused. */
export function isUpload(req: Request): boolean {
  return req.method === 'POST' && req.path === UPLOAD_PATH && req.is('multipart/form-data') !== false;
}
