import type { Knex } from 'knex';
import { nameCounties } from '../../../domain/places/place.repository';
import type { Condition, RulePack } from '../../../rules/pack/rule-pack';
import type { ColumnPlace } from '../column';
import { createFaultList } from '../fault';
import { sayFaultOfCell } from '../fault.presenter';
import { createRowReader } from '../row-reader';
import type { DescribedPlanRow } from './plan-list';
import { describePlanRow } from './plan-list';
import { listListNames, sortRequirements } from './plan-requirements';
import { createPlanReader, plansKind, type ReadPlanRow } from './plans';

/** A plan row as one types it, by the columns of the import; `others` are conditions that no column holds. */
export interface TypedPlanRow {
  readonly cells: Readonly<Record<string, string>>;
  readonly others: readonly Condition[];
}

/** A plan row of which nothing lacks. */
type PlanRowToWrite = {
  readonly [Key in Exclude<keyof ReadPlanRow, 'said'>]: Key extends 'tuitionYuan' | 'lengthYears'
    ? ReadPlanRow[Key]
    : NonNullable<ReadPlanRow[Key]>;
};

type PlanRowReading =
  | { readonly row: PlanRowToWrite; readonly faults: null }
  /** Sentences by column; '' is the row as a whole. */
  | { readonly row: null; readonly faults: Readonly<Record<string, string>> };

/** One plan row typed by hand: read by exactly what reads a list. */
export interface PlanCells {
  /** The lists that a requirement may name. */
  listNames(pack: RulePack): readonly string[];
  /** A row that stands, as it would be typed. */
  describe(db: Knex, pack: RulePack, row: DescribedPlanRow): Promise<TypedPlanRow>;
  read(db: Knex, pack: RulePack, typed: TypedPlanRow): Promise<PlanRowReading>;
}

export const planCells: PlanCells = {
  listNames: listListNames,

  async describe(db, pack, row) {
    const { cells, others } = sortRequirements(row.restrictions, pack);
    const names = await nameCounties(db);
    const counties = cells.counties?.split('、').map((code) => names.get(code) ?? code);
    const all = { ...describePlanRow(pack, row), ...cells, counties: counties?.join('、') ?? '' };
    return {
      cells: Object.fromEntries(Object.entries(all).map(([column, cell]) => [column, String(cell ?? '')])),
      others,
    };
  },

  async read(db, pack, { cells, others }) {
    const all: Readonly<Record<string, string>> = {
      ...cells,
      conditions: others.length === 0 ? '' : JSON.stringify(others),
    };
    const { columns } = plansKind;
    const places = new Map(
      columns.map(({ code, heading }, index) => [code, { index, heading, part: null } satisfies ColumnPlace]),
    );
    const faults = createFaultList();
    const headings = {
      blocks: [{ places, fixed: new Map<string, string>() }],
      titles: columns.map(({ heading }) => heading),
      unheaded: [],
      ignored: [],
      missing: [],
      doubled: [],
      clashing: [],
    } as const;
    const reader = createRowReader(columns, headings, faults);
    const readRow = await createPlanReader(db, { pack, onRepair: () => {} });
    reader.open({ number: 1, cells: columns.map(({ code }) => all[code] ?? '') }, 0);
    const { said: _group, ...row } = readRow(reader);
    const told = faults.listed.map((fault) => [
      columns.find(({ heading }) => heading === fault.column)?.code ?? '',
      sayFaultOfCell(fault),
    ]);
    return isWhole(row) && told.length === 0
      ? { row, faults: null }
      : { row: null, faults: Object.fromEntries(told) };
  },
};

function isWhole(row: Omit<ReadPlanRow, 'said'>): row is PlanRowToWrite {
  const { batch, tracks, institution, majorName, quota } = row;
  return [batch, tracks, institution, majorName, quota].every((value) => value !== null);
}
