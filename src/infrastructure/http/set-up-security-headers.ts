import type { ErrorRequestHandler, Express } from 'express';
import helmet from 'helmet';
import type { Config } from '../config/config';
import { createSteps } from './steps';

/**
 * Strict headers: nothing inline, nothing from elsewhere, nothing kept unless a later hand allows it. What was refused
 * before them has them too.
 */
export function setUpSecurityHeaders(app: Express, config: Config): void {
  const https = config.publicUrl.protocol === 'https:';
  // The forms of 扫码登录 and 绑定 lead on to the provider, and browsers hold them to this list all the way.
  const providers = [config.wechatLogin, config.alipay].flatMap((one) =>
    one === null ? [] : [one.authorizeUrl.origin],
  );
  const strict = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'form-action': ["'self'", ...providers],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
    // Old browsers print "blocked" pages for these two on plain http of a school network.
    originAgentCluster: false,
    crossOriginOpenerPolicy: https ? { policy: 'same-origin' } : false,
  });

  const ofRefusals: ErrorRequestHandler = (error, req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    strict(req, res, () => next(error));
  };
  app.use(ofRefusals);
  const steps = createSteps(app);
  steps.use(strict);
  steps.use((_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });
}
