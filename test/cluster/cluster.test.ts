import { execFileSync } from 'node:child_process';
import https from 'node:https';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Redis from 'ioredis';
import { Client } from 'pg';
import type { PlannedRequest } from '../../bench/load';
import { populate, type World } from '../../bench/world';
import { createKnex, type Knex } from '../../src/infrastructure/database/knex';
import { ADDRESSES, type Cluster, hasClusterPrograms, type MachineName, startMachines } from './machines';

const root = path.resolve(__dirname, '../..');
const long = process.env.LONG === '1' && hasClusterPrograms() ? describe : describe.skip;

const REPLICAS = ['127.20.0.21', '127.20.0.22'];
/** Candidates who save one after the other while machines die. */
const CANDIDATES = 1_200;
const CLIENTS = 6;
/** Parallel saves of one candidate, over both replicas. */
const PARALLEL = 32;
const WRITES_BACK_MS = 30_000;

long('a cluster by the files of deploy/cluster', () => {
  let cluster: Cluster;
  let owner: Knex;
  let world: World;
  const superuser = (database: string) => `postgres://postgres:CHANGE-superuser@127.0.0.1:5000/${database}`;

  beforeAll(async () => {
    cluster = startMachines();
    try {
      await waitFor('a primary', () => isRole('data1', 'primary'));
      cluster.startStandby();
      await waitFor('a synchronous standby', () => isRole('data2', 'sync'));
      await waitFor('the way to the database', () => tryQuery(superuser('postgres'), 'select 1'));
      await tryQuery(
        superuser('postgres'),
        "create role zhiyuan_owner login createrole password 'CHANGE-owner'",
        'create database zhiyuan owner zhiyuan_owner',
      );
      const owned = {
        ...environment(),
        DATABASE_OWNER_URL: 'postgres://zhiyuan_owner:CHANGE-owner@127.0.0.1:5000/zhiyuan',
      };
      execFileSync('node', ['dist/src/cli/zhiyuan.js', 'roles'], { cwd: root, env: owned, stdio: 'pipe' });
      // The first claims the installation and puts the demo in.
      await startReplica('app1', REPLICAS[0] ?? '', owned);
      await startReplica('app2', REPLICAS[1] ?? '', environment());
      owner = createKnex(superuser('zhiyuan'));
      world = await populate(owner, `http://${REPLICAS[0]}:3000`, CANDIDATES);
      await copySessions(world);
    } catch (error) {
      throw new Error(`${error}\n${cluster.readLogs()}`);
    }
  }, 240_000);

  afterAll(async () => {
    await owner?.destroy();
    await cluster?.stop();
  });

  /** The variables of the file, for the demo, which has its own secrets. */
  const environment = (): Record<string, string> => ({
    PATH: process.env.PATH ?? '',
    ...cluster.readEnvironment(),
    ENVIRONMENT: 'demo',
    PUBLIC_URL: 'http://localhost:3000',
    TRUSTED_PROXIES: 'loopback',
    WEB_CONCURRENCY: '1',
    LOG_LEVEL: 'warn',
    SHED_LOAD_MS: '0',
    SIGN_IN_RATE: '100000',
    SIGN_IN_MOST: '10000000',
    DATA_DIR: path.join(cluster.folder, 'app'),
  });

  async function startReplica(name: string, host: string, env: Record<string, string>): Promise<void> {
    cluster.start(name, 'node', ['dist/src/server.js'], {
      ...env,
      HOST: host,
      DATA_DIR: path.join(cluster.folder, name),
    });
    await waitFor(name, async () => (await fetch(`http://${host}:3000/readyz`)).ok);
  }

  /** Everybody gets a session in Redis like the one that the application made for the model. */
  async function copySessions({ candidates }: World): Promise<void> {
    const redis = openRedis('data1');
    const [key = ''] = await redis.keys('zhiyuan:session:*');
    const made = JSON.parse((await redis.get(key)) ?? '{}');
    for (const { id, session } of candidates)
      await redis.set(
        `zhiyuan:session:${session}`,
        JSON.stringify({ ...made, candidate: { ...made.candidate, id } }),
        'EX',
        3_600,
      );
    redis.disconnect();
  }

  it('serves both replicas behind one entrance, and has one of 32 saves of a moment', async () => {
    const [first] = world.candidates;
    if (first === undefined) throw new Error('nobody is there');
    const answers = await Promise.all(
      Array.from({ length: PARALLEL }, () => ask(cluster.entrance, world.planSave(first))),
    );
    expect(await countVersions([first.id])).toBe(1);
    expect(answers.filter(({ status }) => status === 303).length).toBeGreaterThan(0);
    for (const host of REPLICAS) {
      const home = await ask(`http://${host}:3000`, { ...world.planForm(first), path: '/' });
      expect([host, home.status]).toEqual([host, 200]);
    }
  });

  it('loses no acknowledged save with the machine of the primary, and saves again within half a minute', async () => {
    const saved = new Set<number>();
    let last = Date.now();
    let longest = 0;
    let ended = false;
    const waiting = world.candidates.slice(1);
    const file = async () => {
      for (let one = waiting.shift(); one !== undefined && !ended; one = waiting.shift()) {
        const { status } = await ask(cluster.entrance, world.planSave(one)).catch(() => ({ status: 0 }));
        if (status !== 303) {
          await sleep(200);
          continue;
        }
        saved.add(one.id);
        longest = Math.max(longest, Date.now() - last);
        last = Date.now();
      }
    };
    const clients = Array.from({ length: CLIENTS }, file);
    await waitFor('saves', async () => saved.size >= 100);
    const before = saved.size;
    // PostgreSQL, Patroni, etcd, Redis and its sentinel, all primary there.
    cluster.kill('data1');
    await waitFor('saves behind the loss', async () => saved.size >= before + 100, 90_000).catch((error) => {
      throw new Error(`${error}\n${cluster.readLogs()}`);
    });
    ended = true;
    await Promise.all(clients);
    process.stdout.write(
      `cluster: ${before} saves before, ${saved.size - before} behind, none between for ${longest} ms\n`,
    );
    expect(await isRole('data2', 'primary')).toBe(true);
    expect(await countVersions([...saved])).toBe(saved.size);
    expect(longest).toBeLessThan(WRITES_BACK_MS);
  }, 240_000);

  it('takes the lost machine back as the standby', async () => {
    cluster.revive('data1');
    await waitFor('the standby', () => isRole('data1', 'sync'), 90_000).catch((error) => {
      throw new Error(`${error}\n${cluster.readLogs()}`);
    });
    const redis = openRedis('data1');
    await waitFor('the replica', async () => /role:slave/.test(await redis.info('replication')), 60_000);
    redis.disconnect();
    const last = world.candidates.at(-1);
    if (last === undefined) throw new Error('nobody is left');
    expect((await ask(cluster.entrance, world.planForm(last))).status).toBe(200);
    const { stdout } = {
      stdout: execFileSync('node', ['dist/src/cli/zhiyuan.js', 'verify'], {
        cwd: root,
        env: environment(),
        encoding: 'utf8',
      }),
    };
    expect(stdout).toMatch(/verif/i);
  }, 180_000);

  it('gives no receipt for what the standby has not confirmed, and goes on alone when it is given up', async () => {
    const [one, other] = world.candidates.slice(-3);
    if (one === undefined || other === undefined) throw new Error('nobody is left');
    cluster.freeze('data1');
    try {
      const { status } = await ask(cluster.entrance, world.planSave(one));
      // Whoever is given up first: the wait for the standby, or, where its last word was long ago, the standby.
      if (status === 303) expect(await listStandbys()).toBe('');
      else expect(status).toBe(503);
      await waitFor(
        'a save',
        async () => (await ask(cluster.entrance, world.planSave(other))).status === 303,
      );
    } finally {
      cluster.thaw('data1');
    }
    await waitFor('the standby', () => isRole('data1', 'sync'), 90_000);
  }, 180_000);

  /** For whom a commit waits. */
  const listStandbys = async (): Promise<string> => {
    const { rows } = await owner.raw('show synchronous_standby_names');
    return rows[0].synchronous_standby_names;
  };

  const openRedis = (machine: MachineName) =>
    new Redis({ host: ADDRESSES[machine], port: 6379, password: 'CHANGE-redis', lazyConnect: false });

  const countVersions = async (ids: readonly number[]) => {
    const { count } =
      (await owner('application_versions')
        .whereIn('candidate_id', ids)
        .countDistinct('candidate_id as count')
        .first()) ?? {};
    return Number(count);
  };

  /** Whether Patroni says so of a machine. */
  async function isRole(machine: MachineName, role: 'primary' | 'sync'): Promise<boolean> {
    const { ok } = await fetch(`http://${ADDRESSES[machine]}:8008/${role}`, {
      signal: AbortSignal.timeout(2_000),
    });
    return ok;
  }
});

