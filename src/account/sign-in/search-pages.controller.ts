import { readTypedClaim } from '../../domain/accounts/claim.form';
import { documentOptions, passportCountries } from '../../domain/accounts/document.presenter';
import type { FactorKind } from '../../domain/accounts/factor.repository';
import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { providerNames } from '../../domain/accounts/provider-names';
import type { VisitorPictures } from '../../domain/accounts/visitor-picture.controller';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import type { ScanService } from '../factors/scan.service';
import type { AccountSearchService } from './account-search.service';
import { type SearchErrors, searchFields } from './search.form';
import type { AccountSearch, SearchPurpose, SearchWay } from './session-data';

interface AccountSearchParts {
  readonly service: AccountSearchService;
  readonly pictures: VisitorPictures;
  readonly scans: ScanService;
  readonly offersEmail: boolean;
}

const pages: Readonly<Record<SearchPurpose, { readonly path: string; readonly title: string }>> = {
  findUserName: { path: '/account/find-user-name', title: '找回用户名' },
  findPassword: { path: '/account/find-password', title: '找回密码' },
  proveOwner: { path: '/account/sign-in/proof', title: '验证身份' },
};

const wayLabels: Readonly<Record<SearchWay, string>> = {
  sms: '验证码发送到绑定的手机',
  email: '验证码发送到绑定的邮箱',
  wechat: '用绑定的微信扫码',
  alipay: '用绑定的支付宝扫码',
};

/** What all the steps work with. */
export function gatherParts(
  purpose: SearchPurpose,
  { service, pictures, scans, offersEmail }: AccountSearchParts,
) {
  const page = pages[purpose];
  const ways: readonly SearchWay[] = ['sms', ...(offersEmail ? (['email'] as const) : []), ...scans.kinds];
  return { pictures, page, purpose, ways, service, scans };
}

export type Parts = ReturnType<typeof gatherParts>;

export async function render(
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

export function renderCode(
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

export function isScanned(way: SearchWay): way is FactorKind {
  return way === 'wechat' || way === 'alipay';
}
