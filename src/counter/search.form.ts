import type { Request } from 'express';
import { readField } from '../middleware/page-renderer';
import { isIdentityNumber, isName, normaliseIdentityNumber, normaliseName } from '../rules/identity-facts';

export interface TypedSearch {
  readonly candidateNumber: string;
  readonly identityNumber: string;
  readonly name: string;
}

export type SearchErrors = Partial<Record<keyof TypedSearch, string>>;

export const searchFields = ['candidateNumber', 'identityNumber', 'name'] as const;

export const emptySearch: TypedSearch = { candidateNumber: '', identityNumber: '', name: '' };

/** Reads what an officer looks for: exactly one of the three. */
export function readSearch(req: Request): { readonly typed: TypedSearch; readonly errors: SearchErrors } {
  const typed: TypedSearch = {
    candidateNumber: readField(req, 'candidateNumber').normalize('NFKC').replace(/\s/g, ''),
    identityNumber: normaliseIdentityNumber(readField(req, 'identityNumber')),
    name: normaliseName(readField(req, 'name')),
  };
  const given = searchFields.filter((field) => typed[field] !== '');
  if (given.length !== 1)
    return {
      typed,
      errors: { candidateNumber: '请填写考生号、证件号码、姓名中的一项，并且只填写一项！' },
    };
  return { typed, errors: findShapeErrors(typed) };
}

function findShapeErrors({ candidateNumber, identityNumber, name }: TypedSearch): SearchErrors {
  if (candidateNumber !== '' && !/^\d{14}$/.test(candidateNumber))
    return { candidateNumber: '考生号为14位数字，请检查后重新输入！' };
  if (identityNumber !== '' && !isIdentityNumber(identityNumber))
    return { identityNumber: '证件号码有误，请检查后重新输入！' };
  if (name !== '' && !isName(name)) return { name: '姓名为2-25个汉字，请检查后重新输入！' };
  return {};
}
