import { nameDevice } from '../../infrastructure/browser-name';
import { fillText } from '../../infrastructure/fill-text';
import { formatInstant } from '../../infrastructure/format-time';
import type { Origin } from '../../infrastructure/origin';
import { nameChoices } from '../batches/choices-name.presenter';

/** Events of which a candidate is told by a read-only mail. */
export type MailKind =
  | 'abandoned'
  | 'listConfirmed'
  | 'confirmationRetracted'
  | 'draftReminder'
  | 'confirmationReminder'
  | 'passwordChanged'
  | 'passwordReset'
  | 'passwordResetInPerson'
  | 'passwordSet'
  | 'counterCodeIssued'
  | 'formPrintedEarly'
  | 'choiceListSaved'
  | 'undertakingReminder'
  | 'welcome'
  | 'phoneBound'
  | 'phoneChanged'
  | 'phoneDeleted'
  | 'phraseChanged'
  | 'phraseChanging'
  | 'phraseKept'
  | 'totpBound'
  | 'totpUnbound'
  | 'wechatBound'
  | 'wechatUnbound'
  | 'accountLinked'
  | 'accountUnlinked'
  | 'frozen'
  | 'thawed'
  | 'officeNotice'
  | 'planChanged'
  | 'factsChanged'
  | 'rulesChanged'
  | 'supplementMade'
  | 'choicesViewed'
  | 'choicesRestored'
  | 'paperListSaved';

export type MailValues = Readonly<Record<string, string | number | Date>>;

interface MailText {
  readonly title: string;
  readonly body: string;
  /** Tells of an act that the owner may say was not theirs. */
  readonly disputable?: true;
}

const WHERE = '操作时的网络地址为{address}，使用的是{device}。';
const DISPUTE =
  '如果不是您本人操作，请立即登录平台，在收件箱打开“{title}”，点击“不是我操作”；如果不能登录，请先点击“忘记密码”，或与报名所在地招生考试机构联系。';

const act = (title: string, body: string): MailText => ({
  title,
  body: `考生您好，${body}${WHERE}${DISPUTE}`,
  disputable: true,
});

