import type { Express } from 'express';
import helmet from 'helmet';
import type { Config } from '../config';

/** Strict headers: nothing inline, nothing from elsewhere, nothing kept unless a later hand allows it. */
export function setUpSecurityHeaders(app: Express, config: Config): void {
  const https = config.publicUrl.protocol === 'https:';
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'none'"],
          'script-src': ["'self'"],
          'style-src': ["'self'"],
          'img-src': ["'self'", 'data:'],
          'connect-src': ["'self'"],
          'form-action': ["'self'"],
          'base-uri': ["'none'"],
          'frame-ancestors': ["'none'"],
        },
      },
      strictTransportSecurity: https ? { maxAge: 31_536_000 } : false,
      referrerPolicy: { policy: 'same-origin' },
      // Old browsers print "blocked" pages for these two on plain http of a school network.
      originAgentCluster: false,
      crossOriginOpenerPolicy: https ? { policy: 'same-origin' } : false,
    }),
  );
  app.use((_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });
}
