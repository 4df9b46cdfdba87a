import type { Express, Response } from 'express';
import type { Environment } from 'nunjucks';
import type { Watched } from '../db/reference-watch';
import type { Reference } from '../reference';
import { normaliseCode } from '../rules/codes';
import { hintInstitution, hintMajor, warnOfNearCodes } from './code-hint.presenter';
import type { Hint } from './hint';

const MAX_KEPT = 50_000;
const CODE = /^[0-9A-Z]{1,12}$/;

/**
 * Live look-up of a code: public, from memory, answered before sessions are read. It knows batch, 科类 and audience,
 * and nothing of the person. Answers are kept as bytes until pack or plan change; the browser keeps nothing.
 */
export function setUpLookUp(app: Express, views: Environment, reference: Watched<Reference>): void {
  let kept = new Map<string, Buffer>();
  let of: Reference | null = null;

  function answer(res: Response, key: string, compute: (current: Reference) => Hint): void {
    const current = reference.current();
    if (current !== of || kept.size > MAX_KEPT) {
      kept = new Map();
      of = current;
    }
    let bytes = kept.get(key);
    if (bytes === undefined) {
      bytes = Buffer.from(views.render('applications/_hint.njk', { hint: compute(current) }));
      kept.set(key, bytes);
    }
    res.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': bytes.length,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    res.end(bytes);
  }

  app.get('/look-up/:batch/:track/:audience/:institution{/:major}', (req, res, next) => {
    const { batch = '', track = '', audience = '', institution: typed = '', major: typedMajor } = req.params;
    const [institution = '', group = '', ...rest] = normaliseCode(typed).split('.');
    const major = typedMajor === undefined ? null : normaliseCode(typedMajor);
    const scope = { batch, track, audience: audience === '-' ? '' : audience };
    const known = reference.current().plan.hasScope(scope);
    if (
      !known ||
      rest.length > 0 ||
      ![institution, group || '0', major ?? '0'].every((code) => CODE.test(code))
    )
      return next();
    const key = `${batch}/${track}/${audience}/${institution}.${group}/${major ?? ''}`;
    answer(res, key, ({ calendar, plan }) => {
      const view = plan.viewOf(scope);
      if (major !== null) return hintMajor(calendar.pack, view, institution, group, major);
      const hint = hintInstitution(calendar.pack, view, institution);
      return hint.kind === 'name'
        ? { ...hint, warnings: warnOfNearCodes(plan, scope, institution, []) }
        : hint;
    });
  });
}
