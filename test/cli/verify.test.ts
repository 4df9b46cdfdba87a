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

describe('zhiyuan verify', () => {
  it('finds all that was saved right, by one save after the other', async () => {
    const { code, text } = await verify();
    expect(text).toMatch(/^verify: 3 versions, \d+ a second, all is right$/);
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
      [/version 2: the version before it is gone/],
    ],
    [
      'a last version that was taken out',
      'create table gone as select * from application_versions where ordinal = 2; update application_groups set current_version_id = null where last_ordinal = 2; delete from application_versions where id in (select id from gone)',
      'insert into application_versions overriding system value select * from gone; update application_groups set current_version_id = gone.id from gone where last_ordinal = 2; drop table gone',
      [/version 1: the group's row does not end with this version/],
    ],
  ])('names %s', async (_name, change, back, expected) => {
    const { code, text } = await tamper(change, back);
    const lines = text.split('\n');
    expect(code).toBe(1);
    expect(lines).toHaveLength(expected.length + 1);
    expected.forEach((line, index) => {
      if (typeof line === 'string') expect(lines[index]).toBe(line);
      else expect(lines[index]).toMatch(line);
    });
    expect((await verify()).code).toBe(0);
  });

  it('names a version that does not build upon the one before it, though its own hash is right', async () => {
    const { knex } = app.database;
    const second = await knex('application_versions').where({ ordinal: 2 }).first();
    const forged = computeCheckValue(
      {
        candidateNumber: people.pilot,
        group: second.group_code,
        ordinal: second.ordinal,
        saveNumber: second.save_number,
        batch: second.batch_code,
        pack: second.pack_code,
        packVersion: second.pack_version,
        savedAt: second.saved_at.toISOString(),
        actor: `${second.actor_kind} ${second.actor_id}`,
        address: second.address,
        device: second.device,
      },
      second.canonical_body,
      FIRST_HASH,
      second.nonce,
    );
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
