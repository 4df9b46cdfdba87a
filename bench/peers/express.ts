import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import cookieParser from 'cookie-parser';
import express, { type Request, type Response } from 'express';
import nunjucks from 'nunjucks';
import { Pool, type PoolClient } from 'pg';
import { projectRoot } from '../../src/infrastructure/paths';
import { BATCH, FIELDS, LETTER, SQL } from './job';

/** Express as its guide shows it: the packages' own settings, a template, a pool. */
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const app = express();
nunjucks.configure(path.join(projectRoot, 'bench/peers'), { autoescape: true, express: app });
app.use(cookieParser());
app.use(express.urlencoded({ extended: false }));

app.use(async (req, res, next) => {
  const { rows } = await pool.query(SQL.session, [req.cookies.peer ?? '']);
  if (rows.length === 0) {
    res.sendStatus(403);
    return;
  }
  res.locals.personId = rows[0].person_id;
  next();
});

app.get('/form', async (_req: Request, res: Response) => {
  const { personId } = res.locals;
  const [people, standings, lists] = await Promise.all([
    pool.query(SQL.person, [personId]),
    pool.query(SQL.standing, [personId]),
    pool.query(SQL.list, [personId, BATCH]),
  ]);
  const values = JSON.parse(lists.rows[0]?.body ?? '{}');
  res.render('form.html', {
    person: people.rows[0],
    standing: standings.rows[0],
    fields: FIELDS.map(({ name, label }) => ({ name, label, value: values[name] ?? '' })),
  });
});

app.post('/save', async (req: Request, res: Response) => {
  const values = Object.fromEntries(FIELDS.map(({ name }) => [name, req.body[name] ?? '']));
  const client = await pool.connect();
  try {
    await client.query('begin');
    await save(client, res.locals.personId, JSON.stringify(values), req.ip ?? '');
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  res.redirect(303, '/form');
});

async function save(client: PoolClient, personId: string, body: string, address: string): Promise<void> {
  const groups = await client.query(SQL.lock, [personId, BATCH]);
  const former: Buffer | null = groups.rows[0].hash;
  const number: number = groups.rows[0].number + 1;
  const hash = createHash('sha256')
    .update(former ?? '')
    .update(body)
    .digest();
  const versions = await client.query(SQL.version, [personId, BATCH, number, body, former, hash]);
  const { id } = versions.rows[0];
  await client.query(SQL.group, [personId, BATCH, id, number, hash]);
  const detail = { batch: BATCH, version: id, number };
  await client.query(SQL.evidence, [personId, detail, address, BATCH, hash]);
  await client.query(SQL.letters, [personId, LETTER.title, LETTER.body(number)]);
}

const server = app.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
);
