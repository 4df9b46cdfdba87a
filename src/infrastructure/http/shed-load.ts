import { Router } from 'express';
import { AppError } from '../errors';
import { shed } from '../meters';
import type { LoadClass, LoadGauge } from './load-gauge';
import type { Route } from './route';
import type { Steps } from './steps';

const RETRY_SECONDS = 10;

/** Pages that stand before the routes, and what they are. */
const beforeRoutes: Readonly<Record<string, LoadClass>> = {
  '/plan-search/:batch/:track/:audience/:field': 'planQuery',
  // Programs that watch the ledger come again.
  '/checkpoints/from/:size': 'statistics',
  '/checkpoints/consistency/:earlier/:size': 'statistics',
};

function refuseNow(load: LoadClass): AppError {
  shed.inc({ load });
  return new AppError('overloaded', 503, { seconds: RETRY_SECONDS });
}

/**
 * Refuses under load what can wait, in the order of `loadClasses`, at once and before anything is read: draft and save
 * are the last. What a form brings is refused with those alone, unless its line says otherwise.
 */
export function setUpShedding(steps: Steps, routes: readonly Route<never>[], gauge: LoadGauge): void {
  const router = Router({ caseSensitive: true });
  const refuse = (load: LoadClass) => (_req: unknown, _res: unknown, next: (error?: unknown) => void) =>
    gauge.refuses(load) ? next(refuseNow(load)) : next('router');
  for (const [path, load] of Object.entries(beforeRoutes)) router.get(path, refuse(load));
  for (const { method, path, underLoad } of routes)
    router[method](path, refuse(underLoad ?? (method === 'get' ? 'browse' : 'filing')));
  // Without load no path is looked at.
  steps.use((req, res, next) => (gauge.refuses('statistics') ? router(req, res, next) : next()));
}
