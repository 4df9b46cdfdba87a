import { createObjectionService } from '../../src/account/re-registration/objection.service';
import { accountCommand } from '../../src/cli/account.command';
import { hashObjectionToken } from '../../src/domain/re-registration/objection-link.repository';
import { isContested } from '../../src/domain/re-registration/re-registration.repository';
import { createCipher } from '../../src/infrastructure/security/cipher';
import { ringOf } from '../support/key-rings';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { runCommand } from './run-command';

describe('zhiyuan account', () => {
  let database: TestDatabase;
  const run = (...args: string[]) => runCommand(accountCommand, database, args);
  const cancel = (userName: string) =>
    database.knex('accounts').where({ user_name: userName }).update({ status: 'cancelled' });
  const read = (userName: string) => database.knex('accounts').where({ user_name: userName }).first();

  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
  });
  afterAll(() => database.drop());

  it('gives a number back where nobody has it', async () => {
    const before = await read('taken2020');
    await cancel('taken2020');
    const { code, text } = await run('reinstate', ' Taken2020', '--reason', '申诉属实');
    expect([code, text]).toEqual([0, 'taken2020: is back and owns its number']);
    expect(await read('taken2020')).toMatchObject({ status: 'active', person_id: before.person_id });
    const line = await database.knex('audit_entries').where({ action: 'reinstateAccount' }).first();
    expect([line.actor_kind, line.detail]).toEqual(['operator', { state: 'active', reason: '申诉属实' }]);
    expect(await database.knex('account_mails').where({ account_id: before.id })).toMatchObject([
      { kind: 'reinstated' },
    ]);
  });

  it('takes a number from nobody: who comes back to another’s is unproved, and 客服 decides', async () => {
    const old = await read('taken2020');
    const next = await read('qinzhiyuan');
    await cancel('taken2020');
    await database
      .knex('accounts')
      .where({ id: next.id })
      .update({ status: 'active', person_id: old.person_id });
    await database.knex('re_registrations').insert({
      person_id: old.person_id,
      new_account_id: next.id,
      old_account_id: old.id,
      route: 'app',
      cancel_at: new Date(),
      objection_token_hash: Buffer.from('x'),
      cancelled_at: new Date(),
    });
    const { code, text } = await run('reinstate', 'taken2020', '--reason', '申诉');
    expect([code, text.includes('客服协助验证')]).toEqual([0, true]);
    expect(await read('taken2020')).toMatchObject({ status: 'unproved', person_id: null });
    expect((await read('qinzhiyuan')).status).toBe('active');
    expect((await database.knex('re_registrations').first()).reinstated_at).not.toBeNull();
    expect(await isContested(database.knex, old.person_id, 'app')).toBe(true);
    const shown = await run('show', 'taken2020');
    expect(shown.text).toMatch(
      /^taken2020\tunproved\t.*\nsame number\tqinzhiyuan\tactive\nqinzhiyuan took it/,
    );
    expect(shown.text).not.toMatch(/秦知远|41010520|159000/);
  });

  it('lets one in again that was passed over, and its cancellation and its objection are over', async () => {
    const passed = await read('taken2020');
    const knex = database.knex;
    await knex('accounts').where({ id: passed.id }).update({ status: 'suspended' });
    await knex('re_registrations').update({
      reinstated_at: null,
      cancelled_at: null,
      cancel_at: new Date(Date.now() - 1),
      objection_token_hash: hashObjectionToken('link'),
    });
    expect((await run('reinstate', 'taken2020', '--reason', '证据属实')).code).toBe(0);
    const cipher = createCipher(ringOf('data'), ringOf('index'));
    const objections = createObjectionService(knex, cipher);
    expect(await objections.cancelDue()).toBe(0);
    await knex('re_registrations').update({ cancel_at: new Date(Date.now() + 60_000) });
    expect(await objections.object('link', '其他', { address: '', device: '' })).toBe(false);
    expect([(await read('taken2020')).status, (await read('qinzhiyuan')).status]).toEqual([
      'unproved',
      'active',
    ]);
  });

  it('leaves an objection to 客服', async () => {
    const knex = database.knex;
    const { person_id: person } = await read('qinzhiyuan');
    await knex('accounts').where({ user_name: 'qinzhiyuan' }).update({ status: 'unproved', person_id: null });
    const suspended = { status: 'suspended', person_id: person };
    await knex('accounts').where({ user_name: 'taken2020' }).update(suspended);
    const { code, text } = await run('reinstate', 'taken2020', '--reason', '试');
    expect([code, text.includes('neither cancelled')]).toEqual([1, true]);
  });

  it('refuses what cannot be, and says why', async () => {
    expect(await run('reinstate', 'taken2020', '--reason', '试')).toMatchObject({ code: 1 });
    expect((await run('reinstate', 'nobody', '--reason', '试')).text).toContain('there is no such account');
    expect((await run('show', 'nobody')).code).toBe(1);
    const { phone_index: phone, phone_cipher: cipher } = await read('baiyichen');
    await cancel('suwanqing');
    await database
      .knex('accounts')
      .where({ user_name: 'suwanqing' })
      .update({ phone_index: phone, phone_cipher: cipher });
    expect((await run('reinstate', 'suwanqing', '--reason', '试')).text).toContain(
      'phone belongs to another',
    );
    expect((await read('suwanqing')).status).toBe('cancelled');
  });

  it.each([[['reinstate', 'taken2020']], [['reinstate', 'taken2020', '--reason', ' ']]])(
    'says that the reason is missing: %j',
    async (args) => {
      expect(await run(...args)).toMatchObject({
        code: 2,
        text: expect.stringContaining('--reason is missing'),
      });
    },
  );

  it.each([
    [[]],
    [['reinstate']],
    [['reinstate', 'a', 'b', '--reason', 'x']],
    [['show']],
    [['show', 'a', 'b']],
    [['remove', 'a']],
  ])('says how it is used: %j', async (args) => {
    expect(await run(...args)).toMatchObject({
      code: 2,
      text: expect.stringContaining('usage: zhiyuan account'),
    });
  });
});
