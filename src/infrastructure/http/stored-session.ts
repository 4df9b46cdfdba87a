import type { SessionData, Store } from 'express-session';
import { z } from 'zod';
import { wallClock } from '../clock';

const holder = z.looseObject({ id: z.int().positive() });

/** What the middleware and the guards rely on; what a page keeps beside it is that page's to read with care. */
const shape = z.looseObject({
  cookie: z.looseObject({
    originalMaxAge: z.number().nullable(),
    expires: z
      .string()
      .refine((text) => Number.isFinite(Date.parse(text)))
      .nullable()
      .optional(),
    path: z.string().optional(),
    httpOnly: z.boolean().optional(),
    secure: z.union([z.boolean(), z.literal('auto')]).optional(),
    sameSite: z.union([z.boolean(), z.enum(['lax', 'strict', 'none'])]).optional(),
  }),
  candidate: holder.optional(),
  officer: holder.optional(),
  account: holder.optional(),
  startedAt: z.number().optional(),
  renewedAt: z.number().optional(),
});

/** A session as it was written; null for anything else that stands in its place. */
function readStoredSession(stored: unknown): SessionData | null {
  return shape.safeParse(stored).success ? (stored as SessionData) : null;
}

/** JSON in which a value that was cut off or overwritten is no session, rather than an error until it runs out. */
export const sessionSerializer = {
  stringify: (value: SessionData) => JSON.stringify(value),
  // The library's type says that it is never null, but it passes on whatever it was given.
  parse(text: string): SessionData {
    try {
      return JSON.parse(text);
    } catch {
      return null as unknown as SessionData;
    }
  },
};

function withinLife(session: SessionData | null, lifeMs: number): SessionData | null {
  const begun = session?.startedAt ?? session?.renewedAt;
  return begun !== undefined && wallClock() - begun > lifeMs ? null : session;
}

/** Redis has something else under this name than a text. */
const WRONG_KIND = /^WRONGTYPE /;

/**
 * Makes a store tell of no session where what it has is none, or was begun more than `lifeMs` ago: whoever held it signs
 * in anew. A session that is renewed by use would else serve a thief for as long as he uses it.
 */
export function takeSoundSessions<Kept extends Store>(store: Kept, lifeMs: number): Kept {
  const get = store.get.bind(store);
  store.get = (id, answer) =>
    get(id, (error: unknown, stored) => {
      if (error instanceof Error && WRONG_KIND.test(error.message)) answer(null, null);
      else if (error) answer(error);
      else answer(null, withinLife(readStoredSession(stored ?? null), lifeMs));
    });
  return store;
}
