import { type OfficerRole, officerRoles } from '../../../src/domain/officers/officer';
import { addSampleReview } from '../../account/review/review-steps';
import { officeMatrix } from '../../security/office-matrix';
import { fillPath, isOfOffice, listRoutes, nameOf } from '../../security/route-table';
import { type DemoOfficerName, idOfOfficer, signInOfficer } from '../../support/officers';
import { readSheet } from '../../support/read-sheet';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { addSampleJob } from '../imports/sample-job';
import { addSampleDraft } from '../paper-drafts/sample-draft';
import { addSamplePaper } from '../print-jobs/sample-paper';

const officerOf: Readonly<Record<OfficerRole, DemoOfficerName>> = {
  school: 'school-1',
  county: 'county-1',
  city: 'city-1',
  province: 'province-1',
  auditor: 'auditor-1',
  reviewer: 'reviewer-1',
};

/** Pages that show their table only with a filter. */
const filters: Readonly<Record<string, string>> = {
  '/office/plans': '?institution=0001',
  '/office/coverage/calls': '?county=410122&school=01010101&missing=all',
  '/office/receipts/missing': '?batch=early-other&kind=undertaking',
};
/** Not lists: how one thing stands now, a form whose rows are chosen, the office's own file of an open record, the pieces of a page. */
const noLists = [
  'GET /office/waiting-room',
  'GET /office/restorations/new',
  'GET /office/counter/candidates/:candidate',
  'GET /office/counter/candidates/:candidate/batches',
  'GET /office/printing/jobs/:job/progress',
  'GET /office/reviews/:review',
];

