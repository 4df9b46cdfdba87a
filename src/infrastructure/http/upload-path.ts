import type { Request } from 'express';

/** Lists of the province. */
export const UPLOAD_PATH = '/office/imports';
/** A year's rules. */
export const PACK_UPLOAD_PATH = '/office/rule-packs';
/** Pictures of 客服协助验证. */
export const REVIEW_UPLOAD_PATH = '/account/solutions/review';

const OBJECTION_UPLOAD = /^\/account\/objections\/([\w-]{1,64})\/pictures$/;

/** The token of an objection whose pictures an address takes; null for any other address. */
export function findObjectionToken(path: string): string | null {
  return OBJECTION_UPLOAD.exec(path)?.[1] ?? null;
}

const paths: readonly string[] = [UPLOAD_PATH, PACK_UPLOAD_PATH, REVIEW_UPLOAD_PATH];

/** Whether a request brings files to where files are taken; anything else of this form is refused. */
export function isUpload(req: Request): boolean {
  const takes = paths.includes(req.path) || findObjectionToken(req.path) !== null;
  return req.method === 'POST' && takes && Boolean(req.is('multipart/form-data'));
}
