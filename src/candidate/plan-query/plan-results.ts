import type { PlanEntry } from '../../domain/enrolment-plan/plan-entry';
import type { FoundInstitution, PlanRange, PlanSearch } from '../../domain/enrolment-plan/plan-search';
import type { Reference } from '../../domain/reference/reference';
import { createBoundedCache } from '../../infrastructure/bounded-cache';
import type { Watched } from '../../infrastructure/database/reference-watch';
import type { PlanQuery } from './plan-filter.form';
import {
  type Marks,
  NO_MARKS,
  type PickKind,
  presentFilterFault,
  presentPaging,
  presentRows,
  type ResultsModel,
} from './results.presenter';

/** Institutions a page. */
const PAGE_SIZE = 20;
/** A page with so few rows, or with one institution, comes with its majors open. */
const OPEN_ROWS = 40;
/** Rows in answers and in pages that are kept: some tens of megabytes. */
const MAX_KEPT_ANSWERS = 100_000;
const MAX_KEPT_PAGES = 30_000;

export interface ResultsRequest {
  readonly range: PlanRange;
  readonly query: PlanQuery;
  /** What may be chosen from the page. */
  readonly pick: PickKind;
  /** What the page's own address says beside the query. */
  readonly others: Readonly<Record<string, string>>;
  /** Which rows stay, of those found by name, for this reader alone; null: all. */
  readonly keep?: ((entry: PlanEntry) => boolean) | null;
  /** What the reader has to be told of a row; null where pages are the same for everybody. */
  readonly mark: ((entry: PlanEntry) => Marks) | null;
}

export interface PlanResults {
  /** A page of the catalogue, from memory. The same page is the same object, so that a view may keep what it made of it. */
  get(request: ResultsRequest): ResultsModel;
}

/** A page of what was found, before anybody looks at it. */
interface Answer {
  readonly found: ResultsModel['found'];
  readonly page: number;
  readonly pages: number;
  readonly shown: readonly FoundInstitution[];
}

/** Answers queries from the plan in memory and keeps what is asked for often, until the plan changes. */
export function createPlanResults(reference: Watched<Reference>): PlanResults {
  const answers = createBoundedCache<Answer>(MAX_KEPT_ANSWERS, ({ shown }) => 1 + countRows(shown));
  const pages = createBoundedCache<ResultsModel>(MAX_KEPT_PAGES, ({ rows }) => rows.weight);

  return {
    get({ range, query, pick, others, mark, keep = null }) {
      const current = reference.current();
      const fault = presentFilterFault(query);
      // Not kept: its address may be long, and nothing was found.
      if (fault !== '') return presentNothing({ pack: current.calendar.pack, query, pick, others, fault });
      const { calendar, plan } = current;
      const asked = JSON.stringify([range, query.institution, query.major, query.page]);
      const find = () => findPage(plan.search, range, query, keep);
      // What one reader narrowed is nobody else's page.
      const answer = keep === null ? answers.get(plan, asked, find) : find();
      const { shown } = answer;
      const open = query.open ?? listOpen(shown);
      const marks = mark === null ? [] : shown.map(({ entries }) => entries.map(mark));
      const key = JSON.stringify([asked, open, pick, others, listMarked(marks)]);
      const make = (): ResultsModel => {
        const at = { ...query, page: answer.page };
        const page = {
          pack: calendar.pack,
          shown,
          open,
          marks,
          pick,
          query: at,
          pages: answer.pages,
          others,
          fault,
        };
        return {
          found: answer.found,
          paging: presentPaging(at, answer.pages, others),
          rows: presentRows(page),
        };
      };
      return keep === null ? pages.get(current, key, make) : make();
    },
  };
}

function presentNothing(
  asked: Pick<ResultsRequest, 'query' | 'pick' | 'others'> & {
    readonly pack: Parameters<typeof presentRows>[0]['pack'];
    readonly fault: string;
  },
): ResultsModel {
  const query = { ...asked.query, page: 1 };
  return {
    found: { institutions: 0, rows: 0 },
    paging: presentPaging(query, 1, asked.others),
    rows: presentRows({ ...asked, query, shown: [], open: [], marks: [], pages: 1 }),
  };
}

/** The page asked for, or the last. */
function findPage(
  search: PlanSearch,
  range: PlanRange,
  query: PlanQuery,
  keep: ((entry: PlanEntry) => boolean) | null,
): Answer {
  const named = search.find(range, query);
  const found = keep === null ? named : named.flatMap((one) => keepRows(one, keep));
  const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const page = Math.min(query.page, pages);
  return {
    found: { institutions: found.length, rows: countRows(found) },
    page,
    pages,
    shown: found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
  };
}

function keepRows(
  { institution, entries }: FoundInstitution,
  keep: (entry: PlanEntry) => boolean,
): readonly FoundInstitution[] {
  const kept = entries.filter(keep);
  return kept.length === 0 ? [] : [{ institution, entries: kept }];
}

function listOpen(shown: readonly FoundInstitution[]): readonly string[] {
  const few = shown.length === 1 || countRows(shown) <= OPEN_ROWS;
  return few ? shown.map(({ institution }) => institution.code) : [];
}

/** The rows with something to be told of, by place: what makes one reader's page differ from another's. */
function listMarked(marks: readonly (readonly Marks[])[]): readonly unknown[] {
  return marks.flatMap((rows, at) =>
    rows.flatMap((mark, row) => (mark === NO_MARKS ? [] : [[at, row, mark.blocks, mark.warns]])),
  );
}

function countRows(found: readonly FoundInstitution[]): number {
  return found.reduce((total, { entries }) => total + entries.length, 0);
}