async function waitFor(what: string, isTrue: () => Promise<boolean>, ms = 60_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await isTrue().catch(() => false))) {
    if (Date.now() > end) throw new Error(`${what} did not come within ${ms} ms`);
    await sleep(200);
  }
}

async function tryQuery(url: string, ...statements: readonly string[]): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
    return true;
  } finally {
    await client.end();
  }
}

const agents = { 'https:': new https.Agent({ rejectUnauthorized: false, keepAlive: true }) };

/** Sends a request as a browser does; over TLS without looking at the certificate, which was made for the test. */
async function ask(base: string, request: PlannedRequest): Promise<{ status: number }> {
  if (base.startsWith('http:')) {
    const { method, headers } = request;
    const { status } = await fetch(`${base}${request.path}`, { method, headers, redirect: 'manual' });
    return { status };
  }
  return new Promise((resolve, reject) => {
    const { method, headers, body } = request;
    const sent = https.request(
      new URL(request.path, base),
      { method, headers, agent: agents['https:'], timeout: 60_000 },
      (res) => {
        res.resume();
        res.once('end', () => resolve({ status: res.statusCode ?? 0 }));
      },
    );
    sent.once('timeout', () => sent.destroy(new Error('no answer within a minute')));
    sent.once('error', reject);
    sent.end(body);
  });
}
