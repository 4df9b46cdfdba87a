import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { DBFFile } from 'dbffile';
import ExcelJS from 'exceljs';
import { exportCommand } from '../../../src/cli/export.command';
import { loadConfig } from '../../../src/infrastructure/config/config';
import { defaultLayout, formatLayout } from '../../../src/office/exports/layout';
import { deleteOldPackages } from '../../../src/office/exports/list-export.repository';
import { decryptPackage, encryptPackage, PackageRefused } from '../../../src/office/exports/package-cipher';
import { file, moveWindow, people, signIn, sound } from '../../candidate/filing/filing';
import { idOfOfficer, listOfficerActs, signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';

const PATH = '/office/exports';

describe('the cipher of packages', () => {
  const source = (bytes: Buffer) => Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]);
  const plain = Buffer.alloc(200_000, 'zhiyuan');
  const close = (bytes: Buffer, passphrase = 'A-B') => buffer(decryptPackage(passphrase, source(bytes)));

  it('gives back what was put in, and refuses what was changed, moved, cut off or appended to', async () => {
    const sealed = await buffer(encryptPackage('A-B', source(plain)));
    expect((await close(sealed)).equals(plain)).toBe(true);
    expect(sealed.includes('zhiyuan')).toBe(false);
    const frame = 4 + 65_536 + 16;
    const head = 23;
    const flipped = Buffer.from(sealed);
    flipped[100_000] = (flipped[100_000] ?? 0) ^ 1;
    const swapped = Buffer.concat([
      sealed.subarray(0, head),
      sealed.subarray(head + frame, head + 2 * frame),
      sealed.subarray(head, head + frame),
      sealed.subarray(head + 2 * frame),
    ]);
    const cut = sealed.subarray(0, head + 2 * frame);
    const longer = Buffer.concat([sealed, Buffer.from('x')]);
    for (const bad of [flipped, swapped, cut, longer, Buffer.alloc(0)])
      await expect(close(bad)).rejects.toThrow(PackageRefused);
    await expect(close(sealed, 'A-C')).rejects.toThrow(PackageRefused);
  });
});

