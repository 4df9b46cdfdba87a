import type { Knex } from 'knex';
import { AppError, notFound } from '../errors';
import type { OfficerHandler, OfficerVisit } from '../middleware/as-officer';
import { listFaults } from '../middleware/list-faults';
import { readField, readId } from '../middleware/page-renderer';
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
  type AccountService,
  CREATE_PURPOSE,
  type IssuedSecret,
  mayGive,
  purposeOf,
} from './account.service';
import type { OfficeTokens } from './office-token.repository';
import { officerRoles } from './officer';
import { roleNames } from './officer.presenter';
import { findOfficer, listOfficers, type OfficerAccount } from './officer.repository';
import { readReason } from './reason.form';

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
  service: AccountService,
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

  function renderNew(visit: OfficerVisit, typed: TypedAccount, errors: AccountErrors, status: number): void {
    const formToken = tokens.issue(visit.officer.id, CREATE_PURPOSE);
    const faults = listFaults(errors, accountFields);
    visit.render('officers/new-account', { typed, errors, faults, givable, formToken }, { status });
  }

  function renderAccount(
    visit: OfficerVisit,
    account: OfficerAccount,
    errors: Partial<Record<Act, string>>,
    status: number,
  ): void {
    const { officer } = visit;
    const acts: Act[] = account.disabledAt === null ? ['renew', 'disable'] : ['enable'];
    const offered = acts.filter((act) =>
      act === 'disable' ? account.id !== officer.id : mayGive(account.role),
    );
    visit.render(
      'officers/account',
      {
        account: presentAccount(account),
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
    visit.render('officers/issued-secret', { account: presentAccount(account), secret: issued.secret });
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
      const accounts = await listOfficers(db);
      visit.render('officers/accounts', {
        accounts: accounts.map(presentAccount),
        mayCreate: visit.officer.role === 'province',
      });
    },

    showNew: (visit) => renderNew(visit, emptyAccount, {}, 200),

    async create(visit) {
      const { typed, draft, errors } = readAccountForm(visit.req);
      if (draft === null) return renderNew(visit, typed, errors, 422);
      if (!mayGive(draft.role)) throw new AppError('notAllowed', 409);
      const issued = await service.create(authorOf(visit, typed.reason), draft);
      if (issued === null)
        return renderNew(visit, typed, { signInName: '该登录名已经使用，请换一个！' }, 409);
      await renderSecret(visit, issued);
    },

    show: async (visit) => renderAccount(visit, await getAccount(readId(visit.req, 'officer')), {}, 200),

    disable: change('disable', async (visit, author, id) => {
      await service.disable(author, id);
      visit.redirect(`/office/officers/${id}`);
    }),

    enable: change('enable', async (visit, author, id) => {
      await service.enable(author, id);
      visit.redirect(`/office/officers/${id}`);
    }),

    renew: change('renew', async (visit, author, id) => renderSecret(visit, await service.renew(author, id))),
  };
}
