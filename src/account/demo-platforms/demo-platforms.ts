import type { Platform } from '../platforms/platform';

/** A platform that the demo plays, with something that can be done there and stays. */
export interface DemoPlatform {
  readonly code: string;
  readonly name: string;
  /** What can be done: its name, and what it is said to be once it is done. */
  readonly act: { readonly label: string; readonly done: string };
  /** The code of the platform where something has to be done first. */
  readonly needs?: string;
  /** Asks to see the 证件号码, masked, too. */
  readonly seesIdentity?: true;
}

const ARCHIVE = 'chsi-archive';

/** The nine platforms at which one account opens doors; 图像校对 done at one serves the others. */
export const demoPlatforms: readonly DemoPlatform[] = [
  { code: ARCHIVE, name: '学信档案', act: { label: '确认图像校对', done: '图像校对已完成' } },
  {
    code: 'graduate-admission',
    name: '中国研究生招生信息网',
    act: { label: '研招网上报名', done: '研招网上报名已提交' },
    needs: ARCHIVE,
    seesIdentity: true,
  },
  {
    code: 'special-admission',
    name: '高考特殊类型招生报名平台',
    act: { label: '提交特殊类型招生报名', done: '特殊类型招生报名已提交' },
  },
  {
    code: 'conscription',
    name: '全国征兵网',
    act: { label: '兵役登记', done: '兵役登记已完成' },
    needs: ARCHIVE,
    seesIdentity: true,
  },
  { code: 'employment', name: '学信就业', act: { label: '登记求职意向', done: '求职意向已登记' } },
  {
    code: 'compatriot-admission',
    name: '内地（祖国大陆）高校面向港澳台招生信息网',
    act: { label: '填写报名信息', done: '报名信息已填写' },
  },
  { code: 'career-guidance', name: '学职平台', act: { label: '完成职业测评', done: '职业测评已完成' } },
  { code: 'new-career', name: '新职业网', act: { label: '登记简历', done: '简历已登记' } },
  {
    code: 'entrepreneurship',
    name: '全国大学生创业服务网',
    act: { label: '登记创业项目', done: '创业项目已登记' },
  },
];

export function findDemoPlatform(code: string): DemoPlatform | null {
  return demoPlatforms.find((platform) => platform.code === code) ?? null;
}

/** Where a platform of the demo stands. */
export const demoPathOf = (code: string) => `/demo/platforms/${code}`;

/** A platform of the demo as the provider's register has it. */
export function toPlatform({ code, name, seesIdentity }: DemoPlatform): Platform {
  const path = demoPathOf(code);
  return {
    code,
    name,
    kind: 'demo',
    homeUri: path,
    redirectUris: [`${path}/return`],
    signOutUris: [path],
    backChannelUri: `${path}/back-channel`,
    scopes: seesIdentity ? ['openid', 'profile', 'identity'] : ['openid', 'profile'],
  };
}
