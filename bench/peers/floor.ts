import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool, type PoolClient } from 'pg';
import { BATCH, FIELDS, LETTER, SQL } from './job';

/** As many connections as the application has for candidates and their sessions. */
const POOL_SIZE = 15;

interface Person {
  readonly candidate_number: string;
  readonly name: string;
  readonly school: string;
  readonly class_name: string;
}

interface Standing {
  readonly score: number;
  readonly place: number;
  readonly control_line: number;
  readonly saves_left: number;
}

type Target = Pool | PoolClient;

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });

/** The first row of a statement that is prepared once a connection. */
async function ask<T>(target: Target, name: keyof typeof SQL, values: readonly unknown[]): Promise<T> {
  const { rows } = await target.query({ name, text: SQL[name], values: [...values] });
  return rows[0];
}

async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const token = /peer=([^;]+)/.exec(req.headers.cookie ?? '')?.[1] ?? '';
  const session = await ask<{ person_id: string } | undefined>(pool, 'session', [token]);
  if (session === undefined) {
    res.writeHead(403).end();
  } else if (req.url === '/form' && req.method === 'GET') {
    const page = await showForm(session.person_id);
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': page.length });
    res.end(page);
  } else if (req.url === '/save' && req.method === 'POST') {
    await save(session.person_id, req);
    res.writeHead(303, { Location: '/form' }).end();
  } else {
    res.writeHead(404).end();
  }
}

async function showForm(person: string): Promise<Buffer> {
  const [known, standing, list] = await Promise.all([
    ask<Person>(pool, 'person', [person]),
    ask<Standing>(pool, 'standing', [person]),
    ask<{ body: string } | undefined>(pool, 'list', [person, BATCH]),
  ]);
  return Buffer.from(writePage(known, standing, JSON.parse(list?.body ?? '{}')));
}

/** The bytes of form.html. */
function writePage(person: Person, standing: Standing, values: Readonly<Record<string, string>>): string {
  let fields = '';
  for (const { name, label } of FIELDS) {
    fields += `<p><label for="${name}">${label}</label>\n<input type="text" id="${name}" name="${name}" value="${escapeText(values[name] ?? '')}" maxlength="4" inputmode="numeric" autocomplete="off"></p>\n`;
  }
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>本科二批志愿表</title>
</head>
<body>
<h1>本科二批志愿表</h1>
<p>${escapeText(person.name)}，${escapeText(person.candidate_number)}，${escapeText(person.school)}${escapeText(person.class_name)}</p>
<p>总分 ${standing.score}，位次 ${standing.place}，控制线 ${standing.control_line}，还可保存 ${standing.saves_left} 次</p>
<form method="post" action="/save">
${fields}<button type="submit">保存志愿</button>
</form>
</body>
</html>
`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeText = (text: string) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

async function save(person: string, req: IncomingMessage): Promise<void> {
  const posted = new URLSearchParams(await readBody(req));
  const body = JSON.stringify(Object.fromEntries(FIELDS.map(({ name }) => [name, posted.get(name) ?? ''])));
  const address = req.socket.remoteAddress ?? '';
  const client = await pool.connect();
  try {
    await client.query('begin');
    await write(client, person, body, address);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function write(client: PoolClient, person: string, body: string, address: string): Promise<void> {
  const group = await ask<{ number: number; hash: Buffer | null }>(client, 'lock', [person, BATCH]);
  const number = group.number + 1;
  const hash = createHash('sha256')
    .update(group.hash ?? '')
    .update(body)
    .digest();
  const { id } = await ask<{ id: string }>(client, 'version', [
    ...[person, BATCH, number, body],
    ...[group.hash, hash],
  ]);
  await ask(client, 'group', [person, BATCH, id, number, hash]);
  const detail = JSON.stringify({ batch: BATCH, version: id, number });
  await ask(client, 'evidence', [person, detail, address, BATCH, hash]);
  await ask(client, 'letters', [person, LETTER.title, LETTER.body(number)]);
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const server = createServer((req, res) => {
  handle(req, res).catch((error: unknown) => {
    console.error(error);
    res.writeHead(500).end();
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
