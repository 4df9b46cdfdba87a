import type { Watched } from '../db/reference-watch';
import type { FoundInstitution, PlanEntry, PlanRange } from '../plans';
import type { Reference } from '../reference';
import { createBoundedCache } from './bounded-cache';
import type { PlanQuery } from './plan-filter.form';
import {
  type Marks,
  NO_MARKS,
  type PickKind,
  presentPaging,
  presentRows,
  type ResultsModel,
} from './results.presenter';

/** Institutions a page. */
export const PAGE_SIZE = 20;
/** A page with so few rows, or with one institution, comes with its majors open. */
const OPEN_ROWS = 40;
/** Institutions in answers that are kept, and rows in pages that are kept: some tens of megabytes. */
const MAX_KEPT_FOUND = 100_000;
const MAX_KEPT_ROWS = 20_000;

export interface ResultsRequest {
  readonly range: PlanRange;
  readonly query: PlanQuery;
  /** What may be chosen from the page. */
  readonly pick: PickKind;
  /** What the page's own address says beside the query. */
  readonly others: Readonly<Record<string, string>>;
  /** What the reader has to be told of a row; null where pages are the same for everybody. */
  readonly mark: ((entry: PlanEntry) => Marks) | null;
}

export interface PlanResults {
  /** A page of the catalogue, from memory. The same page is the same object, so that a view may keep what it made of it. */
  get(request: ResultsRequest): ResultsModel;
}

/** Answers queries from the plan in memory and keeps what is asked for often, until the plan changes. */
export function createPlanResults(reference: Watched<Reference>): PlanResults {
  const answers = createBoundedCache<readonly FoundInstitution[]>(
    MAX_KEPT_FOUND,
    (found) => 1 + found.length,
  );
  const pages = createBoundedCache<ResultsModel>(MAX_KEPT_ROWS, ({ rows }) => rows.weight);

  return {
    get({ range, query, pick, others, mark }) {
      const current = reference.current();
      const { calendar, plan } = current;
      const asked = JSON.stringify([range, query.institution, query.major]);
      const found = answers.get(plan, asked, () => plan.search.find(range, query));
      const count = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
      const page = Math.min(query.page, count);
      const shown = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
      const open = query.open ?? listOpen(shown);
      const marks = mark === null ? [] : shown.map(({ entries }) => entries.map(mark));
      const key = JSON.stringify([asked, page, open, pick, others, listMarked(marks)]);
      return pages.get(current, key, () => {
        const at = { ...query, page };
        return {
          found: { institutions: found.length, rows: sum(found, ({ entries }) => entries.length) },
          paging: presentPaging(at, count, others),
          rows: presentRows({
            pack: calendar.pack,
            shown,
            open,
            marks,
            pick,
            query: at,
            pages: count,
            others,
          }),
        };
      });
    },
  };
}

function listOpen(shown: readonly FoundInstitution[]): readonly string[] {
  const few = shown.length === 1 || sum(shown, ({ entries }) => entries.length) <= OPEN_ROWS;
  return few ? shown.map(({ institution }) => institution.code) : [];
}

/** The rows with something to be told of, by place: what makes one reader's page differ from another's. */
function listMarked(marks: readonly (readonly Marks[])[]): readonly unknown[] {
  return marks.flatMap((rows, at) =>
    rows.flatMap((mark, row) => (mark === NO_MARKS ? [] : [[at, row, mark.blocks, mark.warns]])),
  );
}

function sum<T>(values: readonly T[], read: (value: T) => number): number {
  return values.reduce((total, value) => total + read(value), 0);
}
