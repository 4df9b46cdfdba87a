import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import bcrypt from 'bcrypt';
import express from 'express';
import { Pool } from 'pg';
import { POINT_READS } from '../src/infrastructure/database/knex';
import type { Stage } from './recording';
import { createReplay } from './replay';

/** An answer of the application, to be repeated byte for byte. */
export interface RecordedAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

export interface FloorOrders {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly lookUp: { readonly route: string; readonly answer: RecordedAnswer };
  readonly planQuery: {
    readonly route: string;
    /** By address. */
    readonly answers: ReadonlyMap<string, RecordedAnswer>;
  };
  readonly plans: { readonly stages: readonly Stage[]; readonly answer: RecordedAnswer };
  readonly form: { readonly stages: readonly Stage[]; readonly answer: RecordedAnswer };
  readonly save: { readonly stages: readonly Stage[]; readonly answer: RecordedAnswer };
}

export interface FloorPorts {
  readonly lookUp: number;
  readonly expressLookUp: number;
  readonly planQuery: number;
  readonly plans: number;
  readonly form: number;
  readonly save: number;
}

/** So many comparisons, as many at once as libuv has threads for. */
export interface BcryptOrder {
  readonly password: string;
  readonly hash: string;
  readonly count: number;
}

const THREADS = 4;

/** The floors: the least that node can do for the same bytes and the same statements, in a process of its own. */
async function open(orders: FloorOrders): Promise<FloorPorts> {
  const pool = new Pool({
    connectionString: orders.databaseUrl,
    max: orders.poolSize,
    // As the application's.
    onConnect: async (client) => {
      await client.query(POINT_READS);
    },
  });
  const application = express();
  application.disable('x-powered-by');
  application.get(orders.lookUp.route, (_req, res) => answer(res, orders.lookUp.answer));
  application.get(orders.planQuery.route, (req, res) => {
    const known = orders.planQuery.answers.get(req.url);
    if (known === undefined) throw new Error(`${req.url} was not recorded`);
    answer(res, known);
  });
  const bare = await listen(application);
  const plans = createReplay(pool, orders.plans.stages);
  const form = createReplay(pool, orders.form.stages);
  const save = createReplay(pool, orders.save.stages);
  return {
    lookUp: await listen((_req, res) => answer(res, orders.lookUp.answer)),
    expressLookUp: bare,
    planQuery: bare,
    plans: await listen(async (req, res) => {
      await plans({ session: readSession(req), formToken: '' });
      answer(res, orders.plans.answer);
    }),
    form: await listen(async (req, res) => {
      await form({ session: readSession(req), formToken: '' });
      answer(res, orders.form.answer);
    }),
    save: await listen(async (req, res) => {
      const fields = new URLSearchParams(await readBody(req));
      await save({ session: readSession(req), formToken: fields.get('formToken') ?? '' });
      answer(res, orders.save.answer);
    }),
  };
}

function answer(res: ServerResponse, { status, headers, body }: RecordedAnswer): void {
  res.writeHead(status, headers.flat());
  res.end(body);
}

function readSession(req: IncomingMessage): string {
  return /zhiyuan\.sid=s%3A([^.;]+)/.exec(req.headers.cookie ?? '')?.[1] ?? '';
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function listen(handler: RequestListener): Promise<number> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function compare({ password, hash, count }: BcryptOrder): Promise<void> {
  let left = count;
  const work = async () => {
    for (; left > 0; ) {
      left -= 1;
      if (!(await bcrypt.compare(password, hash))) throw new Error('the password does not match');
    }
  };
  await Promise.all(Array.from({ length: THREADS }, work));
}

process.on('message', async (message: { open?: FloorOrders; compare?: BcryptOrder }) => {
  try {
    if (message.open !== undefined) process.send?.({ done: await open(message.open) });
    if (message.compare !== undefined) process.send?.({ done: await compare(message.compare) });
  } catch (error) {
    process.send?.({ failed: String(error) });
  }
});
