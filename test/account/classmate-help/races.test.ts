import { setTimeout as sleep } from 'node:timers/promises';
import { signInAccount } from '../../support/accounts';
import { CLAIMED, PROVED, readClaim, restoreClaim } from '../../support/claims';
import { newPassword, provePhone, toDetails } from '../../support/register';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { ask, findRequestPath, help, names } from './asking';

type Helper = keyof typeof names;

describe('classmates at the same instant', () => {
  let app: TestApp;
  let owner: TestClient;
  let rival: TestClient;
  const clients = {} as Record<Helper, TestClient>;
  beforeAll(async () => {
    app = await startTestApp({ env: { PROOF_DELAY_HOURS: '0' } });
    owner = await signInAccount(app, 'qinzhiyuan');
    for (const name of ['lumingqi', 'baiyichen', 'suwanqing'] as const)
      clients[name] = await signInAccount(app, name);
    const { client } = await provePhone(app, '15912340501');
    const given = { personName: '秦知远', identityNumber: '410105200109171234', again: 'yes' };
    await client.post('/account/register/details', toDetails(given));
    rival = await signInAccount(app, '15912340501', newPassword);
  });
  afterAll(() => app.close());
  beforeEach(() => restoreClaim(app));

  const knex = () => app.database.knex;

  async function reach(helper: Helper, client = owner): Promise<string> {
    await ask(client, names[helper]);
    const path = await findRequestPath(app, helper);
    await clients[helper].get(path);
    return path;
  }

  /** Until somebody waits for a lock of this database. */
  async function waitForWaiter(): Promise<void> {
    const asking = () =>
      knex()('pg_stat_activity')
        .whereRaw("datname = current_database() and wait_event_type = 'Lock'")
        .first('pid');
    while ((await asking()) === undefined) await sleep(20);
  }

  const statuses = (pages: readonly { readonly status: number }[]) =>
    pages.map(({ status }) => status).toSorted();

  it('two helpers: both are counted, the account is proved once', async () => {
    const [first, second] = [await reach('lumingqi'), await reach('baiyichen')];
    const pages = await Promise.all([
      help(app, clients.lumingqi, first, {}, false),
      help(app, clients.baiyichen, second, {}, false),
    ]);
    expect(statuses(pages)).toEqual([303, 303]);
    expect(await readClaim(app)).toEqual(PROVED);
    expect(await knex()('re_registrations')).toHaveLength(1);
  });

  it('three helpers where two are enough: the third comes to an end, not to a second proof', async () => {
    const paths = [await reach('lumingqi'), await reach('baiyichen'), await reach('suwanqing')] as const;
    const pages = await Promise.all([
      help(app, clients.lumingqi, paths[0], {}, false),
      help(app, clients.baiyichen, paths[1], {}, false),
      help(app, clients.suwanqing, paths[2], {}, false),
    ]);
    expect(statuses(pages)).toEqual([303, 303, 409]);
    expect(await knex()('re_registrations')).toHaveLength(1);
  });

  it('one helper eight times: one help', async () => {
    const path = await reach('lumingqi');
    const pages = await Promise.all(
      Array.from({ length: 8 }, () => help(app, clients.lumingqi, path, {}, false)),
    );
    expect(pages.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(
      await knex()('audit_entries')
        .where({ action: 'helpClassmate' })
        .whereRaw("at > now() - interval '1 minute'")
        .countDistinct('subject_id'),
    ).toHaveLength(1);
    expect(await knex()('account_mails').where({ kind: 'helpOfYours' })).toHaveLength(1);
    expect(await readClaim(app)).toEqual(CLAIMED);
  });

  it('a help against its own taking back, and the last help against it: never a proof with one helper', async () => {
    for (let round = 0; round < 4; round += 1) {
      await restoreClaim(app);
      const [first, second] = [await reach('lumingqi'), await reach('baiyichen')];
      await help(app, clients.lumingqi, first, {}, false);
      const [back, last] = await Promise.all([
        clients.lumingqi.post(`${first}/taking-back`, {}, { follow: false }),
        help(app, clients.baiyichen, second, {}, false),
      ]);
      expect(last.status).toBe(303);
      const helped = await knex()('classmate_invitations').where({ answer: 'helped' });
      // Whichever came first settled it: two helps and a proof, or one help and none.
      expect([back.status, helped.length, await readClaim(app)]).toEqual(
        back.status === 303 ? [303, 1, CLAIMED] : [409, 2, PROVED],
      );
    }
  });

  it('the last help against the withdrawal of a request: never a proof with one helper', async () => {
    const [first, second] = [await reach('lumingqi'), await reach('baiyichen')];
    await help(app, clients.lumingqi, first, {}, false);
    const [request] = await knex()('classmate_requests').orderBy('id');
    const [withdrawn] = await Promise.all([
      owner.post(`/account/solutions/classmates/${request.id}/withdrawal`, {}, { follow: false }),
      help(app, clients.baiyichen, second, {}, false),
    ]);
    const proved = withdrawn.status !== 303;
    expect(await readClaim(app)).toEqual(proved ? PROVED : CLAIMED);
  });

  it('the last help behind whoever holds the person: it holds no account yet, so nobody waits for ever', async () => {
    const [first, second] = [await reach('lumingqi'), await reach('baiyichen')];
    await help(app, clients.lumingqi, first, {}, false);
    const holder = await knex().transaction();
    await holder('persons').where({ name: '秦知远' }).forUpdate().first('id');
    const helping = help(app, clients.baiyichen, second, {}, false);
    await waitForWaiter();
    await holder.raw("select from accounts where user_name in ('qinzhiyuan', 'taken2020') for update nowait");
    await holder.commit();
    expect((await helping).status).toBe(303);
    expect(await readClaim(app)).toEqual(PROVED);
  });

  it('two accounts of one number: one is proved, the other is told to go to 客服', async () => {
    const mine = [await reach('lumingqi'), await reach('baiyichen')] as const;
    const theirs = [await reach('lumingqi', rival), await reach('baiyichen', rival)] as const;
    for (const path of [mine[0], theirs[0]]) await help(app, clients.lumingqi, path, {}, false);
    const pages = await Promise.all(
      [mine[1], theirs[1]].map((path) => help(app, clients.baiyichen, path, {}, false)),
    );
    expect(statuses(pages)).toEqual([303, 409]);
    const active = await knex()('accounts').where({ name: '秦知远', status: 'active' });
    expect(active).toHaveLength(1);
    expect(await knex()('re_registrations')).toHaveLength(1);
  });

  it('the last help against 提供学籍或学历信息 of another account: one is proved', async () => {
    const [first, second] = [await reach('lumingqi'), await reach('baiyichen')];
    await help(app, clients.lumingqi, first, {}, false);
    await rival.get('/account/solutions/student-record');
    const facts = {
      state: 'enrolled',
      institutionName: '雁湖大学',
      number: '202010010101',
      year: '2020',
      level: '本科',
    };
    await Promise.all([
      help(app, clients.baiyichen, second, {}, false),
      rival.post('/account/solutions/student-record', facts, { follow: false }),
    ]);
    expect(await knex()('accounts').where({ name: '秦知远', status: 'active' })).toHaveLength(1);
    expect(await knex()('re_registrations')).toHaveLength(1);
  });

  it('a helper at the limit, asked by two at once: one help', async () => {
    const mine = await reach('lumingqi');
    const theirs = await reach('lumingqi', rival);
    const [invitation] = await knex()('classmate_invitations').orderBy('id');
    const request = await knex()('classmate_requests').where({ id: invitation.request_id }).first();
    const { id: _id, ...copied } = request;
    for (let count = 0; count < 2; count += 1) {
      const [row] = await knex()('classmate_requests')
        .insert({ ...copied, withdrawn_at: new Date() })
        .returning('id');
      const { id: _other, ...given } = invitation;
      await knex()('classmate_invitations').insert({
        ...given,
        request_id: row.id,
        answer: 'helped',
        answered_at: new Date(),
      });
    }
    const pages = await Promise.all(
      [mine, theirs].map((path) => help(app, clients.lumingqi, path, {}, false)),
    );
    expect(statuses(pages)).toEqual([303, 409]);
  });
});
