export { type MailKind, type MailValues, presentMail } from './mail.presenter';
export { countUnread, sendMail, type UnreadCounts } from './mail.repository';
