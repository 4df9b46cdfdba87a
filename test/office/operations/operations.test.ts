import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createLogger } from '../../../src/infrastructure/logger';
import { alertWords } from '../../../src/office/operations/alert.presenter';
import { nameProcess, startMinutes } from '../../../src/operations/start-minutes';
import { alertCodes } from '../../../src/rules/alerts/find-alerts';
import { INSTALLATION } from '../../../src/rules/alerts/measured-minute';
import { file, people, signIn, sound } from '../../candidate/filing/filing';
import { signInOfficer } from '../../support/officers';
import { readSheet } from '../../support/read-sheet';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';

const PATH = '/office/operations';
const rules = readFileSync(path.resolve(__dirname, '../../../deploy/prometheus/alerts.yml'), 'utf8');

describe('运行情况', () => {
  let app: TestApp;
  let province: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    province = await signInOfficer(app, 'province-1');
  });
  afterAll(() => app.close());

  const table = () => app.database.knex('measured_minutes');
  const start = (name: string) =>
    startMinutes({ ...app.services, log: createLogger('silent'), backups: null, embedded: true, name });

  /** Waits until a process has written a row. */
  async function written(source: string): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      if ((await table().where({ source })).length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${source} wrote nothing`);
  }

  it('says that nobody has written yet, and claims no health', async () => {
    const { text } = await province.get(PATH);
    expect(text).toContain('最近1小时没有进程的记录');
    expect(text).not.toContain('没有告警');
  });

  it('shows what processes did since they started, each by itself, and all together; no candidate', async () => {
    const running = start(nameProcess(3000, 0));
    await written(nameProcess(3000, 0));
    const client = await signIn(app, people.squad);
    await file(client, 'early-other', sound);
    await running.stop();
    const other = start('app2:3000 2');
    await written('app2:3000 2');
    const { text, html } = await province.get(PATH);
    await other.stop();
    expect(text).toMatch(/进程1 已停止/);
    expect(text).toMatch(/app2:3000 进程2 正常/);
    expect(text).toContain('没有告警');
    expect(text).toContain('应急开关 没有打开');
    expect(text).toContain('上一次备份数据库 没有备份');
    expect(text).toContain('考生平台：登录成功');
    expect(text).toContain('保存成功');
    expect(html).toMatch(/<svg class="chart"[^>]*aria-labelledby="saves-title/);
    expect(html).not.toMatch(/\d{14}|early-other/);
    const [row] = await table().where({ source: nameProcess(3000, 0) });
    expect(row.figures.counts).toMatchObject({ 'saves/saved': 1, 'signIns/candidate/signedIn': 1 });
    expect(row.figures.durations.reduce((sum: number, one: number) => sum + one, 0)).toBeGreaterThan(2);
    expect(await table().where({ source: INSTALLATION })).toHaveLength(1);
  });

  it('is red where a rule of the alerts would speak, with its advice; each table leaves as XLSX', async () => {
    const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 60_000);
    const figures = { counts: { 'saves/failed': 2, 'saves/saved': 6 } };
    await table().insert({ source: 'app9:3000 1', minute, figures, ended: false, seen_at: minute });
    const { text, html } = await province.get(PATH);
    expect(text).toContain(`保存志愿时出错 ${alertWords.SavesFail.advice}`);
    expect(text).toContain(`有进程没有响应：app9:3000 进程1 ${alertWords.Down.advice}`);
    expect(text).toContain('告警： 每分钟保存志愿次数');
    expect(html).toMatch(/<rect class="bad-part"/);
    const processes = await readSheet((await province.download(`${PATH}?format=xlsx`)).bytes);
    expect(processes.flat()).toContain('app9:3000 进程1');
    const saves = await readSheet((await province.download(`${PATH}?format=xlsx&table=saves`)).bytes);
    expect(saves[0]).toEqual(expect.arrayContaining(['分钟', '保存成功', '系统出错，没有保存']));
    await expect(province.download(`${PATH}?format=xlsx&table=nothing`)).rejects.toThrow('404');
  });

  it('reads a row that another version of the program wrote with less', async () => {
    await table().delete();
    await table().insert({ source: 'app8:3000 1', minute: new Date(), figures: {}, ended: false });
    expect((await province.get(PATH)).text).toContain('app8:3000 进程1 正常');
  });

  it("is nobody else's: county and candidate find nothing", async () => {
    expect((await (await signInOfficer(app, 'auditor-1')).get(PATH)).status).toBe(200);
    expect((await (await signInOfficer(app, 'county-1')).get(PATH)).status).toBe(404);
    const candidate = await signIn(app, people.pilot);
    expect((await candidate.get(PATH)).text).not.toContain('服务进程');
  });

  it('speaks of every alert rule in its own words', () => {
    const described = [...rules.matchAll(/- alert: Zhiyuan(\w+)\n[\s\S]*?description: (.+)\n/g)];
    expect(described.map(([, code]) => code)).toEqual([...alertCodes]);
    expect(described.map(([, , words]) => words)).toEqual(alertCodes.map((code) => alertWords[code].advice));
  });

  it('has the bounds of the alert rules', () => {
    const source = readFileSync(path.resolve(__dirname, '../../../src/rules/alerts/find-alerts.ts'), 'utf8');
    const bounds = {
      PoolWaits: 'pending_requests > 20',
      HashesWait: 'hashes_waiting > 100',
      MessagesWait: 'outbox_oldest_seconds > 300',
      LedgerWaits: 'ledger_oldest_seconds > 180',
      WalLate: 'wal_age_seconds > 900',
      Late: 'lag_p99_seconds > 0.5',
    };
    for (const [code, expression] of Object.entries(bounds)) {
      expect(rules).toContain(`${expression}\n`);
      expect(source).toMatch(new RegExp(`code: '${code}',.* above: ${expression.split('> ')[1]},`));
    }
    for (const part of ['37 * 3600', '> 0.01\n', '> 1\n']) expect(rules).toContain(part);
  });
});
