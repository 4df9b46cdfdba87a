import { IncomingMessage, type ServerOptions, ServerResponse } from 'node:http';
import express, { type Express } from 'express';

/** Classes of requests and answers, as the server of node takes them. */
export type MessageKinds = Pick<ServerOptions, 'IncomingMessage' | 'ServerResponse'>;

/**
 * What node is to make of each request and its answer: at once what Express otherwise makes of them, by changing the
 * prototype of both. V8 keeps no shapes of objects whose prototype was changed and that are written to afterwards: each
 * request had shapes of its own, and every look at it was a slow one. Express finds the prototypes as it wants them.
 */
export function nameMessageKinds(app: Express): MessageKinds {
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse<AppRequest> {}
  app.request = dress(AppRequest.prototype, express.request, app);
  app.response = dress(AppResponse.prototype, express.response, app);
  return { IncomingMessage: AppRequest, ServerResponse: AppResponse } as ServerOptions;
}

/** Behind a prototype stands what Express gives all applications; the prototype knows its own. */
function dress<Kind extends object>(prototype: object, common: Kind, app: Express): Kind {
  Object.setPrototypeOf(prototype, common);
  return Object.assign(prototype, { app }) as Kind;
}
