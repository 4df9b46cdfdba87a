import { lookAround } from '../../src/operations/find-drift';
import { killAt, listPoints } from '../support/failpoints';
import { writeReliability } from '../support/reliability';
import { startTestApp, type TestApp } from '../support/test-app';
import { type Act, acts, connectAs } from './failpoint-acts';

/** What an act may write; what is charged and remembered before it, whatever comes of it, is not of it. */
const TABLES = [
  'account_mails',
  'accounts',
  'application_groups',
  'application_versions',
  'audit_entries',
  'candidates',
  'coverage_touched',
  'credentials',
  'group_acts',
  'list_versions',
  'mails',
  'number_claims',
  'objection_links',
  'outbox_messages',
  'persons',
  're_registrations',
  'restorations',
];
/** PROOF_DELAY_HOURS: the waiting of proofs has tests of its own. */
const env = { PROOF_DELAY_HOURS: '0' };

type Texts = Readonly<Record<string, string>>;

/** The text of every table that an act may write; a 动态密码 is used up before what it proves is done. */
async function readTables(app: TestApp): Promise<Texts> {
  const entries: (readonly [string, string])[] = [];
  for (const table of TABLES) {
    const { rows } = await app.database.knex.raw(
      `select md5(coalesce(string_agg(row, '|' order by row), '')) as text
         from (select (to_jsonb(t) - 'totp_last_counter')::text as row from ?? t) rows`,
      [table],
    );
    entries.push([table, rows[0].text]);
  }
  return Object.fromEntries(entries);
}

const listChanged = (before: Texts, after: Texts) => TABLES.filter((table) => before[table] !== after[table]);

/** An act with nobody killed: the statements it takes, and the tables it changes. */
async function runWhole(act: Act) {
  const app = await startTestApp({ env });
  try {
    const press = await act.prepare(app);
    const before = await readTables(app);
    let status = 0;
    const { seen } = await killAt(null, async () => {
      status = (await press()).status;
    });
    return { status, statements: seen, changed: listChanged(before, await readTables(app)) };
  } finally {
    await app.close();
  }
}

interface Killed {
  readonly hit: boolean;
  readonly answered: boolean;
  readonly changed: readonly string[];
  readonly drifts: number;
  /** What is changed once it is pressed again. */
  readonly again: readonly string[];
  readonly versions: number;
}

async function runKilled(act: Act, point: ReturnType<typeof listPoints>[number]): Promise<Killed> {
  const app = await startTestApp({ env });
  try {
    const press = await act.prepare(app);
    const before = await readTables(app);
    let answered = false;
    const { hit } = await killAt(point, async () => {
      answered = await press().then(
        ({ status }) => status < 400,
        () => false,
      );
    });
    const changed = listChanged(before, await readTables(app));
    const { drifts } = await app.database.knex.transaction((transaction) => lookAround(transaction, null));
    await press().catch(() => null);
    const again = listChanged(before, await readTables(app));
    const versions = await app.database.knex('application_versions').pluck('id');
    return { hit, answered, changed, drifts: drifts.length, again, versions: versions.length };
  } finally {
    await app.close();
  }
}

/** All points on long runs; else a sample at the end, where an act writes. */
function choosePoints(statements: number, most: number) {
  const points = listPoints(statements);
  return process.env.LONG === '1' ? points : points.slice(-2 * most).filter((_point, at) => at % 2 === 0);
}

const sampled =
  process.env.LONG === '1'
    ? acts
    : acts.filter(({ what }) => ['a save', '放弃', 'a change of phone', 'an import'].includes(what));

const hits: [string, string][] = [];

describe.each(sampled)('$what, killed at every statement', (act) => {
  it('is there whole or not at all, and whole where it was answered', async () => {
    const whole = await runWhole(act);
    // The least is a save: one statement reads, one writes.
    expect([whole.status < 400, whole.statements >= 2, whole.changed.length > 1]).toEqual([true, true, true]);
    const points = choosePoints(whole.statements, 2);
    for (const point of points) {
      const { hit, answered, changed, drifts, again, versions } = await runKilled(act, point);
      const where = `${act.what} ${point.side} ${point.at} of ${whole.statements}`;
      expect([where, hit, drifts]).toEqual([where, true, 0]);
      expect([where, changed]).toEqual([where, changed.length === 0 ? [] : whole.changed]);
      if (answered) expect([where, changed]).toEqual([where, whole.changed]);
      if (act.what === 'a save') expect([where, versions, again]).toEqual([where, 1, whole.changed]);
    }
    hits.push([act.what, `${points.length} kills, before and behind each of ${whole.statements} statements`]);
  }, 900_000);
});

it('a planted act of two transactions is found half done', async () => {
  const act: Act = {
    what: 'two transactions',
    prepare: async (app) => async () => {
      const db = connectAs(app);
      try {
        await db('mails').insert({ kind: 'announcement', title: '一', body: '一', sent_at: new Date() });
        await db('audit_entries').insert({
          actor_kind: 'system',
          actor_id: 'x',
          action: 'x',
          subject_kind: 'x',
          subject_id: 'x',
          detail: '{}',
          address: '',
          device: '',
        });
        return { status: 200 };
      } finally {
        await db.destroy();
      }
    },
  };
  const whole = await runWhole(act);
  expect(whole.changed).toEqual(['audit_entries', 'mails']);
  const found = [];
  for (const point of listPoints(whole.statements)) found.push((await runKilled(act, point)).changed);
  expect(found).toContainEqual(['mails']);
  writeReliability({
    promise: 'P6',
    test: 'test/operations/failpoints.test.ts',
    figures: [...hits, ['half done', 0]],
    planted: [['an act of two transactions', 'half done at a kill between them']],
  });
});
