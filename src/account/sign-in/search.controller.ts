import type { Account } from '../../domain/accounts/account';
import { readTypedClaim } from '../../domain/accounts/claim.form';
import { documentOptions, passportCountries } from '../../domain/accounts/document.presenter';
import type { FactorKind } from '../../domain/accounts/factor.repository';
import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { providerNames } from '../../domain/accounts/provider-names';
import type { VisitorPictures } from '../../domain/accounts/visitor-picture.controller';
import { createJourney } from '../../domain/credentials/journey';
import { markPassword } from '../../domain/credentials/password-check';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { startAnew } from '../../infrastructure/http/session-life';
import type { Scanned, ScanService } from '../factors/scan.service';
import { SCAN_MS } from '../factors/session-data';
import type { AccountSearchService } from './account-search.service';
import { readSearch, type SearchErrors, searchFields } from './search.form';
import {
  type AccountSearch,
  findAccountSearch,
  SEARCH_MS,
  type SearchPurpose,
  type SearchWay,
} from './session-data';

interface AccountSearchParts {
  readonly service: AccountSearchService;
  readonly pictures: VisitorPictures;
  readonly scans: ScanService;
  readonly offersEmail: boolean;
}

const pages: Readonly<Record<SearchPurpose, { readonly path: string; readonly title: string }>> = {
  findUserName: { path: '/account/find-user-name', title: '找回用户名' },
  findPassword: { path: '/account/find-password', title: '找回密码' },
  proveOwner: { path: '/account/sign-in/proof', title: '验证身份身份' },
};

const wayLabels: Readonly<Record<SearchWay, string>> = {
  sms: '验证码发送到绑定的手机',
  email: '验证码发送到绑定的邮箱',
  wechat: '用绑定的微信扫码',
  alipay: '用绑定的支付宝扫码',
};

/** What all the steps work with. */
function gatherParts(purpose: SearchPurpose, { service, pictures, scans, offersEmail }: AccountSearchParts) {
  const page = pages[purpose];
  const ways: readonly SearchWay[] = ['sms', ...(offersEmail ? (['email'] as const) : []), ...scans.kinds];
  return { pictures, page, purpose, ways, service, scans };
}

type Parts = ReturnType<typeof gatherParts>;

/** 找回用户名, 找回密码 or 验证身份身份, up to the code: the same pages whether or not there is such an account. */
export function createAccountSearchControllers(...given: Parameters<typeof gatherParts>) {
  const parts = gatherParts(...given);
  return bindParts(parts, {
    show,
    changePicture,
    submit,
    showCode,
    resend,
    submitCode,
    beginScan,
    finishScan,
  });
}

export type AccountSearchControllers = ReturnType<typeof createAccountSearchControllers>;

const show = (parts: Parts, visit: Visit) => render(parts, visit, {}, 200);

/** 换一张 */
const changePicture = (parts: Parts, visit: Visit) => render(parts, visit, {}, 200);

async function submit(parts: Parts, visit: Visit): Promise<void> {
  const { purpose, ways, pictures, service, page } = parts;
  const { value, errors } = readSearch(visit.req, purpose, ways);
  const code = await pictures.check(visit);
  if (value === null || code !== '') return render(parts, visit, { ...errors, code }, 422);
  const { id: journey } = createJourney();
  const search = { purpose, journey, way: value.way };
  const started = await service.start(search, value.facts, visit.origin);
  if (started.outcome === 'limited') return render(parts, visit, {}, 429, started);
  const { accountIds, facts } = started;
  await startAnew(visit.req, {
    accountSearch: { ...search, accountIds, facts, until: wallClock() + SEARCH_MS },
  });
  visit.redirect(`${page.path}/code`);
}

const showCode = (parts: Parts, visit: Visit) =>
  withSearch(parts, visit, async (search) => renderCode(parts, visit, search));

const resend = (parts: Parts, visit: Visit) =>
  withSearch(parts, visit, async (search) => {
    const sending = await parts.service.resend(search, visit.origin);
    if (sending.outcome === 'limited')
      return renderCode(parts, visit, search, { status: 429, limited: sending });
    renderCode(parts, visit, search, { resent: true });
  });

