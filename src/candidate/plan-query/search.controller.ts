import { gzipSync } from 'node:zlib';
import type { Express } from 'express';
import type { Environment } from 'nunjucks';
import type { PlanScope } from '../../domain/enrolment-plan/plan-catalogue';
import type { Reference } from '../../domain/reference/reference';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { type FormField, findFormField } from './form-field';
import { readPlanQuery } from './plan-filter.form';
import type { PlanResults, ResultsRequest } from './plan-results';
import type { PickKind, ResultsModel } from './results.presenter';

/**
 * 计划查询 as one types: public, from memory, answered before sessions are read. It knows batch, 科类, audience and the
 * kind of field, and nothing of the person. An answer is kept as bytes as long as its page is.
 */
export function setUpPlanSearch(
  app: Express,
  views: Environment,
  reference: Watched<Reference>,
  results: PlanResults,
): void {
  const plain = new WeakMap<ResultsModel, Buffer>();
  const packed = new WeakMap<ResultsModel, Buffer>();

  const getPlain = (page: ResultsModel) =>
    getOrMake(plain, page, () =>
      Buffer.from(views.render('candidate/plan-query/_results.njk', { results: page })),
    );
  const getPacked = (page: ResultsModel) => getOrMake(packed, page, () => gzipSync(getPlain(page)));

  app.get('/plan-search/:batch/:track/:audience/:field', (req, res, next) => {
    const { batch: code = '', track = '', audience = '', field: name = '' } = req.params;
    const { calendar, plan } = reference.current();
    const batch = calendar.findBatch(code);
    const field = batch?.planQuery ? findFormField(batch, name) : null;
    const scope = { batch: code, track, audience: audience === '-' ? '' : audience };
    if (field === null || !plan.hasScope(scope)) return next();
    const page = results.get(askForField(scope, field, readPlanQuery(req.query)));
    const gzip = /\bgzip\b/.test(req.headers['accept-encoding'] ?? '');
    const bytes = gzip ? getPacked(page) : getPlain(page);
    res.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': bytes.length,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Accept-Encoding',
      ...(gzip && { 'Content-Encoding': 'gzip' }),
    });
    res.end(bytes);
  });
}

/** What a field's query asks for: rows of the scope that its section takes, the same page for every field of a kind. */
export function askForField(
  scope: PlanScope,
  field: FormField,
  query: ResultsRequest['query'],
): ResultsRequest {
  const { batch, track, audience } = scope;
  const { planTypes } = field.section;
  const range = { batch, open: { track, audience }, planTypes };
  return { range, query, pick: getPickKind(field), others: {}, mark: null };
}

function getPickKind({ kind, section }: FormField): PickKind {
  if (kind === 'major') return 'major';
  const whole = section.majors.max === 0 && section.unit !== 'school+group';
  return whole ? 'institution' : 'both';
}

function getOrMake<T>(kept: WeakMap<ResultsModel, T>, page: ResultsModel, make: () => T): T {
  const known = kept.get(page);
  if (known !== undefined) return known;
  const made = make();
  kept.set(page, made);
  return made;
}
