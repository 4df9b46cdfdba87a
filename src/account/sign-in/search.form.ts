import type { Request } from 'express';
import { type ClaimErrors, claimFields, readClaim } from '../../domain/accounts/claim.form';
import { readField } from '../../infrastructure/http/page-renderer';
import type { SearchFacts } from './find-accounts';
import type { SearchPurpose, SearchWay } from './session-data';

export type SearchErrors = ClaimErrors & Partial<Record<'account' | 'way' | 'code', string>>;

export const searchFields = ['account', ...claimFields, 'way', 'code'] as const;

/** Shape of the forms; it tells nothing of who exists. All but 找回用户名 ask for the account too. */
export function readSearch(
  req: Request,
  purpose: SearchPurpose,
  ways: readonly SearchWay[],
): { value: { facts: SearchFacts; way: SearchWay } | null; errors: SearchErrors } {
  const claim = readClaim(req);
  const { name, error } = purpose === 'findUserName' ? { name: null, error: '' } : readAccount(req);
  const typed = readField(req, 'way') || 'sms';
  const way = ways.find((one) => one === typed);
  const errors: SearchErrors = { ...claim.errors };
  if (error !== '') errors.account = error;
  if (way === undefined) errors.way = '请选择验证的方式！';
  if (claim.value === null || way === undefined || error !== '') return { value: null, errors };
  const { document, personName } = claim.value;
  return { value: { facts: { name, document, personName }, way }, errors };
}

function readAccount(req: Request): { name: string; error: string } {
  const name = readField(req, 'account').trim();
  if (name === '') return { name, error: '请输入用户名或手机号码！' };
  return { name, error: name.length > 120 ? '用户名或手机号码过长，请检查后重新输入！' : '' };
}
