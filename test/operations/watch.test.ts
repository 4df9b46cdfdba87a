import type { Knex } from 'knex';
import { findGroup } from '../../src/domain/choice-lists/application.repository';
import { noteConfirmation } from '../../src/domain/choice-lists/group-act.repository';
import { openLedgerRing } from '../../src/domain/ledger/ledger-ring';
import { createTakeLeaves } from '../../src/domain/ledger/take-leaves';
import { databaseClock } from '../../src/infrastructure/clock';
import { watcherUrlOf } from '../../src/infrastructure/database/embedded/application-role';
import { createKnex } from '../../src/infrastructure/database/knex';
import { examineRole } from '../../src/infrastructure/database/roles';
import { type DriftKind, lookAround } from '../../src/operations/find-drift';
import { createWatch } from '../../src/operations/watch';
import { changePack, choose, file, idOf, people, signIn, withoutCooldown } from '../candidate/filing/filing';
import { writeReliability } from '../support/reliability';
import { startTestApp, type TestApp } from '../support/test-app';

let app: TestApp;
let watcher: Knex;
beforeAll(async () => {
  app = await startTestApp();
  watcher = createKnex(watcherUrlOf(app.database.url), { max: 2 });
  await changePack(app, withoutCooldown);
  for (const number of [people.pilot, people.squad, people.rural]) {
    const client = await signIn(app, number);
    for (const word of ['agree', 'refuse'] as const)
      await file(client, 'early-other', choose('first-1', '0001', ['16'], word));
  }
  await takeLeaves();
  await confirm(people.squad);
  await app.database.knex('group_acts').insert({
    candidate_id: app.database.knex('candidates').where({ candidate_number: people.rural }).select('id'),
    group_code: 'a-group',
    kind: 'granted',
    saves: 1,
    at: new Date(),
  });
  await app.database.knex('application_groups').insert({
    candidate_id: app.database.knex('candidates').where({ candidate_number: people.rural }).select('id'),
    group_code: 'a-group',
    granted_saves: 1,
  });
  await takeLeaves();
  await app.database.knex.raw('select fold_coverage()');
});
/** Planted drifts that were seen, and by which check. */
const seen: [string, string][] = [];
afterAll(async () => {
  if (seen.length === planted.length)
    writeReliability({
      promise: 'P39',
      test: 'test/operations/watch.test.ts',
      figures: [['planted drifts that were seen', `${seen.length} of ${planted.length}`]],
      planted: seen,
    });
  await watcher.destroy();
  await app.close();
});

/** 确认志愿, which is no drift. */
async function confirm(candidateNumber: string): Promise<void> {
  const id = await idOf(app, candidateNumber);
  const group = await findGroup(app.database.knex, id, { quota: 'G1', abandon: 'G1' });
  if (group === null) throw new Error(`${candidateNumber} has saved nothing`);
  await app.database.knex.transaction(async (transaction) => {
    expect(await noteConfirmation(transaction, id, { ...group, retractionsUsed: 0 }, new Date())).toBe(1);
  });
}

const takeLeaves = () =>
  createTakeLeaves({
    db: app.database.knex,
    clock: databaseClock,
    keys: openLedgerRing(app.config.secrets.ledgerKey),
    host: 'zy.example.cn',
  })();

