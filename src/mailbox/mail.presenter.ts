import { formatInstant } from '../format-time';

/** Events of which a candidate is told by a read-only mail. */
export type MailKind =
  | 'abandoned'
  | 'draftReminder'
  | 'passwordChanged'
  | 'choiceListSaved'
  | 'undertakingReminder'
  | 'welcome';

export type MailValues = Readonly<Record<string, string | number | Date>>;

interface MailText {
  readonly title: string;
  readonly body: string;
}

const texts: Record<MailKind, MailText> = {
  passwordChanged: {
    title: '登录密码已修改',
    body: '考生您好，您的登录密码于{at}修改，操作地址为{address}。如果不是您本人操作，请立即携带身份证到报名所在地招生考试机构重置密码。',
  },
  choiceListSaved: {
    title: '{batch}志愿保存提醒（第{saveNumber}次保存）',
    body: '考生您好，您于{at}第{saveNumber}次保存【{batch}】志愿，本次内容：{changes}。操作地址为{address}（设备{device}），校验值为{checkValue}。还可以修改{left}次。如果不是您本人操作，请立即点击“不是我操作”，并与报名所在地招生考试机构联系。',
  },
  undertakingReminder: {
    title: '{batch}志愿【{undertaking}】承诺书打印提醒（第{saveNumber}次保存）',
    body: '考生您好，您于{at}第{saveNumber}次填报的志愿中含有【{undertaking}】志愿信息，请在志愿浏览页面打印【{undertaking}承诺书】，并按要求递交。',
  },
  abandoned: {
    title: '志愿放弃提醒',
    body: '考生您好，您于{at}放弃了以下类别的志愿：{batches}。放弃后不能再填报这些类别。操作地址为{address}。如果不是您本人操作，请立即修改密码，并与报名所在地招生考试机构联系。',
  },
  draftReminder: {
    title: '{batch}志愿尚未保存，请尽快保存',
    body: '考生您好，您填写了【{batch}】的志愿草稿，但还没有保存志愿。草稿不是志愿，不能用于录取。本次填报将于{closesAt}截止，请在此之前登录系统保存志愿；不打算填报的，无须理会。',
  },
  welcome: {
    title: '欢迎使用考生服务平台',
    body: '考生您好，请妥善保管考生号和密码，填报志愿前认真阅读志愿填报须知。',
  },
};

/** Title and body of a mail; instants are shown in Asia/Shanghai. */
export function presentMail(kind: MailKind, values: MailValues): MailText {
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_all, name: string) => {
      const value = values[name];
      return value instanceof Date ? formatInstant(value) : String(value ?? '');
    });
  return { title: fill(texts[kind].title), body: fill(texts[kind].body) };
}
