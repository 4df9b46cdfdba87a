export { isDisputable, type MailKind, type MailValues, nameOrigin, presentMail } from './mail.presenter';
export { countUnread, findMail, type Mail, sendMail, sendMails, type UnreadCounts } from './mail.repository';