const V = 'application_versions';
const G = 'application_groups';
const last = `(select max(id) from ${V})`;
const first = `(select min(id) from ${V})`;
const filed = `${G}.current_version_id = ${last}`;
const planted: readonly (readonly [string, DriftKind, string])[] = [
  [
    'the version in force is an older one',
    'groups',
    `update ${G} set current_version_id = current_version_id - 1 where ${filed}`,
  ],
  [
    'nothing is in force any more',
    'groups',
    `update ${G} set current_version_id = null, current_batch_code = null where ${filed}`,
  ],
  ['a save is given back', 'groups', `update ${G} set saves_used = saves_used - 1 where ${filed}`],
  ['a save is counted too often', 'groups', `update ${G} set saves_used = saves_used + 1 where ${filed}`],
  [
    'another batch is in force',
    'groups',
    `update ${G} set current_batch_code = 'undergraduate-1' where ${filed}`,
  ],
  [
    'the row ends before its last version',
    'groups',
    `update ${G} set last_ordinal = last_ordinal - 1 where ${filed}`,
  ],
  [
    'the row ends behind its last version',
    'groups',
    `update ${G} set last_ordinal = last_ordinal + 1 where ${filed}`,
  ],
  ["a group's row is gone", 'groups', `delete from ${G} where ${filed}`],
  ['a group is given up by hand', 'acts', `update ${G} set abandoned_at = now() where ${filed}`],
  ['saves are given by hand', 'acts', `update ${G} set granted_saves = granted_saves + 3 where ${filed}`],
  [
    'saves that were given are taken away',
    'acts',
    `update ${G} set granted_saves = 0 where group_code = 'a-group'`,
  ],
  ['an act is gone', 'acts', `delete from group_acts`],
  [
    'an act is put in',
    'acts',
    `insert into group_acts (candidate_id, group_code, kind, saves, at) select candidate_id, group_code, 'granted', 1, now() from ${G} where ${filed}`,
  ],
  [
    'a choice of a version is another',
    'versions',
    `update ${V} set canonical_body = replace(canonical_body, '0001', '0002') where id = ${last}`,
  ],
  [
    'the newest version is gone',
    'versions',
    `with g as (update ${G} set current_version_id = null where ${filed}) delete from ${V} where id = ${last}`,
  ],
  ['an old version is gone', 'versions', `delete from ${V} where id = ${first}`],
  [
    'a version belongs to somebody else',
    'versions',
    `update ${V} set candidate_id = (select id from candidates c where not exists (select from ${V} v where v.candidate_id = c.id) limit 1) where id = ${last}`,
  ],
  [
    'a version was saved at another time',
    'versions',
    `update ${V} set saved_at = saved_at - interval '1 minute' where id = ${last}`,
  ],
  ['a version has another hash', 'ledger', `update ${V} set hash = sha256('x') where id = ${last}`],
  [
    'a whole history is gone',
    'versions',
    `with c as (select candidate_id from ${V} where id = ${last}), g as (delete from ${G} using c where ${G}.candidate_id = c.candidate_id) delete from ${V} using c where ${V}.candidate_id = c.candidate_id`,
  ],
  [
    'the last leaf is gone',
    'ledger',
    `delete from ledger_leaves where leaf_index = (select max(leaf_index) from ledger_leaves)`,
  ],
  ['a leaf in the middle is gone', 'ledger', `delete from ledger_leaves where leaf_index = 2`],
  [
    'a leaf says something else',
    'ledger',
    `update ledger_leaves set content = replace(content, '"zhiyuan-leaf', '"Zhiyuan-leaf') where leaf_index = 1`,
  ],
  ['a leaf has another hash', 'ledger', `update ledger_leaves set hash = sha256('x') where leaf_index = 1`],
  [
    'a checkpoint has another root',
    'ledger',
    `update ledger_checkpoints set root = sha256('x') where size = (select max(size) from ledger_checkpoints)`,
  ],
  [
    'a letter is gone',
    'letters',
    `delete from mails where id = (select max(id) from mails where kind = 'choiceListSaved')`,
  ],
  [
    'a letter is told twice',
    'letters',
    `insert into mails (candidate_id, kind, title, body, sent_at) select candidate_id, kind, title, body, sent_at from mails where kind = 'choiceListSaved' limit 1`,
  ],
  [
    'a message that waits says nothing',
    'outbox',
    `update outbox_messages set text_cipher = null, sent_at = null, given_up_at = null where id = (select max(id) from outbox_messages)`,
  ],
  ['messages of a save are gone', 'outbox', `delete from outbox_messages where kind = 'choiceListSaved'`],
  [
    'somebody is counted who has not filed',
    'coverage',
    `update coverage_counts set count = count + 1 where level = 'county' and measure like 'saved%'`,
  ],
  [
    'somebody who has filed is not counted',
    'coverage',
    `delete from coverage_filings where candidate_id = (select candidate_id from ${V} where id = ${last})`,
  ],
];
const TABLES = [V, G, 'group_acts', 'ledger_leaves', 'ledger_checkpoints', 'mails'];

