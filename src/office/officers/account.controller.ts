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

export interface AccountControllers {
  readonly list: OfficerHandler;
  readonly showNew: OfficerHandler;
  readonly create: OfficerHandler;
  readonly show: OfficerHandler;
  readonly disable: OfficerHandler;
  readonly enable: OfficerHandler;
  readonly renew: OfficerHandler;
}

type Act = 'disable' | 'enable' | 'renew';

/** 工作人员 accounts: the province makes and ends them, the auditor looks on. */
export function createAccountControllers(
  db: Knex,
  service: OfficerAccountService,
  tokens: OfficeTokens,
): AccountControllers {
  const givable = officerRoles.filter(mayGive).map((role) => ({ role, name: roleNames[role] }));

  const authorOf = ({ req, officer, origin }: OfficerVisit, reason: string): AccountAuthor => ({
    kind: 'officer',
    officer,
    origin,
    reason,
    token: readField(req, 'formToken'),
  });

  async function renderNew(
    visit: OfficerVisit,
    typed: TypedAccount,
    errors: AccountErrors,
    status: number,
  ): Promise<void> {
    const places = await listPlaceChoices(db);
    const formToken = tokens.issue(visit.officer.id, CREATE_PURPOSE);
    const faults = listFaults(errors, accountFields);
    visit.render(
      'office/officers/new-account',
      { typed, errors, faults, givable, places, formToken },
      { status },
    );
  }

  async function loadPlaceNames(accounts: readonly OfficerAccount[]) {
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
        account: presentAccount(account, await loadPlaceNames([account])),
        acts:
          officer.role !== 'province'
            ? []
            : offered.map((act) => ({ act, token: tokens.issue(officer.id, purposeOf(act, account.id)) })),
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

  async function getAccount(id: number | null): Promise<OfficerAccount> {
    const account = id === null ? null : await findOfficer(db, id);
    if (account === null) throw notFound();
    return account;
  }

  async function renderSecret(visit: OfficerVisit, issued: IssuedSecret): Promise<void> {
    const account = await getAccount(issued.officerId);
    visit.render('office/officers/issued-secret', {
      account: presentAccount(account, await loadPlaceNames([account])),
      secret: issued.secret,
    });
  }

  /** One act on one account, with its reason. */
  const change =
    (act: Act, work: (visit: OfficerVisit, author: AccountAuthor, id: number) => Promise<void>) =>
    async (visit: OfficerVisit) => {
      const account = await getAccount(readId(visit.req, 'officer'));
      const { reason, error } = readReason(visit.req);
      if (error !== '') return renderAccount(visit, account, { [act]: error }, 422);
      await work(visit, authorOf(visit, reason), account.id);
    };

  return {
    async list(visit) {
      const listed = await listOfficers(db);
      const names = await loadPlaceNames(listed);
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
    },

    showNew: (visit) => renderNew(visit, emptyAccount, {}, 200),

    async create(visit) {
      const { typed, draft, errors } = await readAccountForm(db, visit.req);
      if (draft === null) return renderNew(visit, typed, errors, 422);
      if (!mayGive(draft.role)) throw new AppError('notAllowed', 409);
      const issued = await service.create(authorOf(visit, typed.reason), draft);
      if (issued === null) return renderNew(visit, typed, { signInName: '该登录名已使用，请换一个！' }, 409);
      await renderSecret(visit, issued);
    },

    show: async (visit) => renderAccount(visit, await getAccount(readId(visit.req, 'officer')), {}, 200),

    disable: change('disable', async (visit, author, id) => {
      await service.disable(author, id);
      visit.redirect(`/office/officers/${id}`, '已停用账号，此人不能再登录。');
    }),

    enable: change('enable', async (visit, author, id) => {
      await service.enable(author, id);
      visit.redirect(`/office/officers/${id}`, '已恢复账号。');
    }),

    renew: change('renew', async (visit, author, id) => renderSecret(visit, await service.renew(author, id))),
  };
}
