import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../../src/infrastructure/config/config';
import { createLogger } from '../../src/infrastructure/logger';
import { createCipher } from '../../src/infrastructure/security/cipher';
import { createKeyRing } from '../../src/infrastructure/security/key-ring';
import { claimKeys } from '../../src/operations/key-check';
import { openColumn, sealedColumns, selectSealed } from '../../src/operations/sealed-columns';
import { startKeys } from '../../src/operations/start-keys';
import {
  changePack,
  choose,
  openForm,
  people,
  pressSave,
  sameBrowser,
  signIn,
  withoutCooldown,
} from '../candidate/filing/filing';
import { keyOf } from '../support/key-rings';
import { startTestApp } from '../support/test-app';

const itOnLongRuns = process.env.LONG === '1' ? it : it.skip;
const demo = loadConfig({}).secrets;
const env = {
  DATA_KEY: `${demo.dataKey.current().text},${keyOf('data 2')}`,
  INDEX_KEY: `${demo.indexKey.current().text},${keyOf('index 2')}`,
  SESSION_SECRET: `${demo.session.current().text},${keyOf('session 2')}`,
  FORM_TOKEN_SECRET: `${demo.formToken.current().text},${keyOf('form 2')}`,
};
const CLIENTS = 200;
const root = path.resolve(__dirname, '../..');

itOnLongRuns(
  'four secrets change under 200 who read and save at once, each killed in the middle and run again: nobody is refused',
  async () => {
    const app = await startTestApp({ env });
    const { knex } = app.database;
    await knex('key_turns').delete();
    await claimKeys(knex, app.config.secrets);
    await changePack(app, withoutCooldown);
    const keys = startKeys(knex, app.config.secrets, createLogger('silent'));
    const rotate = async (variable: string, killAfterMs: number | null) => {
      const words = ['dist/src/cli/zhiyuan.js', 'rotate-key', variable, '--reason', 'x'];
      const child = spawn(process.execPath, words, {
        cwd: root,
        env: { PATH: process.env.PATH, DATABASE_URL: app.database.url, ...env },
      });
      const ended = once(child, 'exit');
      if (killAfterMs !== null) void sleep(killAfterMs).then(() => child.kill('SIGKILL'));
      return (await ended)[0];
    };
    try {
      const own = await Promise.all(
        [people.pilot, people.squad, people.rural].map((number) => signIn(app, number)),
      );
      let stop = false;
      const statuses = new Map<number, number>();
      const note = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const reading = Array.from({ length: CLIENTS - own.length }, async (_none, at) => {
        const mine = own[at % own.length];
        if (mine === undefined) return;
        const client = sameBrowser(mine, app);
        while (!stop) note((await client.get(at % 2 === 0 ? '/security' : '/')).status);
      });
      const saving = own.slice(0, 1).map(async (client) => {
        for (let at = 0; !stop; at += 1) {
          const form = await openForm(client).catch(() => null);
          if (form === null) return;
          note(
            (await pressSave(client, form, choose('first-1', '0001', ['16'], at % 2 ? 'agree' : 'refuse')))
              .status,
          );
        }
      });
      await sleep(1000);
      for (const variable of Object.keys(env)) {
        await rotate(variable, 2500);
        expect([variable, await rotate(variable, null)]).toEqual([variable, expect.any(Number)]);
      }
      stop = true;
      await Promise.all([...reading, ...saving]);
      expect(
        [...statuses.keys()].filter((status) => status >= 400 && status !== 422 && status !== 409),
      ).toEqual([]);
      expect(statuses.get(200)).toBeGreaterThan(CLIENTS);
      const alone = createCipher(createKeyRing([keyOf('data 2')]), createKeyRing([keyOf('index 2')]));
      for (const place of sealedColumns)
        for (const row of await knex(place.table)
          .whereNotNull(place.column)
          .select(selectSealed(knex, place)))
          expect(() => openColumn(alone, place, row)).not.toThrow();
      for (const kind of ['data', 'index', 'session', 'form-token'])
        expect(
          await knex('key_turns').where({ kind }).whereNotNull('former_at').whereNotNull('rewritten_at'),
        ).toHaveLength(1);
    } finally {
      await keys.stop();
      await app.close();
    }
  },
  180_000,
);
