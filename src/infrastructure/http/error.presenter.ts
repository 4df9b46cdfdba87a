import type { AppError, ErrorCode, FilingErrorCode } from '../errors';
import type { Asked } from './asked';

interface Sentence {
  readonly title: string;
  readonly text: string;
}

const sentences: Record<Exclude<ErrorCode, FilingErrorCode>, Sentence> = {
  notFound: { title: '找不到此页面', text: '您访问的页面不存在，或您没有权限查看。请返回首页重新选择。' },
  signInNeeded: { title: '请先登录', text: '您还没有登录，或登录已失效。请重新登录后继续操作。' },
  csrf: {
    title: '页面已失效',
    text: '此页面打开时间过长，或登录状态已变化，本次操作没有执行。请返回上一页刷新后重试。',
  },
  cookiesOff: {
    title: '浏览器没有保存Cookie',
    text: '登录和填报需要浏览器保存本网站的Cookie，本次操作没有执行。请在浏览器设置中允许使用Cookie，或换一个浏览器，再重新打开本网站；刚清除过浏览记录的，返回上一页刷新后重试。',
  },
  otherAddress: {
    title: '不是本网站的正式网址',
    text: '此操作只能在本网站的正式网址上进行，而您是从另一个网址打开本网站的，本次操作没有执行。请从“{address}”重新打开，再进行操作；如果打不开，请与报名所在地招生考试机构联系。',
  },
  journeyGone: {
    title: '办理时间已过',
    text: '办理的时间已过，本次操作没有执行。请从第一步重新开始。',
  },
  otherHolder: {
    title: '此页面是为另一人打开的',
    text: '此页面打开后，此浏览器已由【{name}】登录，本次操作没有执行，原来填写的内容也没有用于【{name}】。如果您就是【{name}】，请返回首页重新进入；如果不是，请点击“退出”，再登录自己的账号。',
  },
  numberContested: {
    title: '此证件号码已由其他账号核验',
    text: '此证件号码刚刚由另一个账号核验过身份，或核验后有人提出异议。本次操作没有执行，请通过“客服协助验证”核验身份。',
  },
  actRepeated: {
    title: '此操作已执行过',
    text: '此页面的操作已执行过一次，没有重复执行。请返回列表查看结果；如果需要再次操作，请重新打开页面。',
  },
  notAllowed: {
    title: '不能进行此操作',
    text: '本次操作没有执行：省招办、审计、学信网账号客服的账号由运维人员管理；您也不能停用自己的账号。请与运维人员联系。',
  },
  badRequest: {
    title: '提交内容有误',
    text: '提交的内容无法识别，本次操作没有执行。请返回上一页检查后重试。',
  },
  tooLarge: {
    title: '提交内容过长',
    text: '提交的内容超过了允许的长度，本次操作没有执行。请返回上一页检查后重试。',
  },
  tooManyFields: {
    title: '提交内容过多',
    text: '提交的项目超过了允许的数量，本次操作没有执行。请返回上一页检查后重试。',
  },
  actTokenForeign: {
    title: '页面已失效',
    text: '此页面不是为本次操作打开的，本次操作没有执行。请返回上一页刷新后重试。',
  },
  tooOften: {
    title: '操作过于频繁',
    text: '此电脑或所在网络的操作过于频繁，本次操作没有执行。请于{until}后再试。',
  },
  busy: { title: '系统繁忙', text: '现在访问的人数较多，本次操作没有执行。请在{seconds}秒后重试。' },
  overloaded: {
    title: '系统繁忙',
    text: '现在访问的人数很多，系统先保证填写和保存志愿，此页面暂时不能打开，本次操作没有执行。已填写、已保存的内容不受影响，请在{seconds}秒后重试。',
  },
  notInLedger: {
    title: '还不能下载回执',
    text: '这次保存还没有记入账本。志愿保存成功，不受影响，请1分钟后再下载。',
  },
  draining: { title: '系统正在维护', text: '现在不能操作，请等几秒后刷新页面。' },
  databaseBusy: {
    title: '系统繁忙',
    text: '系统现在很忙，本次操作没有完成。请在{seconds}秒后返回首页查看结果，再决定是否重试。',
  },
  databaseAway: {
    title: '系统暂时不能使用',
    text: '系统的数据服务暂时中断，本次操作没有完成。请在{seconds}秒后返回首页查看结果，再决定是否重试。',
  },
  databaseReadOnly: {
    title: '系统暂时只能查看',
    text: '系统暂时只能查看，不能修改，本次操作没有完成。请在{seconds}秒后返回首页查看结果，再决定是否重试。',
  },
  databaseFull: {
    title: '系统暂时不能使用',
    text: '系统的存储空间不足，本次操作没有完成。请在{seconds}秒后返回首页查看结果，再决定是否重试。',
  },
  outcomeUnknown: {
    title: '本次操作结果没有确认',
    text: '系统的数据服务暂时中断，本次操作是否完成还不能确定。请在{seconds}秒后返回首页查看结果，再决定是否重试。',
  },
  storeAway: {
    title: '系统暂时不能使用',
    text: '登录状态暂时无法读取或保存，本次操作没有完成。请在{seconds}秒后重试。',
  },
  providerAway: {
    title: '学信网账号登录暂时不能使用',
    text: '学信网账号登录服务暂时没有应答，登录没有完成。请在{seconds}秒后重新登录，或用其他方式登录。',
  },
  counterCodeGone: {
    title: '柜台码已失效',
    text: '柜台码已使用过、收回或失效，本次操作没有执行。如果仍需办理，请本人持身份证到招生考试机构重新申请。',
  },
  printTooEarly: {
    title: '填报还没有截止',
    text: '该批次的填报还没有截止，不能打印。如果考生本人到场，请在“考生服务”中单独打印。',
  },
  secondOfficer: {
    title: '须由另一名工作人员批准',
    text: '此业务须由两名工作人员办理，申请人不能批准自己的申请，本次操作没有执行。请由另一名工作人员登录后批准。',
  },
  sameMaker: {
    title: '两个账号由同一人开通',
    text: '此业务须由两人办理，而您的账号与申请人的账号刚由同一人开通或重新发放首次登录密码（或其中一个由另一个开通），暂时不能互相批准，本次操作没有执行。请由其他工作人员登录后批准，或请另一名省级工作人员、系统运维人员为其中一个账号重新发放首次登录密码。',
  },
  readOnly: {
    title: '系统暂时只能查看',
    text: '系统暂停了保存、修改等操作，本次操作没有执行。您可以继续查看，请在{seconds}秒后重试，或留意公共信箱的通知。',
  },
  signInsStopped: {
    title: '暂停登录',
    text: '招生考试机构已暂停新的登录，请在{seconds}秒后重试。已登录的考生不受影响。',
  },
  conflict: {
    title: '内容有变化',
    text: '您操作的内容刚刚有变化，本次操作没有执行。请刷新页面，核对后重试。',
  },
};

