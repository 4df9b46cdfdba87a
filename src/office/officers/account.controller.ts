import type { Knex } from 'knex';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { officerRoles } from '../../domain/officers/officer';
import { roleNames } from '../../domain/officers/officer.presenter';
import { findOfficer, listOfficers, type OfficerAccount } from '../../domain/officers/officer.repository';
import { readReason } from '../../domain/officers/reason.form';
import { listNamedSchools, nameCities, nameCounties } from '../../domain/places/place.repository';
import { listPlaceChoices } from '../../domain/places/place-choices';
import { AppError, notFound } from '../../infrastructure/errors';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import {
  type AccountErrors,
  accountFields,
  emptyAccount,
  readAccountForm,
  type TypedAccount,
} from './account.form';
import { presentAccount } from './account.presenter';
import {
  type AccountAuthor,
  CREATE_PURPOSE,
  type IssuedSecret,
  mayGive,
  type OfficerAccountService,
  purposeOf,
} from './officer-account.service';

type Act = 'disable' | 'enable' | 'renew';

interface AccountPages {
  readonly db: Knex;
  readonly service: OfficerAccountService;
  readonly tokens: OfficeTokens;
}

const givable = officerRoles.filter(mayGive).map((role) => ({ role, name: roleNames[role] }));

const authorOf = ({ req, officer, origin }: OfficerVisit, reason: string): AccountAuthor => ({
  kind: 'officer',
  officer,
  origin,
  reason,
  token: readField(req, 'formToken'),
});

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

async function loadPlaceNames(pages: AccountPages, accounts: readonly OfficerAccount[]) {
  const { db } = pages;
  const codes = accounts.flatMap(({ schoolCode }) => (schoolCode === null ? [] : [schoolCode]));
  const [cities, counties, schools] = await Promise.all([
    nameCities(db),
    nameCounties(db),
    listNamedSchools(db, codes),
  ]);
  return {
    cities,
    counties,
    schools: new Map(schools.map(({ county, code, name }) => [`${county}|${code}`, name])),
  };
}

async function renderAccount(
  pages: AccountPages,
  visit: OfficerVisit,
  account: OfficerAccount,
  errors: Partial<Record<Act, string>>,
  status: number,
): Promise<void> {
  const { officer } = visit;
  const acts: Act[] = account.disabledAt === null ? ['renew', 'disable'] : ['enable'];
  const offered = acts.filter((act) =>
    act === 'disable' ? account.id !== officer.id : mayGive(account.role),
  );
  visit.render(
    'office/officers/account',
    {
      account: presentAccount(account, await loadPlaceNames(pages, [account])),
      acts:
        officer.role !== 'province'
          ? []
          : offered.map((act) => ({
              act,
              token: pages.tokens.issue(officer.id, purposeOf(act, account.id)),
            })),
      errors,
      reason: readField(visit.req, 'reason'),
      faults: listFaults(
        Object.fromEntries(acts.map((act) => [`reason-${act}`, errors[act]])),
        acts.map((act) => `reason-${act}`),
      ),
    },
    { status },
  );
}

async function getAccount(pages: AccountPages, id: number | null): Promise<OfficerAccount> {
  const account = id === null ? null : await findOfficer(pages.db, id);
  if (account === null) throw notFound();
  return account;
}

async function renderSecret(pages: AccountPages, visit: OfficerVisit, issued: IssuedSecret): Promise<void> {
  const account = await getAccount(pages, issued.officerId);
  visit.render('office/officers/issued-secret', {
    account: presentAccount(account, await loadPlaceNames(pages, [account])),
    secret: issued.secret,
  });
}

/** One act on one account, with its reason. */
const onAccount =
  (
    pages: AccountPages,
    act: Act,
    work: (visit: OfficerVisit, author: AccountAuthor, id: number) => Promise<void>,
  ) =>
  async (visit: OfficerVisit) => {
    const account = await getAccount(pages, readId(visit.req, 'officer'));
    const { reason, error } = readReason(visit.req);
    if (error !== '') return renderAccount(pages, visit, account, { [act]: error }, 422);
    await work(visit, authorOf(visit, reason), account.id);
  };

async function showAccounts(pages: AccountPages, visit: OfficerVisit): Promise<void> {
  const listed = await listOfficers(pages.db);
  const names = await loadPlaceNames(pages, listed);
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
  });
}

async function submitNew(pages: AccountPages, visit: OfficerVisit): Promise<void> {
  const { db, service } = pages;
  const { typed, draft, errors } = await readAccountForm(db, visit.req);
  if (draft === null) return renderNew(pages, visit, typed, errors, 422);
  if (!mayGive(draft.role)) throw new AppError('notAllowed', 409);
  const issued = await service.create(authorOf(visit, typed.reason), draft);
  if (issued === null)
    return renderNew(pages, visit, typed, { signInName: '该登录名已使用，请换一个！' }, 409);
  await renderSecret(pages, visit, issued);
}

async function showAccount(pages: AccountPages, visit: OfficerVisit): Promise<void> {
  return renderAccount(pages, visit, await getAccount(pages, readId(visit.req, 'officer')), {}, 200);
}

async function submitDisabling(
  { service }: AccountPages,
  visit: OfficerVisit,
  author: AccountAuthor,
  id: number,
): Promise<void> {
  await service.disable(author, id);
  visit.redirect(`/office/officers/${id}`, '已停用账号，此人不能再登录。');
}

async function submitEnabling(
  { service }: AccountPages,
  visit: OfficerVisit,
  author: AccountAuthor,
  id: number,
): Promise<void> {
  await service.enable(author, id);
  visit.redirect(`/office/officers/${id}`, '已恢复账号。');
}

async function submitRenewal(
  pages: AccountPages,
  visit: OfficerVisit,
  author: AccountAuthor,
  id: number,
): Promise<void> {
  return renderSecret(pages, visit, await pages.service.renew(author, id));
}

/** 工作人员 accounts: the province makes and ends them, the auditor looks on. */
export function createAccountControllers(db: Knex, service: OfficerAccountService, tokens: OfficeTokens) {
  const pages: AccountPages = { db, service, tokens };
  return {
    list: (visit) => showAccounts(pages, visit),
    showNew: (visit) => renderNew(pages, visit, emptyAccount, {}, 200),
    create: (visit) => submitNew(pages, visit),
    show: (visit) => showAccount(pages, visit),
    disable: onAccount(pages, 'disable', (visit, author, id) => submitDisabling(pages, visit, author, id)),
    enable: onAccount(pages, 'enable', (visit, author, id) => submitEnabling(pages, visit, author, id)),
    renew: onAccount(pages, 'renew', (visit, author, id) => submitRenewal(pages, visit, author, id)),
  } satisfies Record<string, OfficerHandler>;
}

export type AccountControllers = ReturnType<typeof createAccountControllers>;
