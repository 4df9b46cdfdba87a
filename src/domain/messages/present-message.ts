import { type MailValues, presentMail } from '../mailbox/mail.presenter';
import { cutMiddle } from './cut-middle';
import { presentMailSms, type ToldKind } from './mail-sms.presenter';
import type { Channel } from './outbox.repository';

export type { ToldKind } from './mail-sms.presenter';

/** What each way says of an event: an SMS its short text, WeChat the letter. */
export function presentMessage(
  kind: ToldKind,
  values: MailValues,
): Readonly<Record<Exclude<Channel, 'email'>, string>> {
  return { sms: presentMailSms(kind, values), wechat: cutMiddle(presentMail(kind, values).body) };
}
