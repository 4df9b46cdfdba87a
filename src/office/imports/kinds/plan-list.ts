import type { Knex } from 'knex';
import { listPlanGroups } from '../../../domain/enrolment-plan/plan.repository';
import type { StoredPlanGroup } from '../../../domain/enrolment-plan/plan-entry';
import type { Cell } from '../../../infrastructure/spreadsheets/csv';
import type { RulePack } from '../../../rules/pack/rule-pack';
import type { ListContext } from '../kind';
import { nameOfPack } from './pack-names';
import { writeRequirement } from './plan-group-cells';
import { createRequirementWriter } from './plan-requirements';
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
  const groups = new Map((await listPlanGroups(db, pack.year)).map((group) => [keyOf(group), group]));
  const writeRequirements = createRequirementWriter(pack);
  for await (const rows of pieces)
    yield rows.map((row) => {
      const cells: Readonly<Record<string, Cell>> = {
        ...describePlanRow(pack, row),
        ...{ ownership: row.ownership, schoolType: row.schoolType },
        ...writeRequirements(row.restrictions, row.group === ''),
        ...(row.group === '' ? {} : describeGroup(row, groups)),
      };
      return columns.map((column) => cells[column] ?? null);
    });
}

type GroupKey = Pick<StoredPlanGroup, 'batch' | 'track' | 'institution' | 'code'>;

const keyOf = ({ batch, track, institution, code }: GroupKey) => [batch, track, institution, code].join('/');

/** What the row's group is; nothing where it is not the same in each of the row's 科类: other rows say it. */
function describeGroup(
  { batch, tracks, institution, group: code }: ListedPlanRow,
  groups: ReadonlyMap<string, StoredPlanGroup>,
): Readonly<Record<string, Cell>> {
  const [first, ...others] = tracks.map((track) => {
    const group = groups.get(keyOf({ batch, track, institution, code }));
    const { mode = 'all', subjects = [] } = group?.requirement ?? {};
    return {
      groupName: group?.name ?? '',
      groupQuota: group?.quota ?? null,
      requirement: writeRequirement(mode, subjects),
      groupNote: group?.note ?? '',
    };
  });
  const isOne = others.every((other) => JSON.stringify(other) === JSON.stringify(first));
  return first !== undefined && isOne ? first : {};
}

/** A plan row without what its list says of its institution beside the name. */
export type DescribedPlanRow = Omit<ListedPlanRow, 'key' | 'ownership' | 'schoolType'>;

/** What stands in the columns of a plan row, but for those of its requirements. */
export function describePlanRow(
  pack: RulePack,
  row: Omit<DescribedPlanRow, 'restrictions'>,
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
