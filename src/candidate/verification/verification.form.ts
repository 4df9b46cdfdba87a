import type { Request } from 'express';
import { readField } from '../../infrastructure/http/page-renderer';

/** What was typed, as it was typed and as it is looked for. */
interface VerificationInput {
  readonly typed: { readonly checkValue: string; readonly lastDigits: string };
  readonly checkValue: string;
  readonly lastDigits: string;
  readonly errors: { readonly checkValue?: string; readonly lastDigits?: string };
}

/** What the QR code of a printed form holds: number and 校验值. */
const QR_CODE = /^ZY1\|\d+\|([0-9A-F]{64})$/;

/** 校验值 in any spacing and width, its first eight digits or more, or what a QR code holds. */
export function readVerification(req: Request): VerificationInput {
  const typed = { checkValue: readField(req, 'checkValue'), lastDigits: readField(req, 'lastDigits') };
  const plain = (text: string) => text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  const given = plain(typed.checkValue);
  const checkValue = QR_CODE.exec(given)?.[1] ?? given;
  const lastDigits = plain(typed.lastDigits);
  const fits = /^[0-9A-F]{8,64}$/.test(checkValue);
  return {
    typed,
    checkValue: checkValue.toLowerCase(),
    lastDigits,
    errors: {
      ...(!fits && {
        checkValue: '校验值是0-9和A-F组成的64位，至少填写前8位，请照志愿表或浏览页面检查后重新输入！',
      }),
      ...(!/^\d{4}$/.test(lastDigits) && { lastDigits: '考生号后4位应为4位数字，请检查后重新输入！' }),
    },
  };
}
