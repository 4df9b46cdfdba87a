import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { people, signIn } from '../filing/filing';

describe('招生计划 for every candidate', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const clients = new Map<string, TestClient>();
  async function clientOf(candidate: string): Promise<TestClient> {
    const client = clients.get(candidate) ?? (await signIn(app, candidate));
    clients.set(candidate, client);
    return client;
  }
  const ask = async (candidate: string, query: string) => (await clientOf(candidate)).get(`/plans?${query}`);
  const listCodes = (html: string) => [...html.matchAll(/<li id="i-(\d+)"/g)].map(([, code = '']) => code);

  it('is in the menu, and begins with a batch that is open to the candidate', async () => {
    const client = await clientOf('21410103140007');
    expect((await client.get('/')).html).toContain('href="/plans"');
    const page = await client.get('/plans');
    expect(page.html).toMatch(/<option value="vocational-undergraduate" selected/);
    expect(page.text).toContain('共找到 23 所院校');
  });

  it('shows quota, fee, length, city and 备注 of a row', async () => {
    const page = await ask(people.pilot, 'batch=early-other&institution=0001');
    const row = await app.database
      .knex('plan_entries')
      .where({ batch_code: 'early-other', institution_code: '0001', major_code: '0A' })
      .first();
    expect(page.text).toContain('[0001]北京体育大学 北京市');
    expect(page.text).toContain(
      `[${row.major_code}]${row.major_name} 普通 ${row.quota} ${row.tuition_yuan}元/年 ${row.length_years}年 ${row.note}`,
    );
  });

  it('says of every row that the rules would refuse that it cannot be chosen, and of no other', async () => {
    for (const number of [people.pilot, people.minority, people.rural]) {
      const client = await clientOf(number);
      const page = await client.get('/plans?batch=early-police');
      const codes = listCodes(page.html).join('.');
      const open = await client.get(`/plans?batch=early-police&open=${codes}`);
      const { sex, born_on: bornOn } = await app.database
        .knex('candidates')
        .where({ candidate_number: number })
        .first('sex', 'born_on');
      const other = sex === 'male' ? '只招女生' : '只招男生';
      const own = sex === 'male' ? '只招男生' : '只招女生';
      expect([number, bornOn, open.text.includes(`您不能选择：该专业${other}`)]).toEqual([
        number,
        bornOn,
        true,
      ]);
      expect(open.text).not.toContain(`您不能选择：该专业${own}`);
    }
  });

  it('warns in amber of what can be saved all the same', async () => {
    const condition = { field: 'sex', operator: 'equals', value: 'nobody', severity: 'warn' };
    const row = { batch_code: 'early-other', institution_code: '0001', major_code: '16' };
    const restrictions = JSON.stringify([{ ...condition, message: '要求身体健康' }]);
    await app.database.knex('plan_entries').where(row).update({ restrictions });
    await app.services.reference.refresh();
    const page = await ask(people.pilot, 'batch=early-other&institution=0001');
    expect(page.html).toContain('<span class="warn"><span class="sign">！</span>要求身体健康</span>');
    expect(page.text).not.toContain('您不能选择：要求身体健康');
  });

  it('tells why a batch is not open to them, and shows its plan all the same', async () => {
    const page = await ask(people.pilot, 'batch=vocational-undergraduate');
    expect(page.text).toContain('您不能填报【对口生本科】：此批次只对对口类考生开放。');
    expect(listCodes(page.html)).toHaveLength(20);
    expect(page.text).not.toContain('您不能选择：');
    expect(page.html).not.toContain('name="range"><');
  });

  it('narrows to the candidate’s 科类, and marks the others when all are asked for', async () => {
    const own = await ask('21410103140007', 'batch=vocational-undergraduate&institution=6005');
    const all = await ask('21410103140007', 'batch=vocational-undergraduate&institution=6005&range=all');
    expect(own.text).not.toContain('您不能选择：');
    expect(all.text).toContain('您不能选择：不招您报名的专业类别，只招【');
    const science = await ask(people.pilot, 'batch=undergraduate-1&range=all');
    expect(science.text).toMatch(/您(都)?不能选/);
  });

  it('keeps batch and range while pages are turned', async () => {
    const page = await ask(people.pilot, 'batch=undergraduate-1&range=all&institution=dx');
    expect(page.html).toContain(
      'href="?batch=undergraduate-1&amp;range=all&amp;institution=dx&amp;major=&amp;page=2"',
    );
    expect(page.html).toContain('<input type="hidden" name="batch" value="undergraduate-1">');
  });

  it('does not know a batch that is not in the pack, and takes junk for nothing', async () => {
    expect((await ask(people.pilot, 'batch=none')).status).toBe(404);
    expect((await ask(people.pilot, 'batch=<script>')).status).toBe(404);
    for (const junk of ['page=x', 'open=%00', 'range=zz', 'major[]=1', 'institution=%E0%A4%A', '&&&==='])
      expect((await ask(people.pilot, junk)).status).toBe(200);
    const typed = await ask(people.pilot, `institution=${encodeURIComponent('"><img src=x>')}`);
    expect(typed.html).not.toContain('<img');
  });

  it('shows each reader their own marks, whoever asked before', async () => {
    const man = await ask(people.pilot, 'batch=early-police&institution=&major=');
    const woman = await ask(people.minority, 'batch=early-police&institution=&major=');
    const again = await ask(people.pilot, 'batch=early-police&institution=&major=');
    const rows = (html: string) => html.slice(html.indexOf('id="plan-rows"'));
    expect(rows(again.html)).toBe(rows(man.html));
    expect(rows(woman.html)).not.toBe(rows(man.html));
  });
});
