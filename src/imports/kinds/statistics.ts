import type { ImportKind, KindContext } from '../kind';
import type { RowReader } from '../row-reader';
import { fixedCode } from '../values/codes';
import { decimal, text, wholeNumber } from '../values/plain-values';
import {
  applyStatistics,
  countStatistics,
  listStatisticsCodes,
  statisticsChecks,
  statisticsStaging,
} from './statistics.repository';

const SCORES = ['highestScore', 'averageScore', 'lowestScore'] as const;
const RANKS = ['highestRank', 'averageRank', 'lowestRank'] as const;

/** 往年录取统计: added, or changed where institution, year, batch and 科类 are the same; nothing is removed. */
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
    { code: 'track', heading: '科类', synonyms: ['科类名称'], required: true },
    { code: 'planned', heading: '计划数', synonyms: ['招生计划数', '计划人数'], required: true },
    { code: 'admitted', heading: '录取数', synonyms: ['录取人数', '实际录取'], required: true },
    { code: 'highestScore', heading: '最高分', synonyms: ['录取最高分'] },
    { code: 'averageScore', heading: '平均分', synonyms: ['录取平均分'] },
    { code: 'lowestScore', heading: '最低分', synonyms: ['录取最低分'] },
    { code: 'highestRank', heading: '最高位次', synonyms: ['最高分位次'] },
    { code: 'averageRank', heading: '平均分位次', synonyms: ['平均位次'] },
    { code: 'lowestRank', heading: '最低位次', synonyms: ['最低分位次'] },
  ],
  async prepare(transaction, context) {
    return {
      staging: statisticsStaging,
      readRow: createReader(context, await listStatisticsCodes(transaction)),
      checks: statisticsChecks,
      count: countStatistics,
      apply: applyStatistics,
    };
  },
};

function createReader({ pack, onRepair }: KindContext, known: ReadonlySet<string>) {
  const shape = pack.codes.institution;
  const plain = fixedCode(shape, { onRepair });
  const repaired = fixedCode(shape, { known, onRepair });
  const institution = (found: string) => (found.length < shape.length ? repaired(found) : plain(found));
  const name = text(100);
  const year = wholeNumber(1977, pack.year);
  const word = text(40);
  const people = wholeNumber(0, 999_999);
  const score = decimal(0, 1000, 2);
  const rank = wholeNumber(1, 9_999_999);
  return (row: RowReader) => {
    const code = row.need('institution', institution);
    const scores = SCORES.map((column) => row.take(column, score));
    const ranks = RANKS.map((column) => row.take(column, rank));
    if (row.isSound()) {
      checkOrder(row, 'lowestScore', scores.toReversed());
      checkOrder(row, 'lowestRank', ranks);
    }
    return [
      code,
      row.need('institutionName', name),
      row.need('year', year),
      row.need('batch', word),
      row.need('track', word),
      row.need('planned', people),
      row.need('admitted', people),
      ...scores,
      ...ranks,
    ];
  };
}

/** All three are there, from the least on, or none is. */
function checkOrder(row: RowReader, column: string, values: readonly (number | null)[]): void {
  const numbers = values.filter((value) => value !== null);
  const inOrder = numbers.every((value, index) => index === 0 || value >= (numbers[index - 1] ?? 0));
  if ((numbers.length > 0 && numbers.length < values.length) || !inOrder) row.refuse(column, 'notDescending');
}
