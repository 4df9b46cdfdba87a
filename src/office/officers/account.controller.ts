import { officerRoles } from '../../domain/officers/officer';
import { roleNames } from '../../domain/officers/officer.presenter';
import { listOfficers } from '../../domain/officers/officer.repository';
import { listPlaceChoices } from '../../domain/places/place-choices';
import { bindParts } from '../../infrastructure/bind-parts';
import { AppError } from '../../infrastructure/errors';
import { listFaults } from '../../infrastructure/http/list-faults';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { actAuthorOf } from '../author';
import {
  type AccountErrors,
  accountFields,
  emptyAccount,
  readAccountForm,
  type TypedAccount,
} from './account.form';
import { presentAccount } from './account.presenter';
import { CREATE_PURPOSE, mayGive } from './officer-account.service';
import {
  type AccountPages,
  loadPlaceNames,
  onAccount,
  renderSecret,
  showAccount,
  submitDisabling,
  submitEnabling,
  submitRenewal,
  submitSecretRefusal,
} from './one-account.controller';

const givable = officerRoles.filter(mayGive).map((role) => ({ role, name: roleNames[role] }));

async function renderNew(
  pages: AccountPages,
  visit: OfficerVisit,
  typed: TypedAccount,
  errors: AccountErrors,
  status: number,
): Promise<void> {
  const { db, tokens } = pages;
  const places = await listPlaceChoices(db);
  const formToken = tokens.issue(visit.officer.id, CREATE_PURPOSE);
  const faults = listFaults(errors, accountFields);
  visit.render(
    'office/officers/new-account',
    { typed, errors, faults, givable, places, formToken },
    { status },
  );
}

async function showAccounts(pages: AccountPages, visit: OfficerVisit): Promise<void> {
  const listed = await listOfficers(pages.db);
  const names = await loadPlaceNames(pages.db, listed);
  const accounts = listed.map((account) => presentAccount(account, names));
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '工作人员',
      plainName: 'officers',
      ...tabulate(
        [
          ['登录名', ({ signInName }) => signInName],
          ['姓名', ({ name }) => name],
          ['角色', ({ role }) => role],
          ['单位', ({ placeName }) => placeName],
          ['范围', ({ place }) => place],
          ['状态', ({ state }) => state],
          ['最近登录', ({ signedInAt }) => signedInAt],
        ],
        accounts,
      ),
    });
  visit.render('office/officers/accounts', {
    accounts,
    mayCreate: visit.officer.role === 'province',
    held: listed.filter(({ heldSince }) => heldSince !== null).length,
  });
}

async function submitNew(pages: AccountPages, visit: OfficerVisit): Promise<void> {
  const { db, service } = pages;
  const { typed, draft, errors } = await readAccountForm(db, visit.req);
  if (draft === null) return renderNew(pages, visit, typed, errors, 422);
  if (!mayGive(draft.role)) throw new AppError('notAllowed', 409);
  const issued = await service.create(actAuthorOf(visit, typed.reason), draft);
  if (issued === null)
    return renderNew(pages, visit, typed, { signInName: '该登录名已使用，请换一个！' }, 409);
  await renderSecret(pages, visit, issued);
}

/** 工作人员 accounts: the province makes and ends them, the auditor looks on. */
export function createAccountControllers(pages: AccountPages) {
  return {
    ...bindParts(pages, { list: showAccounts, create: submitNew, show: showAccount }),
    showNew: (visit) => renderNew(pages, visit, emptyAccount, {}, 200),
    disable: onAccount(pages, 'disable', (visit, author, id) => submitDisabling(pages, visit, author, id)),
    enable: onAccount(pages, 'enable', (visit, author, id) => submitEnabling(pages, visit, author, id)),
    renew: onAccount(pages, 'renew', (visit, author, id) => submitRenewal(pages, visit, author, id)),
    refuse: onAccount(pages, 'refuse', (visit, author, id) => submitSecretRefusal(pages, visit, author, id)),
  } satisfies Record<string, OfficerHandler>;
}

export type AccountControllers = ReturnType<typeof createAccountControllers>;
