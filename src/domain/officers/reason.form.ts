import type { Request } from 'express';
import { readField } from '../../infrastructure/http/page-renderer';

/** Signs of a reason, in the browser and at the operator's command. */
export const MAX_REASON = 200;

/** One reason of a list; the one by the code `other` asks for a text. */
export interface ListedReason {
  readonly code: string;
  readonly name: string;
}

export interface TypedReason {
  readonly reasonCode: string;
  readonly reason: string;
}

export type ReasonErrors = Partial<Record<keyof TypedReason, string>>;

/** The reason of an act, typed alone; '' in `error` when it is right. */
export function readReason(req: Request): { readonly reason: string; readonly error: string } {
  const reason = readField(req, 'reason').trim();
  if (reason === '') return { reason, error: '请填写理由！' };
  return { reason, error: [...reason].length > MAX_REASON ? `理由不能超过${MAX_REASON}个字！` : '' };
}

/** Reads a reason: one of the list, with a text where it is 其他. `whole` is null while there is a fault. */
export function readListedReason(
  req: Request,
  reasons: readonly ListedReason[],
): { readonly typed: TypedReason; readonly whole: string | null; readonly errors: ReasonErrors } {
  const typed = { reasonCode: readField(req, 'reasonCode'), reason: readField(req, 'reason').trim() };
  const refuse = (errors: ReasonErrors) => ({ typed, whole: null, errors });
  const listed = reasons.find(({ code }) => code === typed.reasonCode);
  if (listed === undefined) return refuse({ reasonCode: '请选择理由！' });
  const isOther = listed.code === 'other';
  if (isOther && typed.reason === '') return refuse({ reason: '选择“其他”的，请说明理由！' });
  if ([...typed.reason].length > MAX_REASON) return refuse({ reason: `说明不能超过${MAX_REASON}个字！` });
  const name = isOther ? '其他' : listed.name;
  return { typed, whole: typed.reason === '' ? name : `${name}：${typed.reason}`, errors: {} };
}
