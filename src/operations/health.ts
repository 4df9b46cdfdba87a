import type { Express } from 'express';
import type { Knex } from 'knex';

export interface Readiness {
  /** False once the process has begun to drain: no new requests are to be sent here. */
  readonly accepting: () => boolean;
}

/** `/livez`: the process answers. `/readyz`: it may be sent requests, and its database answers. */
export function setUpHealth(app: Express, db: Knex, readiness: Readiness): void {
  app.get('/livez', (_req, res) => {
    res.type('text/plain').send('ok');
  });
  app.get('/readyz', async (_req, res) => {
    const ready = readiness.accepting() && (await answers(db));
    res
      .status(ready ? 200 : 503)
      .type('text/plain')
      .send(ready ? 'ready' : 'not ready');
  });
}

async function answers(db: Knex): Promise<boolean> {
  try {
    await db.raw('select 1').timeout(2000);
    return true;
  } catch {
    return false;
  }
}
