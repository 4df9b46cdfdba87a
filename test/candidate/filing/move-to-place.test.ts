import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { forgetFilings, openForm, people, signIn } from './filing';

const BATCH = 'early-other';
const three = {
  'second-1-institution': '1111',
  'second-2-institution': '2222',
  'second-3-institution': '3333',
};

describe('把第__个志愿移到第__个', () => {
  let app: TestApp;
  let client: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    client = await signIn(app, people.pilot);
  });
  afterAll(() => app.close());

  const places = [
    { name: 'form', list: `/batches/${BATCH}/form`, path: `/batches/${BATCH}/arrangement` },
    { name: '志愿草表', list: `/draft-sheets/${BATCH}`, path: `/draft-sheets/${BATCH}/arrangement` },
  ];
  const order = (html: string) =>
    [1, 2, 3].map((slot) => new RegExp(`name="second-${slot}-institution" value="(\\d*)"`).exec(html)?.[1]);

  describe.each(places)('in the $name', ({ name, list, path }) => {
    let hidden: Record<string, string> = {};
    beforeEach(async () => {
      await forgetFilings(app);
      if (name === 'form') hidden = (await openForm(client, BATCH)).hidden(`/batches/${BATCH}/versions`);
      else await client.get(list);
    });
    const move = (from: string, to: string) =>
      client.post(path, {
        ...{ ...hidden, ...three },
        ...{ arrange: 'place:second', 'second-from': from, 'second-to': to },
      });

    it.each([
      ['3', '1', ['3333', '1111', '2222']],
      ['１', '３', ['2222', '3333', '1111']],
      ['1', '4', ['2222', '3333', '1111']],
      ['2', '2', ['1111', '2222', '3333']],
    ])('takes %s to %s', async (from, to, expected) => {
      const page = await move(from, to);
      expect([page.status, page.url]).toEqual([200, list]);
      expect(order(page.html)).toEqual(expected);
    });

    it.each([
      ['', '1'],
      ['3', '甲'],
      ['0', '1'],
      ['1', '5'],
      ['4', '1'],
    ])('refuses "%s" to "%s", with all that was typed', async (from, to) => {
      const page = await move(from, to);
      expect(page.status).toBe(422);
      expect(order(page.html)).toEqual(['1111', '2222', '3333']);
      expect(order((await client.get(list)).html)).toEqual(['1111', '2222', '3333']);
    });
  });
});
