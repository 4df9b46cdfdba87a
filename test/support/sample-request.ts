import type { Request, Response } from 'express';

/** What a guard left behind. */
export interface Heard {
  readonly redirects: (readonly [status: number, path: string])[];
  ended: boolean;
}

interface Sample {
  readonly req: Request;
  readonly res: Response;
  readonly heard: Heard;
}

/** A request as a guard looks at it, without a server. */
export function sampleRequest(
  given: {
    readonly path?: string;
    readonly method?: string;
    readonly session?: object | undefined;
    readonly query?: object;
    readonly headers?: Readonly<Record<string, string>>;
    readonly cookies?: Readonly<Record<string, string>>;
  } = {},
): Sample {
  const { path = '/', method = 'GET', query = {}, headers = {}, cookies = {} } = given;
  const session = 'session' in given ? given.session : {};
  const heard: Heard = { redirects: [], ended: false };
  const req = {
    path,
    method,
    query,
    session,
    cookies,
    sessionID: 'sid',
    ip: '10.1.2.3',
    get: (name: string) => headers[name],
  };
  const res = {
    locals: {},
    redirect: (status: number, to: string) => heard.redirects.push([status, to]),
    status: (status: number) => ({
      location: (to: string) => {
        heard.redirects.push([status, to]);
        return {
          end: () => {
            heard.ended = true;
          },
        };
      },
    }),
  };
  return { req: req as unknown as Request, res: res as unknown as Response, heard };
}
