import type { Knex } from 'knex';
import type { OfficerActAuthor } from '../../domain/officers/act-author';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { findOfficer, type OfficerAccount } from '../../domain/officers/officer.repository';
import { readReason } from '../../domain/officers/reason.form';
import { listNamedSchools, nameCities, nameCounties } from '../../domain/places/place.repository';
import { AppError, notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import type { OfficerVisit } from '../as-officer';
import { actAuthorOf } from '../author';
import { presentAccount } from './account.presenter';
import { countOtherReleasers, findHeldOfficer } from './held-secret.repository';
import { type HeldSecretService, heldPurpose, markSecrets } from './held-secret.service';
import {
  type AccountAuthor,
  type IssuedSecret,
  mayGive,
  type OfficerAccountService,
  purposeOf,
} from './officer-account.service';

type Act = 'disable' | 'enable' | 'renew' | 'refuse';

export interface AccountPages {
  readonly db: Knex;
  readonly service: OfficerAccountService;
  readonly held: HeldSecretService;
  readonly tokens: OfficeTokens;
}

/** Names of the places that the accounts are of. */
export async function loadPlaceNames(db: Knex, accounts: readonly OfficerAccount[]) {
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

/** Who made the newest first secret, who released it, and what stands in the way of it; null where nobody had to. */
async function presentRelease(db: Knex, account: OfficerAccount) {
  const { madeBy, releasedBy, releasedAt, heldSince } = account;
  if (madeBy === null || (heldSince === null && releasedBy === null)) return null;
  const nameOf = async (id: number | null) => (id === null ? '' : ((await findOfficer(db, id))?.name ?? ''));
  return {
    maker: await nameOf(madeBy),
    heldSince: heldSince === null ? '' : formatInstant(heldSince),
    releaser: await nameOf(releasedBy),
    releasedAt: releasedAt === null ? '' : formatInstant(releasedAt),
  };
}

/** The acts that are open to the officer, each with its form's token. */
async function listActs(
  { db, tokens }: AccountPages,
  { officer }: OfficerVisit,
  account: OfficerAccount,
): Promise<readonly { readonly act: Act; readonly token: string; readonly mark: string }[]> {
  if (officer.role !== 'province') return [];
  const held = await findHeldOfficer(db, account.id);
  const acts: ('renew' | 'disable' | 'enable')[] =
    account.disabledAt === null ? ['renew', 'disable'] : ['enable'];
  const offered = acts.filter((act) =>
    act === 'disable' ? account.id !== officer.id : mayGive(account.role),
  );
  const plain = offered.map((act) => ({
    act,
    token: tokens.issue(officer.id, purposeOf(act, account.id)),
    mark: '',
  }));
  if (held === null) return plain;
  const token = tokens.issue(officer.id, heldPurpose('refuse', held.madeBy));
  return [{ act: 'refuse', token, mark: markSecrets([held]) }, ...plain];
}

async function renderAccount(
  pages: AccountPages,
  visit: OfficerVisit,
  account: OfficerAccount,
  errors: Partial<Record<Act, string>>,
  status: number,
): Promise<void> {
  const acts = await listActs(pages, visit, account);
  const fields = acts.map(({ act }) => `reason-${act}`);
  visit.render(
    'office/officers/account',
    {
      account: presentAccount(account, await loadPlaceNames(pages.db, [account])),
      release: await presentRelease(pages.db, account),
      acts,
      errors,
      reason: readField(visit.req, 'reason'),
      faults: listFaults(Object.fromEntries(acts.map(({ act }) => [`reason-${act}`, errors[act]])), fields),
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
    account: presentAccount(account, await loadPlaceNames(pages.db, [account])),
    secret: issued.secret,
    alone: (await countOtherReleasers(pages.db, visit.officer.id)) === 0,
  });
}

/** One act on one account, with its reason. */
export const onAccount =
  (
    pages: AccountPages,
    act: Act,
    work: (visit: OfficerVisit, author: OfficerActAuthor, id: number) => Promise<void>,
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

/** 不予核准, or taken back by who gave it: the first secret that the page showed serves no more. */
export async function submitSecretRefusal(
  pages: AccountPages,
  visit: OfficerVisit,
  author: OfficerActAuthor,
  id: number,
): Promise<void> {
  const held = await findHeldOfficer(pages.db, id);
  if (held === null) throw new AppError('conflict', 409);
  const shown = { makerId: held.madeBy, officerId: id, mark: readField(visit.req, 'mark') };
  await pages.held.refuse(author, shown);
  visit.redirect(`/office/officers/${id}`, '已作废首次登录密码，须重新发放才能登录。');
}
