import type { OfficerRole } from '../../src/officers';

/**
 * Who may use each route of the exam office: `public` before a sign-in, else the roles. To every other role the page
 * does not exist. A new route is one line here; a new parameter of a path has its value in `officeSamples`.
 */
export const officeMatrix: Readonly<Record<string, 'public' | readonly OfficerRole[]>> = {
  'GET /office/sign-in': 'public',
  'POST /office/sign-in': 'public',
  'POST /office/sign-out': 'public',
  // Each step asks for the one before it in the same session.
  'GET /office/first-sign-in': 'public',
  'POST /office/first-sign-in': 'public',
  'GET /office/first-sign-in/password': 'public',
  'POST /office/first-sign-in/password': 'public',
  'GET /office/first-sign-in/dynamic-password': 'public',
  'POST /office/first-sign-in/dynamic-password': 'public',
  'GET /office': ['school', 'county', 'city', 'province', 'auditor'],
  'GET /office/password': ['school', 'county', 'city', 'province', 'auditor'],
  'POST /office/password': ['school', 'county', 'city', 'province', 'auditor'],
  'GET /office/audit': ['province', 'auditor'],
  'GET /office/officers': ['province', 'auditor'],
  'POST /office/officers': ['province'],
  'GET /office/officers/new': ['province'],
  'GET /office/officers/:officer': ['province', 'auditor'],
  'POST /office/officers/:officer/disabling': ['province'],
  'POST /office/officers/:officer/enabling': ['province'],
  'POST /office/officers/:officer/renewal': ['province'],
  'GET /office/windows': ['county', 'city', 'province', 'auditor'],
  'GET /office/windows/check': ['province', 'auditor'],
  'GET /office/windows/change': ['province'],
  'POST /office/windows/preview': ['province'],
  'POST /office/windows/changes': ['province'],
  'GET /office/windows/batches/:batch': ['county', 'city', 'province', 'auditor'],
  'GET /office/imports': ['province'],
  'POST /office/imports': ['province'],
  'GET /office/imports/:job': ['province'],
  'GET /office/imports/:job/faults.csv': ['province'],
  'POST /office/imports/:job/headings': ['province'],
  'POST /office/imports/:job/confirmation': ['province'],
  'POST /office/imports/:job/stop': ['province'],
  'POST /office/imports/:job/discarding': ['province'],
  'GET /office/counter': ['county'],
  'POST /office/counter': ['county'],
  'POST /office/counter/closing': ['county'],
  'GET /office/counter/candidates/:candidate': ['county'],
  'POST /office/counter/candidates/:candidate': ['county'],
  'GET /office/counter/candidates/:candidate/batches': ['county'],
  'POST /office/counter/candidates/:candidate/codes': ['county'],
  'POST /office/counter/codes/:code/withdrawal': ['county'],
  'GET /office/counter/requests': ['county'],
  'POST /office/counter/requests/:code/approval': ['county'],
  'GET /office/letters': ['county'],
  'POST /office/letters': ['county'],
  'GET /office/coverage': ['school', 'county', 'city', 'province', 'auditor'],
  'GET /office/coverage/calls': ['school', 'county', 'city', 'province', 'auditor'],
  'GET /office/coverage/calls.csv': ['school', 'county', 'city', 'province', 'auditor'],
  'GET /office/coverage/calls.xlsx': ['school', 'county', 'city', 'province', 'auditor'],
  'GET /office/coverage/candidates/:candidate': ['county', 'city', 'province'],
  'POST /office/coverage/candidates/:candidate': ['county', 'city', 'province'],
};

/** Values for the parameters of paths: records that are there, so that a role that may see the page gets it. */
export const officeSamples: Readonly<Record<string, string>> = {
  officer: '1',
  batch: 'early-other',
  // A candidate of 中牟县, whose officer the role's is.
  candidate: '1',
  code: '1',
  // An import that the test itself notes.
  job: '1',
};
