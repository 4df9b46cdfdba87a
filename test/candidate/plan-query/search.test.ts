import { startTestApp, type TestApp } from '../../support/test-app';

const PLACE = `/plan-search/vocational-undergraduate/A/${encodeURIComponent('计算机')}/parallel-1-institution`;

describe('计划查询 as one types', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const ask = async (query: string, path = PLACE, headers: Record<string, string> = {}) => {
    const response = await fetch(`${app.url}${path}?${query}`, { headers, redirect: 'manual' });
    const html = await response.text();
    return { status: response.status, html, headers: response.headers, codes: listCodes(html) };
  };
  const listCodes = (html: string) => [...html.matchAll(/<li id="i-(\d+)"/g)].map(([, code]) => code);

  it('needs no session, leaves no cookie and is not kept by the browser', async () => {
    const page = await ask('institution=&major=');
    expect(page.status).toBe(200);
    expect(page.headers.getSetCookie()).toEqual([]);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.codes).toHaveLength(20);
    expect(page.html).toContain('id="plan-paging" hx-swap-oob="innerHTML"');
  });

  it('says that a filter is too long, and cuts none', async () => {
    const page = await ask(`institution=${encodeURIComponent('郑州'.repeat(21))}&major=a+b+c+d+e+f+g`);
    expect(page.codes).toEqual([]);
    expect(page.html).toContain('院校名称、专业名称过长，没有查询。请缩短到40个字、6个词以内，再查询。');
    expect(page.html).toContain(encodeURIComponent('郑州'.repeat(21)));
  });

  it('is the same packed and unpacked', async () => {
    const packed = await ask('institution=lydx', PLACE, { 'accept-encoding': 'gzip' });
    const plain = await ask('institution=lydx', PLACE, { 'accept-encoding': 'identity' });
    expect([packed.headers.get('content-encoding'), plain.headers.get('content-encoding')]).toEqual([
      'gzip',
      null,
    ]);
    expect(packed.html).toBe(plain.html);
  });

  it.each([
    ['institution=hndx', '6005'],
    ['institution=%E5%BC%80%E5%B0%81', '6005'],
    ['institution=6025', '6025'],
    ['institution=HNKJXY&major=jsj', '6025'],
  ])('finds by %s', async (query, code) => {
    expect((await ask(query)).codes).toContain(code);
  });

  it('turns pages by code, and a page that is not there is the last or the first', async () => {
    const first = await ask('');
    const second = await ask('page=2');
    expect(second.codes).toHaveLength(3);
    expect([...first.codes, ...second.codes].toSorted()).toEqual([...first.codes, ...second.codes]);
    expect((await ask('page=99')).codes).toEqual(second.codes);
    for (const page of ['0', '-1', 'x', '1e9', '1&page=2'])
      expect((await ask(`page=${page}`)).codes).toEqual(first.codes);
  });

  it('opens and closes institutions', async () => {
    const closed = await ask('');
    expect(closed.html).not.toContain('计算机科学与技术');
    const open = await ask('open=6005');
    expect(open.html.match(/<table/g)).toHaveLength(1);
    expect(open.html).toContain('href="?institution=&amp;major=&amp;open=#i-6005"');
    expect(open.html).toContain('href="?institution=&amp;major=&amp;open=6005.6025#i-6025"');
    expect((await ask('institution=6005')).html.match(/<table/g)).toHaveLength(1);
    expect((await ask('institution=6005&open=')).html).not.toContain('<table');
  });

  it('escapes what was typed, and finds nothing for it', async () => {
    const typed = '"><script>alert(1)</script>';
    const page = await ask(`institution=${encodeURIComponent(typed)}&page=2`);
    expect([page.status, page.codes]).toEqual([200, []]);
    expect(page.html).not.toContain('<script');
    expect(page.html).toContain('没有找到');
  });

  it.each(["' or 1=1 --", '%', '\\', '{{7*7}}', '__proto__'])('finds nothing for %p', async (typed) => {
    expect(await ask(`major=${encodeURIComponent(typed)}`)).toMatchObject({ status: 200, codes: [] });
  });

  it('answers a filter of 7,000 characters, and refuses an address that no browser sends', async () => {
    expect((await ask(`institution=${'x'.repeat(7000)}`)).status).toBe(200);
    expect((await ask(`institution=hndx${'+'.repeat(7000)}`)).codes).toContain('6005');
    expect((await ask(`institution=${'x'.repeat(10_000)}`)).status).toBe(414);
  });

  it('does not know another batch, 科类, audience or field', async () => {
    const at = (batch: string, track: string, audience: string, field: string) =>
      ask('', `/plan-search/${batch}/${track}/${encodeURIComponent(audience)}/${field}`);
    for (const page of [
      await at('none', 'A', '计算机', 'parallel-1-institution'),
      await at('early-other', '5', '-', 'first-1-institution'),
      await at('vocational-undergraduate', '5', '计算机', 'parallel-1-institution'),
      await at('vocational-undergraduate', 'A', '没有', 'parallel-1-institution'),
      await at('vocational-undergraduate', 'A', '计算机', 'parallel-9-institution'),
    ])
      expect([page.status, page.codes]).not.toContain(200);
  });

  it('shows a new plan as soon as it is in force', async () => {
    const before = await ask('institution=6005');
    await app.database.knex('institutions').where({ code: '6005' }).update({ name: '开封新大学' });
    await app.services.reference.refresh();
    expect(before.html).toContain('河南大学');
    expect((await ask('institution=6005')).html).toContain('[6005]开封新大学');
    expect((await ask('institution=kfxdx')).codes).toEqual(['6005']);
  });
});
