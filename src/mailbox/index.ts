export { isDisputable, type MailKind, type MailValues, nameOrigin, presentMail } from './mail.presenter';
export {
  countReaders,
  countUnread,
  findMail,
  type Mail,
  publishNotice,
  sendMail,
  sendMails,
  sendMailsEach,
  type UnreadCounts,
  withdrawNotice,
} from './mail.repository';