const AWAY: Sentence = {
  title: '系统暂时不能使用',
  text: '系统的数据服务暂时中断，此页面没有打开。请在{seconds}秒后刷新本页。',
};

/** Of a page that was only asked for: nothing was done that could be in doubt, be it the receipt of what was done before. */
const pageSentences: Partial<Record<ErrorCode, Sentence>> = {
  databaseBusy: { title: '系统繁忙', text: '系统现在很忙，此页面没有打开。请在{seconds}秒后刷新本页。' },
  databaseAway: AWAY,
  outcomeUnknown: AWAY,
  databaseReadOnly: {
    title: '系统暂时只能查看',
    text: '系统暂时只能查看，不能修改，此页面没有打开。请在{seconds}秒后刷新本页。',
  },
  databaseFull: {
    title: '系统暂时不能使用',
    text: '系统的存储空间不足，此页面没有打开。请在{seconds}秒后刷新本页。',
  },
  storeAway: {
    title: '系统暂时不能使用',
    text: '登录状态暂时无法读取，此页面没有打开。请在{seconds}秒后刷新本页。',
  },
  busy: { title: '系统繁忙', text: '现在访问的人数较多，此页面没有打开。请在{seconds}秒后刷新本页。' },
  overloaded: {
    title: '系统繁忙',
    text: '现在访问的人数很多，系统先保证填写和保存志愿，此页面暂时不能打开。已填写、已保存的内容不受影响，请在{seconds}秒后刷新本页。',
  },
};

const faults: Readonly<Record<Asked, Sentence>> = {
  act: {
    title: '系统出现故障',
    text: '系统出现故障，本次操作可能没有完成。请返回首页查看结果后再决定是否重试。',
  },
  page: { title: '系统出现故障', text: '系统出现故障，此页面没有打开。请稍后刷新本页。' },
};

/** What refusals of filing are told with: the domain has them. */
export type FilingSentences = Readonly<Record<FilingErrorCode, Sentence>>;

/** The Chinese title and sentence of a refusal. */
export function presentError(error: AppError, ofFiling: FilingSentences, asked: Asked = 'act'): Sentence {
  const ofPage = asked === 'page' ? pageSentences[error.code] : undefined;
  const { title, text } = ofPage ?? { ...sentences, ...ofFiling }[error.code];
  return {
    title,
    text: text.replace(/\{(\w+)\}/g, (_all, name: string) => String(error.values[name] ?? '')),
  };
}

/** What is said where nobody knows what went wrong. */
export const presentFault = (asked: Asked): Sentence => faults[asked];
