import { grantAndTell, grantAndTellPending } from '../../../src/domain/granted-saves/grant-and-tell';
import { idOf, openForm, people, press, signIn, sound } from '../../candidate/filing/filing';
import { startTestApp, type TestApp } from '../../support/test-app';

describe('telling the owners of filed lists', () => {
  let app: TestApp;
  let candidateId: number;
  let group: string;
  beforeAll(async () => {
    app = await startTestApp();
    const candidate = await signIn(app, people.pilot);
    await press(candidate, await openForm(candidate), 'versions', sound);
    candidateId = await idOf(app, people.pilot);
    group = (await app.database.knex('application_groups').first('group_code')).group_code;
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    const { knex } = app.database;
    await knex('mails').where({ kind: 'rulesChanged' }).delete();
    await knex('outbox_messages').where({ kind: 'rulesChanged' }).delete();
    await knex('application_groups').update({ granted_saves: 0 });
  });

  const at = new Date('2021-06-27T02:00:00Z');
  /** The same owner so many times: each telling counts. */
  async function tell(count: number, { fails = false } = {}) {
    const owner = {
      candidateId,
      group,
      batch: 'early-other',
      mayFile: true,
      values: { batch: '提前批其他', changes: '按新的规则' },
    };
    const { pack } = app.services.reference.current().calendar;
    await app.database.knex.transaction(async (transaction) => {
      const owners = Array.from({ length: count }, () => owner);
      await grantAndTell(transaction, app.services.cipher, owners, { pack, kind: 'rulesChanged', at });
      if (fails) throw new Error('undone');
    });
  }
  const parts = () => ({ db: app.database.knex, cipher: app.services.cipher });
  const count = async (table: string) => {
    const [row] = await app.database.knex(table).where({ kind: 'rulesChanged' }).count({ count: '*' });
    return Number(row?.count);
  };
  const countAll = async () => [
    await count('pending_tellings'),
    await count('mails'),
    await count('outbox_messages'),
  ];

  it('tells few within the act', async () => {
    await tell(3);
    expect(await countAll()).toEqual([0, 3, 3]);
    const mail = await app.database.knex('mails').where({ kind: 'rulesChanged' }).first('body', 'sent_at');
    expect([mail.sent_at, mail.body.includes('您可以再保存一次')]).toEqual([at, true]);
  });

  it('writes many down in the act, and tells each once behind its commit', async () => {
    await tell(1100);
    expect(await countAll()).toEqual([1100, 0, 0]);
    await grantAndTellPending(parts(), () => false);
    expect(await countAll()).toEqual([1100, 0, 0]);
    // Two processes at once.
    await Promise.all([grantAndTellPending(parts(), () => true), grantAndTellPending(parts(), () => true)]);
    await grantAndTellPending(parts(), () => true);
    expect(await countAll()).toEqual([0, 1100, 1100]);
    const mails = await app.database
      .knex('mails')
      .where({ kind: 'rulesChanged' })
      .distinct('body', 'sent_at');
    expect([mails.length, mails[0].sent_at, mails[0].body.includes('您可以再保存一次')]).toEqual([
      1,
      at,
      true,
    ]);
    const { granted_saves: granted } = await app.database.knex('application_groups').first('granted_saves');
    expect(granted).toBeGreaterThan(0);
  });

  it('tells nobody of an act that was undone', async () => {
    await expect(tell(1100, { fails: true })).rejects.toThrow('undone');
    expect(await countAll()).toEqual([0, 0, 0]);
  });

  it('keeps those who wait where telling them fails', async () => {
    await tell(501);
    const broken = {
      ...app.services.cipher,
      encrypt: () => {
        throw new Error('no key');
      },
    };
    await expect(grantAndTellPending({ ...parts(), cipher: broken }, () => true)).rejects.toThrow('no key');
    expect(await countAll()).toEqual([501, 0, 0]);
    await app.database.knex('pending_tellings').delete();
  });
});
