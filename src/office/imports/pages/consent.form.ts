import type { Request } from 'express';
import { readReason } from '../../../domain/officers/reason.form';
import { readField } from '../../../infrastructure/http/page-renderer';

interface TypedConsent {
  readonly number: string;
  readonly reason: string;
}

/** Reads the number of records and the reason that an import asks for; `errors` is empty when they are right. */
export function readConsent(
  req: Request,
  asked: number,
): { readonly typed: TypedConsent; readonly errors: Partial<Record<keyof TypedConsent, string>> } {
  const number = readField(req, 'number').normalize('NFKC').replace(/\s/g, '');
  const { reason, error } = readReason(req);
  return {
    typed: { number, reason },
    errors: {
      ...(number !== String(asked) && {
        number: `输入的条数与将要删除和修改的${asked}条不符，请核对清单后重新输入！`,
      }),
      ...(error !== '' && { reason: error }),
    },
  };
}