const texts: Record<MailKind, MailText> = {
  passwordChanged: act('登录密码已修改', '您的登录密码于{at}修改。'),
  passwordReset: act('登录密码已重置', '您的登录密码于{at}通过“忘记密码”重置，所有登录已退出。'),
  passwordResetInPerson: act(
    '登录密码已重置',
    '您的登录密码于{at}使用招生考试机构发放的柜台码重新设置，所有登录已退出。',
  ),
  counterCodeIssued: {
    title: '招生考试机构已为您发放柜台码（{purpose}）',
    body: '考生您好，{office}于{at}核验身份后，发放了用于【{purpose}】的柜台码。如果您本人没有到场办理，请立即修改登录密码，并与报名所在地招生考试机构或省招办联系。',
  },
  formPrintedEarly: {
    title: '招生考试机构已打印您的{choices}表',
    body: '考生您好，{office}于{at}在填报截止前打印了您的【{batch}】志愿表，理由是：{reason}。打印不影响您继续修改志愿。如果您本人没有到场办理，请立即与报名所在地招生考试机构或省招办联系。',
  },
  passwordSet: act('首次登录已设置密码', '您于{at}首次登录，设置了登录密码。'),
  phoneBound: act('手机号码已登记', '您于{at}登记了手机号码{phone}。'),
  phoneChanged: act('手机号码已修改', '您的手机号码于{at}由{before}改为{phone}。'),
  phoneDeleted: act('手机号码已删除', '您的手机号码{before}于{at}删除，以后不再用于验证身份。'),
  phraseChanged: act('密码验证信息已重置', '您的密码验证信息于{at}重置。'),
  phraseChanging: act(
    '密码验证信息将要修改',
    '您于{at}申请修改密码验证信息，没有填写原密码验证信息，新的将于{changesAt}生效；在此之前原密码验证信息仍然有效，您可以随时登录平台，在“密码验证信息重置”页面撤销。',
  ),
  phraseKept: act('密码验证信息的修改已撤销', '您于{at}撤销了密码验证信息的修改，原来的继续使用。'),
  totpBound: act(
    '动态密码已绑定',
    '您于{at}绑定了动态密码，以后登录、放弃志愿、重置密码等操作都要输入动态密码。',
  ),
  totpUnbound: act('动态密码已解除绑定', '您的动态密码于{at}解除绑定，以后不再用于验证身份。'),
  wechatBound: act('微信已绑定', '您于{at}绑定了微信，以后验证码和提醒将通过微信公众号发送。'),
  wechatUnbound: act('微信已解除绑定', '您绑定的微信于{at}解除绑定，以后不再用于验证身份。'),
  accountLinked: act(
    '已关联学信网账号',
    '您于{at}关联了学信网账号，以后可以用学信网账号登录；绑定了动态密码的，登录时仍要输入动态密码。',
  ),
  accountUnlinked: act(
    '已取消关联学信网账号',
    '您于{at}取消了与学信网账号的关联，以后不能用学信网账号登录。',
  ),
  frozen: {
    title: '志愿和安全措施已冻结',
    body: `考生您好，您于{at}对“{disputed}”点击了“不是我操作”，志愿和安全措施已全部冻结，所有登录已退出。${WHERE}请立即修改密码；登录后可以点击“解冻”，用那次操作前绑定的安全措施验证身份；如果没有绑定过，请本人持身份证到报名所在地招生考试机构办理。`,
  },
  thawed: act('志愿和安全措施已解冻', '您的志愿和安全措施于{at}解冻，可以继续操作。'),
  choicesViewed: {
    title: '招生考试机构查看了您的{choices}',
    body: '考生您好，{office}工作人员于{at}查看了您的【{batch}】志愿，理由：{reason}。查看已记录在案。如有疑问，请与报名所在地招生考试机构联系。',
  },
  choicesRestored: {
    title: '{choices}已恢复',
    body: '考生您好，根据您的报案（编号{police}），省招办于{at}把您的【{batch}】志愿恢复为{savedAt}第{saveNumber}次保存的内容，此后用掉的保存次数已退还，还可以修改{left}次。校验值为{checkValue}。{gone}请登录平台核对。',
  },
  choiceListSaved: act(
    '{choices}保存提醒（第{saveNumber}次保存）',
    '您于{at}第{saveNumber}次保存【{batch}】志愿，本次内容：{changes}。校验值为{checkValue}，还可以修改{left}次。',
  ),
  paperListSaved: {
    title: '{choices}已按纸质志愿表保存（第{saveNumber}次保存）',
    body: '考生您好，{office}两名工作人员按您递交的纸质志愿表分别录入、核对一致，于{at}为您第{saveNumber}次保存【{batch}】志愿，本次内容：{changes}。校验值为{checkValue}，还可以修改{left}次。请登录平台核对。如果您没有递交纸质志愿表，请立即在收件箱打开“{title}”，点击“不是我操作”，并与报名所在地招生考试机构联系。',
    disputable: true,
  },
  undertakingReminder: {
    title: '{choices}【{undertaking}】承诺书打印提醒（第{saveNumber}次保存）',
    body: '考生您好，您于{at}第{saveNumber}次填报的志愿中含有【{undertaking}】志愿信息，请在志愿浏览页面打印【{undertaking}承诺书】，并按要求递交。',
  },
  abandoned: act('志愿放弃提醒', '您于{at}放弃了以下类别的志愿：{batches}。放弃后不能再填报这些类别。'),
  listConfirmed: act(
    '志愿确认提醒（{batch}）',
    '您于{at}确认了【{batch}】第{saveNumber}次保存的志愿，校验值为{checkValue}。确认后不能修改，{retractions}。',
  ),
  confirmationRetracted: act(
    '撤销确认提醒（{batch}）',
    '您于{at}撤销了对【{batch}】志愿的确认，可以修改志愿。{unconfirmed}{retractions}。',
  ),
  confirmationReminder: {
    title: '{batch}志愿尚未确认',
    body: '考生您好，您保存了【{batch}】的志愿，但还没有确认。截止时没有确认的志愿无效，录取时不使用。本次填报将于{closesAt}截止，请在此之前登录平台，核对后点击“确认志愿”；如不打算填报，请忽略。',
  },
  draftReminder: {
    title: '{choices}尚未保存，请尽快保存',
    body: '考生您好，您填写了【{batch}】的志愿草稿，但还没有保存志愿。只有草稿不算填报，录取时不使用。本次填报将于{closesAt}截止，请在此之前登录平台保存志愿；如不打算填报，请忽略。',
  },
  officeNotice: { title: '{title}', body: '{body}' },
  planChanged: {
    title: '{batch}招生计划调整，请核对志愿',
    body: '考生您好，您已保存的【{batch}】志愿中含有{plan}，该招生计划于{at}调整：{changes}。您的志愿没有变化。{grant}',
  },
  factsChanged: {
    title: '{list}调整，请核对{choices}',
    body: '考生您好，您的{list}于{at}调整：{changes}。您已保存的【{batch}】志愿没有变化，请登录平台核对是否仍然符合填报条件。{grant}如有疑问，请与报名所在地招生考试机构联系。',
  },
  rulesChanged: {
    title: '填报规则调整，请核对{choices}',
    body: '考生您好，【{batch}】的填报规则于{at}调整，您已保存的志愿没有变化，但是{changes}。请登录平台核对。{grant}如有疑问，请与报名所在地招生考试机构联系。',
  },
  supplementMade: {
    title: '您可以填报{batch}',
    body: '考生您好，【{batch}】已安排，填报时间为{opensAt}至{closesAt}。按您现在的资格、成绩和档案状态，您可以填报；是否填报由您自己决定。请登录平台，先在“招生计划”中查看剩余计划，在填报时间内保存志愿。如果档案状态有变化，以填报时首页显示的为准。',
  },
  welcome: {
    title: '欢迎使用考生服务平台',
    body: '考生您好，请妥善保管考生号和密码，填报志愿前请认真阅读志愿填报须知。',
  },
};

/** Title and body of a mail; instants are shown in Asia/Shanghai. */
export function presentMail(kind: MailKind, values: MailValues): MailText {
  const choices = nameChoices(String(values.batch ?? ''));
  const title = fillText(texts[kind].title, { ...values, choices }, formatInstant);
  return { title, body: fillText(texts[kind].body, { ...values, title }, formatInstant) };
}

/** Whether a mail tells of an act that its owner may dispute (不是我操作). */
export function isDisputable(kind: MailKind): boolean {
  return texts[kind]?.disputable === true;
}

/** Where an act came from, as mails name it: the address, and which computer or phone. */
export function nameOrigin({ address, device, userAgent = '' }: Origin): {
  address: string;
  device: string;
} {
  return { address, device: nameDevice(device, userAgent, '') };
}
