export { countUnread, sendMail, type UnreadCounts } from './mail.repository';
