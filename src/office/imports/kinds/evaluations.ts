import type { ImportKind } from '../kind';
import { date } from '../values/dates';
import { personName } from '../values/personal-values';
import { oneOf, text } from '../values/plain-values';
import { candidateColumns } from './about-candidates';
import { readNumber } from './candidates';
import {
  applyEvaluations,
  countEvaluations,
  evaluationChecks,
  evaluationStaging,
  type ListedEvaluation,
  listEvaluationPiece,
  weighEvaluations,
} from './evaluations.repository';
import { readPieces } from './read-pieces.repository';

const KINDS = new Map([
  ['考生评语', 'comment'],
  ['评语', 'comment'],
  ['诚信档案', 'integrity'],
  ['诚信记录', 'integrity'],
  ['诚信', 'integrity'],
]);

/** 考生评语 and 诚信档案: added, or changed where candidate, kind, date and author are the same; nothing is removed. */
export const evaluationsKind: ImportKind = {
  code: 'evaluations',
  name: '考生评语与诚信档案',
  columns: [
    ...candidateColumns,
    { code: 'kind', heading: '类别', synonyms: ['评价类别', '记录类别'], required: true },
    { code: 'recordedOn', heading: '日期', synonyms: ['记录日期', '评价日期'], required: true, date: true },
    { code: 'recordedBy', heading: '单位', synonyms: ['记录单位', '评价单位', '学校'], required: true },
    {
      code: 'body',
      heading: '内容',
      synonyms: ['评语', '评价内容', '记录内容'],
      required: true,
      prose: true,
    },
  ],
  async prepare(_transaction, { has, whole }) {
    const kind = oneOf(KINDS);
    const author = text(60);
    const body = text(2000);
    return {
      staging: evaluationStaging,
      readRow: (row) => [
        row.need('candidateNumber', readNumber),
        row.take('name', personName),
        row.need('kind', kind),
        row.need('recordedOn', date),
        row.need('recordedBy', author),
        row.need('body', body),
      ],
      checks: evaluationChecks(has('name')),
      count: (open) => countEvaluations(open, whole),
      weigh: async (open) => ({ existing: await weighEvaluations(open, whole), batches: [] }),
      apply: (open) => applyEvaluations(open, whole),
    };
  },
  async *readList(db) {
    const pieces = readPieces<ListedEvaluation>(0, (after, limit) =>
      listEvaluationPiece(db, Number(after), limit),
    );
    for await (const rows of pieces)
      yield rows.map(({ number, name, kind, recordedOn, recordedBy, body }) => {
        const word = [...KINDS].find(([, code]) => code === kind)?.[0] ?? kind;
        return [number, name, word, recordedOn, recordedBy, body];
      });
  },
};
