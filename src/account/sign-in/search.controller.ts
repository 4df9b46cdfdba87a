import type { Account } from '../../domain/accounts/account';
import { providerNames } from '../../domain/accounts/provider-names';
import { createJourney } from '../../domain/credentials/journey';
import { markPassword } from '../../domain/credentials/password-check';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { readOpenedAt } from '../../infrastructure/http/opened-at';
import { readField } from '../../infrastructure/http/page-renderer';
import { startAnew } from '../../infrastructure/http/session-life';
import type { Scanned } from '../factors/scan.service';
import { SCAN_MS } from '../factors/session-data';
import { readSearch } from './search.form';
import { gatherParts, isScanned, type Parts, render, renderCode } from './search-pages.controller';
import { type AccountSearch, findAccountSearch, SEARCH_MS } from './session-data';

/** 找回用户名, 找回密码 or 验证身份, up to the code: the same pages whether or not there is such an account. */
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
    const openedAt = readOpenedAt(visit.req, parts.page.path);
    const request = { kind: search.way, purpose: parts.purpose, journey, accountId: null, openedAt };
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
