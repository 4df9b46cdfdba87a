import type { AccountStatus } from '../../src/accounts';

/**
 * Who may use each route of the account centre: `public` before a sign-in, else the accounts by their state. To every
 * other account the page does not exist. A new route is one line here; a new parameter of a path has its value in
 * `accountSamples`.
 */
export const accountMatrix: Readonly<Record<string, 'public' | readonly AccountStatus[]>> = {
  'GET /account/sign-in': 'public',
  'POST /account/sign-in': 'public',
  'POST /account/sign-out': 'public',
  'GET /account/picture-codes/:picture': 'public',
  // Each step asks for the one before it in the same session.
  'GET /account/register': 'public',
  'POST /account/register': 'public',
  'POST /account/register/picture': 'public',
  'GET /account/register/code': 'public',
  'POST /account/register/code': 'public',
  'POST /account/register/code/sending': 'public',
  'GET /account/register/details': 'public',
  'POST /account/register/details': 'public',
  'GET /account/register/done': 'public',
  'GET /account/find-user-name': 'public',
  'POST /account/find-user-name': 'public',
  'POST /account/find-user-name/picture': 'public',
  'GET /account/find-user-name/code': 'public',
  'POST /account/find-user-name/code': 'public',
  'POST /account/find-user-name/code/sending': 'public',
  'GET /account/find-user-name/found': 'public',
  'GET /account/find-password': 'public',
  'POST /account/find-password': 'public',
  'POST /account/find-password/picture': 'public',
  'GET /account/find-password/code': 'public',
  'POST /account/find-password/code': 'public',
  'POST /account/find-password/code/sending': 'public',
  'GET /account/find-password/new': 'public',
  'POST /account/find-password/new': 'public',
  'GET /account': ['active', 'unproved'],
  'GET /account/solutions': ['unproved'],
  'GET /account/solutions/student-record': ['unproved'],
  'POST /account/solutions/student-record': ['unproved'],
  // Whoever was sent the link.
  'GET /account/objections/:token': 'public',
  'POST /account/objections/:token': 'public',
  'GET /account/security': ['active'],
  'GET /account/password': ['active'],
  'POST /account/password': ['active'],
  'GET /account/phone': ['active'],
  'POST /account/phone': ['active'],
  'GET /account/phone/step': ['active'],
  'POST /account/phone/step': ['active'],
  'POST /account/phone/code': ['active'],
  'GET /account/email': ['active'],
  'POST /account/email': ['active'],
  'GET /account/email/step': ['active'],
  'POST /account/email/step': ['active'],
  'POST /account/email/code': ['active'],
  'POST /account/email/removal': ['active'],
  'GET /account/sessions': ['active'],
  'POST /account/sessions/:session/ending': ['active'],
  'POST /account/other-sessions/ending': ['active'],
  'GET /account/sign-ins': ['active'],
  'GET /account/inbox': ['active'],
  'GET /account/inbox/:letter': ['active'],
  'GET /account/closing': ['active'],
  'POST /account/closing': ['active'],
  'POST /account/closing/withdrawal': ['active'],
};

/** Values for the parameters of paths: records that are there, so that an account that may see the page gets it. */
export const accountSamples: Readonly<Record<string, string>> = {
  session: '1',
  letter: '1',
  token: 'x',
};
