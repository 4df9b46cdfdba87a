import { documentOptions, type Limited, presentLimit, type VisitorPictures } from '../accounts';
import { realTime } from '../clock';
import type { Visit, VisitHandler } from '../middleware/as-visitor';
import { listFaults } from '../middleware/list-faults';
import { readField } from '../middleware/page-renderer';
import { createJourney, markPassword, startAnew } from '../sign-in';
import type { AccountSearchService } from './account-search.service';
import { readSearch, type SearchErrors, searchFields } from './search.form';
import { type AccountSearch, findAccountSearch, SEARCH_MS } from './session-data';

export interface AccountSearchControllers {
  readonly show: VisitHandler;
  /** 换一张 */
  readonly changePicture: VisitHandler;
  readonly submit: VisitHandler;
  readonly showCode: VisitHandler;
  readonly resend: VisitHandler;
  readonly submitCode: VisitHandler;
}

const pages: Readonly<Record<AccountSearch['purpose'], { readonly path: string; readonly title: string }>> = {
  findUserName: { path: '/account/find-user-name', title: '找回用户名' },
  findPassword: { path: '/account/find-password', title: '找回密码' },
};

/** 找回用户名 or 找回密码, up to the code: the same pages whether or not there is such an account. */
export function createAccountSearchControllers(
  purpose: AccountSearch['purpose'],
  service: AccountSearchService,
  pictures: VisitorPictures,
  offersEmail: boolean,
): AccountSearchControllers {
  const page = pages[purpose];

  async function render(visit: Visit, errors: SearchErrors, status: number, limited: Limited | null = null) {
    const { req } = visit;
    const issued = await pictures.issue(visit);
    const reached = limited ?? ('limit' in issued ? issued : null);
    visit.render(
      'account-sign-in/search',
      {
        page,
        asksAccount: purpose === 'findPassword',
        offersEmail,
        typed: {
          account: readField(req, 'account'),
          personName: readField(req, 'personName'),
          documentKind: readField(req, 'documentKind') || 'resident',
          identityNumber: readField(req, 'identityNumber'),
          way: readField(req, 'way') || 'sms',
        },
        documentOptions,
        picture: 'id' in issued ? issued.id : '',
        limit: reached && presentLimit(reached),
        errors,
        faults: listFaults({ ...errors }, searchFields),
      },
      { status: reached === null ? status : 429 },
    );
  }

  function renderCode(
    visit: Visit,
    search: AccountSearch,
    { error = '', status = 200, limited = null as Limited | null, resent = false } = {},
  ): void {
    visit.render(
      'account-sign-in/search-code',
      { page, way: search.way, error, resent, limit: limited && presentLimit(limited) },
      { status },
    );
  }

  async function withSearch(visit: Visit, work: (search: AccountSearch) => Promise<void>): Promise<void> {
    const search = findAccountSearch(visit.req.session, purpose);
    if (search === null) return visit.redirect(page.path);
    await work(search);
  }

  return {
    show: (visit) => render(visit, {}, 200),
    changePicture: (visit) => render(visit, {}, 200),

    async submit(visit) {
      const { value, errors } = readSearch(visit.req, purpose);
      const code = await pictures.check(visit);
      if (value === null || code !== '') return render(visit, { ...errors, code }, 422);
      const { id: journey } = createJourney();
      const search = { purpose, journey, way: offersEmail ? value.way : ('sms' as const) };
      const started = await service.start(search, value.facts, visit.origin);
      if (started.outcome === 'limited') return render(visit, {}, 429, started);
      const { accountId, facts } = started;
      await startAnew(visit.req, {
        accountSearch: { ...search, accountId, facts, until: realTime() + SEARCH_MS },
      });
      visit.redirect(`${page.path}/code`);
    },

    showCode: (visit) => withSearch(visit, async (search) => renderCode(visit, search)),

    resend: (visit) =>
      withSearch(visit, async (search) => {
        const sending = await service.resend(search, visit.origin);
        if (sending.outcome === 'limited')
          return renderCode(visit, search, { status: 429, limited: sending });
        renderCode(visit, search, { resent: true });
      }),

    submitCode: (visit) =>
      withSearch(visit, async (search) => {
        const typed = readField(visit.req, 'answer').trim();
        if (typed === '') return renderCode(visit, search, { error: '请输入验证码！', status: 422 });
        const answer = await service.prove(search, typed, visit.origin);
        if (answer.outcome === 'limited') return renderCode(visit, search, { status: 429, limited: answer });
        if (answer.outcome === 'wrong') {
          const error = '验证码错误或者已失效，请检查后重新输入，或者重新获取！';
          return renderCode(visit, search, { error, status: 422 });
        }
        const { id, userName, passwordHash } = answer.account;
        if (purpose === 'findUserName') {
          await startAnew(visit.req, { foundUserName: userName });
          return visit.redirect('/account/find-user-name/found');
        }
        const until = realTime() + SEARCH_MS;
        await startAnew(visit.req, {
          accountReset: { accountId: id, mark: markPassword(passwordHash), until },
        });
        visit.redirect('/account/find-password/new');
      }),
  };
}
