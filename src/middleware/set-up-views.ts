import path from 'node:path';
import type { Express } from 'express';
import nunjucks, { type Environment } from 'nunjucks';
import { formatDay, formatInstant, formatMillis, formatMinute, formatTimeOfDay } from '../format-time';
import { projectRoot } from '../paths';
import { assetUrl } from './set-up-assets';

/** Nunjucks with escaping on; templates are compiled once. */
export function setUpViews(app: Express): Environment {
  const environment = nunjucks.configure(path.join(projectRoot, 'views'), {
    autoescape: true,
    trimBlocks: true,
    lstripBlocks: true,
    noCache: false,
  });
  environment.addGlobal('asset', assetUrl);
  environment.addGlobal('kept', createKeeper(environment));
  environment.addFilter('instant', formatInstant);
  environment.addFilter('minute', formatMinute);
  environment.addFilter('millis', formatMillis);
  environment.addFilter('timeOfDay', formatTimeOfDay);
  environment.addFilter('day', formatDay);
  app.disable('x-powered-by');
  app.disable('etag');
  return environment;
}

/**
 * `kept(template, key, model)`: a part of a page that looks the same as long as `key` is the same object, rendered
 * once. What is kept goes with its key, so a new rule pack leaves nothing old behind.
 */
function createKeeper(environment: Environment) {
  const parts = new WeakMap<object, nunjucks.runtime.SafeString>();
  return (template: string, key: object, model: object): nunjucks.runtime.SafeString => {
    const known = parts.get(key);
    if (known !== undefined) return known;
    const part = new nunjucks.runtime.SafeString(environment.render(template, model));
    parts.set(key, part);
    return part;
  };
}
