import type { Request } from 'express';
import { type ClaimErrors, readClaim } from '../accounts';
import { readField } from '../middleware/page-renderer';
import type { SearchFacts } from './account-search.service';
import type { AccountSearch, SearchWay } from './session-data';

export type SearchErrors = ClaimErrors & Partial<Record<'account' | 'way' | 'code', string>>;

export const searchFields = [
  'account',
  'personName',
  'documentKind',
  'identityNumber',
  'way',
  'code',
] as const;

/** Shape of both forms; it tells nothing of who exists. 找回密码 asks for the account too, and by which way. */
export function readSearch(
  req: Request,
  purpose: AccountSearch['purpose'],
): { value: { facts: SearchFacts; way: SearchWay } | null; errors: SearchErrors } {
  const claim = readClaim(req);
  const { name, way, errors } =
    purpose === 'findPassword' ? readAccount(req) : { name: null, way: 'sms' as const, errors: {} };
  const all = { ...claim.errors, ...errors };
  if (claim.value === null || Object.keys(all).length > 0) return { value: null, errors: all };
  const { document, personName } = claim.value;
  return { value: { facts: { name, document, personName }, way }, errors: all };
}

function readAccount(req: Request): { name: string; way: SearchWay; errors: SearchErrors } {
  const name = readField(req, 'account').trim();
  const way = readField(req, 'way');
  const errors: SearchErrors = {};
  if (name === '') errors.account = '请输入用户名或手机号码！';
  else if (name.length > 60) errors.account = '用户名或手机号码有误，请检查后重新输入！';
  if (way !== 'sms' && way !== 'email') errors.way = '请选择接收验证码的方式！';
  return { name, way: way === 'email' ? way : 'sms', errors };
}
