import { verifyCommand } from '../../src/cli/verify.command';
import { computeCheckValue, FIRST_HASH } from '../../src/domain/choice-lists/canonical-body';
import {
  changePack,
  file,
  findSound,
  people,
  signIn,
  sound,
  withoutCooldown,
} from '../candidate/filing/filing';
import { startTestApp, type TestApp } from '../support/test-app';
import { runCommand } from './run-command';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await changePack(app, withoutCooldown);
  const client = await signIn(app, people.pilot);
  await file(client, 'early-other', sound);
  await file(client, 'early-other', await findSound(app, people.pilot, 'early-other', 1));
  await file(client, 'undergraduate-2', await findSound(app, people.pilot, 'undergraduate-2'));
});
afterAll(() => app.close());

const verify = (args: readonly string[] = []) => runCommand(verifyCommand, app.database, args);

/** Changes what the application cannot, looks, and changes it back. */
async function tamper(change: string, back: string) {
  const owner = async (sql: string) => {
    const { knex } = app.database;
    await knex.raw('alter table application_versions disable trigger user');
    await knex.raw(sql);
    await knex.raw('alter table application_versions enable trigger user');
  };
  await owner(change);
  const result = await verify();
  await owner(back);
  return result;
}

interface VersionRow {
  readonly group_code: string;
  readonly ordinal: number;
  readonly save_number: number;
  readonly batch_code: string;
  readonly pack_code: string;
  readonly pack_version: number;
  readonly saved_at: Date;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly address: string;
  readonly device: string;
}

/** What is hashed with the body. */
function headerOf(row: VersionRow) {
  return {
    candidateNumber: people.pilot,
    group: row.group_code,
    ordinal: row.ordinal,
    saveNumber: row.save_number,
    batch: row.batch_code,
    pack: row.pack_code,
    packVersion: row.pack_version,
    savedAt: row.saved_at.toISOString(),
    actor: `${row.actor_kind} ${row.actor_id}`,
    address: row.address,
    device: row.device,
  };
}

