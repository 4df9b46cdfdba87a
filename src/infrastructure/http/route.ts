import { type Request, type RequestHandler, Router } from 'express';
import type { AsVisitor, VisitHandler } from './as-visitor';
import type { LoadClass } from './load-gauge';
import type { UploadPlace } from './upload-place';

/** Whom a route admits, and how: `guard` puts the guard of that name before a handler. */
export interface Access<Guards, Handler> {
  /** Everybody, whoever is not signed in, a signed-in candidate; of the offices the roles, of the accounts the states. */
  readonly admits: 'everybody' | 'visitor' | 'candidate' | readonly string[];
  guard(guards: Guards, handler: Handler): RequestHandler;
  /** What the page needs beside who is signed in, where it is asked for together with that. */
  readonly reads?: ReadAlong;
}

/** What stands in the places that a path names, `:batch`. */
export type PathParts = Request['params'];

/** Reads what a page needs of the person with an id. */
type ReadAlong = (id: number, req: Request, path: PathParts) => Promise<unknown>;

/** What a route says of itself beside verb, path and who. */
interface Terms {
  /**
   * Goes on while the system is 只能查看: signing in and out, and what keeps a draft, so that nothing typed is lost. A
   * POST that does not say so is refused then.
   */
  readonly whileReadOnly?: true;
  /** Begins a session: refused under 暂停新的登录. */
  readonly signsIn?: true;
  /** What it is under load, where that is not what is browsed (a page) or filed (a form). */
  readonly underLoad?: LoadClass;
  /** Takes files; any other route refuses a form that brings some. */
  readonly upload?: UploadPlace;
  /** The entry of the wing's menu that leads here; the first route that names it is where it leads to. */
  readonly menu?: string;
}

/** One URL of a module, as its line in `routes.ts` says it. */
export interface Route<Guards> extends Terms {
  readonly method: 'get' | 'post';
  /** The whole path. */
  readonly path: string;
  readonly admits: Access<Guards, never>['admits'];
  readonly reads?: ReadAlong;
  guarded(guards: Guards): RequestHandler;
}

function declare(method: Route<unknown>['method']) {
  return <Guards, Handler>(
    path: string,
    who: Access<Guards, Handler>,
    handler: Handler,
    terms: Terms = {},
  ): Route<Guards> => ({
    ...terms,
    method,
    path,
    admits: who.admits,
    ...(who.reads && { reads: who.reads }),
    guarded: (guards) => who.guard(guards, handler),
  });
}

/** A page, a fragment or a file. */
export const get = declare('get');
/** What a form sends. */
export const post = declare('post');

/** The guards that all wings have. */
export interface OpenGuards {
  readonly asVisitor: AsVisitor;
  readonly asAnybody: AsVisitor;
}

/** Whoever is not signed in here; who is, is asked first whether to go on. */
export const visitor: Access<Pick<OpenGuards, 'asVisitor'>, VisitHandler> = {
  admits: 'visitor',
  guard: ({ asVisitor }, handler) => asVisitor(handler),
};

/** Everybody; whoever is signed in is shown as such. */
export const anybody: Access<Pick<OpenGuards, 'asAnybody'>, VisitHandler> = {
  admits: 'everybody',
  guard: ({ asAnybody }, handler) => asAnybody(handler),
};

/** Everybody, without a look at who is signed in. */
export const everybody: Access<unknown, RequestHandler> = {
  admits: 'everybody',
  guard: (_guards, handler) => handler,
};

/** What is refused before a route is entered, by what it says of itself; null for nothing. */
export type Refuse = (route: Route<never>) => RequestHandler | null;

/** Puts routes behind their guards, in the order in which they are tried. */
export function mountRoutes<Guards>(
  routes: readonly Route<Guards>[],
  guards: Guards,
  refuse: Refuse = () => null,
): Router {
  const router = Router({ caseSensitive: true });
  for (const route of routes) {
    const refusal = refuse(route);
    router[route.method](route.path, ...(refusal === null ? [] : [refusal]), route.guarded(guards));
  }
  return router;
}
