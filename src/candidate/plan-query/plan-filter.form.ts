import type { PlanFilter } from '../../domain/enrolment-plan/plan-search';
import { type Parameters, readParameter } from '../../infrastructure/http/page-renderer';

/** What the address of a query says: filters, page, and which institutions stand open. */
export interface PlanQuery extends PlanFilter {
  /** As asked for, 1 where it is no number; whether there is such a page is not known here. */
  readonly page: number;
  /** Codes of the institutions whose majors are shown; null leaves it to the page. */
  readonly open: readonly string[] | null;
}

const CODE = /^[0-9A-Za-z]{1,12}$/;
/** More than stand on one page are not kept. */
const MAX_OPEN = 20;
const PAGE = /^[1-9][0-9]{0,5}$/;

/** Reads a query; junk filters nothing and is no error. */
export function readPlanQuery(parameters: Parameters): PlanQuery {
  const page = readParameter(parameters, 'page').normalize('NFKC').trim();
  return {
    institution: readParameter(parameters, 'institution').trim(),
    major: readParameter(parameters, 'major').trim(),
    page: PAGE.test(page) ? Number(page) : 1,
    open: Object.hasOwn(parameters, 'open') ? readOpen(readParameter(parameters, 'open')) : null,
  };
}

function readOpen(text: string): readonly string[] {
  const codes = text.split('.').filter((code) => CODE.test(code));
  return [...new Set(codes)].slice(0, MAX_OPEN);
}

/** The address part of a query, beginning with a question mark; the first page is not named. */
export function writePlanQuery(query: PlanQuery, others: Readonly<Record<string, string>> = {}): string {
  const { institution, major, page, open } = query;
  const parameters = new URLSearchParams({ ...others, institution, major });
  if (page > 1) parameters.set('page', String(page));
  if (open !== null) parameters.set('open', open.join('.'));
  return `?${parameters}`;
}
