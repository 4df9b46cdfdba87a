import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { verifyCommand } from '../../src/cli/verify.command';
import { witnessCommand } from '../../src/cli/witness.command';
import { countLeaves } from '../../src/domain/ledger/leaf.repository';
import { readWitnessed } from '../../src/operations/witness-file';
import { drawFrom, playActs, takeLeaves } from '../domain/ledger/sample-ledger';
import { startTestApp, type TestApp } from '../support/test-app';
import { runCommand } from './run-command';

let app: TestApp;
let folder: string;
let file: string;
let candidates: number[];
const env = { LEDGER_KEY: '05'.repeat(32), PUBLIC_URL: 'http://zy.example.cn' };
beforeAll(async () => {
  app = await startTestApp({ env });
  candidates = await app.database.knex('candidates').orderBy('id').limit(3).pluck('id');
  folder = mkdtempSync(path.join(os.tmpdir(), 'witness-'));
  file = path.join(folder, 'seen');
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await app.close();
});

async function look(url = app.url) {
  const printed: string[] = [];
  const code = await witnessCommand.runAlone((line) => printed.push(line), [url, file, '--name', 'school-7']);
  return { code, text: printed.join('\n') };
}
/** The board of the process keeps what it has read for some seconds. */
const forget = () => {
  jest
    .spyOn(Date, 'now')
    .mockImplementation(() => performance.timeOrigin + performance.now() + 3_600_000 * ++hours);
};
let hours = 0;
afterEach(() => jest.restoreAllMocks());

describe('zhiyuan witness', () => {
  it('sees nothing before the first checkpoint, then countersigns what goes with what it saw', async () => {
    expect((await look()).text).toContain('has no checkpoint yet');
    await playActs(app.database.knex, candidates, 5, drawFrom(1));
    forget();
    const first = await look();
    expect([first.code, first.text]).toEqual([0, expect.stringContaining('countersigned')]);
    expect((await look()).text).toContain('shows nothing new');
    await playActs(app.database.knex, candidates, 9, drawFrom(2));
    forget();
    expect((await look()).text).toContain('countersigned');
    const { notes, verifier } = readWitnessed(file);
    expect(notes).toHaveLength(2);
    expect(verifier).toContain('zy.example.cn/ledger/');
    for (const note of notes) expect(note).toMatch(/— school-7 \S+\n$/);
    const { text, code } = await runCommand(verifyCommand, app.database, ['--witness', file], { env });
    expect([code, text]).toEqual([0, expect.stringContaining('all is right')]);
  });

  it('says so and countersigns nothing where the platform cannot be reached', async () => {
    expect(await look('http://127.0.0.1:9')).toMatchObject({
      code: 1,
      text: expect.stringContaining('cannot be looked at'),
    });
    expect(readWitnessed(file).notes).toHaveLength(2);
  });

  it('takes no wrong words', async () => {
    const none = () => undefined;
    for (const words of [
      [],
      ['x', file],
      [app.url],
      [app.url, file, '--every', '5'],
      [app.url, file, '--name', 'a b'],
    ])
      expect(await witnessCommand.runAlone(none, words)).toBe(2);
  });

  it.each([
    [
      'a ledger that was cut and has grown anew',
      'leaves that were there are not those of then',
      async () => {
        const { knex } = app.database;
        const size = await countLeaves(knex);
        for (const table of ['ledger_leaves', 'ledger_checkpoints', 'group_acts', 'application_versions'])
          await knex.raw('alter table ?? disable trigger user', [table]);
        await knex('ledger_leaves')
          .where('leaf_index', '>=', size - 1)
          .delete();
        await knex('ledger_checkpoints')
          .where('size', '>', size - 1)
          .delete();
        await knex('application_versions').update({ form_token: knex.raw("form_token || '0'") });
        await takeLeaves(knex);
        await playActs(knex, candidates, 4, drawFrom(3));
      },
    ],
    [
      'a ledger of another name',
      'not signed with the key',
      async () => {
        const { knex } = app.database;
        await knex.raw('alter table ledger_checkpoints disable trigger user');
        await knex('ledger_checkpoints').delete();
        await knex('installations').update({ ledger_origin: null });
        await takeLeaves(knex);
      },
    ],
    [
      'an empty ledger',
      'leaves that were there are gone',
      async () => {
        await app.database.knex('ledger_checkpoints').delete();
      },
    ],
  ])('says loudly that it is shown %s, keeps it, and countersigns nothing', async (_what, why, change) => {
    await change();
    forget();
    const before = readFileSync(file, 'utf8');
    const { code, text } = await look();
    expect(code).toBe(3);
    expect(text).toContain('NOT CONSISTENT');
    expect(text).toContain(why);
    const after = readFileSync(file, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect(JSON.parse(after.slice(before.length))).toHaveProperty('refused');
    expect(readWitnessed(file).notes).toHaveLength(2);
    const checked = await runCommand(verifyCommand, app.database, ['--witness', file], { env });
    expect(checked.code).toBe(1);
  });

  it('does not go on from a file that is damaged', async () => {
    appendFileSync(file, 'not json\n');
    expect((await look()).text).toMatch(/line \d+ cannot be read/);
    writeFileSync(file, '');
  });
});
