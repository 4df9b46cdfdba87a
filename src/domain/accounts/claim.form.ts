import type { Request } from 'express';
import { wallClock } from '../../infrastructure/clock';
import { readField } from '../../infrastructure/http/page-renderer';
import {
  type DocumentKind,
  type DocumentNumber,
  documentKinds,
  readDocument,
} from '../../rules/identity/identity-document';
import { isPersonName, normalisePersonName } from '../../rules/identity/person-name';
import { presentDocumentFault } from './document.presenter';

/** Who somebody says they are, in normal form. */
export interface Claim {
  readonly documentKind: DocumentKind;
  readonly document: DocumentNumber;
  readonly personName: string;
}

/** The fields of a claim, in the order in which they are shown. */
export const claimFields = ['personName', 'documentKind', 'documentCountry', 'identityNumber'] as const;

export type ClaimErrors = Partial<Record<(typeof claimFields)[number], string>>;

/** What was typed of a claim, for the page that comes back. */
export function readTypedClaim(req: Request): Readonly<Record<(typeof claimFields)[number], string>> {
  return {
    personName: readField(req, 'personName'),
    documentKind: readField(req, 'documentKind') || 'resident',
    documentCountry: readField(req, 'documentCountry'),
    identityNumber: readField(req, 'identityNumber'),
  };
}

/** 姓名, 证件类型 and 证件号码: shape only, which tells nothing of who exists. */
export function readClaim(req: Request): { value: Claim | null; errors: ClaimErrors } {
  const documentKind = documentKinds.find((one) => one === readField(req, 'documentKind'));
  const personName = normalisePersonName(readField(req, 'personName'));
  const typed = readField(req, 'identityNumber');
  const errors: ClaimErrors = {};
  if (typed.trim() === '') errors.identityNumber = '请输入证件号码！';
  if (personName === '') errors.personName = '请输入姓名！';
  if (documentKind === undefined)
    return { value: null, errors: { ...errors, documentKind: '请选择证件类型！' } };
  const facts = { now: new Date(wallClock()), country: readField(req, 'documentCountry') };
  const document = readDocument(documentKind, typed, facts);
  if (document === 'country') errors.documentCountry = presentDocumentFault(documentKind, document);
  else if (typeof document === 'string')
    errors.identityNumber ??= presentDocumentFault(documentKind, document);
  if (!isPersonName(personName, documentKind)) errors.personName ??= presentNameFault(documentKind);
  if (typeof document === 'string' || Object.keys(errors).length > 0) return { value: null, errors };
  return { value: { documentKind, document, personName }, errors };
}

function presentNameFault(kind: DocumentKind): string {
  return kind === 'resident'
    ? '姓名有误，请输入证件上的姓名：2-25个汉字，中间的点为间隔号“·”！'
    : '姓名有误，请输入证件上的姓名：2-25个汉字，或不超过80个拉丁字母！';
}
