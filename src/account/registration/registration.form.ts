import type { Request } from 'express';
import { type Claim, type ClaimErrors, claimFields, readClaim } from '../../domain/accounts/claim.form';
import { type NewPasswordErrors, readNewPassword } from '../../domain/accounts/new-password.form';
import { listNamePinyin } from '../../domain/identity/name-pinyin';
import { presentPhoneFault } from '../../domain/phones/phone-fault.presenter';
import { readField } from '../../infrastructure/http/page-renderer';
import { isEmail, normaliseEmail } from '../../rules/identity/email';
import { splitDocumentNumber } from '../../rules/identity/identity-document';
import { findPhoneFault, normalisePhone } from '../../rules/identity/phone';

/** The facts of 注册, in normal form. */
export interface RegistrationFacts extends Claim {
  readonly password: string;
  /** Null: registered without a mailbox. */
  readonly email: string | null;
  /** 我要重新注册 was ticked. */
  readonly again: boolean;
}

export type RegistrationErrors = ClaimErrors & NewPasswordErrors & { readonly email?: string };

export const registrationFields = [...claimFields, 'password', 'passwordAgain', 'email'] as const;

/** The typed 手机号码, and the red sentence where it cannot be one. */
export function readPhone(req: Request): { value: string; error: string } {
  const value = normalisePhone(readField(req, 'phone'));
  const fault = findPhoneFault(value, []);
  return { value, error: fault === null ? '' : presentPhoneFault(fault) };
}

/** Shape of the form; `phone` is the proved one, which a password must not contain. */
export function readRegistration(
  req: Request,
  phone: string,
): { value: RegistrationFacts | null; errors: RegistrationErrors } {
  const claim = readClaim(req);
  const password = readNewPassword(req, [phone, ...listFacts(claim.value)]);
  const email = normaliseEmail(readField(req, 'email'));
  const wrongEmail = email !== '' && !isEmail(email);
  const errors: RegistrationErrors = {
    ...claim.errors,
    ...password.errors,
    ...(wrongEmail
      ? { email: '邮箱格式有误，应类似 name@example.com，请检查后重新输入，或不填写邮箱！' }
      : {}),
  };
  if (claim.value === null || password.value === null || wrongEmail) return { value: null, errors };
  const value = {
    ...claim.value,
    password: password.value,
    email: email === '' ? null : email,
    again: readField(req, 'again') === 'yes',
  };
  return { value, errors };
}

/** Number and name, of which a password must hold no part. */
function listFacts(claim: Claim | null): readonly string[] {
  if (claim === null) return [];
  return [splitDocumentNumber(claim.document.number).number, ...listNamePinyin(claim.personName)];
}
