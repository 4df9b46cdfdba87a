import type { FactorKind } from '../../domain/accounts/factor.repository';
import { factorKinds } from '../../domain/accounts/provider-names';
import type { AlipaySettings, WechatLoginSettings } from '../../infrastructure/config/scan-settings';
import { createOutbound } from '../../infrastructure/security/outbound';
import type { AllowedTarget } from '../../infrastructure/security/special-address';
import { createAlipayProvider } from './alipay.provider';
import { createDemoProviders, type DemoProviders } from './demo-provider';
import { createQuestioner, type FactorProvider } from './provider';
import { createWechatProvider } from './wechat.provider';

export interface FactorProviders {
  /** Those that are offered, 微信 first. */
  readonly offered: readonly FactorProvider[];
  /** Where a provider sends people back to. */
  readonly redirectUris: Readonly<Record<FactorKind, string>>;
  /** Null outside the demo. */
  readonly demo: DemoProviders | null;
}

/** Where a provider sends people back to, below PUBLIC_URL. */
function toRedirectPath(kind: FactorKind): string {
  return `/account/scans/${kind}`;
}

/** Builds what the configuration asks for; the demo's stand-ins exist in the demo alone. */
export function buildFactorProviders(config: {
  readonly environment: string;
  readonly publicUrl: URL;
  readonly wechatLogin: WechatLoginSettings | null;
  readonly alipay: AlipaySettings | null;
  readonly outboundAllow: readonly AllowedTarget[];
}): FactorProviders {
  const { wechatLogin, alipay, publicUrl, outboundAllow } = config;
  const questioner = createQuestioner(createOutbound(outboundAllow).fetch);
  const redirectUris = {
    wechat: new URL(toRedirectPath('wechat'), publicUrl).href,
    alipay: new URL(toRedirectPath('alipay'), publicUrl).href,
  };
  const demo = config.environment === 'demo' ? createDemoProviders(redirectUris) : null;
  const real = {
    wechat: wechatLogin === null ? null : createWechatProvider(wechatLogin, questioner),
    alipay: alipay === null ? null : createAlipayProvider(alipay, questioner),
  };
  const offered = factorKinds
    .map((kind) => real[kind] ?? demo?.providers.find((one) => one.kind === kind) ?? null)
    .filter((one) => one !== null);
  return { offered, redirectUris, demo };
}
