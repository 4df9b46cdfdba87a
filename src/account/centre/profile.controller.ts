import type { Knex } from 'knex';
import { documentLabels } from '../../domain/accounts/document.presenter';
import { openAccountPhone, openEmail, openIdentity } from '../../domain/accounts/sealed';
import { listStudentRecords } from '../../domain/accounts/student-record.repository';
import { readNumberStanding } from '../../domain/re-registration/number-standing';
import { formatInstant } from '../../infrastructure/format-time';
import type { Cipher } from '../../infrastructure/security/cipher';
import { maskDocumentNumber, maskEmail, maskPhone } from '../../rules/identity/masking';
import type { AccountHandler } from '../as-account';
import { presentStudentRecord } from './student-record.presenter';

/** 个人信息: what was registered, masked, and 学籍学历 once it is proved whose they are. */
export function createProfileController(db: Knex, cipher: Cipher, unprovedDays: number): AccountHandler {
  return async ({ account, render }) => {
    const records = account.personId === null ? [] : await listStudentRecords(db, account.personId);
    const { emailCipher, emailBoundAt } = account;
    const email = emailCipher === null ? '' : maskEmail(openEmail(cipher, emailCipher, account.userName));
    render('account/centre/profile', {
      profile: {
        userName: account.userName,
        name: account.name,
        documentKind: documentLabels[account.documentKind],
        identityNumber: maskDocumentNumber(openIdentity(cipher, account.identityCipher, account.userName)),
        phone: maskPhone(openAccountPhone(cipher, account.phoneCipher, account.userName)),
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