describe('志愿导出', () => {
  let app: TestApp;
  let first: TestClient;
  let second: TestClient;
  let folder: string;

  beforeAll(async () => {
    app = await startTestApp();
    folder = await mkdtemp(path.join(os.tmpdir(), 'zhiyuan-export-'));
    first = await signInOfficer(app, 'province-1');
    second = await signInOfficer(app, 'province-2');
    await app.database
      .knex('institutions')
      .where({ code: '0001' })
      .update({ name: '=HYPERLINK("http://x")' });
    await app.services.reference.refresh();
    const pilot = await signIn(app, people.pilot);
    await file(pilot, 'early-other', sound);
    const other = await signIn(app, people.rural);
    await file(other, 'early-other', sound);
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  const request = async (client: TestClient, fields: Record<string, string> = {}) => {
    const page = await client.get(PATH);
    const layout = formatLayout(defaultLayout);
    const typed = { batches: 'early-other', reason: '投档', layout };
    return client.post(PATH, { ...page.hidden(PATH), ...typed, ...fields });
  };
  const actOf = async (client: TestClient, act: string) => {
    const page = await client.get(PATH);
    const action = new RegExp(`action="(${PATH}/\\d+/${act})"`).exec(page.html)?.[1] ?? '';
    return { action, hidden: action === '' ? {} : page.hidden(action) };
  };
  const halfOf = (page: TestPage) => /secret-letter">([^<]+)</.exec(page.html)?.[1] ?? '';
  const readState = () => app.database.knex('list_exports').orderBy('id', 'desc').first();
  async function waitFor(state: string): Promise<void> {
    for (let tries = 0; tries < 100 && (await readState()).state !== state; tries += 1) await sleep(50);
    expect((await readState()).state).toBe(state);
  }

  it('is impossible before every window of the batch is over, and without a reason', async () => {
    expect((await first.get(PATH)).text).toContain('现在没有全部截止的批次');
    const token = {
      formToken: app.services.office.tokens.issue(await idOfOfficer(app, 'province-1'), 'requestExport'),
    };
    const open = await request(first, token);
    expect([open.status, open.text.includes('还没有全部截止')]).toEqual([409, true]);
    await moveWindow(app, 'early-other', { closesAt: new Date(app.clock.read().getTime() - 1000) });
    expect((await request(first, { reason: '' })).text).toContain('请填写理由');
    expect((await request(first, { batches: 'nothing' })).text).toContain('请选择要导出的批次');
    expect(await app.database.knex('list_exports')).toHaveLength(0);
  });

  it('takes two officers, each with a half that is shown once, and opens with both', async () => {
    const asked = await request(first);
    const firstHalf = halfOf(asked);
    expect(firstHalf).toMatch(/^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/);
    expect((await actOf(first, 'approval')).action).toBe('');
    const { id } = await readState();
    const own = await first.post(`${PATH}/${id}/approval`, {
      formToken: app.services.office.tokens.issue(
        await idOfOfficer(app, 'province-1'),
        `approveExport|${id}`,
      ),
    });
    expect([own.status, own.text.includes('申请人不能批准自己的申请')]).toEqual([409, true]);
    await expect(
      app.database.knex('list_exports').update({
        state: 'running',
        first_half_cipher: null,
        decided_by: await idOfOfficer(app, 'province-1'),
        decided_at: new Date(),
      }),
    ).rejects.toThrow('check constraint');
    const { action, hidden } = await actOf(second, 'approval');
    const approved = await second.post(action, hidden);
    const secondHalf = halfOf(approved);
    expect(secondHalf).not.toBe(firstHalf);
    await waitFor('done');
    expect((await readState()).first_half_cipher).toBeNull();
    const done = await second.get(PATH);
    expect(done.text).toContain('lists.csv：2份志愿，SHA-256');
    expect((await listOfficerActs(app, 'province-2')).at(-1)).toBe('approveExport');

    const sealed = path.join(folder, 'lists.zyexp');
    const printed: string[] = [];
    const run = (answers: string[], ...args: string[]) =>
      exportCommand.run(
        {
          db: app.database.knex,
          config: loadConfig({}),
          print: (line) => printed.push(line),
          terminal: {
            interactive: false,
            write: () => undefined,
            ask: async () => answers.shift() ?? '',
            signal: new AbortController().signal,
          },
        },
        args,
      );
    expect(await run([], 'lists', String(id), '--out', sealed)).toBe(0);
    const out = path.join(folder, 'opened');
    expect(await run([firstHalf, firstHalf], 'open', sealed, '--out', out)).toBe(1);
    expect(await readdir(out)).toEqual([]);
    expect(await run([firstHalf.toLowerCase(), secondHalf], 'open', sealed, '--out', out)).toBe(0);
    expect(printed.at(-1)).toContain('as the manifest says');
    expect((await readdir(out)).toSorted()).toEqual([
      'lists.csv',
      'lists.jsonl',
      'lists.xlsx',
      'manifest.json',
    ]);
    const csv = await readFile(path.join(out, 'lists.csv'), 'utf8');
    expect(csv.trim().split('\r\n')).toHaveLength(3);
    expect(csv).toContain(`0001,"'=HYPERLINK(""http://x"")"`);
    const lines = (await readFile(path.join(out, 'lists.jsonl'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).candidateNumber).toSorted()).toEqual(
      [people.pilot, people.rural].toSorted(),
    );
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(path.join(out, 'lists.xlsx'));
    expect(book.worksheets[0]?.getRow(2).getCell(15).value).toBe('=HYPERLINK("http://x")');
    const tables = path.join(folder, 'tables');
    expect(await run([firstHalf, secondHalf], 'open', sealed, '--out', tables, '--dbf')).toBe(0);
    expect(printed.at(-1)).toBe('lists.dbf\t2 lines');
    const table = await DBFFile.open(path.join(tables, 'lists.dbf'), { encoding: 'gb18030' });
    expect(table.fields.slice(0, 4).map(({ name }) => name)).toEqual(['KSH', 'XM', 'KLDM', 'KLMC']);
    const records = await table.readRecords();
    expect(records.map(({ KSH }) => KSH).toSorted()).toEqual([people.pilot, people.rural].toSorted());
    expect(records[0]).toMatchObject({ YXMC: '=HYPERLINK("http://x")', PCMC: '提前批其他' });
    expect((await readFile(path.join(tables, 'lists.dbf')))[29]).toBe(0x4d);
    await writeFile(sealed, Buffer.from('ZYEXP1\nnothing'));
    expect(await run([firstHalf, secondHalf], 'open', sealed, '--out', out)).toBe(1);
    expect(await run([], 'open')).toBe(2);
  });

  it('has the columns that were asked for, under the names of the receiver, and keeps them for the next', async () => {
    const layout = 'KSH = 考生号\r\n\r\n院校代号\r\nＺＹ１=专业1代号';
    await request(first, { layout });
    const { action, hidden } = await actOf(second, 'approval');
    await second.post(action, hidden);
    await waitFor('done');
    expect((await readState()).manifest.columns).toEqual([
      { heading: 'KSH', column: '考生号' },
      { heading: '院校代号', column: '院校代号' },
      { heading: 'ZY1', column: '专业1代号' },
    ]);
    expect((await first.get(PATH)).html).toContain('>KSH=考生号\n院校代号\nZY1=专业1代号</textarea>');
  });

  it.each([
    ['', '请填写导出的列'],
    ['考生号\n身份证号', '“身份证号”不是可以导出的列'],
    ['考生号\n考生号', '列名“考生号”重复'],
    ['=考生号', '“=考生号”不是可以导出的列'],
    [`${'长'.repeat(31)}=考生号`, '太长，请缩短到30个字以内'],
  ])('refuses columns that it has not: %j', async (layout, sentence) => {
    const page = await request(first, { layout });
    expect([page.status, page.text]).toEqual([422, expect.stringContaining(sentence)]);
  });

  it('is downloaded whole, encrypted, and that is written down', async () => {
    const { action, hidden } = await actOf(second, 'package');
    const page = await second.post(action, hidden);
    expect(page.headers.get('content-disposition')).toContain('.zyexp');
    expect(page.html.startsWith('ZYEXP1')).toBe(true);
    expect(page.html).not.toContain(people.pilot);
    expect((await listOfficerActs(app, 'province-2')).at(-1)).toBe('downloadExport');
  });

  it('is kept for 90 days; its record stays', async () => {
    const { knex } = app.database;
    const age = (days: number) =>
      knex('list_exports')
        .whereNotNull('decided_at')
        .update({ decided_at: knex.raw('clock_timestamp() - make_interval(days => ?)', [days]) });
    await age(89);
    await deleteOldPackages(knex);
    expect((await second.get(PATH)).text).toContain('下载');
    const { action, hidden } = await actOf(second, 'package');
    await age(91);
    await deleteOldPackages(knex);
    const page = await second.get(PATH);
    expect(page.text).toContain('文件留存90天后已删除');
    expect(page.text).toContain('lists.csv：2份志愿');
    expect((await actOf(second, 'package')).action).toBe('');
    expect((await second.post(action, hidden)).status).toBe(409);
  });

  it('leaves nothing of one that is stopped, and nothing of one that is refused', async () => {
    await request(first);
    const refusal = await actOf(second, 'refusal');
    await second.post(refusal.action, refusal.hidden);
    expect(await readState()).toMatchObject({ state: 'refused', first_half_cipher: null });
    await request(first);
    const { id } = await readState();
    await app.database
      .knex('list_exports')
      .where({ id })
      .update({
        state: 'running',
        first_half_cipher: null,
        decided_by: await idOfOfficer(app, 'province-2'),
        decided_at: new Date(),
        heartbeat_at: new Date(),
      });
    const stop = await actOf(first, 'stop');
    await first.post(stop.action, stop.hidden);
    expect((await readState()).state).toBe('stopped');
    app.services.oversight.exportRunner.start({
      id,
      batches: [{ code: 'early-other', confirmedOnly: false, abandonGroup: 'G1' }],
      pack: { code: 'x', version: 1, tracks: [] },
      createdAt: new Date(),
      passphrase: 'A-B',
      layout: defaultLayout,
    });
    await app.services.oversight.exportRunner.close();
    expect((await readState()).state).toBe('stopped');
    expect(await app.database.knex('list_export_parts').where({ export_id: id })).toHaveLength(0);
  });

  it('does not exist for a county', async () => {
    const county = await signInOfficer(app, 'county-1');
    expect((await county.get(PATH)).status).toBe(404);
    expect((await county.post(PATH, { batches: 'early-other', reason: '试' })).status).toBe(404);
    expect((await county.post(`${PATH}/1/package`, {})).status).toBe(404);
  });
});
