import type { Express, RequestHandler } from 'express';

/** Takes what every request walks through, in the order in which it is given: an application, or `createSteps`. */
export interface Steps {
  use(step: RequestHandler): unknown;
}

/**
 * Steps that an application takes as one. Express keeps a layer for each, and matches each against the address of every
 * request; a page of ours has some thirty before its route.
 */
export function createSteps(app: Express): Steps {
  const steps: RequestHandler[] = [];
  app.use((req, res, next) => {
    let at = 0;
    const go: typeof next = (error?: unknown) => {
      const step = error === undefined ? steps[at] : undefined;
      at += 1;
      if (step === undefined) return next(error);
      // As Express does it: what a step throws, or its promise, goes on as an error.
      try {
        const running: unknown = step(req, res, go);
        if (running instanceof Promise) running.then(undefined, next);
      } catch (fault) {
        next(fault);
      }
    };
    go();
  });
  return { use: (step) => steps.push(step) };
}
