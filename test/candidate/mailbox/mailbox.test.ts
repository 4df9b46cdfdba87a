import { startTestApp, type TestApp } from '../../support/test-app';
import { file, forgetFilings, idOf, people, signIn, sound } from '../filing/filing';

describe('the mailbox', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('counts what is unread, shows a mail once as new, and tells where a save came from', async () => {
    const client = await signIn(app, people.pilot);
    expect((await client.get('/')).text).toContain('个人信箱 ：未读 0 封');
    expect((await client.get('/')).text).toContain('公共信箱 ：未读 1 封');
    await file(client, 'early-other', sound);
    expect((await client.get('/')).text).toContain('个人信箱 ：未读 1 封');
    const list = await client.get('/mails/personal');
    expect(list.text).toContain('提前批其他志愿保存提醒（第1次保存）');
    expect(list.text).toContain('未读');
    const mail = await client.get(/href="(\/mails\/\d+)"/.exec(list.html)?.[1] ?? '');
    expect(mail.text).toContain('操作时的网络地址为127.0.0.1');
    expect(mail.text).toContain('还可以修改2次');
    await client.get(mail.url);
    expect((await client.get('/')).text).toContain('个人信箱 ：未读 0 封');
    expect((await client.get('/mails/personal')).text).toContain('已读');
  });

  it('keeps the boxes of two candidates apart', async () => {
    await forgetFilings(app).catch(() => undefined);
    const client = await signIn(app, people.pilot);
    const neighbour = await signIn(app, people.rural);
    const { knex } = app.database;
    await knex('mails').insert({
      candidate_id: await idOf(app, people.pilot),
      kind: 'welcome',
      title: '只给一人 <b>&amp;',
      body: '内容\n{{7*7}}',
      sent_at: new Date(),
    });
    const own = await client.get('/mails/personal');
    expect(own.text).toContain('只给一人 <b>&amp;');
    expect(own.html).not.toContain('<b>&amp;');
    expect((await neighbour.get('/mails/personal')).text).not.toContain('只给一人');
  });
});
