import express, { type Express } from 'express';
import { notFound } from '../errors';
import type { LogoutToken } from './logout-token';
import type { RelyingParty } from './relying-party';

/** A platform of this installation whose sessions end when the provider says so. */
export interface BackChannel {
  /** Which platform an address belongs to; null for none. */
  find(path: string): { readonly party: RelyingParty; end(token: LogoutToken): Promise<void> } | null;
}

/**
 * Where the provider's server tells of ends. It has neither session nor CSRF token: the signature of the logout token
 * stands for both, and what is not signed is refused with 400.
 */
export function setUpBackChannel(app: Express, channels: readonly BackChannel[]): void {
  const parse = express.urlencoded({ extended: false, limit: '8kb', parameterLimit: 5 });
  app.use((req, res, next) => {
    const found = channels.map((channel) => channel.find(req.path)).find((one) => one !== null);
    if (found === undefined || found === null) return next();
    if (req.method !== 'POST') return next(notFound());
    parse(req, res, async (error?: unknown) => {
      if (error !== undefined) return next(error);
      try {
        const given: unknown = req.body?.logout_token;
        const token = typeof given === 'string' ? await found.party.readLogoutToken(given) : null;
        if (token === null) {
          res.status(400).json({ error: 'invalid_request' });
          return;
        }
        await found.end(token);
        res.status(200).end();
      } catch (fault) {
        next(fault);
      }
    });
  });
}
