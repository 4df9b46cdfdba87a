/** The part of autocannon that the bench uses; the package brings no types. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  namespace autocannon {
    interface Request {
      readonly method: string;
      readonly path: string;
      readonly headers: Record<string, string>;
      readonly body?: string;
    }

    interface Client {
      setRequests(requests: readonly Request[]): void;
    }

    interface Options {
      readonly url: string;
      readonly connections: number;
      /** Requests in all, shared out evenly over the connections. */
      readonly amount: number;
      /** Seconds to wait for an answer. */
      readonly timeout: number;
      /** Milliseconds between samples; the result comes with the sample after the last answer. */
      readonly sampleInt: number;
      readonly setupClient: (client: Client) => void;
    }

    interface Result {
      readonly errors: number;
      readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>>;
    }
  }

  function autocannon(
    options: autocannon.Options,
    done: (error: Error | null, result: autocannon.Result) => void,
  ): EventEmitter;
  export = autocannon;
}