const tablesOf = (html: string) => html.match(/<table class="stack labelled[\s\S]*?<\/table>/g) ?? [];
const linksOf = (html: string) =>
  [...html.matchAll(/href="([^"]*(?:format=xlsx|\.xlsx)[^"]*)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  );
const headingsOf = (table: string) =>
  [...table.matchAll(/<th scope="col">([^<]*)</g)].map(([, heading = '']) => heading);
/** '' where the table says in words that it is empty. */
const firstCellOf = (table: string) => {
  const body = table.replace(/<thead[\s\S]*?<\/thead>/, '');
  if (/<td colspan/.test(body)) return '';
  const [, text = ''] = /<t[dh][^>]*>([\s\S]*?)<\/t[dh]>/.exec(body) ?? [];
  return text
    .replace(/<br>[\s\S]*|<[^>]+>/g, '')
    .replaceAll('&quot;', '"')
    .trim();
};
const isPart = (one: string, other: string) =>
  one === '' || (other !== '' && (one.includes(other) || other.includes(one)));

describe('every table of the exam office', () => {
  let app: TestApp;
  const clients = new Map<OfficerRole, TestClient>();

  beforeAll(async () => {
    app = await startTestApp();
    await addSampleJob(app, '=成绩.csv');
    await addSamplePaper(app);
    await addSampleDraft(app);
    await addSampleReview(app);
    for (const role of officerRoles) clients.set(role, await signInOfficer(app, officerOf[role]));
  });
  afterAll(() => app.close());

  /** Every list of a page leaves with its headings' first and its first cell. @returns how many lists it has */
  async function checkPage(client: TestClient, path: string): Promise<number> {
    const { html } = await client.get(path);
    const shown = tablesOf(html);
    if (shown.length === 0) return 0;
    const sheets = await Promise.all(
      linksOf(html).map(async (href) => {
        const { bytes, headers } = await client.download(href);
        expect(headers.get('content-type')).toContain('spreadsheetml');
        expect(headers.get('cache-control')).toContain('no-store');
        return readSheet(bytes);
      }),
    );
    expect([path, sheets.length > 0]).toEqual([path, true]);
    for (const table of shown) {
      const [heading = ''] = headingsOf(table);
      const alike = sheets.filter(([headings = []]) => headings.includes(heading));
      const first = firstCellOf(table);
      const found = alike.some((rows) => rows.flat().some((cell) => isPart(first, String(cell))));
      expect([path, heading, first, found]).toEqual([path, heading, first, true]);
    }
    return shown.length;
  }

  it('leaves as XLSX, with the headings and the first cells of its page, and a line in 操作记录', async () => {
    let tables = 0;
    for (const route of listRoutes(app.express).filter(isOfOffice)) {
      const roles = officeMatrix[nameOf(route)];
      if (route.method !== 'GET' || roles === undefined || roles === 'public') continue;
      if (noLists.includes(nameOf(route)) || /\.(csv|xlsx)$|\/parts\/|\/pictures\//.test(route.path))
        continue;
      const path = fillPath(route.path);
      const role = roles.find((one) => one !== 'school') ?? 'school';
      tables += await checkPage(clients.get(role) as TestClient, `${path}${filters[path] ?? ''}`);
    }
    expect(tables).toBeGreaterThan(18);
    const noted = await app.database
      .knex('audit_entries')
      .where({ action: 'downloadTable', actor_id: String(await idOfOfficer(app, 'province-1')) });
    expect(noted.map(({ subject_id: path }) => path)).toEqual(
      expect.arrayContaining(['/office/officers', '/office/audit', '/office/plans']),
    );
  });

  it('gives codes as text, and no formula', async () => {
    const province = clients.get('province') as TestClient;
    const { bytes } = await province.download('/office/imports?format=xlsx');
    const [headings = [], row = []] = await readSheet(bytes);
    expect(row[headings.indexOf('文件')]).toBe('=成绩.csv');
    const plans = await readSheet(
      (await province.download('/office/plans?institution=0001&format=xlsx')).bytes,
    );
    expect(plans[1]?.[1]).toMatch(/^\[0001\]/);
    expect(plans[1]?.[plans[0]?.indexOf('科类') ?? 0]).toMatch(/[文理]/);
  });

  it('gives nobody more than the page: the same scope, masked alike', async () => {
    const county = clients.get('county') as TestClient;
    await expect(county.download('/office/officers?format=xlsx')).rejects.toThrow('404');
    await expect(county.download('/office/coverage?county=410105&format=xlsx')).rejects.toThrow('404');
    const query = '/office/receipts/missing?batch=early-other&kind=filed&format=xlsx';
    const missing = await readSheet((await county.download(query)).bytes);
    expect(missing[0]).toEqual(['学校', '班级', '考生号', '姓名']);
    expect(missing.length).toBeGreaterThan(1);
    for (const [, , number, name] of missing.slice(1)) {
      expect(number).toContain('*');
      expect(name).toContain('*');
    }
  });

  it('reads the whole of 操作记录, however many pages it has', async () => {
    const { knex } = app.database;
    const line = {
      actor_kind: 'operator',
      actor_id: 'zhiyuan',
      subject_kind: 'batch',
      subject_id: 'early-other',
    };
    await knex.batchInsert(
      'audit_entries',
      Array.from({ length: 2100 }, () => ({ ...line, action: 'changeWindow', address: '', device: '' })),
      500,
    );
    const province = clients.get('province') as TestClient;
    const { bytes } = await province.download('/office/audit?action=changeWindow&page=2&format=xlsx');
    expect((await readSheet(bytes)).length).toBe(2101);
  });

  /** Rows of the database that a page shows, each copied as one that may stand there many times. */
  const newest = [
    [
      '/office/imports',
      'province',
      'import_jobs',
      "file_key = concat('key-', n), state = 'discarded'",
      'true',
    ],
    ['/office/receipts', 'county', 'form_receipts', '', 'true'],
    ['/office/printing', 'county', 'print_jobs', '', "county_code = '410122'"],
    [
      '/office/paper-drafts',
      'county',
      'paper_drafts',
      "outcome = 'withdrawn', closed_by = begun_by, closed_at = begun_at, withdrawal_reason = '重填'",
      "county_code = '410122'",
    ],
    ['/office/exports', 'province', 'list_exports', '', 'true'],
    ['/office/mails', 'province', 'announcements', '', 'true'],
  ] as const;
  const MANY = 130;

  it.each(newest)(
    '%s leaves whole where the page shows the newest',
    async (path, role, table, told, scope) => {
      const { knex } = app.database;
      if (table === 'list_exports')
        await knex(table).insert({
          batch_codes: ['early-other'],
          reason: '投档',
          requested_by: await idOfOfficer(app, 'province-1'),
          first_half_cipher: Buffer.from('0'),
        });
      if (table === 'announcements')
        await knex(table).insert({ title: '通知', body: '内容', written_at: new Date() });
      // One receipt for each list: the copies stand for those of as many candidates.
      if (table === 'form_receipts') await knex.raw('drop index form_receipts_once');
      await copyRow(table, told);
      const count = Number((await knex(table).whereRaw(scope).count().first())?.count);
      expect(count).toBeGreaterThan(MANY);
      const client = clients.get(role) as TestClient;
      const { bytes } = await client.download(`${path}?format=xlsx`);
      expect([path, (await readSheet(bytes)).length]).toEqual([path, count + 1]);
    },
  );

  /** Copies the newest row of a table, with some columns told anew; `n` counts the copies. */
  async function copyRow(table: string, told: string): Promise<void> {
    const { knex } = app.database;
    const { id: _id, ...row } = await knex(table).orderBy('id', 'desc').first();
    const columns = Object.keys(row);
    const said = new Map(
      told === '' ? [] : told.split(/, (?=[a-z_]+ = )/).map((one) => one.split(' = ') as [string, string]),
    );
    const values = columns.map((column) => said.get(column) ?? `t.${column}`);
    await knex.raw(
      `insert into ${table} (${columns.join(', ')})
       select ${values.join(', ')} from ${table} t, generate_series(1, ${MANY}) n
        where t.id = (select max(id) from ${table})`,
    );
  }
});
