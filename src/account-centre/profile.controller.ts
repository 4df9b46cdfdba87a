import type { Knex } from 'knex';
import { documentLabels, listStudentRecords, openAccountPhone, openEmail, openIdentity } from '../accounts';
import { formatInstant } from '../format-time';
import type { AccountHandler } from '../middleware/as-account';
import { readNumberStanding } from '../re-registration';
import { maskDocumentNumber, maskEmail, maskPhone } from '../rules/masking';
import type { Cipher } from '../security/cipher';
import { presentStudentRecord } from './student-record.presenter';

/** 个人信息: what was registered, masked, and 学籍学历 once it is proved whose they are. */
export function createProfileController(db: Knex, cipher: Cipher, unprovedDays: number): AccountHandler {
  return async ({ account, render }) => {
    const records = account.personId === null ? [] : await listStudentRecords(db, account.personId);
    const { emailCipher, emailBoundAt } = account;
    const email = emailCipher === null ? '' : maskEmail(openEmail(cipher, emailCipher));
    render('account-centre/profile', {
      profile: {
        userName: account.userName,
        name: account.name,
        documentKind: documentLabels[account.documentKind],
        identityNumber: maskDocumentNumber(openIdentity(cipher, account.identityCipher)),
        phone: maskPhone(openAccountPhone(cipher, account.phoneCipher)),
        email,
        emailPending: email !== '' && emailBoundAt === null,
        createdAt: formatInstant(account.createdAt),
        closesAt: account.closesAt === null ? '' : formatInstant(account.closesAt),
        unproved: account.status === 'unproved',
        unprovedDays,
      },
      standing: await readNumberStanding(db, account),
      records: records.map((record) => presentStudentRecord(cipher, record)),
    });
  };
}
