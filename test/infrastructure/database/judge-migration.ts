import type { Knex } from 'knex';
import type { Migration } from '../../../migrations';

/** Tables of at most some thousand rows, and those of which nobody waits: a lock on them is over at once. */
const SMALL = [
  'batch_exclusions',
  'clock_shifts',
  'import_jobs',
  'import_mappings',
  'installations',
  'institutions',
  'key_holders',
  'key_turns',
  'knex_migrations',
  'list_exports',
  'measured_minutes',
  'officers',
  'people_normal_forms',
  'plan_groups',
  'platforms',
  'print_jobs',
  'reference_versions',
  'rule_pack_trials',
  'rule_packs',
  'supplements',
  'switches',
  'watch_looks',
  'windows',
];

/** What stands against a migration beside a service that runs; `breaks` allows what a program of before cannot bear. */
export async function judgeMigration({ up, indexes = {}, breaks }: Migration): Promise<readonly string[]> {
  const statements = (await record(up)).flatMap(splitStatements);
  const made = statements.flatMap((sql) => /^create (?:unlogged )?table (\w+)/.exec(sql)?.[1] ?? []);
  const isSmall = (table: string) => SMALL.includes(table) || made.includes(table);
  const faults = statements.flatMap((sql) => [
    ...(breaks === undefined ? judgeCompatibility(sql, made) : []),
    ...judgeLocks(sql, isSmall),
  ]);
  if (statements.some((sql) => / validate constraint /.test(sql)) && statements.length > 1)
    faults.push('validates in a transaction that holds other locks: give it a migration of its own');
  for (const [name, place] of Object.entries(indexes))
    if (!/^\w+ (using \w+ )?\(.+\)/.test(place))
      faults.push(`index ${name}: "table (columns)", not "${place}"`);
  return faults;
}

/** What a migration sends, which is sql alone. */
async function record(up: Migration['up']): Promise<string[]> {
  const sent: string[] = [];
  const recorder = { raw: async (sql: string) => void sent.push(sql) };
  await up(recorder as unknown as Knex);
  return sent;
}

/** Single statements without comments, in lower case, white space folded. */
function splitStatements(text: string): string[] {
  return text
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "'body'")
    .replace(/--.*$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/'(?:[^']|'')*'/g, (quoted) => quoted.replaceAll(';', ','))
    .split(';')
    .map((sql) => sql.trim().replace(/\s+/g, ' ').toLowerCase())
    .filter((sql) => sql !== '');
}

/** Of `alter table x a, b(c, d)`: the table, and a and b(c, d). */
function readAlter(sql: string): { table: string; acts: readonly string[] } | null {
  const [, table, rest] = /^alter table (?:only |if exists )*(\w+) (.+)$/.exec(sql) ?? [];
  if (table === undefined || rest === undefined) return null;
  const acts: string[] = [''];
  let depth = 0;
  for (const sign of rest) {
    depth += sign === '(' ? 1 : sign === ')' ? -1 : 0;
    if (sign === ',' && depth === 0) acts.push('');
    else acts.push((acts.pop() ?? '') + sign);
  }
  return { table, acts: acts.map((act) => act.trim()) };
}

/** What a program of before, which does not know of it, would fail over. */
function judgeCompatibility(sql: string, made: readonly string[]): string[] {
  const faults: string[] = [];
  if (/^drop (table|view|materialized view|function|procedure|type|trigger|schema|sequence)\b/.test(sql))
    faults.push(`takes away what a program of before may use: ${sql}`);
  if (/^alter \w+ .*\brename\b/.test(sql)) faults.push(`renames: ${sql}`);
  const alter = readAlter(sql);
  if (alter === null || made.includes(alter.table)) return faults;
  for (const act of alter.acts) {
    if (/^drop (?!constraint\b)/.test(act) || /^alter (column )?\w+ drop default/.test(act))
      faults.push(`takes away what a program of before may use: ${act}`);
    if (/^alter (column )?\w+ (set data )?type\b/.test(act)) faults.push(`makes a column another: ${act}`);
    if (/^alter (column )?\w+ set not null/.test(act)) faults.push(`asks for a value: ${act}`);
    if (/^add (column )?/.test(act) && /\bnot null\b/.test(act) && !/\b(default|generated)\b/.test(act))
      faults.push(`asks for a value that a program of before does not give: ${act}`);
  }
  return faults;
}

/** What would keep a large table from others for longer than a moment. */
function judgeLocks(sql: string, isSmall: (table: string) => boolean): string[] {
  if (/^(truncate|lock|cluster|vacuum|reindex|analyze)\b/.test(sql)) return [`locks: ${sql}`];
  const [, indexed] = /^create (?:unique )?index (?!concurrently)(?:.*?)\bon (\w+)/.exec(sql) ?? [];
  if (indexed !== undefined && !isSmall(indexed))
    return [`builds an index while nobody may write to ${indexed}: name it in "indexes"`];
  if (/\bindex concurrently\b/.test(sql)) return ['"indexes" builds it: no transaction may'];
  const [, written] = /^(?:update|delete from|insert into) (\w+)/.exec(sql) ?? [];
  if (written !== undefined && !isSmall(written) && !/^insert into \w+ (\([^)]*\) )?values/.test(sql))
    return [`goes over ${written} in one transaction: in small steps beside the service`];
  const alter = readAlter(sql);
  if (alter === null || isSmall(alter.table)) return [];
  return alter.acts.filter(readsWholeTable).map((act) => `reads or writes all of ${alter.table}: ${act}`);
}

function readsWholeTable(act: string): boolean {
  if (/^add (constraint \w+ )?(check|foreign key)/.test(act)) return !act.endsWith(' not valid');
  if (/^add (constraint \w+ )?(unique|primary key|exclude)/.test(act)) return !/ using index /.test(act);
  if (/^add (column )?/.test(act))
    return /\b(check|references|unique|primary key|generated|serial|bigserial)\b|default (?!'|null|true|false|-?\d|now\(\)|current_timestamp)/.test(
      act,
    );
  return /^alter (column )?\w+ (set not null|(set data )?type)|^set (logged|unlogged|tablespace)/.test(act);
}
