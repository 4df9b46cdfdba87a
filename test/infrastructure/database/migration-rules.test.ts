import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Migration, migrations } from '../../../migrations';
import { judgeMigration } from './judge-migration';

/** From here on a version is put in place while the one before serves. */
const FROM = '0122';
const root = path.resolve(__dirname, '../../..');
const changelog = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');

const migration = (sql: string, more: Partial<Migration> = {}): Migration => ({
  name: '9999-tried',
  up: async (knex) => void (await knex.raw(sql)),
  down: async () => undefined,
  ...more,
});

/** A statement that was prepared before a column came is refused behind it, where it asks for all columns. */
it('no statement asks for all columns of a table', () => {
  const folder = path.join(root, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    // Its table may lack a column that it asks for; without values it is not prepared.
    (name) => name.endsWith('.ts') && !name.endsWith('database/migrate.ts'),
  );
  const asking = files.filter((name) =>
    /(select|returning)\('\*'\)|(?<!\(\s*)\bselect \* from (?!unnest)\w|returning \*/.test(
      readFileSync(path.join(folder, name), 'utf8'),
    ),
  );
  expect(asking).toEqual([]);
});

describe('a migration beside a service that runs', () => {
  it.each(migrations.filter(({ name }) => name >= FROM).map((one) => [one.name, one] as const))(
    '%s holds nobody up',
    async (name, one) => {
      expect(await judgeMigration(one)).toEqual([]);
      // Who breaks is told to stop what runs first.
      if (one.breaks !== undefined) expect(changelog).toContain(name);
    },
  );

  it.each([
    "create table notes (id bigint primary key, text text not null check (text <> '')); create index on notes (text)",
    'alter table candidates add column nickname text, add column shown boolean not null default false',
    "alter table application_groups add column note text not null default ''; comment on column application_groups.note is 'a; b'",
    'alter table application_groups add constraint sound check (last_ordinal >= 0) not valid',
    'alter table application_groups validate constraint sound',
    'alter table candidates alter column nickname drop not null, alter column nickname set default 1',
    "alter table rule_packs add check (code <> ''); update rule_packs set code = code; create index on rule_packs (code)",
    'create or replace function f() returns int language sql as $$ delete from candidates; select 1 $$',
    'drop index candidates_idle',
  ])('may: %s', async (sql) => {
    expect(await judgeMigration(migration(sql))).toEqual([]);
  });

  it.each([
    ['drop table drafts', 'takes away'],
    ['alter table candidates drop column name', 'takes away'],
    ['drop function fold_coverage', 'takes away'],
    ['alter table candidates rename column name to names', 'renames'],
    ['alter table candidates rename to people', 'renames'],
    ['alter table rule_packs alter column code type integer', 'another'],
    ['alter table rule_packs alter code set not null', 'asks for a value'],
    ['alter table rule_packs add column note text not null', 'does not give'],
  ])('may not, but where it says that it breaks: %s', async (sql, words) => {
    expect(await judgeMigration(migration(sql))).toEqual([expect.stringContaining(words)]);
    expect(await judgeMigration(migration(sql, { breaks: 'a reason' }))).toEqual([]);
  });

  it.each([
    ['create index on candidates (name)', 'name it in "indexes"'],
    ['create unique index one on application_groups (id)', 'name it in "indexes"'],
    ['create index concurrently one on candidates (name)', '"indexes" builds it'],
    ['update candidates set name = name', 'in small steps'],
    ['insert into mails select * from mails', 'in small steps'],
    ['truncate sessions', 'locks'],
    ["alter table candidates add check (name <> '')", 'reads or writes all'],
    ['alter table candidates add column x int references schools', 'reads or writes all'],
    ['alter table candidates add column x uuid default gen_random_uuid()', 'reads or writes all'],
    ['alter table candidates alter column name type text', 'reads or writes all'],
    ['alter table candidates alter column name set not null', 'reads or writes all'],
    [
      'alter table candidates add constraint s check (true) not valid; alter table candidates validate constraint s',
      'a migration of its own',
    ],
  ])('may never: %s', async (sql, words) => {
    expect(await judgeMigration(migration(sql, { breaks: 'a reason' }))).toEqual([
      expect.stringContaining(words),
    ]);
  });

  it('names an index by its table and columns', async () => {
    const { indexes } = { indexes: { good: 'candidates (name) where name is not null', bad: 'candidates' } };
    expect(await judgeMigration(migration('select 1', { indexes }))).toEqual([
      expect.stringContaining('index bad'),
    ]);
  });
});