const submitCode = (parts: Parts, visit: Visit) =>
  withSearch(parts, visit, async (search) => {
    const typed = readField(visit.req, 'answer').trim();
    if (typed === '') return renderCode(parts, visit, search, { error: '请输入验证码！', status: 422 });
    const answer = await parts.service.prove(search, typed, visit.origin);
    if (answer.outcome === 'limited')
      return renderCode(parts, visit, search, { status: 429, limited: answer });
    if (answer.outcome === 'wrong') {
      const error = '验证码错误或已失效，请检查后重新输入，或重新获取！';
      return renderCode(parts, visit, search, { error, status: 422 });
    }
    await finish(parts, visit, answer.account);
  });

/** To the provider, where one scans instead of waiting for a code. */
const beginScan = (parts: Parts, visit: Visit) =>
  withSearch(parts, visit, async (search) => {
    if (!isScanned(search.way)) return visit.redirect(`${parts.page.path}/code`);
    const journey = createJourney().id;
    const request = { kind: search.way, purpose: parts.purpose, journey, accountId: null };
    const begun = await parts.scans.begin(request, visit.origin);
    if (begun.outcome === 'limited') return renderCode(parts, visit, search, { status: 429, limited: begun });
    visit.req.session.scan = { journey, until: wallClock() + SCAN_MS };
    visit.redirect(begun.address);
  });

/** Back from the provider. */
const finishScan = (parts: Parts, visit: Visit, scanned: Scanned): Promise<void> =>
  withSearch(parts, visit, async (search) => {
    const answer = await parts.service.proveByScan(search, scanned, visit.origin);
    if (answer.outcome === 'limited')
      return renderCode(parts, visit, search, { status: 429, limited: answer });
    if (answer.outcome === 'proved') return finish(parts, visit, answer.account);
    const name = providerNames[scanned.kind];
    const error = `扫码的${name}没有绑定到您填写的账号，请检查填写的信息，或换绑定的${name}扫码！`;
    renderCode(parts, visit, search, { error, status: 422 });
  });

async function render(
  parts: Parts,
  visit: Visit,
  errors: SearchErrors,
  status: number,
  limited: Limited | null = null,
) {
  const { pictures, page, purpose, ways } = parts;
  const { req } = visit;
  const issued = await pictures.issue(visit);
  const reached = limited ?? ('limit' in issued ? issued : null);
  visit.render(
    'account/sign-in/search',
    {
      page,
      purpose,
      asksAccount: purpose !== 'findUserName',
      ways: ways.map((way) => ({ value: way, label: wayLabels[way] })),
      typed: {
        account: readField(req, 'account'),
        ...readTypedClaim(req),
        way: readField(req, 'way') || 'sms',
      },
      documentOptions,
      passportCountries,
      picture: 'id' in issued ? issued : null,
      limit: reached && presentLimit(reached),
      errors,
      faults: listFaults({ ...errors }, searchFields),
    },
    { status: reached === null ? status : 429 },
  );
}

function renderCode(
  parts: Parts,
  visit: Visit,
  search: AccountSearch,
  { error = '', status = 200, limited = null as Limited | null, resent = false } = {},
): void {
  visit.render(
    'account/sign-in/search-code',
    {
      page: parts.page,
      way: search.way,
      provider: isScanned(search.way) ? providerNames[search.way] : '',
      error,
      resent,
      limit: limited && presentLimit(limited),
    },
    { status },
  );
}

async function withSearch(
  parts: Parts,
  visit: Visit,
  work: (search: AccountSearch) => Promise<void>,
): Promise<void> {
  const { purpose, page } = parts;
  const search = findAccountSearch(visit.req.session, purpose);
  if (search === null) return visit.redirect(page.path);
  await work(search);
}

/** What was looked for, once it is proved who asks. */
async function finish(parts: Parts, visit: Visit, account: Account): Promise<void> {
  const { purpose, service } = parts;
  const { id, userName, passwordHash } = account;
  if (purpose === 'findUserName') {
    await startAnew(visit.req, { foundUserName: userName });
    return visit.redirect('/account/find-user-name/found');
  }
  if (purpose === 'proveOwner') {
    await service.proveOwner(account, visit.origin);
    await startAnew(visit.req, { accountNotice: 'browserProved' });
    return visit.redirect('/account/sign-in');
  }
  const until = wallClock() + SEARCH_MS;
  await startAnew(visit.req, {
    accountReset: { accountId: id, mark: markPassword(passwordHash), until },
  });
  visit.redirect('/account/find-password/new');
}

function isScanned(way: SearchWay): way is FactorKind {
  return way === 'wechat' || way === 'alipay';
}
