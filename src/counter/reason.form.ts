import type { Request } from 'express';
import { readField } from '../middleware/page-renderer';

/** Why an officer opens a record or acts; what is written down is the name and what was typed. */
export const reasons = [
  { code: 'inPerson', name: '考生本人到场办理' },
  { code: 'call', name: '考生或者家长来电咨询' },
  { code: 'school', name: '学校代为咨询' },
  { code: 'paper', name: '打印、盖章、归档' },
  { code: 'other', name: '其他（请说明）' },
] as const;

const MAX_TEXT = 200;

export interface TypedReason {
  readonly reasonCode: string;
  readonly reason: string;
}

/** Reads a reason: one of the list, with a text where it is 其他. `whole` is null while there is a fault. */
export function readListedReason(req: Request): {
  readonly typed: TypedReason;
  readonly whole: string | null;
  readonly errors: Partial<Record<keyof TypedReason, string>>;
} {
  const typed = { reasonCode: readField(req, 'reasonCode'), reason: readField(req, 'reason').trim() };
  const listed = reasons.find(({ code }) => code === typed.reasonCode);
  if (listed === undefined) return { typed, whole: null, errors: { reasonCode: '请选择理由！' } };
  if (listed.code === 'other' && typed.reason === '')
    return { typed, whole: null, errors: { reason: '选择“其他”的，请说明理由！' } };
  if ([...typed.reason].length > MAX_TEXT)
    return { typed, whole: null, errors: { reason: `说明不能超过${MAX_TEXT}个字！` } };
  const name = listed.code === 'other' ? '其他' : listed.name;
  return { typed, whole: typed.reason === '' ? name : `${name}：${typed.reason}`, errors: {} };
}

/** Reads a reason that is typed alone; '' in `error` when it is right. */
export function readTypedReason(req: Request): { readonly reason: string; readonly error: string } {
  const reason = readField(req, 'reason').trim();
  if (reason === '') return { reason, error: '请填写理由！' };
  return { reason, error: [...reason].length > MAX_TEXT ? `理由不能超过${MAX_TEXT}个字！` : '' };
}
