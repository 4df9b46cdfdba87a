import { idOfAccount, listLettersTo, signInAccount } from '../../support/accounts';
import { CLAIMED, listAudited, PROVED, readClaim, restoreClaim } from '../../support/claims';
import { newPassword, provePhone, toDetails } from '../../support/register';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { ASK, ask, findRefusal, findRequestPath, help, names, ofClass } from './asking';

type Helper = keyof typeof names;

describe('大学同班同学协助', () => {
  let app: TestApp;
  let owner: TestClient;
  let impostor: TestClient;
  const clients = {} as Record<Helper | 'xuzimo', TestClient>;
  beforeAll(async () => {
    app = await startTestApp({ env: { PROOF_DELAY_HOURS: '0' } });
    owner = await signInAccount(app, 'qinzhiyuan');
    impostor = await signInAccount(app, 'taken2020');
    for (const name of ['lumingqi', 'baiyichen', 'suwanqing', 'xuzimo'] as const)
      clients[name] = await signInAccount(app, name);
  });
  afterAll(() => app.close());
  beforeEach(() => restoreClaim(app));

  const knex = () => app.database.knex;
  const lettersOf = async (userName: string): Promise<string[]> =>
    knex()('account_mails')
      .where({ account_id: await idOfAccount(app, userName) })
      .orderBy('id')
      .pluck('kind');

  /** Sends a request to a classmate, who opens it. */
  async function reach(helper: Helper): Promise<string> {
    await ask(owner, names[helper]);
    const path = await findRequestPath(app, helper);
    await clients[helper].get(path);
    return path;
  }

  it('proves the owner by the help of two, told at every step, from the letter in 收件箱', async () => {
    const stopped = await signInAccount(app, 'taken2020');
    const start = await owner.get(ASK);
    for (const word of ['研招推免', '统考', '自主招生', '兵役登记/应征报名', '需要2名'])
      expect(start.text).toContain(word);
    const sent = await ask(owner, '陆明琪', { className: ' 计算机２００１班 ' });
    expect(sent.text).toContain('协助请求已提交');
    expect((await owner.get(ASK)).text).toContain('等待协助');
    const helper = clients.lumingqi;
    const inbox = await helper.get('/account/inbox');
    expect(inbox.text).toContain('收件箱（未读 1 封）');
    const letter = await helper.get(/\/account\/inbox\/\d+/.exec(inbox.html)?.[0] ?? '');
    // The letter that is open is read.
    expect(letter.text).not.toContain('未读');
    const path = /href="(\/account\/classmates\/\d+)"/.exec(letter.html)?.[1] ?? '';
    const page = await helper.get(path);
    for (const word of ['秦知远', '雁湖大学', '计算机2001班', '2020年']) expect(page.text).toContain(word);
    // A token may hold any digits.
    for (const { html } of [letter, page, await helper.get('/account/classmates')])
      expect(html.replaceAll(/name="_csrf" value="[^"]+"/g, '')).not.toMatch(
        /410105|1234|15900001|qinzhiyuan/,
      );
    expect((await help(app, helper, path)).text).toContain('已协助');
    expect(await readClaim(app)).toEqual(CLAIMED);
    expect((await owner.get(ASK)).text).toMatch(/现有 1 名同学协助.*已协助/);
    const second = await reach('baiyichen');
    await help(app, clients.baiyichen, second);
    expect(await readClaim(app)).toEqual(PROVED);
    expect((await owner.get('/account')).text).toContain('雁湖大学');
    expect((await stopped.get('/account')).url).toBe('/account/sign-in');
    for (const bound of ['15900001001', 'taken2020@example.com'])
      expect((await listLettersTo(app, bound)).at(-1)).toMatch(/“大学同班同学协助”.*已停用，将于.*注销/);
    expect(await lettersOf('qinzhiyuan')).toEqual([
      'helpSent',
      'helpGiven',
      'helpSent',
      'helpGiven',
      'proved',
    ]);
    expect(await lettersOf('lumingqi')).toEqual(['helpAsked', 'helpOfYours', 'helpSucceeded']);
    expect(await lettersOf('baiyichen')).toEqual(['helpAsked', 'helpOfYours', 'helpSucceeded']);
    expect(await lettersOf('taken2020')).toEqual(['numberClaimed', 'suspended']);
    expect((await listAudited(app, 'proveAccount')).at(-1)?.detail).toMatchObject({ route: 'classmates' });
    // Nothing can be taken back any more.
    expect((await clients.lumingqi.post(`${path}/taking-back`, {})).status).toBe(409);
  });

  it('answers alike whether there is such a classmate, such an account, such a class, or none', async () => {
    const texts = new Set<string>();
    await knex()('accounts').where({ user_name: 'suwanqing' }).update({ status: 'cancelled' });
    const given: [string, object][] = [
      ['白亦宸', {}],
      ['苏晚晴', {}],
      ['王无此人', {}],
      ['许子墨', { institutionName: '嵩阳学院', className: '会计1702班', entryYear: '2017' }],
      ['陆明琪', { className: '计算机2002班' }],
    ];
    for (const [name, more] of given) {
      await knex()('classmate_requests')
        .delete()
        .whereNotExists(knex()('classmate_invitations').whereRaw('request_id = classmate_requests.id'));
      const page = await ask(owner, name, more);
      const main = page.html
        .replace(/value="[^"]*"/g, '')
        .replace(/[\s\S]*<main/, '')
        .replace(/<tbody>[\s\S]*<\/tbody>/, '');
      texts.add(`${page.status} ${page.url} ${main}`);
    }
    expect(texts.size).toBe(1);
    // The owner of the number is in the class too, but is nobody's helper.
    await knex()('throttles').delete();
    await ask(owner, '秦知远');
    const asked = await knex()('classmate_invitations').pluck('helper_account_id');
    expect(asked).toEqual([await idOfAccount(app, 'baiyichen')]);
    expect(await lettersOf('taken2020')).toEqual(['numberClaimed']);
  });

  it('reaches nobody for an account whose name is not the number’s', async () => {
    await knex()('accounts').where({ user_name: 'qinzhiyuan' }).update({ name: '秦之远' });
    expect((await ask(owner, '陆明琪')).text).toContain('协助请求已提交');
    await knex()('accounts').where({ user_name: 'qinzhiyuan' }).update({ name: '秦知远' });
    expect(await knex()('classmate_invitations')).toEqual([]);
  });

  it('asks all classmates of one name, and counts each person once', async () => {
    await knex()('persons').where({ name: '白亦宸' }).update({ name: '陆明琪' });
    await ask(owner, '陆明琪');
    await knex()('persons')
      .where({
        identity_index: knex()('accounts').where({ user_name: 'baiyichen' }).select('identity_index'),
      })
      .update({ name: '白亦宸' });
    const path = await findRequestPath(app, 'lumingqi');
    expect(await findRequestPath(app, 'baiyichen')).not.toBe('');
    await clients.lumingqi.get(path);
    await help(app, clients.lumingqi, path);
    // A second request that reaches the same person.
    await knex()('classmate_requests').update({ classmate_name: '陆明其' });
    const again = await reach('lumingqi');
    expect(again).not.toBe(path);
    await help(app, clients.lumingqi, again);
    expect(await readClaim(app)).toEqual(CLAIMED);
    expect((await owner.get(ASK)).text).toContain('现有 1 名');
  });

  const tamper: [string, () => Promise<unknown>, string, string][] = [
    [
      'proved 29 days ago',
      () =>
        knex()('accounts')
          .where({ user_name: 'lumingqi' })
          .update({ proved_at: knex().raw("now() - interval '29 days'") }),
      'newAccount',
      '不满30天',
    ],
    [
      'nobody’s classmate any more',
      () =>
        knex()('student_records')
          .where({ person_id: knex()('persons').where({ name: '陆明琪' }).select('id') })
          .update({ class_name: '计算机2002班' }),
      'notClassmate',
      '同班的记录',
    ],
    [
      'who asks too late',
      () => knex()('classmate_requests').update({ expires_at: new Date(Date.now() - 1) }),
      'ended',
      '已结束',
    ],
    [
      'of a claim before',
      () => knex()('accounts').where({ user_name: 'qinzhiyuan' }).update({ status_at: new Date() }),
      'ended',
      '已结束',
    ],
  ];
  it.each(tamper)('takes no help of somebody %s, and says why', async (_what, change, reason, sentence) => {
    const path = await reach('lumingqi');
    await change();
    const shown = await clients.lumingqi.get(path);
    expect(shown.text).toContain(sentence);
    expect(shown.html).not.toContain('/help"');
    const page = await help(app, clients.lumingqi, path);
    expect([page.status, await findRefusal(app)]).toEqual([409, reason]);
    expect(await knex()('classmate_invitations').where({ answer: 'helped' })).toEqual([]);
    await knex()('student_records')
      .where({ class_name: '计算机2002班' })
      .update({ class_name: '计算机2001班' });
  });

  it('lets one person help three times a year, whoever asks: the same helper for ten', async () => {
    const path = await reach('lumingqi');
    const { request_id: requestId, helper_person_id: personId } =
      await knex()('classmate_invitations').first();
    const request = await knex()('classmate_requests').where({ id: requestId }).first();
    const { id: _id, ...copied } = request;
    const helped: number[] = [];
    for (let count = 0; count < 3; count += 1) {
      const [row] = await knex()('classmate_requests')
        .insert({ ...copied, withdrawn_at: new Date() })
        .returning('id');
      helped.push(row.id);
      await knex()('classmate_invitations').insert({
        request_id: row.id,
        helper_account_id: await idOfAccount(app, 'lumingqi'),
        helper_person_id: personId,
        answer: 'helped',
        answered_at: new Date(),
      });
    }
    expect((await help(app, clients.lumingqi, path)).text).toContain('次数已用完');
    expect(await findRefusal(app)).toBe('tooManyHelps');
    await knex()('classmate_invitations')
      .where({ request_id: helped[0] })
      .update({ answered_at: knex().raw("now() - interval '366 days'") });
    expect((await help(app, clients.lumingqi, path)).text).toContain('已协助');
  });

  it('asks for a sure helper and the password, and shows a request to nobody else', async () => {
    const path = await reach('lumingqi');
    const unsure = await help(app, clients.lumingqi, path, { confirmed: '' });
    expect([unsure.status, unsure.text.includes('请先确认是本人的请求')]).toEqual([422, true]);
    const wrong = await help(app, clients.lumingqi, path, { current: 'wrong' });
    expect([wrong.status, wrong.text.includes('登录密码错误')]).toEqual([422, true]);
    for (const client of [clients.baiyichen, clients.xuzimo, impostor]) {
      await client.get('/account/classmates');
      expect((await client.get(path)).status).toBe(404);
      for (const act of ['help', 'refusal', 'taking-back'])
        expect(
          (await client.post(`${path}/${act}`, { confirmed: 'yes', current: 'Zhiyuan#2021' })).status,
        ).toBe(404);
    }
    expect((await clients.lumingqi.get('/account/classmates/999999')).status).toBe(404);
    expect((await clients.lumingqi.get('/account/classmates/x')).status).toBe(404);
    expect(await knex()('classmate_invitations').where({ answer: 'open' })).toHaveLength(1);
  });

  it('is taken back by the helper until the account is proved, and may be given again', async () => {
    const path = await reach('lumingqi');
    await help(app, clients.lumingqi, path);
    expect((await clients.lumingqi.post(`${path}/taking-back`, {})).text).toContain('等待办理');
    expect((await owner.get(ASK)).text).toMatch(/现有 0 名.*等待协助/);
    await help(app, clients.baiyichen, await reach('baiyichen'));
    expect(await readClaim(app)).toEqual(CLAIMED);
    expect(await lettersOf('lumingqi')).toEqual(['helpAsked', 'helpOfYours', 'helpTakenBackByYou']);
    expect(await lettersOf('qinzhiyuan')).toContain('helpTakenBack');
    await help(app, clients.lumingqi, path);
    expect(await readClaim(app)).toEqual(PROVED);
  });

  it('is refused by the helper without telling, so that nobody learns who is a classmate', async () => {
    const path = await reach('lumingqi');
    const before = (await owner.get(ASK)).text;
    expect((await clients.lumingqi.post(`${path}/refusal`, {})).text).toContain('已谢绝');
    expect((await owner.get(ASK)).text).toBe(before);
    expect(await lettersOf('qinzhiyuan')).toEqual(['helpSent']);
    expect((await help(app, clients.lumingqi, path)).status).toBe(409);
    expect((await clients.lumingqi.post(`${path}/refusal`, {})).status).toBe(409);
  });

  it('is withdrawn by who asked, and its helps count no more', async () => {
    const path = await reach('lumingqi');
    await help(app, clients.lumingqi, path);
    const [request] = await knex()('classmate_requests');
    const withdraw = (client: TestClient, id: unknown) => client.post(`${ASK}/${id}/withdrawal`, {});
    expect((await withdraw(owner, request.id)).text).toContain('已撤回');
    expect((await withdraw(owner, request.id)).status).toBe(409);
    expect((await withdraw(owner, 999_999)).status).toBe(404);
    expect(await lettersOf('lumingqi')).toContain('helpWithdrawn');
    expect((await clients.lumingqi.post(`${path}/taking-back`, {})).status).toBe(409);
    await help(app, clients.baiyichen, await reach('baiyichen'));
    expect(await readClaim(app)).toEqual(CLAIMED);
  });

  it('expires, tells it in the same words whoever was asked, and counts no more', async () => {
    const path = await reach('lumingqi');
    await help(app, clients.lumingqi, path);
    await ask(owner, '王无此人');
    await knex()('classmate_requests').update({ expires_at: new Date(Date.now() - 1) });
    const { askClassmate } = app.services.accounts;
    const ended = await Promise.all([askClassmate.endDue(), askClassmate.endDue()]);
    expect(ended[0] + ended[1]).toBe(2);
    expect(await askClassmate.endDue()).toBe(0);
    expect((await lettersOf('qinzhiyuan')).filter((kind) => kind === 'helpEnded')).toHaveLength(2);
    expect((await owner.get(ASK)).text).toMatch(/现有 0 名.*已过期/);
    await help(app, clients.baiyichen, await reach('baiyichen'));
    expect(await readClaim(app)).toEqual(CLAIMED);
  });

  it('does not count a helper whose own account was stopped meanwhile', async () => {
    const path = await reach('lumingqi');
    await help(app, clients.lumingqi, path);
    await knex()('accounts').where({ user_name: 'lumingqi' }).update({ status: 'suspended' });
    await help(app, clients.baiyichen, await reach('baiyichen'));
    expect(await readClaim(app)).toEqual(CLAIMED);
  });

  it('sends five requests a day, twenty a number, none twice to one name', async () => {
    expect((await ask(owner, '陆明琪')).status).toBe(200);
    const twice = await ask(owner, '陆明琪');
    expect([twice.status, twice.text.includes('已向这位同学发送过请求')]).toEqual([422, true]);
    for (const name of ['王一', '王二', '王三']) expect((await ask(owner, name)).status).toBe(200);
    const page = await ask(owner, '王四');
    expect(page.status).toBe(429);
    expect(page.text).toMatch(/协助请求的次数已用完.*解除限制/);
    const { identity_index: index } = await knex()('accounts').where({ user_name: 'qinzhiyuan' }).first();
    await knex()('throttles')
      .where({ key: `askClassmate-account:${await idOfAccount(app, 'qinzhiyuan')}` })
      .delete();
    await knex()('throttles')
      .where({ key: `askClassmate-number:${index.toString('base64url')}` })
      .update({ points: 20 });
    expect((await ask(owner, '王四')).status).toBe(429);
  });

  it('names every fault at its field, keeps what was typed and lets no script through', async () => {
    await owner.get(ASK);
    const page = await owner.post(ASK, {
      classmateName: '<script>',
      institutionName: '{{7*7}}',
      className: '=cmd|x',
      entryYear: '20',
    });
    expect(page.status).toBe(422);
    for (const sentence of ['请输入同学姓名', '请输入院校名称', '请输入班级名称', '入学年份为4位数字'])
      expect(page.text).toContain(sentence);
    expect(page.html).toContain('value="&lt;script&gt;"');
    expect((await owner.post(ASK, { classmateName: ['陆明琪', '白亦宸'], ...ofClass })).status).toBe(400);
    expect(await knex()('classmate_requests')).toEqual([]);
  });

  it('opens to no proved account, and to no request while the number is contested', async () => {
    await impostor.get('/account');
    expect((await impostor.post(ASK, { classmateName: '陆明琪', ...ofClass })).status).toBe(404);
    const path = await reach('lumingqi');
    const person = await knex()('persons').where({ name: '秦知远' }).first('id');
    await knex()('re_registrations').insert({
      person_id: person.id,
      new_account_id: await idOfAccount(app, 'qinzhiyuan'),
      old_account_id: await idOfAccount(app, 'taken2020'),
      route: 'app',
      objection_token_hash: Buffer.from('x'),
      cancel_at: new Date(Date.now() + 3600_000),
    });
    expect((await ask(owner, '白亦宸')).status).toBe(409);
    expect((await help(app, clients.lumingqi, path)).status).toBe(409);
    expect(await readClaim(app)).toEqual(CLAIMED);
  });

  it('takes no help from an account that was re-registered a moment ago', async () => {
    // Somebody takes 陆明琪's number over, by her 学籍, and is asked.
    const { client } = await provePhone(app, '15912340401');
    await client.post(
      '/account/register/details',
      toDetails({ personName: '陆明琪', identityNumber: '410105200103044568', again: 'yes' }),
    );
    const thief = await signInAccount(app, '15912340401', newPassword);
    await thief.get('/account/solutions/student-record');
    await thief.post('/account/solutions/student-record', {
      state: 'enrolled',
      institutionName: '雁湖大学',
      number: '202010010102',
      year: '2020',
      level: '本科',
    });
    await ask(owner, '陆明琪');
    const { user_name: userName } = await knex()('accounts')
      .where({ name: '陆明琪', status: 'active' })
      .first();
    const path = await findRequestPath(app, userName);
    await thief.get(path);
    expect((await help(app, thief, path, { current: newPassword })).text).toContain('不满30天');
    expect(await findRefusal(app)).toBe('newAccount');
  });
});
