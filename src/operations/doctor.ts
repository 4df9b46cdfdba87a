import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Knex } from 'knex';
import { findClockShift, wallClock } from '../infrastructure/clock';
import type { Config } from '../infrastructure/config/config';
import { createKnex } from '../infrastructure/database/knex';
import { checkKnownMigrations, listPendingMigrations } from '../infrastructure/database/migrate';
import { describeRoleFault, examineRole } from '../infrastructure/database/roles';
import { createFonts } from '../infrastructure/fonts/fonts';
import { SESSION_CONNECTIONS } from '../infrastructure/http/set-up-sessions';
import { joinSaid, say, sayMade } from '../infrastructure/language/say';
import { createCipher } from '../infrastructure/security/cipher';
import { StartRefused } from '../infrastructure/start-refused';
import { judgeBackups } from './backup-findings';
import { judgeCertificate } from './certificate';
import { checkDatabaseSettings } from './installation';
import { findKeyFaults, hasKeyCheck } from './key-check';
import { judgeNode } from './node-versions';
import { PEOPLE_FORM } from './normalise-people';
import { countActors, describeActors } from './officer-count';
import { countArrivalConnections, OFFICE_CONNECTIONS } from './open-database';
import { judgeRestoreCheck } from './restore-mark';
import { findOverdue } from './retention';
import { findUnboundColumn } from './rewrite-sealed';

/** One thing that was looked at: what it is like, and where it is not well what to do. */
export interface Finding {
  readonly about: string;
  readonly state: 'ok' | 'note' | 'problem';
  readonly words: string;
}

type Look = () => Promise<Omit<Finding, 'about'>>;

const ok = (words: string) => ({ state: 'ok' as const, words });
const note = (words: string) => ({ state: 'note' as const, words });
const problem = (words: string) => ({ state: 'problem' as const, words });

const LACKS: Readonly<Record<string, () => string>> = {
  candidates: () => say`no candidates: zhiyuan import candidates brings them`,
  plan: () => say`no plan: zhiyuan import plans brings one`,
  officers: () => say`no officers: zhiyuan officer create makes the first`,
};

const GIGABYTE = 1_000_000_000;
const MIN_FREE = 5;
const WATCHED_MINUTES = 15;
/** Seconds by which the clocks of program and database may differ. */
const MAX_SECONDS_APART = 2;

/** What needs no database: program, configuration, disk, fonts, gateways. */
export async function examineMachine(config: Config): Promise<readonly Finding[]> {
  return lookAt({
    node: async () => judgeNode(process.versions.node, wallClock()),
    secrets: async () =>
      config.environment === 'demo'
        ? note(say`the demo's published secrets serve unless others are set; drill and live refuse them`)
        : ok(say`six of them, none published, regular or twice`),
    disk: async () => describeDisk(config.dataDir),
    backup: async () => judgeBackups(config),
    'restore check': async () =>
      (await judgeRestoreCheck(config)) ?? note(say`nothing to try: there are no backups of ours`),
    certificate: async () => judgeCertificate(config.publicUrl),
    fonts: async () => {
      const { all } = createFonts(config.printFonts);
      return ok(say`for the printed forms: ${all.map((file) => path.basename(file)).join(', ')}`);
    },
    sms: async () =>
      config.sms.gateway === 'console'
        ? note(say`messages stay on a page of the demo`)
        : ok(`${config.sms.gateway} ${config.sms.url.host}`),
    wechat: async () =>
      config.wechat === null ? note(say`none: codes go by SMS`) : ok(config.wechat.apiUrl.host),
    liveness: async () =>
      config.accounts.liveness === null
        ? note(
            config.environment === 'demo'
              ? say`none: a page plays APP自助验证`
              : say`none: APP自助验证 is not offered`,
          )
        : ok(config.accounts.liveness.url.host),
    sessions: async () => ok(config.redis === null ? say`kept in PostgreSQL` : say`kept in Redis`),
    proxies: async () =>
      config.trustedProxies.length === 0
        ? note(say`none is trusted: behind one, set TRUSTED_PROXIES, or all share its address`)
        : ok(config.trustedProxies.join(', ')),
  });
}

/**
 * What the database tells: settings, schema, environment, clocks, and whether a round could be opened.
 * @throws where it cannot be reached
 */
