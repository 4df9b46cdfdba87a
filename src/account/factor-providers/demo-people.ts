import type { FactorKind } from '../../domain/accounts/factor.repository';

/** Somebody's 微信 or 支付宝 in the demo. All are invented. */
interface DemoScanner {
  /** What the provider names them by. */
  readonly subject: string;
  readonly name: string;
}

const people: readonly { readonly id: string; readonly name: string }[] = [
  { id: 'xuzimo', name: '许子墨' },
  { id: 'lumingqi', name: '陆明琪' },
  { id: 'qinzhiyuan', name: '秦知远' },
  { id: 'qingfeng', name: '清风' },
];

/** Who may scan: three people of the demo, and one whom nobody knows. */
export function listDemoScanners(kind: FactorKind): readonly DemoScanner[] {
  return people.map(({ id, name }) => ({ subject: `demo-${kind}-${id}`, name }));
}

/** How the provider of a kind tells the account centre of somebody. */
export function describeDemoSubject(kind: FactorKind, subject: string): string {
  return kind === 'wechat' ? `union:${subject}` : `user:${subject}`;
}
