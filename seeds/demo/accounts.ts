import type { Knex } from 'knex';
import { describeDemoSubject } from '../../src/account/factor-providers/demo-people';
import { insertAccount } from '../../src/domain/accounts/account.repository';
import { bindEmail, claimEmail } from '../../src/domain/accounts/email.repository';
import { bindFactor, type FactorKind } from '../../src/domain/accounts/factor.repository';
import { lockPersonOf } from '../../src/domain/accounts/person.repository';
import { sealAccountPhone, sealEmail, sealFactor, sealIdentity } from '../../src/domain/accounts/sealed';
import {
  insertStudentRecord,
  type NewStudentRecord,
} from '../../src/domain/accounts/student-record.repository';
import { wallClock } from '../../src/infrastructure/clock';
import type { Cipher } from '../../src/infrastructure/security/cipher';
import { normaliseDocument } from '../../src/rules/identity/identity-document';
import { hashOnce } from './hash-once';
import { demoPassword } from './people/demo-person';

/** A 学信 account of the demo. All people, schools and numbers are invented. */
export interface DemoAccount {
  readonly userName: string;
  readonly name: string;
  /** 居民身份证. */
  readonly identityNumber: string;
  /** 11 digits. */
  readonly phone: string;
  readonly email?: string;
  /** The number was taken when it was registered, and is not proved. */
  readonly unproved?: true;
  /** Bound to what the demo's providers call by the user name. */
  readonly factors?: readonly FactorKind[];
  /** Registered just now; the others months ago. */
  readonly fresh?: true;
  /** 学籍学历 of the person whose number it is. */
  readonly records?: readonly NewStudentRecord[];
}

const classOf2020 = {
  state: 'enrolled',
  institutionName: '雁湖大学',
  level: '本科',
  className: '计算机2001班',
  entryYear: 2020,
  graduationYear: null,
} as const;

/** The account that took 秦知远's number comes before his own. */
export const demoAccounts: readonly DemoAccount[] = [
  {
    userName: 'taken2020',
    name: '秦知远',
    identityNumber: '410105200109171234',
    phone: '15900001001',
    email: 'taken2020@example.com',
    records: [{ ...classOf2020, number: '202010010101' }],
  },
  {
    userName: 'qinzhiyuan',
    name: '秦知远',
    identityNumber: '410105200109171234',
    phone: '15900001002',
    unproved: true,
  },
  {
    userName: 'lumingqi',
    name: '陆明琪',
    identityNumber: '410105200103044568',
    phone: '15900001003',
    records: [{ ...classOf2020, number: '202010010102' }],
  },
  {
    userName: 'baiyichen',
    name: '白亦宸',
    identityNumber: '410105200008217897',
    phone: '15900001004',
    records: [{ ...classOf2020, number: '202010010103' }],
  },
  {
    userName: 'suwanqing',
    name: '苏晚晴',
    identityNumber: '410105200201011225',
    phone: '15900001005',
    records: [{ ...classOf2020, number: '202010010104' }],
  },
  {
    userName: 'shentinglan',
    name: '沈听澜',
    identityNumber: '410105200203143221',
    phone: '15900001007',
    fresh: true,
    records: [{ ...classOf2020, number: '202010010105' }],
  },
  {
    userName: 'xuzimo',
    name: '许子墨',
    identityNumber: '410105199912313451',
    phone: '15900001006',
    email: 'xuzimo@example.com',
    factors: ['wechat'],
    records: [
      {
        state: 'graduated',
        institutionName: '嵩阳学院',
        level: '本科',
        className: '会计1702班',
        entryYear: 2017,
        graduationYear: 2021,
        number: '134991202105000016',
      },
    ],
  },
  // Candidates of the demo, by their numbers: 用学信网账号登录 is open to them once it is linked.
  {
    userName: 'zhouxingyuan',
    name: '周行远',
    identityNumber: '410122200303149512',
    phone: '15900001021',
  },
  {
    userName: 'lisihe',
    name: '李思禾',
    identityNumber: '41012220030709984X',
    phone: '15900001022',
  },
];

/** Fills a demo that has no accounts. */
export async function seedDemoAccounts(db: Knex, cipher: Cipher): Promise<void> {
  if ((await db('accounts').first('id')) !== undefined) return;
  const passwordHash = await hashOnce(demoPassword);
  await db.transaction(async (transaction) => {
    for (const account of demoAccounts) await insertDemoAccount(transaction, cipher, account, passwordHash);
  });
}

async function insertDemoAccount(
  transaction: Knex.Transaction,
  cipher: Cipher,
  { userName, name, identityNumber, phone, email, unproved, fresh, factors = [], records = [] }: DemoAccount,
  passwordHash: string,
): Promise<void> {
  const document = normaliseDocument('resident', identityNumber, { now: new Date(wallClock()) });
  if (document === null) throw new Error(`${identityNumber} is no 居民身份证`);
  const identity = sealIdentity(cipher, document, userName);
  const person = await lockPersonOf(transaction, cipher, { document, documentKind: 'resident', name });
  for (const record of records) await insertStudentRecord(transaction, cipher, person.id, record);
  const mailbox = email === undefined ? null : sealEmail(cipher, email, userName);
  const id = await insertAccount(transaction, {
    userName,
    status: unproved ? 'unproved' : 'active',
    personId: unproved ? null : person.id,
    documentKind: 'resident',
    identity,
    name,
    phone: sealAccountPhone(cipher, phone, userName),
    email: mailbox,
    passwordHash,
  });
  for (const kind of factors) {
    const subject = describeDemoSubject(kind, `demo-${kind}-${userName}`);
    await bindFactor(transaction, id, kind, sealFactor(cipher, kind, subject));
  }
  if (!fresh) await ageAccount(transaction, id);
  if (mailbox === null) return;
  await claimEmail(transaction, id, mailbox.index);
  await bindEmail(transaction, id, mailbox);
}

/** Makes an account months old: classmates with accounts younger than a month may not help. */
async function ageAccount(transaction: Knex.Transaction, id: number): Promise<void> {
  const then = transaction.raw("clock_timestamp() - interval '200 days'");
  await transaction('accounts').where({ id }).update({ created_at: then, status_at: then });
  await transaction('accounts').where({ id, status: 'active' }).update({ proved_at: then });
}
