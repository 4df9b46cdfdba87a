import { bound, forgetLimits } from '../../support/security-steps';
import { startTestApp, type TestApp } from '../../support/test-app';
import { demoPassword } from '../../support/test-client';
import { file, signIn } from '../filing/filing';
import { addressOf, askForCode, findAnySound, giveUp, listGivenUp } from './giving-up';

/** Who is given up together, as the manual's notice 3 and chapter five have it. */
const groups: Readonly<Record<string, readonly string[]>> = {
  G1: [
    '地方公费师范生',
    '提前批军事',
    '提前批公安及国家专项公安计划',
    '提前批其他',
    '体育本科',
    '提前批司法及国家专项司法计划',
    '艺术本科提前批',
  ],
  G2: ['艺术本科A段(美术和书法类)', '艺术本科A段(非美术和书法类)'],
  G3: ['艺术本科B段(美术和书法类)', '艺术本科B段(非美术和书法类)'],
  G4: ['专科提前批普通类', '体育类专科', '艺术类专科(美术和书法类)', '艺术类专科(非美术和书法类)'],
  G5: ['高校专项', '高水平艺术团', '高水平运动队'],
};

describe('who is given up together', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterEach(() => forgetLimits(app));
  afterAll(() => app.close());

  it.each([
    ['G1', bound.phone, 'early-other'],
    ['G2', bound.phrase, 'arts-a-fine'],
    ['G3', bound.phrase, 'arts-b-fine'],
    ['G4', bound.phone, 'junior-early'],
    ['G5', bound.otherPhone, 'university-special'],
  ])('%s: the page names exactly its members, and they alone are lost', async (group, owner, batch) => {
    const { pack } = app.services.reference.current().calendar;
    const names = groups[group] ?? [];
    expect(pack.batches.filter((one) => one.abandonGroup === group).map(({ name }) => name)).toEqual(names);

    const lostBefore = await listGivenUp(app, owner);
    const client = await signIn(app, owner);
    await file(client, batch, await findAnySound(app, owner, batch));
    const page = await client.get(addressOf(batch));
    const listed = [...page.html.matchAll(/<li>【([^】]+)】/g)].map(([, name]) => name);
    expect(listed).toEqual(names);

    const answer = owner === bound.phrase ? '书山有路勤为径' : await askForCode(app, client, owner, batch);
    const done = await giveUp(client, batch, { answer, password: demoPassword });
    expect([done.url, done.text.includes('已放弃，不能再填报')]).toEqual([`/batches/${batch}`, true]);
    expect(await listGivenUp(app, owner)).toEqual([...lostBefore, group].toSorted());
    for (const one of pack.batches) {
      const notice = await client.get(`/batches/${one.code}/notice`);
      const lost = [...lostBefore, group].includes(one.abandonGroup ?? one.code);
      if (lost) expect([one.name, notice.status]).toEqual([one.name, 409]);
      expect([one.name, notice.text.includes('已放弃该批次志愿')]).toEqual([one.name, lost]);
    }
    const mail = await app.database.knex('mails').where({ kind: 'abandoned' }).orderBy('id', 'desc').first();
    expect(mail.body).toContain(names.map((name) => `【${name}】`).join(''));
  });

  it('a batch of no group is given up alone', async () => {
    const client = await signIn(app, bound.otherPhone);
    const batch = 'undergraduate-1';
    await file(client, batch, await findAnySound(app, bound.otherPhone, batch));
    const page = await client.get(addressOf(batch));
    expect([...page.html.matchAll(/<li>【([^】]+)】/g)].map(([, name]) => name)).toEqual(['本科一批']);
    await giveUp(client, batch, { answer: await askForCode(app, client, bound.otherPhone, batch) });
    expect((await client.get('/batches/undergraduate-2/notice')).status).toBe(200);
    expect(await listGivenUp(app, bound.otherPhone)).toContain('undergraduate-1');
  });
});
