import type { Express } from 'express';
import type { Environment } from 'nunjucks';
import {
  hintCombined,
  hintGroup,
  hintInstitution,
  hintMajor,
  warnOfNearCodes,
} from '../../domain/choice-lists/code-hint.presenter';
import type { Hint } from '../../domain/choice-lists/hint';
import type { Reference } from '../../domain/reference/reference';
import type { Watched } from '../../infrastructure/database/reference-watch';
import type { ResponseCache } from '../../infrastructure/http/response-cache';
import { normaliseCode } from '../../rules/filing/codes';

const CODE = /^[0-9A-Z]{1,12}$/;

/**
 * Live look-up of a code: public, from memory, answered before sessions are read. It knows batch, 科类 and audience,
 * and nothing of the person, so that an answer can be kept for its address.
 */
export function setUpLookUp(
  app: Express,
  views: Environment,
  reference: Watched<Reference>,
  answers: ResponseCache,
): void {
  app.get('/look-up/:batch/:track/:audience/:institution/groups/:group', (req, res, next) => {
    const hint = computeHint(reference.current(), req.params);
    if (hint === null) return next();
    answers.send(req, res, views.render('candidate/filing/_hint.njk', { hint }));
  });
  app.get('/look-up/:batch/:track/:audience/:institution{/:major}', (req, res, next) => {
    const hint = computeHint(reference.current(), req.params);
    if (hint === null) return next();
    answers.send(req, res, views.render('candidate/filing/_hint.njk', { hint }));
  });
}

/** Null where there is no such batch, or what was typed cannot be a code. */
function computeHint(
  { calendar, plan }: Reference,
  asked: Readonly<Record<string, string | undefined>>,
): Hint | null {
  const { batch = '', track = '', audience = '' } = asked;
  const [institution = '', group = '', ...rest] = normaliseCode(asked.institution ?? '').split('.');
  const major = asked.major === undefined ? null : normaliseCode(asked.major);
  const scope = { batch, track, audience: audience === '-' ? '' : audience };
  const asksGroup = asked.group !== undefined;
  const ofGroup = normaliseCode(asked.group ?? '');
  const codes = [institution, group || '0', major ?? '0', ofGroup || '0'];
  if (!plan.hasScope(scope) || rest.length > 0 || !codes.every((code) => CODE.test(code))) return null;
  const of = calendar.findBatch(batch);
  if (of === null) return null;
  const where = { pack: calendar.pack, batch: of, catalogue: plan, scope };
  if (asksGroup) return hintGroup(where, institution, ofGroup);
  if (major !== null) return hintMajor(where, institution, group, major);
  const combined = group !== '' && of.sections.some(({ combinedCode }) => combinedCode === true);
  const hint = combined ? hintCombined(where, institution, group) : hintInstitution(where, institution);
  return hint.kind === 'name' ? { ...hint, warnings: warnOfNearCodes(plan, scope, institution, []) } : hint;
}
