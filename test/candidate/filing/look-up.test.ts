import { startTestApp, type TestApp } from '../../support/test-app';

describe('the look-up of a code', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  async function lookUp(
    path: string,
    init?: RequestInit,
  ): Promise<{ status: number; html: string; headers: Headers }> {
    const response = await fetch(`${app.url}/look-up/${path}`, { redirect: 'manual', ...init });
    return { status: response.status, html: await response.text(), headers: response.headers };
  }

  async function findRow(condition: string): Promise<{ batch: string; institution: string; major: string }> {
    const row = await app.database
      .knex('plan_entries')
      .whereRaw(condition)
      .orderBy('id')
      .first({ batch: 'batch_code', institution: 'institution_code', major: 'major_code' });
    if (row === undefined) throw new Error(`the demo has no plan row with ${condition}`);
    return row;
  }

  it('answers with name and city, and with the name of a 专业', async () => {
    const institution = await lookUp('early-other/5/-/0001');
    expect(institution.status).toBe(200);
    expect(institution.html).toContain('<b>北京体育大学</b><span class="city">北京');
    expect((await lookUp('early-other/5/-/0001/16')).html).toContain('<b>马克思主义理论</b>');
  });

  it.each([
    ['9999', '此院校不存在，请检查院校代号！'],
    ['0001/99', '此专业不存在!'],
    ['9999/16', '此专业不存在!'],
    ['1', '院校代号为4位，请检查后重新输入！'],
    ['00001', '院校代号为4位，请检查后重新输入！'],
    ['0001/1', '专业代号为2位，请检查后重新输入！'],
    ['2459', '此院校存在，但不在本批次招生，请核对招生计划！'],
  ])('tells in red of %s: %s', async (code, sentence) => {
    const { status, html } = await lookUp(`early-other/5/-/${code}`);
    expect(status).toBe(200);
    expect(html).toContain('class="error"');
    expect(html).toContain(sentence);
  });

  it('keeps apart what stands in another batch, another 科类 or for another 专业类别', async () => {
    expect((await lookUp('early-other/1/-/0001/31')).html).toContain('此专业存在，但本批次不招您的科类');
    const elsewhere = await findRow(
      `batch_code <> 'early-other' and institution_code = '0001'
         and not exists (select from plan_entries other where other.batch_code = 'early-other'
                          and other.institution_code = '0001' and other.major_code = plan_entries.major_code)`,
    );
    expect((await lookUp(`early-other/5/-/0001/${elsewhere.major}`)).html).toContain(
      '此专业存在，但不在本批次招生',
    );
    const science = await findRow(
      `audience = '' and '5' = any(tracks) and (batch_code, institution_code) not in
         (select batch_code, institution_code from plan_entries where '1' = any(tracks))`,
    );
    expect((await lookUp(`${science.batch}/1/-/${science.institution}`)).html).toContain(
      '此院校存在，但本批次不招您的科类',
    );
    const [one, two] = await app.database
      .knex('plan_entries')
      .where({ batch_code: 'vocational-undergraduate' })
      .distinct('audience')
      .orderBy('audience');
    const others = await findRow(
      `batch_code = 'vocational-undergraduate' and audience = '${two.audience}' and not exists (
         select from plan_entries other where other.batch_code = 'vocational-undergraduate'
           and other.audience = '${one.audience}' and other.institution_code = plan_entries.institution_code)`,
    );
    const path = `vocational-undergraduate/A/${encodeURIComponent(one.audience)}/${others.institution}`;
    expect((await lookUp(path)).html).toContain('此院校存在，但不招您报名的专业类别');
  });

  it('warns of the same university under another code, and stays silent about mere neighbours', async () => {
    const { html } = await lookUp('undergraduate-1/5/-/6000');
    expect(html).toContain('<b>郑州大学');
    expect(html).toContain('class="warn"');
    expect(html).toMatch(/同一所学校在本批次还有\[599[56]\]/);
    expect((await lookUp('early-other/5/-/0001')).html).not.toContain('class="warn"');
  });

  it('forgives blanks, small letters and full width', async () => {
    for (const code of [
      '%200001',
      '0001%20',
      '%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%91',
      '0001/0a',
      '0001/%EF%BC%91%EF%BC%96',
    ])
      expect((await lookUp(`early-other/5/-/${code}`)).html).toContain('<b>');
  });

  it('tells nothing that depends on the person: a plan for men has its name for everyone', async () => {
    const row = await findRow(
      "restrictions::text like '%该专业只招男生%' and '5' = any(tracks) and audience = ''",
    );
    const { html } = await lookUp(`${row.batch}/5/-/${row.institution}/${row.major}`);
    expect(html).toContain('<b>');
    // What the plan prints is for everyone; a verdict is not.
    expect(html).toContain('只招男生');
    expect(html).not.toContain('class="error"');
  });

  it('sets no cookie, may be kept by nobody, and answers the same with a session as without', async () => {
    const plain = await lookUp('early-other/5/-/0001');
    const cookie = 'zhiyuan.sid=s%3Aforged.forged; zhiyuan.device=x; zhiyuan.csrf=j%3A%7B%7D';
    const dressed = await lookUp('early-other/5/-/0001', { headers: { cookie, 'hx-request': 'true' } });
    for (const { headers, html } of [plain, dressed]) {
      expect(headers.get('set-cookie')).toBeNull();
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(html).toBe(plain.html);
    }
  });

  it.each([
    'no-such-batch/5/-/0001',
    'early-other/7/-/0001',
    'early-other/5/nobody/0001',
    'early-other/5/-/',
    'early-other/5/-/.0001',
    'early-other/5/-/0001.01.02',
    'early-other/5/-/0001/16/27',
    'early-other/5/-/0000000000001',
    'early-other/5/-/00%0a01',
    'early-other/5/-/%E4%B8%80',
    'early-other/5/-/%3Cscript%3E',
    "early-other/5/-/0001'--",
    'early-other/5/-/0001/%2e%2e%2f',
    '__proto__/5/-/0001',
    'constructor/5/-/0001',
    'early-other/__proto__/-/0001',
    'early-other/5/__proto__/0001',
    'early-other',
    '',
  ])('does not know the path %p', async (path) => {
    const { status, html } = await lookUp(path);
    expect([path, status]).toEqual([path, 404]);
    expect(html).toContain('找不到此页面');
    expect(html).not.toContain('<script>');
  });

  it('refuses a path that is no UTF-8', async () => {
    const { status, html } = await lookUp('early-other/5/-/%B1%B1');
    expect(status).toBe(400);
    expect(html).toContain('提交的内容无法识别');
  });

  it('tells the new name at once when the plan changes', async () => {
    const { knex } = app.database;
    await knex('institutions').where({ code: '0001' }).update({ name: '北京体育大学（新）' });
    await app.services.reference.refresh();
    expect((await lookUp('early-other/5/-/0001')).html).toContain('北京体育大学（新）');
  });
});
