import { importCommand } from '../../src/cli/import.command';
import type { Terminal } from '../../src/cli/terminal';
import { createTestFolder, toCsv } from '../office/imports/files';
import { listPeople, peopleHeading } from '../office/imports/people';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { runCommand } from './run-command';

let database: TestDatabase;
const folder = createTestFolder();
beforeAll(async () => {
  database = await createTestDatabase({ demo: true });
});
afterAll(async () => {
  folder.remove();
  await database.drop();
});

const run = (args: readonly string[], terminal?: Terminal) =>
  runCommand(importCommand, database, args, terminal === undefined ? {} : { terminal });
const scores = folder.write(
  'scores.csv',
  toCsv([
    ['号码', '总分'],
    ['21410101151001', '601'],
  ]),
);
const count = async () => Number((await database.knex('candidates').count({ count: '*' }).first())?.count);

function watch(interactive: boolean, onWrite: (text: string, stop: () => void) => void): Terminal {
  const controller = new AbortController();
  return {
    interactive,
    signal: controller.signal,
    write: (text) => onWrite(text, () => controller.abort()),
    ask: async () => '',
  };
}

describe('zhiyuan import', () => {
  it('tells in a dry run what would change, and changes nothing', async () => {
    const { code, text } = await run(['scores', scores, '--dry-run', '--map', '号码=考生号']);
    expect(code).toBe(0);
    expect(text).toContain('1 rows: 0 new, 1 changed, 0 unchanged, 0 removed');
    expect(text).toContain('a dry run, nothing was written');
    expect(await database.knex('import_layouts')).toEqual([]);
  });

  it('takes a list in, and remembers what its headings stand for', async () => {
    expect((await run(['scores', scores])).text).toContain('表头与成绩不符：缺少“考生号”');
    expect((await run(['scores', scores, '--map', '号码=考生号'])).text).toContain('import: done');
    expect(await run(['scores', scores])).toMatchObject({
      code: 0,
      text: expect.stringContaining('1 unchanged'),
    });
    const entry = await database.knex('audit_entries').where({ action: 'importList' }).first();
    expect(entry).toMatchObject({ actor_kind: 'operator', address: 'terminal' });
  });

  it('names the faults, and ends with 1', async () => {
    const file = folder.write(
      'bad.csv',
      toCsv([['考生号', '总分'], ...Array.from({ length: 60 }, () => ['1', '600'])]),
    );
    const { code, text } = await run(['scores', file]);
    expect(code).toBe(1);
    expect(text).toContain('第2–61行（共60行）A列“考生号”（写的是“1”）：应当是14位数字');
    expect(text).not.toContain('more of');
    expect(text).toContain('60 fault(s), nothing was written');
    expect(await run(['scores', folder.write('none.csv', '')])).toMatchObject({
      code: 1,
      text: expect.stringContaining('文件里没有数据'),
    });
    expect(await run(['scores', '/no/such/file.csv'])).toMatchObject({
      code: 1,
      text: expect.stringContaining('no file'),
    });
  });

  it('draws its progress in one place, and stops at Ctrl-C leaving nothing', async () => {
    const file = folder.write('people.csv', toCsv([peopleHeading, ...listPeople(3000)]));
    const before = await count();
    const written: string[] = [];
    const terminal = watch(true, (text, stop) => {
      written.push(text);
      stop();
    });
    expect(await run(['candidates', file], terminal)).toEqual({
      code: 130,
      text: 'import: stopped, nothing was written',
    });
    expect(written[0]).toMatch(/^\r\[[#.]{24}\] +\d+% \d+ rows, \d+ a second/);
    expect(await count()).toBe(before);
  });

  it('draws nothing where nobody watches, so short a time', async () => {
    const written: string[] = [];
    await run(
      ['scores', scores],
      watch(false, (text) => written.push(text)),
    );
    expect(written).toEqual([]);
  });

  it.each([
    [[]],
    [['scores']],
    [['marks', 'a.csv']],
    [['scores', 'a.csv', 'b.csv']],
    [['scores', 'a.csv', '--map', 'x']],
    [['scores', 'a.csv', '--now']],
  ])('says how it is used when asked %j', async (args) => {
    const { code, text } = await run(args);
    expect([code, text]).toEqual([2, expect.stringContaining('usage: zhiyuan import')]);
    expect(text).toContain('fileStates');
  });
});
