import { spawn } from 'node:child_process';
import path from 'node:path';
import { writeReliability } from '../../support/reliability';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import { bindPhone, sendCode, tell } from './outbox';

const STEPS = [
  'before claim',
  'after claim',
  'before send',
  'after send',
  'before markSent',
  'after markSent',
] as const;
/** One in seven is undone: 10,000 are committed. */
const EVENTS = process.env.LONG ? 11_667 : 120;
const CODES = process.env.LONG ? 1000 : 20;
const PASSINGS = process.env.LONG ? [1, 2, 7] : [1];

describe('a sender that is killed', () => {
  let database: TestDatabase;
  let candidate: number;
  let kills = 0;

  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    candidate = await bindPhone(database.knex);
    await database.knex.raw(
      'create table deliveries (id bigint generated always as identity, stable_id uuid not null, text text not null)',
    );
  });
  afterAll(() => database.drop());

  /** Events of which every seventh is undone. @returns how many were committed. */
  async function commitEvents(): Promise<number> {
    let committed = 0;
    for (let index = 0; index < EVENTS; index += 1) {
      const undone = index % 7 === 3;
      const event = database.knex.transaction(async (transaction) => {
        await tell(transaction, candidate, `10.1.${Math.floor(index / 250)}.${index % 250}`);
        if (undone) throw new Error('undone');
      });
      await event.catch(() => undefined);
      if (!undone) committed += 1;
    }
    for (let index = 0; index < CODES; index += 1) {
      await sendCode(database.knex, candidate, `验证码 ${index}`, 3600);
    }
    return committed;
  }

  /** Runs a sender until it dies at a step or finds nothing more to do. */
  function runSender(step: string, passing: number): Promise<void> {
    const hook = path.join(__dirname, '../../support/typescript-hook.cjs');
    const program = path.join(__dirname, 'sender-process.ts');
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['-r', hook, program, database.url, step, String(passing)], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let faults = '';
      child.stderr.on('data', (chunk) => {
        faults += String(chunk);
      });
      child.once('exit', (code, signal) => {
        if (signal === 'SIGKILL') kills += 1;
        if (code === 0 || signal === 'SIGKILL') resolve();
        else reject(new Error(faults));
      });
    });
  }

  async function count(table: string, where = 'true'): Promise<number> {
    const { rows } = await database.knex.raw<{ rows: { count: number }[] }>(
      `select count(*)::int as count from ${table} where ${where}`,
    );
    return rows[0]?.count ?? -1;
  }

  const makeDue = () =>
    database
      .knex('outbox_messages')
      .update({ next_attempt_at: database.knex.raw("now() - interval '1 second'") });

  it('loses no notice, changes no id, sends no code twice and leaves no text', async () => {
    const mailsBefore = await count('mails', 'candidate_id is not null');
    const events = await commitEvents();
    for (const step of STEPS) {
      for (const passing of PASSINGS) {
        await runSender(step, passing);
        await makeDue();
      }
    }
    expect(kills).toBe(STEPS.length * PASSINGS.length);
    await runSender('none', 1);
    await makeDue();
    await runSender('none', 1);

    expect((await count('mails', 'candidate_id is not null')) - mailsBefore).toBe(events);
    expect(await count('outbox_messages', 'not at_most_once')).toBe(events);
    expect(await count('outbox_messages', 'not at_most_once and sent_at is not null')).toBe(events);
    expect(await count('outbox_messages', 'sent_at is null and given_up_at is null')).toBe(0);
    expect(await count('outbox_messages', 'text_cipher is not null')).toBe(0);

    const { rows } = await database.knex.raw<{
      rows: { code: boolean; times: number; texts: number; sent: boolean }[];
    }>(`select m.at_most_once as code, count(d.id)::int as times, count(distinct d.text)::int as texts,
               m.sent_at is not null as sent
          from outbox_messages m left join deliveries d using (stable_id) group by m.id`);
    const notices = rows.filter(({ code }) => !code);
    const codes = rows.filter(({ code }) => code);
    expect(notices.filter(({ times, texts }) => times < 1 || texts !== 1)).toEqual([]);
    expect(codes).toHaveLength(CODES);
    expect(codes.filter(({ times }) => times > 1)).toEqual([]);
    expect(codes.filter(({ sent, times }) => sent && times === 0)).toEqual([]);
    expect(await count('deliveries', 'stable_id not in (select stable_id from outbox_messages)')).toBe(0);
    // What the kills were for: some notice did leave twice, and some code was lost.
    expect(notices.some(({ times }) => times > 1)).toBe(true);
    expect(codes.some(({ times }) => times === 0)).toBe(true);
    writeReliability({
      promise: 'P12',
      test: 'test/domain/messages/sender-crash.test.ts',
      figures: [
        ['committed events', events],
        ['kills of the sender, at each step before and behind', kills],
        ['events without a mail, or with more than one', 0],
        ['events without an outbox row, or with more than one', 0],
        ['notices that did not leave', 0],
        ['notices that left twice, under one id', notices.filter(({ times }) => times > 1).length],
        ['codes that left twice', 0],
      ],
    });
  }, 600_000);
});
