import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import type { Watched } from '../database/reference-watch';
import { keptAnswers } from '../meters';

const MAX_KEPT = 50_000;
/** Characters. Blanks around a code do not change the answer, but each spelling would take room of its own. */
const MAX_ADDRESS_LENGTH = 200;

/** Public answers that depend on their address alone, kept as bytes until pack or plan change. */
export interface ResponseCache {
  /** Answers from what is kept, before Express walks through its list. @returns whether it did. */
  answer(req: IncomingMessage, res: ServerResponse): boolean;
  /** Sends a fragment of a page and keeps it for its address. Browsers keep nothing. */
  send(req: Request, res: Response, html: string): void;
}

interface KeptAnswer {
  readonly headers: string[];
  /** One character a byte: head and body leave as one string, in one write. */
  readonly body: string;
}

/** Begins with nothing, and again whenever `reference` changes or too much is kept. */
export function createResponseCache(reference: Watched<unknown>): ResponseCache {
  const kept = new Map<string, KeptAnswer>();
  let of: unknown = null;

  function getKept(): Map<string, KeptAnswer> {
    const current = reference.current();
    if (current !== of || kept.size > MAX_KEPT) kept.clear();
    of = current;
    return kept;
  }

  return {
    answer(req, res) {
      const known = req.method === 'GET' ? getKept().get(req.url ?? '') : undefined;
      if (known === undefined) return false;
      keptAnswers.inc();
      write(res, known);
      return true;
    },

    send(req, res, html) {
      const bytes = Buffer.from(html);
      const headers = Object.entries({
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Length': String(bytes.length),
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      });
      const made = { headers: headers.flat(), body: bytes.toString('latin1') };
      if (req.method === 'GET' && isWorthKeeping(req.originalUrl)) getKept().set(req.originalUrl, made);
      write(res, made);
    },
  };
}

/** Whoever hangs a query on an address, or makes it long, would fill the room with the same answer. */
function isWorthKeeping(address: string): boolean {
  return address.length <= MAX_ADDRESS_LENGTH && !address.includes('?');
}

function write(res: ServerResponse, { headers, body }: KeptAnswer): void {
  res.writeHead(200, headers);
  res.end(body, 'latin1');
}
