import type { Request } from 'express';
import { readReason } from '../../../domain/officers/reason.form';
import { readField } from '../../../infrastructure/http/page-renderer';
import { type ImportStake, numberToType } from '../../../rules/consent/import-consent';

interface TypedConsent {
  readonly number: string;
  readonly reason: string;
}

/** Reads the number of records and the reason that an import asks for; `errors` is empty when they are right. */
export function readConsent(
  req: Request,
  stake: ImportStake | null,
): { readonly typed: TypedConsent; readonly errors: Partial<Record<keyof TypedConsent, string>> } {
  const number = readField(req, 'number').normalize('NFKC').replace(/\s/g, '');
  const { reason, error } = readReason(req);
  const asked = stake === null ? 0 : numberToType(stake);
  const wrong =
    stake?.remaining === undefined
      ? `输入的条数与将要删除和修改的${asked}条不符，请核对清单后重新输入！`
      : `输入的行数与剩余计划的${asked}行不符，请核对后重新输入！`;
  return {
    typed: { number, reason },
    errors: {
      ...(number !== String(asked) && { number: wrong }),
      ...(error !== '' && { reason: error }),
    },
  };
}
