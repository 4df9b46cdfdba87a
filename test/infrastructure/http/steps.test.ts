import http from 'node:http';
import express, { type ErrorRequestHandler } from 'express';
import { createSteps, type Steps } from '../../../src/infrastructure/http/steps';

/** What an application answers whose steps are taken by Express itself, or as one. */
async function ask(takeSteps: (app: ReturnType<typeof express>) => Steps, setUp: (steps: Steps) => void) {
  const app = express();
  setUp(takeSteps(app));
  app.get('/', (_req, res) => res.json({ seen: res.locals.seen ?? [], end: 'route' }));
  const told: ErrorRequestHandler = (error, _req, res, _next) => {
    res.json({ seen: res.locals.seen ?? [], end: (error as Error).message });
  };
  app.use(told);
  const server = app.listen(0, '127.0.0.1');
  try {
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    return await new Promise<unknown>((resolve, reject) => {
      http
        .get({ host: '127.0.0.1', port }, (res) => {
          let text = '';
          res.on('data', (part: Buffer) => {
            text += part.toString();
          });
          res.on('end', () => resolve(JSON.parse(text)));
        })
        .on('error', reject);
    });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

type Step = Parameters<Steps['use']>[0];

const see =
  (name: string): Step =>
  (_req, res, next) => {
    const seen: readonly string[] = res.locals.seen ?? [];
    res.locals.seen = [...seen, name];
    next();
  };
const later: Step = (_req, _res, next) => {
  setImmediate(() => next());
};
const fails: Step = () => {
  throw new Error('thrown');
};
const rejects: Step = async () => {
  await Promise.resolve();
  throw new Error('rejected');
};
const refuses: Step = (_req, _res, next) => next(new Error('refused'));
const answers: Step = (_req, res) => {
  res.json({ seen: res.locals.seen, end: 'answered' });
};

describe('steps that are taken as one', () => {
  it.each<[string, readonly Step[], object]>([
    ['one behind another', [see('a'), later, see('b')], { seen: ['a', 'b'], end: 'route' }],
    ['none', [], { seen: [], end: 'route' }],
    ['to what is thrown', [see('a'), fails, see('b')], { seen: ['a'], end: 'thrown' }],
    ['to what is thrown behind a wait', [later, see('a'), fails, see('b')], { seen: ['a'], end: 'thrown' }],
    ['to a promise that fails', [see('a'), rejects, see('b')], { seen: ['a'], end: 'rejected' }],
    ['to a refusal', [see('a'), refuses, see('b')], { seen: ['a'], end: 'refused' }],
    ['to an answer', [see('a'), answers, see('b')], { seen: ['a'], end: 'answered' }],
  ])('are walked through as Express does it: %s', async (_what, steps, expected) => {
    const setUp = (taken: Steps) => {
      for (const step of steps) taken.use(step);
    };
    expect(await ask(createSteps, setUp)).toEqual(expected);
    expect(await ask((app) => app, setUp)).toEqual(expected);
  });
});
