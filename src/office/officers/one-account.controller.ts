import type { Knex } from 'knex';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { findOfficer, type OfficerAccount } from '../../domain/officers/officer.repository';
import { readReason } from '../../domain/officers/reason.form';
import { listNamedSchools, nameCities, nameCounties } from '../../domain/places/place.repository';
import { notFound } from '../../infrastructure/errors';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import type { OfficerVisit } from '../as-officer';
import { actAuthorOf } from '../author';
import { presentAccount } from './account.presenter';
import {
  type AccountAuthor,
  type IssuedSecret,
  mayGive,
  type OfficerAccountService,
  purposeOf,
} from './officer-account.service';

type Act = 'disable' | 'enable' | 'renew';

export interface AccountPages {
  readonly db: Knex;
  readonly service: OfficerAccountService;
  readonly tokens: OfficeTokens;
}

/** Names of the places that the accounts are of. */
export async function loadPlaceNames(pages: AccountPages, accounts: readonly OfficerAccount[]) {
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

async function getAccount(pages: AccountPages, id: number): Promise<OfficerAccount> {
  const account = await findOfficer(pages.db, id);
  if (account === null) throw notFound();
  return account;
}

/** The first secret, this once. */
export async function renderSecret(
  pages: AccountPages,
  visit: OfficerVisit,
  issued: IssuedSecret,
): Promise<void> {
  const account = await getAccount(pages, issued.officerId);
  visit.render('office/officers/issued-secret', {
    account: presentAccount(account, await loadPlaceNames(pages, [account])),
    secret: issued.secret,
  });
}

/** One act on one account, with its reason. */
export const onAccount =
  (
    pages: AccountPages,
    act: Act,
    work: (visit: OfficerVisit, author: AccountAuthor, id: number) => Promise<void>,
  ) =>
  async (visit: OfficerVisit) => {
    const account = await getAccount(pages, readId(visit.req, 'officer'));
    const { reason, error } = readReason(visit.req);
    if (error !== '') return renderAccount(pages, visit, account, { [act]: error }, 422);
    await work(visit, actAuthorOf(visit, reason), account.id);
  };

/** One account, and the acts that are open to the officer. */
export async function showAccount(pages: AccountPages, visit: OfficerVisit): Promise<void> {
  return renderAccount(pages, visit, await getAccount(pages, readId(visit.req, 'officer')), {}, 200);
}

/** 停用. */
export async function submitDisabling(
  { service }: AccountPages,
  visit: OfficerVisit,
  author: AccountAuthor,
  id: number,
): Promise<void> {
  await service.disable(author, id);
  visit.redirect(`/office/officers/${id}`, '已停用账号，此人不能再登录。');
}

/** 恢复. */
export async function submitEnabling(
  { service }: AccountPages,
  visit: OfficerVisit,
  author: AccountAuthor,
  id: number,
): Promise<void> {
  await service.enable(author, id);
  visit.redirect(`/office/officers/${id}`, '已恢复账号。');
}

/** A new first secret. */
export async function submitRenewal(
  pages: AccountPages,
  visit: OfficerVisit,
  author: AccountAuthor,
  id: number,
): Promise<void> {
  return renderSecret(pages, visit, await pages.service.renew(author, id));
}
