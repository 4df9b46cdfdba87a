import type { Request } from 'express';
import { readField } from '../middleware/page-renderer';
import {
  type DocumentKind,
  type DocumentNumber,
  documentKinds,
  isAccountName,
  normaliseAccountName,
  normaliseDocument,
} from '../rules/identity-document';

/** Who somebody says they are, in normal form. */
export interface Claim {
  readonly documentKind: DocumentKind;
  readonly document: DocumentNumber;
  readonly personName: string;
}

export type ClaimErrors = Partial<Record<'documentKind' | 'identityNumber' | 'personName', string>>;

/** 姓名, 证件类型 and 证件号码: shape only, which tells nothing of who exists. */
export function readClaim(req: Request): { value: Claim | null; errors: ClaimErrors } {
  const documentKind = documentKinds.find((one) => one === readField(req, 'documentKind'));
  const personName = normaliseAccountName(readField(req, 'personName'));
  const typed = readField(req, 'identityNumber');
  const errors: ClaimErrors = {};
  if (typed.trim() === '') errors.identityNumber = '请输入证件号码！';
  if (personName === '') errors.personName = '请输入姓名！';
  if (documentKind === undefined)
    return { value: null, errors: { ...errors, documentKind: '请选择证件类型！' } };
  const document = normaliseDocument(documentKind, typed);
  if (document === null)
    errors.identityNumber ??= '证件号码有误（身份证号为18位，最后一位可以是X），请检查后重新输入！';
  if (!isAccountName(documentKind, personName)) errors.personName ??= '姓名有误，请输入证件上的姓名！';
  const faulty = document === null || Object.keys(errors).length > 0;
  return { value: faulty ? null : { documentKind, document, personName }, errors };
}
