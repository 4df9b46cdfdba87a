import { createHash } from 'node:crypto';
import { deviceOf } from '../../support/device';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import {
  changePack,
  choose,
  file,
  findSound,
  forgetFilings,
  idOf,
  openForm,
  people,
  pressSave,
  signIn,
  sound,
  withoutCooldown,
} from './filing';

const another = choose('first-1', '0001', ['27']);

describe('what a save leaves behind', () => {
  let app: TestApp;
  let client: TestClient;
  let id: number;

  beforeAll(async () => {
    app = await startTestApp();
    await changePack(app, withoutCooldown);
    client = await signIn(app, people.pilot);
    id = await idOf(app, people.pilot);
  });
  afterAll(() => app.close());
  beforeEach(() => forgetFilings(app));

  const count = async (table: string) => (await app.database.knex(table)).length;
  const listAttempts = () => app.database.knex('save_attempts').orderBy('id');

  /** Makes every insert into a table fail, until the returned function is called. */
  async function breakInserts(table: string): Promise<() => Promise<unknown>> {
    await app.database.knex.raw(`
      create or replace function break_insert() returns trigger language plpgsql as
        $$ begin raise exception 'broken by the test'; end $$`);
    await app.database.knex.raw(
      'create trigger broken before insert on ?? for each row execute function break_insert()',
      [table],
    );
    return () => app.database.knex.raw('drop trigger broken on ??', [table]);
  }

  it('keeps an attempt of each outcome, with where it came from', async () => {
    const form = await openForm(client);
    await pressSave(client, form, { 'first-1-institution': '9999' });
    await pressSave(client, form, sound);
    await pressSave(client, form, sound);
    await pressSave(client, form, another);
    await pressSave(client, await openForm(client), another);
    const late = await openForm(client);
    await pressSave(client, late, { ...another, formToken: 'junk' });
    await pressSave(client, late, { ...another, tab: 'another', revision: '0' });
    app.clock.advance(30 * MINUTE);
    await pressSave(client, late, another);
    const token = app.services.tokens.issue(id, 'early-military');
    await client.post('/batches/early-military/versions', { ...sound, formToken: token });
    await client.post('/batches/early-military/notice', {});
    await client.post('/batches/early-military/versions', { ...sound, formToken: token });
    const foreign = app.services.tokens.issue(id, 'upgrade');
    await client.post('/batches/upgrade/versions', { ...sound, formToken: foreign });

    const attempts = await listAttempts();
    expect(attempts.map(({ outcome, detail }) => [outcome, detail.code ?? detail.state ?? ''])).toEqual([
      ['violations', ''],
      ['saved', ''],
      ['replayed', ''],
      ['tokenReused', ''],
      ['unconfirmed', ''],
      ['failed', 'formTokenInvalid'],
      ['behind', ''],
      ['expired', ''],
      ['notOpened', ''],
      ['overwriteUnconfirmed', ''],
      ['refused', 'notEligible'],
    ]);
    const codes = attempts[0].detail.codes.map(({ code }: { code: string }) => code);
    expect(codes).toContain('institutionUnknown');
    const device = deviceOf(app, client);
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({ candidate_id: id, address: '127.0.0.1', device });
      expect(attempt.node).toMatch(/:\d+$/);
      expect(attempt.body_hash).toHaveLength(32);
    }
    const [version] = await app.database.knex('application_versions');
    expect(attempts[1].detail).toEqual({ version: version.id });
    expect(attempts[2].detail).toEqual({ version: version.id });
    expect(attempts[1].form_token).toBe(version.form_token);
  });

  it('writes version, audit entry and mail together', async () => {
    await file(client, 'early-other', sound);
    const [version] = await app.database.knex('application_versions');
    const [entry] = await app.database.knex('audit_entries');
    expect(entry).toMatchObject({
      actor_kind: 'candidate',
      actor_id: String(id),
      action: 'saveChoiceList',
      subject_id: String(version.id),
      address: '127.0.0.1',
      device: deviceOf(app, client),
    });
    const [mail] = await app.database.knex('mails');
    const checkValue = version.hash.toString('hex').toUpperCase().match(/.{4}/g).join(' ');
    expect(mail).toMatchObject({ candidate_id: id, kind: 'choiceListSaved', sent_at: version.saved_at });
    expect(mail.body).toContain(checkValue);
    expect((await client.get('/batches/early-other')).text).toContain(checkValue);
  });

  it.each(['audit_entries', 'mails', 'application_groups'])(
    'saves nothing when %s cannot be written, keeps what was typed, and saves at the next press',
    async (table) => {
      const form = await openForm(client);
      const mend = await breakInserts(table);
      const page = await pressSave(client, form, sound);
      await mend();
      expect(page.status).toBe(500);
      expect(page.text).toContain('系统出现故障');
      expect(page.text).not.toMatch(/broken by the test|trigger|at \w+ \(/);
      for (const empty of ['application_versions', 'application_groups', 'audit_entries', 'mails'])
        expect([empty, await count(empty)]).toEqual([empty, 0]);
      expect((await app.database.knex('application_drafts').first())?.fields.first[0].majors).toEqual(['16']);
      expect(await count('form_openings')).toBe(1);
      expect((await listAttempts()).map(({ outcome }) => outcome)).toEqual(['failed']);
      expect((await pressSave(client, form, sound)).url).toBe('/batches/early-other');
      expect(await count('application_versions')).toBe(1);
    },
  );

  it('saves nothing without the line of the attempt', async () => {
    const form = await openForm(client);
    const mend = await breakInserts('save_attempts');
    const page = await pressSave(client, form, sound);
    await mend();
    expect(page.status).toBe(500);
    for (const empty of ['application_versions', 'application_groups', 'audit_entries', 'mails'])
      expect([empty, await count(empty)]).toEqual([empty, 0]);
    expect(await count('form_openings')).toBe(1);
    expect((await pressSave(client, form, sound)).url).toBe('/batches/early-other');
    expect((await listAttempts()).map(({ outcome }) => outcome)).toEqual(['saved']);
  });

  it('has a hash that everyone who knows the nonce can compute again, over the whole chain', async () => {
    await file(client, 'early-other', sound);
    app.clock.advance(61 * MINUTE);
    await file(client, 'early-military', await findSound(app, people.pilot, 'early-military'));
    app.clock.advance(61 * MINUTE);
    await file(client, 'early-other', another);
    const versions = await app.database.knex('application_versions').orderBy('id');
    expect(versions).toHaveLength(3);
    let previous = Buffer.alloc(32);
    for (const version of versions) {
      const header = JSON.stringify([
        'zhiyuan-version-1',
        people.pilot,
        version.group_code,
        version.ordinal,
        version.save_number,
        version.batch_code,
        version.pack_code,
        version.pack_version,
        version.saved_at.toISOString(),
        `candidate ${id}`,
        version.address,
        version.device,
      ]);
      const text = `${header}\n${version.canonical_body}`;
      const sha256 = createHash('sha256').update(previous).update(version.nonce).update(text).digest();
      expect(version.previous_hash).toEqual(previous);
      expect(version.hash).toEqual(sha256);
      previous = version.hash;
    }
    expect(new Set(versions.map(({ nonce }) => nonce.toString('hex'))).size).toBe(3);
    expect(versions.every(({ nonce }) => nonce.length === 32)).toBe(true);
  });

  it.each(['application_versions', 'save_attempts', 'audit_entries'])(
    'can never be changed, deleted or emptied: %s',
    async (table) => {
      await file(client, 'early-other', sound);
      const { knex } = app.database;
      const before = await knex(table);
      expect(before.length).toBeGreaterThan(0);
      const never = `rows of ${table} are never changed or deleted`;
      await expect(knex(table).update({ address: '10.0.0.1' })).rejects.toThrow(never);
      await expect(knex(table).where({ id: 0 }).update({ address: '10.0.0.1' })).rejects.toThrow(never);
      await expect(knex(table).delete()).rejects.toThrow(never);
      await expect(knex.raw('truncate ?? cascade', [table])).rejects.toThrow(never);
      expect(await knex(table)).toEqual(before);
    },
  );

  it('shows every version to its owner, also one that is no longer in force', async () => {
    await file(client, 'early-other', sound);
    app.clock.advance(61 * MINUTE);
    await file(client, 'early-other', another);
    const page = await client.get('/versions');
    expect(page.text).toContain('第2次保存');
    expect(page.text).toContain('修改了1个志愿');
    expect(page.text).toContain('首次填报');
    expect(page.text).toContain('127.0.0.1 本机');
    // Its browser is known by what it said when it signed in, here as on 我的登录记录.
    const known = {
      user_agent: 'Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 Chrome/109.0 Safari/537.36',
    };
    await app.database.knex('sign_ins').update(known);
    await app.database.knex('sign_ins').insert({
      ...(await app.database.knex('sign_ins').first('candidate_id', 'outcome', 'address')),
      device: 'elsewhere',
      ...known,
    });
    expect((await client.get('/versions')).text).toContain('本机（Windows 7电脑上的Chrome浏览器）');
    expect((await client.get('/sign-ins')).text).toContain('Windows 7电脑上的Chrome浏览器（编号elsewh）');
    const [oldest] = await app.database.knex('application_versions').orderBy('id');
    expect((await client.get(`/versions/${oldest.id}`)).text).toContain('[16]马克思主义理论');
  });
});
