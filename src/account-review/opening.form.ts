import type { Request } from 'express';
import { readField } from '../middleware/page-renderer';

/** Why a reviewer opens number and pictures. */
export const openingReasons = [
  { code: 'review', name: '审核本件' },
  { code: 'again', name: '审核中断，继续审核' },
  { code: 'other', name: '其他（请说明）' },
] as const;

const MAX_TEXT = 200;

export interface TypedOpening {
  readonly reasonCode: string;
  readonly reason: string;
}

export type OpeningErrors = Partial<Record<keyof TypedOpening, string>>;

/** Reads the reason of an opening; `whole` is null while there is a fault. */
export function readOpening(req: Request): {
  readonly typed: TypedOpening;
  readonly whole: string | null;
  readonly errors: OpeningErrors;
} {
  const typed = { reasonCode: readField(req, 'reasonCode'), reason: readField(req, 'reason').trim() };
  const listed = openingReasons.find(({ code }) => code === typed.reasonCode);
  if (listed === undefined) return { typed, whole: null, errors: { reasonCode: '请选择理由！' } };
  if (listed.code === 'other' && typed.reason === '')
    return { typed, whole: null, errors: { reason: '选择“其他”的，请说明理由！' } };
  if ([...typed.reason].length > MAX_TEXT)
    return { typed, whole: null, errors: { reason: `说明不能超过${MAX_TEXT}个字！` } };
  const name = listed.code === 'other' ? '其他' : listed.name;
  return { typed, whole: typed.reason === '' ? name : `${name}：${typed.reason}`, errors: {} };
}
