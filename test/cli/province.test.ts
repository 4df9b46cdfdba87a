import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readShippedRulePack } from '../../seeds/reference/seed-reference';
import type { Command } from '../../src/cli/command';
import { importCommand } from '../../src/cli/import.command';
import { rulePackCommand } from '../../src/cli/rule-pack.command';
import { switchCommand } from '../../src/cli/switch.command';
import { windowCommand } from '../../src/cli/window.command';
import { loadConfig } from '../../src/infrastructure/config/config';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

describe('the verbs that run a round', () => {
  let database: TestDatabase;
  let folder: string;
  const printed: string[] = [];
  const run = (command: Command, ...args: string[]) => {
    printed.splice(0);
    return command.run(
      { db: database.knex, config: loadConfig({}), print: (line) => printed.push(line) },
      args,
    );
  };
  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    folder = mkdtempSync(path.join(os.tmpdir(), 'packs-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
  });

  it('lists, moves and lengthens windows with a reason, and refuses what cannot be', async () => {
    expect(await run(windowCommand, 'list')).toBe(0);
    expect(printed.some((line) => /^early-other\tprovince\t.*\topen\t提前批其他\t$/.test(line))).toBe(true);
    const times = ['--from', '2021-06-26 08:00', '--until', '2031-06-28 18:00'];
    expect(await run(windowCommand, 'move', 'early-other,early-police', ...times, '--reason', '按日程')).toBe(
      0,
    );
    expect(printed).toHaveLength(2);
    const lengthen = ['lengthen', 'early-other', '--minutes', '30'];
    expect(await run(windowCommand, ...lengthen, '--county', '410122', '--reason', '停电')).toBe(0);
    expect(printed).toEqual([
      'early-other\tcounty 410122\t2021-06-26 08:00\t2031-06-28 18:30\t提前批其他\t中牟县',
    ]);
    expect(await run(windowCommand, ...lengthen, '--county', '999999', '--reason', '停电')).toBe(1);
    expect(await run(windowCommand, ...lengthen)).toBe(2);
    expect(await run(windowCommand, 'lengthen', 'nothing', '--minutes', '3', '--reason', '停电')).toBe(1);
    expect(await run(windowCommand, 'lengthen', 'early-other', '--minutes', '0', '--reason', '停电')).toBe(2);
    expect(
      await run(windowCommand, 'lengthen', 'early-other', '--minutes', '20161', '--reason', '停电'),
    ).toBe(1);
    expect(printed).toEqual(['early-other 提前批其他: minutesOutOfRange']);
    const twice = ['--county', '410122', '--school', '1', '--reason', '停电'];
    expect(await run(windowCommand, ...lengthen, ...twice)).toBe(2);
    await database
      .knex('plan_entries')
      .where({ batch_code: 'early-police' })
      .update({ tracks: ['7'] });
    expect(await run(windowCommand, 'open', 'early-police', ...times, '--reason', '按日程')).toBe(1);
    expect(printed.join()).toContain('trackUnknown');
    const acts = await database.knex('audit_entries').where({ actor_kind: 'operator' }).select('action');
    expect(acts.map(({ action }) => action)).toEqual(['changeWindow', 'changeWindow', 'lengthenWindow']);
  });

  it('asks before it leaves windows behind or takes time from who may file now', async () => {
    const move = (until: string, ...more: string[]) =>
      run(
        windowCommand,
        'move',
        'early-other',
        '--from',
        '2021-06-26 08:00',
        '--until',
        until,
        '--reason',
        '按日程',
        ...more,
      );
    const endOf = async () =>
      (
        await database
          .knex('windows')
          .where({ batch_code: 'early-other', scope_kind: 'province' })
          .first('closes_at')
      )?.closes_at;
    const before = await endOf();
    expect(await move('2031-06-30 18:00')).toBe(1);
    expect(printed[0]).toBe(
      'early-other\tcounty 410122\t2021-06-26 08:00\t2031-06-28 18:30\tbehind\t提前批其他\t中牟县',
    );
    expect(printed.at(-1)).toContain('--confirmed yes');
    expect(await move('2031-06-30 18:00', '--confirmed', 'no')).toBe(1);
    expect(await move('2031-06-28 17:00')).toBe(1);
    expect(printed[0]).toMatch(/^filing ends sooner for [1-9]\d* candidates who may file now$/);
    expect(printed[1]).toMatch(/^within the scope: \d+ forms open, \d+ drafts without a save$/);
    expect(printed[2]).toMatch(/2031-06-28 18:30\tstays\t提前批其他\t/);
    expect(await endOf()).toEqual(before);
    expect(await move('2031-06-30 18:00', '--confirmed', 'yes')).toBe(0);
    expect(await endOf()).toEqual(new Date('2031-06-30T18:00:00+08:00'));
  });

  it('turns switches once, with a reason', async () => {
    expect(await run(switchCommand, 'set', 'stopSaves', 'on', '--reason', '核对')).toBe(0);
    expect(printed.join('\n')).toMatch(/stopSaves\ton\tturned/);
    expect(await run(switchCommand, 'set', 'stopSaves', 'on', '--reason', '核对')).toBe(1);
    expect(await run(switchCommand, 'set', 'stopSaves', 'off')).toBe(2);
    expect(await run(switchCommand, 'set', 'nothing', 'on', '--reason', '核对')).toBe(2);
    expect(await run(switchCommand, 'show')).toBe(0);
    expect(printed.some((line) => /^stopSaves\ton\tturned .*\t暂停保存志愿$/.test(line))).toBe(true);
  });

  it('checks a pack, and puts it in force', async () => {
    const shipped = readShippedRulePack('henan-2021');
    const file = path.join(folder, 'pack.json');
    const write = (pack: object) => writeFileSync(file, JSON.stringify(pack));
    write({ ...shipped, version: 0 });
    expect(await run(rulePackCommand, 'check', file)).toBe(1);
    expect(printed.join()).toContain('version');
    expect(await run(rulePackCommand, 'check', path.join(folder, 'none.json'))).toBe(1);
    write({ ...shipped, version: 2, countdownWarnings: [15] });
    expect(await run(rulePackCommand, 'check', file)).toBe(0);
    expect(await run(rulePackCommand, 'activate', file)).toBe(2);
    await database
      .knex('plan_entries')
      .where({ batch_code: 'early-police' })
      .update({ tracks: ['1'] });
    expect(await run(rulePackCommand, 'activate', file, '--reason', '提醒')).toBe(0);
    expect(await run(rulePackCommand, 'activate', file, '--reason', '提醒')).toBe(1);
    expect(await run(rulePackCommand, 'show')).toBe(0);
    expect(printed[0]).toMatch(/^henan-2021\t2\tin force/);
  });

  it('asks for the number of what a pack changes, and for an officer while a batch is open', async () => {
    const { knex } = database;
    const shipped = readShippedRulePack('henan-2021');
    const file = path.join(folder, 'fewer.json');
    const batches = shipped.batches.map((batch) =>
      batch.code === 'early-other' ? { ...batch, formMinutes: 31 } : batch,
    );
    writeFileSync(file, JSON.stringify({ ...shipped, version: 3, batches }));
    const activate = (...more: string[]) => run(rulePackCommand, 'activate', file, ...more);
    const versions = async () => (await knex('rule_packs').orderBy('id').select('version', 'active')).length;
    const before = await versions();
    expect(await activate('--dry-run')).toBe(0);
    expect(printed.slice(0, 2)).toEqual([
      '提前批其他\t正在填报的批次，规则变化',
      'rule-pack: 1 open batches and saved lists are concerned',
    ]);
    expect(await versions()).toBe(before);
    expect(await activate('--reason', '改', '--number', 'x')).toBe(2);
    expect(await activate('--reason', '改'.repeat(201), '--number', '1')).toBe(2);
    expect(await activate('--reason', '改', '--number', '2')).toBe(1);
    expect(printed.at(-1)).toContain('say --number 1');
    expect(await knex('rule_pack_requests')).toHaveLength(0);
    expect(await activate('--reason', '改', '--number', '1')).toBe(1);
    expect(printed.at(-1)).toMatch(
      /an officer of the province must approve it at \/office\/rule-packs\/\d+$/,
    );
    expect(await activate('--reason', '改', '--number', '1')).toBe(1);
    expect(await knex('rule_pack_requests').select('number', 'requested_by', 'decision')).toEqual([
      { number: 1, requested_by: null, decision: null },
    ]);
    await knex('rule_pack_requests').delete();
    await knex('windows').update({ closes_at: knex.raw("opens_at + interval '1 second'") });
    writeFileSync(file, JSON.stringify({ ...shipped, version: 3, batches }));
    expect(await activate('--reason', '改')).toBe(0);
    expect(printed.at(-1)).toBe('henan-2021 version 3 is in force');
  });

  it('writes the next version with a 征集 of a batch, which is put in force as any other', async () => {
    const out = path.join(folder, 'supplement.json');
    const derive = (...more: string[]) => run(rulePackCommand, 'supplement', 'junior', ...more);
    const times = ['--from', '2031-08-20 08:00', '--until', '2031-08-20 18:00', '--out', out];
    expect(await derive(...times, '--line', '文科综合=185', '--line', '5=185')).toBe(0);
    expect(printed[0]).toMatch(/^supplementary-junior\t.+征集志愿$/);
    expect(await run(rulePackCommand, 'check', out)).toBe(0);
    expect(await derive(...times)).toBe(1);
    expect(printed[0]).toMatch(/is there already$/);
    expect(await derive(...times, '--line', '美术=185')).toBe(2);
    expect(await derive(...times, '--line', '5=1', '--line', '5=2')).toBe(2);
    expect(await derive('--from', '2031-08-20 18:00', '--until', '2031-08-20 08:00', '--out', out)).toBe(2);
    expect(await run(rulePackCommand, 'supplement', 'none', ...times)).toBe(1);
    expect(printed).toEqual(['rule-pack: the pack has no batch none']);
    expect(await run(rulePackCommand, 'activate', out, '--reason', '征集')).toBe(0);
  });

  it('makes a 征集 of remaining places in one act, once an officer has approved it', async () => {
    const { knex } = database;
    const [row] = await knex('plan_entries')
      .where({ batch_code: 'early-other' })
      .whereRaw(`'5' = any(tracks)`);
    const file = path.join(folder, 'remaining.csv');
    writeFileSync(file, `科类,院校代号,专业代号,计划数\n5,${row.institution_code},${row.major_code},1\n`);
    const make = (...more: string[]) =>
      run(importCommand, 'plans', file, '--supplement', 'early-other', ...more);
    const settings = ['--from', '2031-08-20 08:00', '--until', '2031-08-22 18:00', '--line', '理科综合=480'];
    expect(await make()).toBe(2);
    expect(await run(importCommand, 'scores', file, '--supplement', 'early-other', ...settings)).toBe(2);
    expect(await make(...settings, '--dry-run')).toBe(0);
    expect(printed.join('\n')).toMatch(
      /supplementary-early-other\t提前批其他征集志愿\nversion \d+ of the pack; \d+ people/,
    );
    expect(await make(...settings)).toBe(1);
    expect(printed.at(-1)).toContain('--number 1');
    const said = [...settings, '--reason', '录取结束', '--number', '1'];
    expect(await make(...said)).toBe(1);
    expect(printed.at(-1)).toMatch(/approve it at \/office\/list-approvals\/\d+; run the same command again/);
    expect(await knex('windows').where({ batch_code: 'supplementary-early-other' })).toEqual([]);
    const { id } = await knex('officers').where({ role: 'province' }).first('id');
    const at = knex.raw('clock_timestamp()');
    await knex('import_approvals').update({ decision: 'approved', decided_by: id, decided_at: at });
    expect(await make(...said)).toBe(0);
    expect(await knex('windows').where({ batch_code: 'supplementary-early-other' })).toHaveLength(1);
    expect(await knex('supplements').select('batch_code', 'plan_rows', 'approved_by')).toEqual([
      { batch_code: 'supplementary-early-other', plan_rows: 1, approved_by: `officer ${id}` },
    ]);
    expect(await make(...said)).toBe(1);
    expect(printed.at(-1)).toContain('不能建立征集');
  });
});