export async function examineDatabase(db: Knex, config: Config): Promise<readonly Finding[]> {
  await db.raw('select 1');
  const server = await lookAt({
    database: async () => {
      await checkDatabaseSettings(db);
      const { rows } = await db.raw<{ rows: { version: string }[] }>(
        "select current_setting('server_version') as version",
      );
      return ok(say`PostgreSQL ${rows[0]?.version ?? ''}, UTF-8, nothing acknowledged is lost`);
    },
    connections: async () => describeConnections(db, config),
    role: async () => describeRole(config),
    migrations: async () => {
      const newer = await checkKnownMigrations(db);
      if (newer > 0)
        return note(say`${newer} of a newer version, on which this one may serve: put that version in place`);
      const pending = await listPendingMigrations(db);
      const [next = ''] = pending;
      return pending.length === 0
        ? ok(say`the schema is this version's`)
        : problem(say`${pending.length} to come (${next} …): start the server, which brings them in`);
    },
  });
  // Before the first start there is nothing else to look at.
  if (!(await db.schema.hasTable('installations'))) return server;
  const contents = await lookAt({
    environment: async () => {
      const row = await db('installations').first('environment');
      if (row === undefined) return note(say`the database belongs to no environment yet`);
      return row.environment === config.environment
        ? ok(config.environment)
        : problem(
            say`the database holds the data of ${row.environment}, ENVIRONMENT is ${config.environment}: set DATABASE_URL or ENVIRONMENT`,
          );
    },
    keys: async () => describeKeys(db, config),
    'sealed values': async () => describeSealed(db, config),
    retention: async () => describeRetention(db, config),
    clock: async () => describeClock(db, config),
    'rule pack': async () => {
      const row = await db('rule_packs').where({ active: true }).first('code', 'version');
      return row === undefined
        ? problem(say`none is in force: start the server once`)
        : ok(say`${row.code}, version ${row.version}`);
    },
    data: async () => {
      const { rows } = await db.raw<{ rows: { candidates: boolean; plan: boolean; officers: boolean }[] }>(
        `select exists (select from candidates) as candidates, exists (select from plan_entries) as plan,
                exists (select from officers where disabled_at is null) as officers`,
      );
      const lacks = Object.entries(rows[0] ?? {}).filter(([, there]) => !there);
      return lacks.length === 0
        ? ok(say`there are candidates, a plan and officers`)
        : problem(joinSaid(lacks.map(([name]) => LACKS[name]?.() ?? name)));
    },
    people: async () => {
      if (!(await db.schema.hasTable('people_normal_forms'))) return note(say`the schema is older`);
      const row = await db('people_normal_forms').first('version', 'clashes');
      if (row.version < PEOPLE_FORM)
        return note(
          say`names and numbers are not in their newest form: start the server, which brings them to it`,
        );
      return row.clashes === 0
        ? ok(say`names and numbers are in one form, one key a person`)
        : problem(
            say`${row.clashes} stand twice, with 15 digits and 18 or under two documents: the log of the start names them; change one in the list and import it`,
          );
    },
    watcher: async () => describeWatcher(db),
    officers: async () => {
      const { state, words } = describeActors(await countActors(db), config.environment);
      return { state, words };
    },
  });
  return [...server, ...contents];
}

async function lookAt(looks: Readonly<Record<string, Look>>): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [about, look] of Object.entries(looks)) {
    const found = await look().catch((error: unknown) => problem(describeError(error)));
    findings.push({ about, ...found });
  }
  return findings;
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof StartRefused
    ? sayMade(error.message).replace(/\s*\n\s*-?\s*/g, ' ')
    : error.message;
}

async function describeDisk(folder: string) {
  const { bavail, bsize } = await statfs(folder).catch(() => statfs('.'));
  const free = (bavail * bsize) / GIGABYTE;
  const words = say`${free.toFixed(1)} GB free at ${folder}`;
  return free < MIN_FREE
    ? problem(say`${words}: make room, a province needs ${MIN_FREE} GB and more`)
    : ok(words);
}

async function describeKeys(db: Knex, { secrets }: Config) {
  const faults = await findKeyFaults(db, secrets);
  if (faults.length > 0) return problem(faults.map(sayMade).join(' '));
  return (await hasKeyCheck(db))
    ? ok(say`DATA_KEY and INDEX_KEY are those of this database`)
    : note(say`DATA_KEY and INDEX_KEY read what is stored; the next start notes them`);
}

