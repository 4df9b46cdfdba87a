import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient } from '../../support/test-client';

const source = readFileSync(
  path.resolve(__dirname, '../../../src/domain/choice-lists/rule-anchor.ts'),
  'utf8',
);
const anchors = [...new Set([...source.matchAll(/: '([a-z]+)',/g)].map(([, anchor = '']) => anchor))];

describe('help', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('shows the flow and the real screens to anyone', async () => {
    const page = await createTestClient(app.url).get('/guide');
    expect(page.status).toBe(200);
    expect(page.html).toContain(
      '填报流程：查询计划，填草表，登录，阅读须知，填报，保存，浏览、打印，1小时后修改',
    );
    for (const [, picture = ''] of page.html.matchAll(/<img src="([^"]+)"/g)) {
      expect((await fetch(`${app.url}${picture}`)).headers.get('content-type')).toBe('image/png');
    }
  });

  it('has a paragraph for every red sentence', async () => {
    const page = await createTestClient(app.url).get('/guide/rules');
    expect(anchors.length).toBeGreaterThan(8);
    for (const anchor of anchors) expect(page.html).toContain(`id="${anchor}"`);
  });

  it('is linked from the red sentence of a look-up', async () => {
    const answer = await fetch(`${app.url}/look-up/early-other/5/-/0001/99`);
    expect(await answer.text()).toContain('href="/guide/rules#codes"');
  });
});
