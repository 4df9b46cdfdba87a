import type { FactorKind } from './factor.repository';

export const factorKinds: readonly FactorKind[] = ['wechat', 'alipay'];

/** As the pages name them. */
export const providerNames: Readonly<Record<FactorKind, string>> = { wechat: '微信', alipay: '支付宝' };
