import { createClosingService } from '../../../src/account/centre/closing.service';
import type { ConfirmPassword } from '../../../src/account/centre/confirm-password';
import { createFactorService } from '../../../src/account/factors/factor.service';
import { findAccount, lockConfirmed } from '../../../src/domain/accounts/account.repository';
import type { SignedInAccount } from '../../../src/domain/accounts/account-session.repository';
import { requirePassword } from '../../../src/domain/credentials/sign-in.repository';
import { AppError } from '../../../src/infrastructure/errors';
import { idOfAccount } from '../../support/accounts';
import { startTestApp, type TestApp } from '../../support/test-app';

const ORIGIN = { address: '203.0.113.9', device: 'a browser' };

describe('a password that is changed between its comparison and the act', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const knex = () => app.database.knex;
  async function signedIn(userName: string): Promise<SignedInAccount> {
    const account = await findAccount(knex(), await idOfAccount(app, userName));
    if (account === null) throw new Error(`there is no account ${userName}`);
    return { ...account, sessionId: 0, unread: 0 };
  }
  /** The password is right, and is another one as soon as that is known. */
  const overtaken: ConfirmPassword = async ({ id }) => {
    await knex()('accounts').where({ id }).update({ password_hash: 'another hash' });
    // What the act itself charges has no part in it.
    return { outcome: 'confirmed', pass: undefined as never };
  };
  const conflict = new AppError('conflict', 409);

  it('closes no account, proved or not', async () => {
    const { cipher, db } = app.services;
    const closing = createClosingService({
      db,
      cipher,
      hasher: undefined as never,
      confirm: overtaken,
      releaseNumber: async () => {},
    });
    for (const name of ['lumingqi', 'qinzhiyuan']) {
      const account = await signedIn(name);
      await expect(closing.ask(account, 'x', ORIGIN)).rejects.toEqual(conflict);
      expect(await knex()('accounts').where({ id: account.id }).first('status', 'closes_at')).toEqual({
        status: account.status,
        closes_at: null,
      });
    }
  });

  it('unbinds no factor', async () => {
    const { cipher, db } = app.services;
    const factors = createFactorService({ db, cipher, confirm: overtaken });
    const { account_id: id } = await knex()('account_factors').first('account_id');
    const account = await findAccount(knex(), id);
    const before = await knex()('account_factors').where({ account_id: id });
    if (account === null) throw new Error('the factor has no account');
    const owner = { ...account, sessionId: 0, unread: 0 };
    await expect(factors.unbind(owner, before[0].kind, 'x', ORIGIN)).rejects.toEqual(conflict);
    expect(await knex()('account_factors').where({ account_id: id })).toEqual(before);
  });

  it('is asked for under the lock, of accounts and of candidates', async () => {
    const account = await signedIn('lumingqi');
    const { candidate_id, password_hash } = await knex()('credentials').whereNotNull('password_hash').first();
    await knex().transaction(async (transaction) => {
      expect((await lockConfirmed(transaction, account)).id).toBe(account.id);
      await requirePassword(transaction, candidate_id, password_hash);
      await expect(lockConfirmed(transaction, { ...account, passwordHash: 'x' })).rejects.toEqual(conflict);
      await expect(requirePassword(transaction, candidate_id, 'x')).rejects.toEqual(conflict);
    });
  });
});
