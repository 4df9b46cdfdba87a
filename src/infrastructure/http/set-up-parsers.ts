import compression from 'compression';
import cookieParser from 'cookie-parser';
import express from 'express';
import { AppError } from '../errors';
import { findUpload } from './find-upload';
import { cleanCookies, cleanFields } from './set-up-door';
import type { Steps } from './steps';

/** The largest form (48 groups × 6) has under 500 fields; a thousand leaves room and stops floods. */
const MAX_FIELDS = 1000;
const MAX_BODY = '100kb';
/** A text pasted whole: nine bytes for each Chinese character. */
const MAX_PASTED_BODY = '2mb';
const PASTED = /\/pasting(\/filling)?$/;
/** A form of 40 kB becomes 4.9 kB in a third of the time that level 6 takes to make 4.5 kB of it. */
const GZIP_LEVEL = 3;
const FORM = 'application/x-www-form-urlencoded';

/** Bodies are flat `application/x-www-form-urlencoded` in UTF-8; anything else but an upload is refused, not read as an empty form. */
export function setUpParsers(steps: Steps): void {
  steps.use(compression({ threshold: 1024, level: GZIP_LEVEL }));
  steps.use(cookieParser());
  steps.use(cleanCookies);
  steps.use((req, res, next) => {
    if (req.get('content-length') !== '0' && req.is(FORM) === false && findUpload(res) === null)
      throw new AppError('badRequest', 415);
    next();
  });
  const [usual, pasted] = [MAX_BODY, MAX_PASTED_BODY].map((limit) =>
    express.urlencoded({ extended: false, limit, parameterLimit: MAX_FIELDS }),
  );
  steps.use((req, res, next) => (PASTED.test(req.path) ? pasted : usual)?.(req, res, next));
  steps.use((req, _res, next) => {
    cleanFields(req);
    next();
  });
}
