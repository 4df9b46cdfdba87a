import { formatFormNumber } from '../../../src/office/print-jobs/form-number';
import { openForm, pressSave, signIn, sound } from '../../candidate/filing/filing';
import { listOfficerActs, signInOfficer } from '../../support/officers';
import { bound } from '../../support/security-steps';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import { closeWindows, fileEarly } from '../print-jobs/paper-steps';

describe('what became of the papers', () => {
  let app: TestApp;
  let county: TestClient;
  let second: TestClient;
  let other: TestClient;
  const numbers: string[] = [];

  beforeAll(async () => {
    app = await startTestApp();
    county = await signInOfficer(app, 'county-1');
    second = await signInOfficer(app, 'county-2');
    other = await signInOfficer(app, 'county-3');
    for (const number of [bound.phone, bound.otherPhone]) await fileEarly(app, number);
    const versions = await app.database.knex('application_versions').orderBy('id').pluck('id');
    numbers.push(...versions.map(formatFormNumber));
  });
  afterAll(() => app.close());

  const scan = async (client: TestClient, number: string, kind = 'stamped') => {
    await client.get('/office/receipts');
    return client.post('/office/receipts', { kind, number });
  };
  const count = async () => (await app.database.knex('form_receipts').whereNull('undone_at')).length;

  it('notes nothing while the batch is open, nor what is no number of a form', async () => {
    const [number = ''] = numbers;
    expect((await scan(county, number)).text).toContain('填报还没有截止');
    closeWindows(app);
    for (const wrong of ['', '12', `${number.slice(0, -1)}x`, '000000999999', formatFormNumber(999_999)]) {
      const page = await scan(county, wrong);
      expect([wrong, page.status]).toEqual([wrong, 422]);
    }
    expect((await scan(county, number, 'king')).status).toBe(422);
    expect((await scan(other, number)).text).toContain('不属于本县');
    expect((await scan(county, number, 'undertaking')).text).toContain('没有需要承诺书的志愿');
    expect(await count()).toBe(0);
  });

  it('notes a paper once, tells it, and counts', async () => {
    const [number = ''] = numbers;
    const typed = number.replace(/(\d{4})/g, '$1 ');
    const done = await scan(county, typed);
    expect([done.url, done.text.includes('已登记：2141****151001')]).toEqual(['/office/receipts', true]);
    expect(done.html).toContain('autofocus');
    const again = await scan(second, number);
    expect([again.status, again.text.includes('已登记过'), await count()]).toEqual([409, true, 1]);
    expect((await scan(second, number, 'filed')).status).toBe(200);
    expect((await listOfficerActs(app, 'county-1')).at(-1)).toBe('markReceipt');

    const missing = await county.get('/office/receipts/missing?batch=early-other&kind=stamped');
    expect(missing.text).toContain('高三(5)班 2 1 1 0 0');
    expect(missing.text).toContain('2141****111002');
    expect(missing.text).not.toContain('2141****151001');
    const elsewhere = await other.get('/office/receipts/missing?batch=early-other&kind=stamped');
    expect(elsewhere.text).not.toContain('2141****111002');
    const nobody = await county.get('/office/receipts/missing?batch=early-other&kind=stamped&school=x');
    expect(nobody.text).toContain('没有缺少的');
  });

  it('is undone with a reason by an officer of the county, once', async () => {
    const { id } = await app.database.knex('form_receipts').orderBy('id').first('id');
    const path = `/office/receipts/${id}/undoing`;
    const form = await second.get(path);
    expect((await other.get(path)).status).toBe(404);
    expect((await other.post(path, { reason: '试' })).status).toBe(404);
    const refused = await second.post(path, { ...form.hidden(path), reason: '' });
    expect([refused.status, await count()]).toEqual([422, 2]);
    const undone = await second.post(path, { ...form.hidden(path), reason: '盖章有误' });
    expect([undone.url, await count()]).toEqual(['/office/receipts', 1]);
    expect((await second.get(path)).status).toBe(404);
    const [number = ''] = numbers;
    expect((await scan(county, number)).url).toBe('/office/receipts');
  });

  it('notes no paper that was changed since', async () => {
    app.clock.advance(-40 * 24 * 3600 * 1000 + 61 * MINUTE);
    const client = await signIn(app, bound.otherPhone);
    const changed = { ...sound, 'first-1-major-1': '27' };
    const asked = await pressSave(client, await openForm(client), changed);
    await client.post('/batches/early-other/versions', { ...asked.hidden('/batches/early-other/versions') });
    closeWindows(app);
    const [, number = ''] = numbers;
    expect((await scan(county, number)).text).toContain('不是考生当前有效的志愿');
  });
});
