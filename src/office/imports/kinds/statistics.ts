import type { ImportKind, KindContext } from '../kind';
import type { RowReader } from '../row-reader';
import { fixedCode } from '../values/codes';
import { spellName } from '../values/names';
import { decimal, text, wholeNumber } from '../values/plain-values';
import { readRequirement } from '../values/subject-requirement';
import { repeating, ValueFault } from '../values/value-fault';
import { cutGroupCode, writeRequirement } from './plan-group-cells';
import {
  applyStatistics,
  checkSpelling,
  countStatistics,
  listStatisticsCodes,
  listStatisticsPiece,
  statisticsChecks,
  statisticsStaging,
  weighStatistics,
} from './statistics.repository';
import { createSpeller, listTrackSpellings } from './track-spellings';

const INSTITUTIONS_AT_ONCE = 200;
const SCORES = ['highestScore', 'averageScore', 'lowestScore'] as const;
const RANKS = ['highestRank', 'averageRank', 'lowestRank'] as const;

/**
 * 往年录取统计 of institutions, 专业组 and 专业: added, or changed where institution, year, batch, 科类, group and 专业
 * are the same; nothing is removed. The lowest score or rank alone is a row.
 */
export const statisticsKind: ImportKind = {
  code: 'statistics',
  name: '往年录取统计',
  columns: [
    {
      code: 'institution',
      heading: '院校代号',
      synonyms: ['院校代码', '学校代号', '学校代码'],
      required: true,
      named: 'institutionName',
    },
    { code: 'institutionName', heading: '院校名称', synonyms: ['学校名称', '院校'], required: true },
    { code: 'year', heading: '年度', synonyms: ['年份'], required: true },
    { code: 'batch', heading: '批次', synonyms: ['批次名称', '录取批次'], required: true },
    { code: 'track', heading: '科类', synonyms: ['科类名称', '首选科目'], required: true },
    {
      code: 'group',
      heading: '院校专业组',
      synonyms: ['专业组', '专业组代号', '专业组代码', '院校专业组代号', '院校专业组代码', 'zyzh'],
    },
    { code: 'major', heading: '专业代号', synonyms: ['专业代码', 'zydh'] },
    { code: 'majorName', heading: '专业名称', surer: ['专业全称'], synonyms: ['专业', 'zymc'] },
    { code: 'requirement', heading: '选科要求', synonyms: ['选考科目要求', '科目要求', 'kskmyqzw'] },
    { code: 'planned', heading: '计划数', synonyms: ['招生计划数', '计划人数', '计划', '招生计划'] },
    {
      code: 'admitted',
      heading: '录取数',
      synonyms: ['录取人数', '实际录取', '实际录取人数', '投档人数', '实际投档人数'],
    },
    { code: 'highestScore', heading: '最高分', synonyms: ['录取最高分', '投档最高分'] },
    { code: 'averageScore', heading: '平均分', synonyms: ['录取平均分', '投档平均分'] },
    {
      code: 'lowestScore',
      heading: '最低分',
      synonyms: ['录取最低分', '投档最低分', '最低投档分', '投档分'],
    },
    { code: 'highestRank', heading: '最高位次', synonyms: ['最高分位次'] },
    { code: 'averageRank', heading: '平均分位次', synonyms: ['平均位次'] },
    {
      code: 'lowestRank',
      heading: '最低位次',
      synonyms: ['最低分位次', '投档最低位次', '最低投档位次', '投档最低分位次'],
    },
  ],
  async prepare(transaction, context) {
    return {
      staging: statisticsStaging,
      readRow: createReader(context, await listStatisticsCodes(transaction)),
      checks: [...statisticsChecks, checkSpelling(listTrackSpellings(context.pack))],
      count: (open) => countStatistics(open, context.whole),
      weigh: async (open) => ({ existing: await weighStatistics(open, context.whole), batches: [] }),
      apply: (open) => applyStatistics(open, context.whole),
    };
  },
  async *readList(db) {
    for (let after = ''; ; ) {
      const rows = await listStatisticsPiece(db, after, INSTITUTIONS_AT_ONCE);
      if (rows.length === 0) return;
      yield rows.map(({ cells }) => cells);
      after = rows.at(-1)?.key ?? after;
    }
  },
};

function createReader({ pack, onRepair }: KindContext, known: ReadonlySet<string>) {
  const shape = pack.codes.institution;
  const plain = fixedCode(shape, { onRepair });
  const repaired = fixedCode(shape, { known, onRepair });
  const institution = (found: string) => (found.length < shape.length ? repaired(found) : plain(found));
  const nameText = text(100);
  const name = repeating((found: string) => nameText(spellName(found)));
  const spellTrack = createSpeller(listTrackSpellings(pack));
  const spellBatch = createSpeller(pack.batches.map((one) => [one.name, one.name]));
  const readYear = wholeNumber(1977, pack.year);
  const year = repeating((found: string) => readYear(found.replace(/年(度)?$/, '')));
  const word = text(40);
  const batch = repeating((found: string) => word(spellBatch(found)));
  const track = repeating((found: string) => word(spellTrack(found)));
  const people = wholeNumber(0, 999_999);
  const score = decimal(0, 1000, 2);
  const rank = wholeNumber(1, 9_999_999);
  const part = text(20);
  const majorName = text(200);
  const group = (found: string) => part(cutGroupCode(found, null, 0).toUpperCase());
  const requirement = repeating((found: string) => word(spellRequirement(found)));
  return (row: RowReader) => {
    const code = row.need('institution', institution);
    const scores = SCORES.map((column) => row.take(column, score));
    const ranks = RANKS.map((column) => row.take(column, rank));
    if (row.isSound()) {
      checkOrder(row, 'lowestScore', scores.toReversed());
      checkOrder(row, 'lowestRank', ranks);
    }
    const figures = [row.take('planned', people), row.take('admitted', people), ...scores, ...ranks];
    if (row.isSound() && figures.every((figure) => figure === null)) row.refuse('lowestScore', 'missing');
    return [
      code,
      row.need('institutionName', name),
      row.need('year', year),
      row.need('batch', batch),
      row.need('track', track),
      row.take('group', group) ?? '',
      row.take('major', part) ?? '',
      row.take('majorName', majorName) ?? '',
      row.take('requirement', requirement) ?? '',
      ...figures,
    ];
  };
}

/** 选科要求 of a former year, in the words of plan lists where they can be read; else as it stands. */
function spellRequirement(found: string): string {
  const said = readRequirement(found);
  return said instanceof ValueFault ? found : writeRequirement(said.mode, said.subjects);
}

/** Those that are there stand in order; many lists publish the lowest alone. */
function checkOrder(row: RowReader, column: string, values: readonly (number | null)[]): void {
  const numbers = values.filter((value) => value !== null);
  const inOrder = numbers.every((value, index) => index === 0 || value >= (numbers[index - 1] ?? 0));
  if (!inOrder) row.refuse(column, 'notDescending');
}
