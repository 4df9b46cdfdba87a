import type { Request } from 'express';
import type { Origin } from '../audit';
import { AppError } from '../errors';
import { formatMinute } from '../format-time';
import { readField } from '../middleware/page-renderer';
import type { PictureCodeService } from './picture-code.service';
import type { VisitorCode } from './visitor-check';

/** What `picture-code/_code-field.njk` shows: a picture, or the field for a code that was sent instead. */
export type CodeField = { readonly by: 'picture'; readonly id: string } | { readonly by: 'message' };

/** A new picture for a page. @throws AppError tooOften when this browser or address asked for too many. */
export async function issueCodeField(pictures: PictureCodeService, origin: Origin): Promise<CodeField> {
  const issued = await pictures.issue(origin);
  if ('until' in issued) throw new AppError('tooOften', 429, { until: formatMinute(issued.until) });
  return { by: 'picture', id: issued.id };
}

/** Reads the 验证码 field; null when nothing was typed. `journey` is where a code that was sent serves. */
export function readVisitorCode(req: Request, journey: string): VisitorCode | null {
  const typed = readField(req, 'code').trim();
  if (typed === '') return null;
  const id = readField(req, 'picture');
  return id === '' ? { by: 'message', journey, typed } : { by: 'picture', id, typed };
}
