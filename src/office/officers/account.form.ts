import type { Request } from 'express';
import type { Knex } from 'knex';
import {
  type DraftFault,
  type DraftField,
  findDraftFaults,
  normaliseSignInName,
  type OfficerDraft,
  type OfficerRole,
  officerRoles,
} from '../../domain/officers/officer';
import { presentDraftFault } from '../../domain/officers/officer.presenter';
import { findDraftPlaces } from '../../domain/officers/officer-places';
import { readReason } from '../../domain/officers/reason.form';
import { readField } from '../../infrastructure/http/page-renderer';
import { normalisePersonName } from '../../rules/identity/person-name';
import { foldTyped } from '../../rules/identity/typed-text';

export type AccountErrors = Partial<Record<DraftField | 'role' | 'reason', string>>;

/** Everything of the form of a new account, as it was typed. */
export type TypedAccount = Readonly<Record<DraftField | 'role' | 'reason', string>>;

export const accountFields = [
  'role',
  'signInName',
  'name',
  'placeName',
  'cityCode',
  'countyCode',
  'schoolCode',
  'reason',
] as const;

export const emptyAccount: TypedAccount = {
  role: '',
  signInName: '',
  name: '',
  placeName: '',
  cityCode: '',
  countyCode: '',
  schoolCode: '',
  reason: '',
};

/** Reads the form of a new account. `draft` is null while there is a fault. */
export async function readAccountForm(
  db: Knex,
  req: Request,
): Promise<{
  readonly typed: TypedAccount;
  readonly draft: OfficerDraft | null;
  readonly errors: AccountErrors;
}> {
  const read = (field: string) => foldTyped(readField(req, field)).trim();
  const { reason, error } = readReason(req);
  const typed = {
    role: read('role'),
    signInName: normaliseSignInName(readField(req, 'signInName')),
    name: normalisePersonName(readField(req, 'name')),
    placeName: readField(req, 'placeName').trim(),
    cityCode: read('cityCode'),
    countyCode: read('countyCode'),
    schoolCode: read('schoolCode'),
    reason,
  };
  const errors: AccountErrors = error === '' ? {} : { reason: error };
  const role = officerRoles.find((one) => one === typed.role);
  if (role === undefined) return { typed, draft: null, errors: { ...errors, role: '请选择角色！' } };
  const { draft, unknown } = await findDraftPlaces(db, toDraft(typed, role));
  const faults = findDraftFaults(draft);
  const say = (found: readonly DraftFault[]): AccountErrors =>
    Object.fromEntries(found.map((fault) => [fault.field, presentDraftFault(fault)]));
  const unwanted = say(faults.filter(({ code }) => code === 'unwanted'));
  const all: AccountErrors = { ...say(faults), ...unknown, ...unwanted, ...errors };
  return { typed, draft: Object.keys(all).length === 0 ? draft : null, errors: all };
}

function toDraft(typed: TypedAccount, role: OfficerRole): OfficerDraft {
  const orNull = (value: string) => (value === '' ? null : value);
  return {
    role,
    signInName: typed.signInName,
    name: typed.name,
    placeName: typed.placeName,
    cityCode: orNull(typed.cityCode),
    countyCode: orNull(typed.countyCode),
    schoolCode: orNull(typed.schoolCode),
  };
}