describe('zhiyuan watch', () => {
  it('has a role of its own, which changes nothing but a switch', async () => {
    expect(await examineRole(watcher)).toMatchObject({ superuser: false, owner: false, changeable: [] });
    for (const sql of [
      'update application_groups set saves_used = 0',
      "insert into switches (name) values ('x')",
      "update switches set name = 'x'",
      'delete from alarms',
      'update candidates set name = name',
      'insert into application_drafts select * from application_drafts',
    ])
      await expect(watcher.raw(sql)).rejects.toThrow(/permission denied/);
  });

  it('misses no letter and no message that is over', async () => {
    const transaction = await app.database.knex.transaction();
    try {
      for (const table of TABLES) await transaction.raw('alter table ?? disable trigger user', [table]);
      await transaction('mails').where({ kind: 'choiceListSaved' }).delete();
      await transaction('outbox_messages').where({ kind: 'choiceListSaved' }).delete();
      const missed = async () =>
        (await lookAround(transaction, null)).drifts.filter(({ kind }) => kind === 'letters').length;
      expect(await missed()).toBeGreaterThan(0);
      const longAgo = transaction.raw("clock_timestamp() - interval '181 days'");
      await transaction('ledger_leaves').update({ taken_at: longAgo });
      expect(await missed()).toBe(0);
    } finally {
      await transaction.rollback();
    }
  });

  it('sees nothing in what goes together, while people save', async () => {
    const look = createWatch(watcher, true);
    expect((await look()).drifts).toEqual([]);
    const clients = [people.pilot, people.squad, people.rural].map((number) => signIn(app, number));
    let stop = false;
    let looks = 0;
    const looking = (async () => {
      for (; !stop; looks += 1) expect((await look()).drifts).toEqual([]);
    })();
    for (const client of await Promise.all(clients)) {
      await file(client, 'early-other', choose('first-1', '0001', ['16'], 'agree'));
      await takeLeaves();
    }
    stop = true;
    await looking;
    expect(looks).toBeGreaterThan(3);
    expect(await app.database.knex('alarms').where({ kind: 'drift' })).toEqual([]);
    await takeLeaves();
    await app.database.knex.raw('select fold_coverage()');
  });

  it.each(planted)('sees that %s', async (what, kind, sql) => {
    const transaction = await app.database.knex.transaction();
    try {
      for (const table of TABLES) await transaction.raw('alter table ?? disable trigger user', [table]);
      await transaction.raw(sql);
      const { drifts } = await lookAround(transaction, null);
      expect(drifts.map((one) => one.kind)).toContain(kind);
      seen.push([what, kind]);
    } finally {
      await transaction.rollback();
    }
  });

  it('raises the alarm once, and stops saves on every node within five seconds where it was told to', async () => {
    const { knex } = app.database;
    await knex.raw(`update ${G} set saves_used = saves_used + 1 where ${filed}`);
    const alarmed = await createWatch(watcher, false)();
    expect([alarmed.drifts.length > 0, alarmed.stopped]).toEqual([true, false]);
    const look = createWatch(watcher, true);
    const began = Date.now();
    expect((await look()).stopped).toBe(true);
    while (!app.services.reference.current().switches.stopSaves && Date.now() - began < 5000)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(app.services.reference.current().switches.stopSaves).toBe(true);
    expect((await look()).stopped).toBe(false);
    expect(await knex('alarms').where({ kind: 'drift' })).toHaveLength(1);
    const told = await knex('audit_entries')
      .where({ actor_id: 'zhiyuan watch' })
      .orderBy('id')
      .pluck('action');
    expect(told).toEqual(['seeDrift', 'switchOn']);
  });
});
