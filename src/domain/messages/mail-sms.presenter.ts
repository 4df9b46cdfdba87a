import { fillText } from '../../infrastructure/fill-text';
import { formatMinute } from '../../infrastructure/format-time';
import type { MailKind, MailValues } from '../mailbox/mail.presenter';
import { cleanValues } from './one-segment';

/** Events that are told by SMS too; the others stand in 收件箱 alone. */
export type ToldKind = Exclude<MailKind, 'officeNotice' | 'undertakingReminder' | 'welcome'>;

const NOT_ME = '非本人操作请立即登录平台处理。';
const NOT_MY_PASSWORD = '非本人操作请用“忘记密码”重设，再到收件箱点击“不是我操作”。';
const ASK_OFFICE = '非本人操作请立即联系报名所在地招生考试机构。';

/** Apart from the letters of 收件箱: one segment each, signature and all (`composeSms`). */
const texts: Readonly<Record<ToldKind, string>> = {
  passwordChanged: `您的登录密码于{at}修改。${NOT_MY_PASSWORD}`,
  passwordReset: `您的登录密码于{at}重置。${NOT_MY_PASSWORD}`,
  passwordResetInPerson: `您的登录密码于{at}用柜台码重设。${ASK_OFFICE}`,
  passwordSet: `您于{at}首次登录并设置了密码。${ASK_OFFICE}`,
  counterCodeIssued: '⟨{office}⟩为您发放了柜台码（{purpose}）。没有到场办理的请立即修改密码，并联系省招办。',
  formPrintedEarly: '⟨{office}⟩打印了您的【{batch}】志愿表⟦，不影响修改⟧。没有到场办理的请联系招生考试机构。',
  phoneBound: `您于{at}登记了手机号码{phone}。${NOT_ME}`,
  phoneChanged: `您的手机号码于{at}⟦由{before}⟧改为{phone}。${NOT_ME}`,
  phoneDeleted: `您的手机号码{before}于{at}删除⟦，不再用于验证身份⟧。${NOT_ME}`,
  phraseChanged: `您的密码验证信息于{at}重置。${NOT_ME}`,
  phraseChanging:
    '新的密码验证信息将于{changesAt}生效⟦，此前原密码验证信息仍然有效⟧。非本人操作请登录平台撤销。',
  phraseKept: `您于{at}撤销了密码验证信息的修改。${NOT_ME}`,
  totpBound: `您于{at}绑定了动态密码⟦，以后登录都要输入⟧。${NOT_ME}`,
  totpUnbound: `您的动态密码于{at}解除绑定。${NOT_ME}`,
  wechatBound: `您于{at}绑定了微信⟦，验证码将发到微信⟧。${NOT_ME}`,
  wechatUnbound: `您绑定的微信于{at}解除绑定。${NOT_ME}`,
  accountLinked: `您于{at}关联了学信网账号⟦，可以用它登录⟧。${NOT_ME}`,
  accountUnlinked: `您于{at}取消关联学信网账号。${NOT_ME}`,
  frozen: '您于{at}点击了“不是我操作”，志愿和安全措施已冻结。请立即修改密码⟦，再登录点击“解冻”⟧。',
  thawed: `您的志愿和安全措施于{at}解冻。${NOT_ME}`,
  choicesViewed: '⟨{office}⟩工作人员于{at}查看了您的【{batch}】志愿，查看已记录在案。',
  choicesRestored: '省招办于{at}根据您的报案恢复了【{batch}】志愿⟦，还可以修改{left}次⟧，请登录平台核对。',
  choiceListSaved: `您于{at}第{saveNumber}次保存【{batch}】志愿⟦，还可以修改{left}次⟧⟦，详见收件箱⟧。${NOT_ME}`,
  paperListSaved:
    '⟨{office}⟩按纸质志愿表第{saveNumber}次保存您的【{batch}】志愿，请登录核对。没有递交过的请立即处理。',
  abandoned: `您于{at}放弃了本组{count}类志愿，不能再填报⟦，详见收件箱⟧。${NOT_ME}`,
  listConfirmed: `您于{at}确认了【{batch}】志愿⟦，确认后不能修改⟧。${NOT_ME}`,
  confirmationRetracted: `您于{at}撤销了对【{batch}】志愿的确认⟦，修改后请重新确认⟧。${NOT_ME}`,
  confirmationReminder:
    '您的【{batch}】志愿还没有确认，{closesAt}截止，请尽快登录确认。⟦没有确认的志愿无效。⟧',
  draftReminder: '您的【{batch}】志愿还没有保存，{closesAt}截止，请尽快登录保存。⟦只有草稿不算填报。⟧',
  planChanged: '您【{batch}】志愿中的招生计划有调整，请登录平台收件箱查看并核对志愿。',
  rulesChanged: '【{batch}】的填报规则有调整，影响您的志愿，请登录平台收件箱查看并核对志愿。',
  supplementMade: '您可以填报【{batch}】，{opensAt}至{closesAt}⟦，请登录平台查看剩余计划⟧。',
  factsChanged: '您的{list}有调整，请登录平台收件箱查看，并核对【{batch}】志愿。',
};

/** Every event of which an SMS tells. */
export const toldKinds = Object.keys(texts) as ToldKind[];

/** The text of an SMS about an event, to be signed and made to fit; instants to the minute, Asia/Shanghai. */
export function presentMailSms(kind: ToldKind, values: MailValues): string {
  return fillText(texts[kind], cleanValues(values), formatMinute);
}
