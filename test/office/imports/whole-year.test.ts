import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import bcrypt from 'bcrypt';
import { henanOffices, seedDemoOfficers } from '../../../seeds/demo/officers';
import { readShippedRulePack } from '../../../seeds/reference/seed-reference';
import { activateRulePack } from '../../../src/domain/rule-packs/rule-pack.repository';
import { createLogger } from '../../../src/infrastructure/logger';
import { startImportJobs } from '../../../src/office/imports/jobs/start-import-jobs';
import { signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../../support/test-client';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import { toCsv } from './files';
import { listPeople, peopleHeading } from './people';
import { demoCipher } from './run';

const HOUR = 3_600_000;

/** As an officer types it: 2026-06-30 08:00 in Beijing. */
const typeTime = (at: Date) => new Date(at.getTime() + 8 * HOUR).toISOString().slice(0, 16).replace('T', ' ');

/** A year with 院校专业组 brought in by an office that has officers and a rule pack, and nothing else. */
describe('an office with an empty database', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-whole-year-'));
  let database: TestDatabase;
  let app: TestApp;
  let province: TestClient;
  let running: { stop(): Promise<void> };
  beforeAll(async () => {
    database = await createTestDatabase();
    await database.knex.transaction((open) => activateRulePack(open, readShippedRulePack('henan-2026')));
    await seedDemoOfficers(database.knex, demoCipher, henanOffices);
    app = await startTestApp({ database, env: { DATA_DIR: folder } });
    province = await signInOfficer(app, 'province-1');
    const { imports } = app.services;
    running = startImportJobs(app.services, { ...imports, log: createLogger('silent'), everyMs: 50 });
  });
  afterAll(async () => {
    await running.stop();
    await app.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Sends a list as a browser does, looks at the dry run, and confirms it. @returns the dry run's page */
  async function bring(kind: string, rows: readonly (readonly string[])[]): Promise<string> {
    const body = new FormData();
    body.set('_csrf', (await province.get('/office/imports')).hidden('/office/imports')._csrf ?? '');
    body.set('kind', kind);
    body.set('sheet', '');
    body.set('file', new Blob([toCsv(rows)]), '名单.csv');
    const cookie = [...province.cookies].map((pair) => pair.join('=')).join('; ');
    const init = { method: 'POST', body, headers: { cookie }, redirect: 'manual' } as const;
    const at = (await fetch(new URL('/office/imports', app.url), init)).headers.get('location') ?? '';
    const checked = await waitFor(at, '检查完毕，等待确认');
    await province.post(`${at}/confirmation`, checked.hidden(`${at}/confirmation`));
    await waitFor(at, '已导入');
    return checked.text;
  }
  async function waitFor(address: string, state: string) {
    for (let tries = 0; tries < 200; tries += 1) {
      const page = await province.get(address);
      if (page.text.includes(`状态 ${state}`)) return page;
      await sleep(50);
    }
    throw new Error((await province.get(address)).text);
  }

  it('brings institutions, the plan with its groups and candidates with their subjects', async () => {
    await bring('institutions', [
      ['院校代号', '院校名称', '省市', '城市'],
      ['6504', '郑州经贸学院', '河南省', '郑州市'],
    ]);
    const row = (group: string, places: string, major: string, name: string, code: string, text: string) => [
      ...['2026', '河南', '本科批', '5', '6504', '郑州经贸学院', group, `第${group}专业组`, places],
      ...[major, name, places, '四年', '5000', code, text],
    ];
    const shown = await bring('plans', [
      ['年份', '省份', '批次', 'kldm', 'yxdh', 'schoolName', 'zyzh', 'zyzhmc', 'zyzJhrs'].concat([
        'zydh',
        'zymc',
        'jhrs',
        'xznx',
        'sfbz',
        'kskmyq',
        'kskmyqzw',
      ]),
      row('102', '3', '14', '国际经济与贸易', '00', ''),
      row('103', '2', '21', '食品科学与工程', '', '首选物理，再选化学和生物学'),
    ]);
    expect(shown).toContain('化学和生物学');
    const [one = [], two = []] = listPeople(2).map(([number = '', ...cells]) => [
      number.replace(/^21/, '26'),
      ...cells.map((cell) => (cell === '理科综合' ? '物理类' : cell)),
    ]);
    await bring('candidates', [
      [...peopleHeading, '首选科目', '再选科目'],
      [...one, '物理', '化学、地理'],
      [...two, '物理', '化学、生物'],
    ]);
  });

  it('opens the batch', async () => {
    const now = app.clock.read().getTime();
    await province.get('/office/windows/change');
    const preview = await province.post('/office/windows/preview', {
      ...{ act: 'set', scopeKind: 'province', 'batch-undergraduate': 'on', reason: '按日程' },
      opensAt: typeTime(new Date(now - HOUR)),
      closesAt: typeTime(new Date(now + 24 * HOUR)),
    });
    const done = await province.post('/office/windows/changes', preview.hidden('/office/windows/changes'));
    expect(done.url).toBe('/office/windows');
    await app.services.reference.refresh();
  });

  it('and they file: a group whose 选科要求 they meet, and none that they do not', async () => {
    const people = await database
      .knex('candidates')
      .orderBy('candidate_number')
      .select('id', 'candidate_number');
    const hash = await bcrypt.hash(demoPassword, 4);
    const at = database.knex.fn.now();
    for (const { id } of people)
      await database
        .knex('credentials')
        .insert({ candidate_id: id, password_hash: hash, password_changed_at: at })
        .onConflict('candidate_id')
        .merge();
    const file = async (number: string, group: string, major: string) => {
      const client = createTestClient(app.url);
      await client.signIn(number);
      await client.get('/batches/undergraduate/notice');
      const form = await client.post('/batches/undergraduate/notice', {});
      return client.post('/batches/undergraduate/versions', {
        ...form.hidden('/batches/undergraduate/versions'),
        ...{ 'parallel-1-institution': '6504', 'parallel-1-group': group, 'parallel-1-major-1': major },
        'parallel-1-adjustment': 'agree',
      });
    };
    const [geography, biology] = people.map(({ candidate_number: number }) => String(number));
    const refused = await file(geography ?? '', '103', '21');
    expect(refused.text).toContain('该专业组要求选考化学和生物学，您未选考生物学，不能填报');
    expect((await file(geography ?? '', '102', '14')).text).toContain('[102]第102专业组');
    const saved = await file(biology ?? '', '103', '21');
    expect(saved.url).toBe('/batches/undergraduate');
    expect(saved.text).toContain('选科要求：化学和生物学');
  });
});
