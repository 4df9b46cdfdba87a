import path from 'node:path';
import type { Express } from 'express';
import nunjucks, { type Environment } from 'nunjucks';
import { formatDay, formatInstant, formatMillis, formatMinute, formatTimeOfDay } from '../format-time';
import { projectRoot } from '../paths';
import { createCached, createFragments } from './fragment-cache';
import { assetUrl } from './set-up-assets';
import { createSplicing } from './spliced-template';

/** Nunjucks with escaping on; templates are compiled once. */
export function setUpViews(app: Express): Environment {
  const environment = nunjucks.configure(path.join(projectRoot, 'views'), {
    autoescape: true,
    trimBlocks: true,
    lstripBlocks: true,
    noCache: false,
  });
  environment.addGlobal('asset', assetUrl);
  environment.addGlobal('cached', createCached(createFragments(environment)));
  environment.addGlobal('spliced', createSplicing(environment).spliced);
  environment.addFilter('instant', formatInstant);
  environment.addFilter('minute', formatMinute);
  environment.addFilter('millis', formatMillis);
  environment.addFilter('timeOfDay', formatTimeOfDay);
  environment.addFilter('day', formatDay);
  app.disable('x-powered-by');
  app.disable('etag');
  return environment;
}
