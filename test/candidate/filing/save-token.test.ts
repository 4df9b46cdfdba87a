import { createFormTokens } from '../../../src/infrastructure/security/form-token';
import { createKeyRing } from '../../../src/infrastructure/security/key-ring';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import {
  type Codes,
  choose,
  forgetFilings,
  idOf,
  openForm,
  people,
  press,
  pressSave,
  signIn,
  sound,
} from './filing';

const another = choose('first-1', '0001', ['27']);

describe('the one-time token of a form', () => {
  let app: TestApp;
  let client: TestClient;
  let neighbour: TestClient;

  beforeAll(async () => {
    app = await startTestApp();
    client = await signIn(app, people.pilot);
    neighbour = await signIn(app, people.rural);
  });
  afterAll(() => app.close());
  beforeEach(() => forgetFilings(app));

  const countVersions = async () => (await app.database.knex('application_versions')).length;
  const findDraft = () => app.database.knex('application_drafts').first('fields');

  async function pressSaveWith(formToken: string, codes: Codes = sound): Promise<TestPage> {
    return pressSave(client, await openForm(client), { ...codes, formToken });
  }

  it('gives the same receipt to Back and a second press, also after the hour and with a new form open', async () => {
    const form = await openForm(client);
    const receipt = await pressSave(client, form, sound);
    expect((await pressSave(client, form, sound)).text).toBe(receipt.text);
    app.clock.advance(61 * MINUTE);
    await openForm(client);
    const again = await pressSave(client, form, sound);
    expect(again.url).toBe('/batches/early-other');
    expect(again.text).toContain('第1次保存时间');
    expect(await countVersions()).toBe(1);
  });

  it('is refused with another list, and says that the first was saved', async () => {
    const form = await openForm(client);
    await pressSave(client, form, sound);
    app.clock.advance(61 * MINUTE);
    await openForm(client);
    const page = await pressSave(client, form, another);
    expect(page.status).toBe(409);
    expect(page.text).toContain('此填报页面已保存过另一份志愿，本次内容没有保存');
    expect(await countVersions()).toBe(1);
  });

  it('is refused when it was issued to another candidate, saved with or not', async () => {
    const form = await openForm(neighbour);
    const { formToken = '' } = form.hidden('/batches/early-other/versions');
    for (const used of [false, true]) {
      if (used) await pressSave(neighbour, form, sound);
      const page = await pressSaveWith(formToken);
      expect(page.status).toBe(403);
      expect(page.text).toContain('此填报页面不属于当前登录的考生，志愿没有保存');
    }
    expect(await countVersions()).toBe(1);
    const attempts = await app.database.knex('save_attempts').where({ outcome: 'failed' });
    expect(attempts.map(({ detail }) => detail)).toEqual([
      { code: 'formTokenForeign' },
      { code: 'formTokenForeign' },
    ]);
  });

  it('is refused when it comes from another batch, environment or secret, is cut, mixed or missing', async () => {
    const id = await idOf(app, people.pilot);
    const { formToken: secret } = app.config.secrets;
    const own = app.services.tokens.issue(id, 'early-other');
    const [nonce = '', owner = '', mac = ''] = own.split('.');
    const [, foreignOwner = ''] = app.services.tokens.issue(id + 1, 'early-other').split('.');
    const faulty = {
      'another batch': app.services.tokens.issue(id, 'early-military'),
      'a drill': createFormTokens(secret, 'drill').issue(id, 'early-other'),
      live: createFormTokens(secret, 'live').issue(id, 'early-other'),
      'another secret': createFormTokens(createKeyRing([`${secret.current().text}!`]), 'demo').issue(
        id,
        'early-other',
      ),
      'an owner put in': `${nonce}.${foreignOwner}.${mac}`,
      cut: own.slice(0, -1),
      'without seal': `${nonce}.${owner}`,
      'a long one': own.repeat(50),
      missing: '',
    };
    for (const [what, formToken] of Object.entries(faulty)) {
      const page = await pressSaveWith(formToken);
      expect(`${what}: ${page.status}`).toBe(`${what}: 422`);
      expect(page.text).toContain('此填报页面已失效，志愿没有保存');
    }
    expect(await countVersions()).toBe(0);
    expect(await app.database.knex('save_attempts').where({ outcome: 'failed' })).toHaveLength(
      Object.keys(faulty).length,
    );
  });

  it('is refused twice in one post', async () => {
    const form = await openForm(client);
    const body = new URLSearchParams({ ...form.hidden('/batches/early-other/versions'), ...sound });
    body.append('formToken', 'another');
    expect((await client.post('/batches/early-other/versions', body)).status).toBe(400);
    expect(await countVersions()).toBe(0);
  });

  it('keeps what was typed as the draft when it is refused', async () => {
    expect((await pressSaveWith('worthless', another)).status).toBe(422);
    expect((await findDraft())?.fields.first[0].majors).toEqual(['27']);
  });

  it('survives 检查 and a refused save, and saves then', async () => {
    const form = await openForm(client);
    const checked = await press(client, form, 'check', { ...sound, 'first-1-major-1': '99' });
    const refused = await pressSave(client, checked, { ...sound, 'first-1-major-1': '99' });
    expect(refused.status).toBe(422);
    expect((await pressSave(client, refused, sound)).text).toContain('[16]马克思主义理论');
    expect(await countVersions()).toBe(1);
  });
});