describe('zhiyuan verify', () => {
  it('finds all that was saved right, by one save after the other', async () => {
    const { code, text } = await verify();
    expect(text).toMatch(
      /^ledger: 3 leaves under \d checkpoint\(s\), 0 version\(s\) not taken yet\nverify: 3 versions, \d+ a second, all is right$/,
    );
    expect(code).toBe(0);
  });

  it.each([
    [
      'a changed body',
      "update application_versions set canonical_body = replace(canonical_body, '2021', '2022') where ordinal = 1 and group_code = 'undergraduate-2'",
      "update application_versions set canonical_body = replace(canonical_body, '2022', '2021') where ordinal = 1 and group_code = 'undergraduate-2'",
      [`${people.pilot} undergraduate-2 version 1: the stored header or body is not what was hashed`],
    ],
    [
      'a changed address',
      "update application_versions set address = address || '0' where ordinal = 2",
      'update application_versions set address = left(address, -1) where ordinal = 2',
      [/version 2: the stored header or body/],
    ],
    [
      'a version that was taken out',
      "create table gone as select * from application_versions where ordinal = 1 and group_code <> 'undergraduate-2'; delete from application_versions where id in (select id from gone)",
      'insert into application_versions overriding system value select * from gone; drop table gone',
      [
        /version 2: the version before it is gone/,
        /early-other: a save is on record, and its version is gone/,
        /^leaf \d \(\d+ G1 [12]\): what it was taken from is gone$/,
      ],
    ],
    [
      'a last version that was taken out',
      'create table gone as select * from application_versions where ordinal = 2; update application_groups set current_version_id = null where last_ordinal = 2; delete from application_versions where id in (select id from gone)',
      'insert into application_versions overriding system value select * from gone; update application_groups set current_version_id = gone.id from gone where last_ordinal = 2; drop table gone',
      [
        /version 1: the group's row does not end with this version/,
        /early-other: a save is on record, and its version is gone/,
        /^leaf \d \(\d+ G1 [12]\): what it was taken from is gone$/,
      ],
    ],
    [
      'a version in force that is not the last',
      'update application_groups g set current_version_id = v.id from application_versions v where v.candidate_id = g.candidate_id and v.group_code = g.group_code and v.ordinal = 1 and g.last_ordinal = 2',
      'update application_groups g set current_version_id = v.id from application_versions v where v.candidate_id = g.candidate_id and v.group_code = g.group_code and v.ordinal = 2 and g.last_ordinal = 2',
      [/version 2: the group's row says another version in force/],
    ],
    [
      'a count that was set back',
      'update application_groups set saves_used = 1 where last_ordinal = 2',
      'update application_groups set saves_used = 2 where last_ordinal = 2',
      [/version 2: the group's row says another version in force, count/],
    ],
    [
      'a group that nobody gave up',
      "update application_groups set abandoned_at = now() where group_code = 'undergraduate-2'",
      "update application_groups set abandoned_at = null where group_code = 'undergraduate-2'",
      [
        /undergraduate-2: given up without an act of its owner/,
        /undergraduate-2: the group's row says otherwise what was given up or granted/,
      ],
    ],
    [
      'a form that is another',
      "update application_versions set form_token = form_token || '0' where ordinal = 2",
      'update application_versions set form_token = left(form_token, -1) where ordinal = 2',
      [/version 2: the ledger has taken another version in its place/],
    ],
    [
      'a history that was taken out with its group',
      "create table gone as select * from application_versions where group_code = 'undergraduate-2'; create table gone_group as select * from application_groups where group_code = 'undergraduate-2'; delete from application_groups where group_code = 'undergraduate-2'; delete from application_versions where id in (select id from gone)",
      'insert into application_versions overriding system value select * from gone; insert into application_groups select * from gone_group; drop table gone, gone_group',
      [
        /undergraduate-2: a save is on record, and its version is gone/,
        /^leaf 2 \(\d+ undergraduate-2 1\): what it was taken from is gone$/,
      ],
    ],
  ])('names %s', async (_name, change, back, expected) => {
    const { code, text } = await tamper(change, back);
    const lines = text.split('\n');
    expect(code).toBe(1);
    expect(lines).toHaveLength(expected.length + 2);
    expected.forEach((line, index) => {
      if (typeof line === 'string') expect(lines[index]).toBe(line);
      else expect(lines[index]).toMatch(line);
    });
    expect((await verify()).code).toBe(0);
  });

  it('names a last version whose body was changed and hashed anew', async () => {
    const { knex } = app.database;
    const last = await knex('application_versions').where({ ordinal: 2 }).first();
    const body = last.canonical_body.replace('2021', '2022');
    const put = (text: string, hash: Buffer) =>
      `update application_versions set canonical_body = $$${text}$$, hash = decode('${hash.toString('hex')}', 'hex')
        where id = ${last.id}`;
    const forged = computeCheckValue(headerOf(last), body, last.previous_hash, last.nonce);
    const { text } = await tamper(put(body, forged), put(last.canonical_body, last.hash));
    expect(text).toMatch(
      /version 2: the ledger has taken another version in its place\nledger: .*\nverify: .* 1 fault/,
    );
    expect((await verify()).code).toBe(0);
  });

  it('names a version that does not build upon the one before it, though its own hash is right', async () => {
    const { knex } = app.database;
    const second = await knex('application_versions').where({ ordinal: 2 }).first();
    const forged = computeCheckValue(headerOf(second), second.canonical_body, FIRST_HASH, second.nonce);
    const put = (previous: Buffer, hash: Buffer) =>
      `update application_versions set previous_hash = decode('${previous.toString('hex')}', 'hex'),
              hash = decode('${hash.toString('hex')}', 'hex') where id = ${second.id}`;
    const { text } = await tamper(put(FIRST_HASH, forged), put(second.previous_hash, second.hash));
    expect(text).toContain('version 2: does not build upon the version before it');
  });

  it('stops when it is asked to, and takes no words', async () => {
    const controller = new AbortController();
    controller.abort();
    const terminal = {
      interactive: false,
      write: () => undefined,
      ask: async () => '',
      signal: controller.signal,
    };
    expect(await runCommand(verifyCommand, app.database, [], { terminal })).toMatchObject({ code: 130 });
    expect((await verify(['all'])).code).toBe(2);
  });
});
