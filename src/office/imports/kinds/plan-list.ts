import type { Knex } from 'knex';
import type { Cell } from '../../../infrastructure/spreadsheets/csv';
import type { RulePack } from '../../../rules/pack/rule-pack';
import type { ListContext } from '../kind';
import { nameOfPack } from './pack-names';
import { formatRequirements } from './plan-requirements';
import { type ListedPlanRow, listPlanPiece } from './plans.repository';
import { readPieces } from './read-pieces.repository';

/** 招生计划 as it stands, in the columns in which it is taken. */
export async function* readPlanList(
  db: Knex,
  { pack, extent }: ListContext,
  columns: readonly string[],
): AsyncIterable<readonly (readonly Cell[])[]> {
  const pieces = readPieces<ListedPlanRow>(0, (after, limit) =>
    listPlanPiece(db, pack.year, extent, Number(after), limit),
  );
  for await (const rows of pieces)
    yield rows.map((row) => {
      const cells = describeRow(pack, row);
      return columns.map((column) => cells[column] ?? null);
    });
}

function describeRow(pack: RulePack, row: ListedPlanRow): Readonly<Record<string, Cell>> {
  return { ...describePlanRow(pack, row), ...formatRequirements(row.restrictions, pack) };
}

/** What stands in the columns of a plan row, but for those of its requirements. */
export function describePlanRow(
  pack: RulePack,
  row: Omit<ListedPlanRow, 'key' | 'restrictions'>,
): Readonly<Record<string, Cell>> {
  return {
    year: pack.year,
    batch: nameOfPack(pack.batches, row.batch),
    tracks: row.tracks.map((track) => nameOfPack(pack.tracks, track)).join('、'),
    audience: row.audience,
    institution: row.institution,
    institutionName: row.institutionName,
    group: row.group,
    major: row.major,
    majorName: row.majorName,
    post: row.post,
    category: row.category,
    planType: nameOfPack(pack.planTypes, row.planType),
    quota: row.quota,
    tuition: row.tuition,
    length: row.length,
    note: row.note,
  };
}
