import { listLettersTo, signInAccount } from '../../support/accounts';
import { newPassword, provePhone, toDetails } from '../../support/register';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';

const RECORD = '/account/solutions/student-record';
const enrolled = {
  state: 'enrolled',
  institutionName: '雁湖大学',
  number: '202010010101',
  year: '2020',
  level: '本科',
};

const objection = { reasonCode: 'notMine' };

describe('【解决办法】 by 学籍学历', () => {
  let app: TestApp;
  let owner: TestClient;
  let impostor: TestClient;
  beforeEach(async () => {
    // The waiting of proofs has tests of its own.
    app = await startTestApp({ env: { PROOF_DELAY_HOURS: '0' } });
    owner = await signInAccount(app, 'qinzhiyuan');
    impostor = await signInAccount(app, 'taken2020');
  });
  afterEach(() => app.close());

  const knex = () => app.database.knex;
  const statusOf = async (userName: string) =>
    (await knex()('accounts').where({ user_name: userName }).first('status')).status;
  const isIn = async (client: TestClient) => (await client.get('/account')).url === '/account';

  /** Where the newest objection link to a phone leads. */
  async function findLink(phone: string): Promise<string> {
    const link = /\/account\/objections\/[\w-]+/.exec((await listLettersTo(app, phone)).at(-1) ?? '')?.[0];
    if (link === undefined) throw new Error('no link was sent');
    return link;
  }

  /** Another account that claims the number of 秦知远. */
  async function registerRival(phone: string): Promise<TestClient> {
    const { client } = await provePhone(app, phone);
    const given = { personName: '秦知远', identityNumber: '410105200109171234', again: 'yes' };
    await client.post('/account/register/details', toDetails(given));
    return signInAccount(app, phone, newPassword);
  }

  it('proves the owner, suspends the impostor at once, tells all that is bound and cancels after 72 hours', async () => {
    const page = await owner.get('/account/solutions');
    for (const word of ['研招推免', '统考', '自主招生', '兵役登记/应征报名', '提供学籍或学历信息'])
      expect(page.text).toContain(word);
    const subject = await knex()('persons').where({ name: '秦知远' }).first('subject');
    expect((await owner.post(RECORD, { ...enrolled, number: '２０２０１００１０１０１' })).url).toBe(
      '/account',
    );
    expect((await owner.get('/account')).text).toContain('雁湖大学');
    expect([await statusOf('qinzhiyuan'), await statusOf('taken2020')]).toEqual(['active', 'suspended']);
    expect(await isIn(impostor)).toBe(false);
    expect(await knex()('persons').where({ name: '秦知远' }).first('subject')).toEqual(subject);
    for (const bound of ['15900001001', 'taken2020@example.com'])
      expect((await listLettersTo(app, bound)).at(-1)).toMatch(/已停用，将于.*注销.*\/account\/objections\//);
    const { objections } = app.services.accounts;
    expect(await objections.cancelDue()).toBe(0);
    const link = await findLink('15900001001');
    await knex()('re_registrations').update({ cancel_at: new Date(Date.now() - 1) });
    expect((await createTestClient(app.url).get(link)).status).toBe(200);
    await Promise.all([objections.cancelDue(), objections.cancelDue()]);
    expect(await statusOf('taken2020')).toBe('cancelled');
    const acts = await knex()('audit_entries').whereIn('action', ['proveAccount', 'cancelAccount']);
    expect(acts.map(({ action }) => action)).toEqual(['proveAccount', 'cancelAccount']);
    const visitor = createTestClient(app.url);
    await visitor.get('/account/sign-in');
    expect((await visitor.post(link, objection)).status).toBe(409);
    expect(await statusOf('qinzhiyuan')).toBe('active');
  });

  it('by objection takes the proof back and stops the cancellation, once', async () => {
    await owner.post(RECORD, enrolled);
    const link = await findLink('15900001001');
    const visitor = createTestClient(app.url);
    expect((await visitor.get(link)).text).toContain('提出异议');
    expect(await statusOf('qinzhiyuan')).toBe('active');
    expect((await visitor.post(link, objection)).text).toContain('已提出异议');
    await visitor.get('/account/sign-in');
    expect([await statusOf('qinzhiyuan'), await statusOf('taken2020')]).toEqual(['unproved', 'suspended']);
    expect(await isIn(owner)).toBe(false);
    expect((await visitor.post(link, objection)).status).toBe(409);
    await knex()('re_registrations').update({ cancel_at: new Date(Date.now() - 1) });
    expect(await app.services.accounts.objections.cancelDue()).toBe(0);
    expect(await statusOf('taken2020')).toBe('suspended');
    // Neither the same route again nor a fresh registration gets round it.
    const again = await signInAccount(app, 'qinzhiyuan');
    await again.get(RECORD);
    expect((await again.post(RECORD, enrolled)).status).toBe(409);
    const rival = await registerRival('15912340201');
    expect(await isIn(rival)).toBe(true);
    expect((await rival.get('/account/security')).status).toBe(404);
  });

  it('lets one of two who prove themselves at the same instant win', async () => {
    const rival = await registerRival('15912340202');
    await Promise.all([owner.get(RECORD), rival.get(RECORD)]);
    const pages = await Promise.all([owner.post(RECORD, enrolled), rival.post(RECORD, enrolled)]);
    expect(pages.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const person = await knex()('persons').where({ name: '秦知远' }).first('id');
    const active = await knex()('accounts').where({ person_id: person.id, status: 'active' });
    expect(active).toHaveLength(1);
    expect(await knex()('re_registrations')).toHaveLength(1);
  });

  it('gives five guesses a day, whatever is wrong the same words, and ten a number', async () => {
    const wrong = [
      { number: '202010010102' },
      { institutionName: '嵩阳学院' },
      { year: '2021' },
      { level: '专科' },
      { state: 'graduated' },
    ];
    const texts = new Set<string>();
    await owner.get(RECORD);
    for (const given of wrong) {
      const page = await owner.post(RECORD, { ...enrolled, ...given });
      expect(page.status).toBe(422);
      texts.add(/填写的信息与[^。]*。/.exec(page.text)?.[0] ?? '');
    }
    expect(texts.size).toBe(1);
    const page = await owner.post(RECORD, enrolled);
    expect(page.status).toBe(429);
    expect(page.text).toMatch(/每天5次.*解除限制.*选择其他途径/);
    expect(await statusOf('taken2020')).toBe('active');
    const index = await knex()('accounts').where({ user_name: 'qinzhiyuan' }).first('identity_index');
    const key = `recordProof-number:${index.identity_index.toString('base64url')}`;
    await knex()('throttles').where({ key }).update({ points: 10 });
    const rival = await registerRival('15912340203');
    await rival.get(RECORD);
    expect((await rival.post(RECORD, enrolled)).status).toBe(429);
  });

  it('names every fault at its field, and is open to nobody who is proved', async () => {
    await owner.get(RECORD);
    const page = await owner.post(RECORD, { state: 'graduated', number: '1', year: '20' });
    expect(page.status).toBe(422);
    for (const sentence of ['请输入院校名称', '毕业年份为4位数字', '请选择学历层次'])
      expect(page.text).toContain(sentence);
    expect((await impostor.post(RECORD, enrolled)).status).toBe(404);
    expect((await createTestClient(app.url).get('/account/objections/nothing')).status).toBe(404);
  });
});