/** Whether everything is sealed for its row, so that nothing opens in another's place. */
async function describeSealed(db: Knex, { secrets }: Config) {
  if ((await listPendingMigrations(db)).length > 0) return note(say`the schema is older`);
  const column = await findUnboundColumn(db, createCipher(secrets.dataKey, secrets.indexKey));
  return column === null
    ? ok(say`all are sealed for their rows`)
    : note(
        say`some in ${column} are of a version before, not sealed for their rows: zhiyuan rotate-key DATA_KEY seals all anew`,
      );
}

async function describeRetention(db: Knex, { retention }: Config) {
  if ((await listPendingMigrations(db)).length > 0) return note(say`the schema is older`);
  const table = await findOverdue(db, retention);
  return table === null
    ? ok(
        say`sign-ins go after ${retention.signInDays} days, codes after ${retention.codeDays}, letters after ${retention.letterDays}, messages after ${retention.messageDays}, requests after ${retention.requestDays}; cancelled accounts are erased after ${retention.eraseDays}`,
      )
    : note(
        say`rows of ${table} should be gone or erased: a running server does it, some thousands in ten minutes`,
      );
}

/** The role that serves, which is not the one that looks where an owner's is given. */
async function describeRole({ databaseUrl, environment }: Config) {
  if (databaseUrl === null) return ok(say`the embedded server's own: it cannot change what was saved`);
  const db = createKnex(databaseUrl, { max: 1 });
  try {
    const found = await examineRole(db);
    const fault = describeRoleFault(found);
    if (fault === null) return ok(say`${found.role} cannot change what was saved`);
    const words = say`${sayMade(fault)}, and could change what was saved: zhiyuan roles makes one for the application`;
    return environment === 'demo' ? note(words) : problem(words);
  } finally {
    await db.destroy();
  }
}

/** When zhiyuan watch last looked; its rests are longer than its looks, and never a quarter of an hour. */
async function describeWatcher(db: Knex) {
  if (!(await db.schema.hasTable('watch_looks'))) return note(say`the schema is older`);
  const { rows } = await db.raw<{ rows: { minutes: number; drifts: number }[] }>(
    'select extract(epoch from clock_timestamp() - looked_at)::float8 / 60 as minutes, drifts from watch_looks',
  );
  const [look] = rows;
  if (look === undefined) return note(say`nobody watches: zhiyuan watch sees what does not go together`);
  const words = say`zhiyuan watch looked ${look.minutes.toFixed(0)} minutes ago`;
  if (look.drifts > 0) return problem(say`${words}, and ${look.drifts} did not go together: see its lines`);
  return look.minutes > WATCHED_MINUTES
    ? problem(say`${words}: start it again`)
    : ok(say`${words}, and all went together`);
}

async function describeConnections(db: Knex, config: Config) {
  const { rows } = await db.raw<{ rows: { most: number; used: number }[] }>(
    "select current_setting('max_connections')::integer as most, (select count(*) from pg_stat_activity) as used",
  );
  const { most = 0, used = 0 } = rows[0] ?? {};
  const { databasePoolSize } = config;
  const each =
    databasePoolSize + countArrivalConnections(databasePoolSize) + OFFICE_CONNECTIONS + SESSION_CONNECTIONS;
  const words = say`${used} of ${most} in use, each process takes up to ${each}, here ${config.processes} run`;
  return most < each * config.processes + 5
    ? problem(say`${words}: raise max_connections or lower DATABASE_POOL_SIZE or WEB_CONCURRENCY`)
    : ok(words);
}

async function describeClock(db: Knex, config: Config) {
  const sent = wallClock();
  const { rows } = await db.raw<{ rows: { now: Date }[] }>('select clock_timestamp() as now');
  const apart = ((rows[0]?.now.getTime() ?? 0) - (sent + wallClock()) / 2) / 1000;
  const shift = await findClockShift(db);
  if (shift !== 0 && config.environment !== 'demo')
    return problem(say`the clock is shifted by ${shift} s: only a demo may be`);
  const seconds = Math.abs(apart).toFixed(2);
  const words =
    shift === 0
      ? say`database and program are ${seconds} s apart`
      : say`database and program are ${seconds} s apart, business time is shifted by ${shift} s`;
  return Math.abs(apart) > MAX_SECONDS_APART
    ? problem(say`${words}: set both machines' clocks by NTP`)
    : ok(words);
}
