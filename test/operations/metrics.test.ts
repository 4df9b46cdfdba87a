import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createLogger } from '../../src/infrastructure/logger';
import { startMetrics } from '../../src/operations/metrics';
import { file, idOf, people, signIn, sound } from '../candidate/filing/filing';
import { signInOfficer } from '../support/officers';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient } from '../support/test-client';

const DEPLOY = path.resolve(__dirname, '../../deploy/prometheus');
const rules = readFileSync(path.join(DEPLOY, 'alerts.yml'), 'utf8');

describe('/metrics', () => {
  let app: TestApp;
  let folder: string;
  let metrics: Awaited<ReturnType<typeof startMetrics>>;
  beforeAll(async () => {
    app = await startTestApp();
    folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-metrics-'));
    const backups = { ...app.config.backups, folder } as NonNullable<typeof app.config.backups>;
    metrics = await startMetrics({ ...app.services, log: createLogger('silent'), backups }, 0);
  });
  afterAll(async () => {
    await metrics.stop();
    rmSync(folder, { recursive: true, force: true });
    await app.close();
  });

  const read = async () => (await fetch(`http://127.0.0.1:${metrics.port}/metrics`)).text();
  /** The value of the first line that begins so; null where there is none. */
  async function readValue(start: string): Promise<number | null> {
    const line = (await read()).split('\n').find((one) => one.startsWith(start));
    return line === undefined ? null : Number(line.split(' ').at(-1));
  }

  it('counts requests by the pattern of their route, sign-ins and saves by outcome, and names nobody', async () => {
    const before = (await readValue('zhiyuan_saves_total{outcome="saved"}')) ?? 0;
    const client = await signIn(app, people.squad);
    await file(client, 'early-other', sound);
    await createTestClient(app.url).get('/no/such/page/21410101119001');
    const text = await read();
    expect(await readValue('zhiyuan_saves_total{outcome="saved"}')).toBe(before + 1);
    expect(await readValue('zhiyuan_sign_ins_total{wing="candidate",outcome="signedIn"}')).toBeGreaterThan(0);
    expect(text).toMatch(
      /http_server_request_duration_seconds_count\{http_request_method="GET",http_route="\/batches\/:batch\/form",http_response_status_code="200"\} [1-9]/,
    );
    expect(text).toMatch(/http_route="none",http_response_status_code="404"/);
    expect(text).not.toMatch(/"[^"}\n]*\d{14}|127\.0\.0\.1/);
  });

  it('measures pools, queues, windows, and what waits to be sent or taken into the ledger', async () => {
    expect(
      await readValue('db_client_connection_count{db_client_connection_pool_name="candidates"'),
    ).not.toBeNull();
    expect(await readValue('db_client_connection_pending_requests{')).toBe(0);
    expect(await readValue('zhiyuan_password_hashes_waiting{queue="signIns"}')).toBe(0);
    expect(await readValue('zhiyuan_sign_in_line')).toBe(0);
    expect(await readValue('zhiyuan_open_windows')).toBeGreaterThanOrEqual(0);
    expect(await readValue('zhiyuan_ledger_oldest_seconds')).toBeGreaterThan(0);
    const candidate_id = await idOf(app, people.squad);
    await app.database.knex('outbox_messages').delete();
    expect(await readValue('zhiyuan_outbox_oldest_seconds')).toBe(0);
    const late = { candidate_id, kind: 'test', channel: 'sms', destination_cipher: Buffer.from('x') };
    await app.database
      .knex('outbox_messages')
      .insert({ ...late, next_attempt_at: new Date(Date.now() - 3_600_000) });
    expect(await readValue('zhiyuan_outbox_oldest_seconds')).toBeGreaterThan(3590);
    await app.database.knex('outbox_messages').delete();
  });

  it('tells of switches, and says nothing of a backup that there is not', async () => {
    expect(await readValue('zhiyuan_switch_on{switch="noSignIns"}')).toBe(0);
    const province = await signInOfficer(app, 'province-1');
    const page = await province.get('/office/switches');
    await province.post('/office/switches/noSignIns', {
      ...page.hidden('/office/switches/noSignIns'),
      reason: '演练',
    });
    await app.services.reference.refresh();
    expect(await readValue('zhiyuan_switch_on{switch="noSignIns"}')).toBe(1);
    expect(await readValue('zhiyuan_backup_base_age_seconds')).toBeNull();
  });

  it('has every measure that an alert rule asks for', async () => {
    const text = await read();
    const known = new Set([...text.matchAll(/^# TYPE (\S+) \S+$/gm)].map(([, name]) => name));
    const asked = [...rules.matchAll(/\b((?:zhiyuan|http|db|nodejs)_[a-z0-9_]+)\b/g)]
      .map(([, name = '']) => name)
      .filter((name) => !/^http_(route|response_status_code)$/.test(name))
      .map((name) => name.replace(/_(bucket|count|sum)$/, (end) => (known.has(name) ? end : '')));
    expect(new Set(asked).size).toBeGreaterThan(12);
    expect([...new Set(asked)].filter((name) => !known.has(name))).toEqual([]);
  });

  it('names a request alike on the page and in the header', async () => {
    const page = await createTestClient(app.url).get('/no/such/page');
    const id = page.headers.get('x-request-id') ?? '';
    expect(id).toMatch(/^[0-9a-f]{12}$/);
    expect(page.text).toContain(`编号${id}`);
  });

  const promtool = spawnSync('promtool', ['--version']).status === 0 && process.env.LONG !== undefined;
  (promtool ? it : it.skip)('is understood by Prometheus itself: needs promtool, and the long run', () => {
    for (const args of [
      ['check', 'config', path.join(DEPLOY, 'prometheus.yml')],
      ['test', 'rules', path.join(DEPLOY, 'alerts.test.yml')],
    ]) {
      const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
      expect([status, status === 0 ? '' : stdout + stderr]).toEqual([0, '']);
    }
  });
});
