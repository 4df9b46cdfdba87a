import type { ImportKind } from '../kind';
import { personName } from '../values/personal-values';
import { candidateColumns } from './about-candidates';
import { readNumber } from './candidates';
import { createFactReader, describeFactColumns } from './fact-column';
import { scoreFacts } from './score-facts';
import { applyScores, countScores, scoreChecks, scoreStaging } from './scores.repository';

/**
 * 成绩: total, rank, subjects, 艺术 and 体育, into the facts of the candidates. Of who is in the file everything is
 * replaced that the file has a column for, blank cells too; nobody else changes.
 */
export const scoresKind: ImportKind = {
  code: 'scores',
  name: '成绩',
  columns: [...candidateColumns, ...describeFactColumns(scoreFacts)],
  async prepare(_transaction, { has }) {
    const facts = createFactReader(scoreFacts, has);
    return {
      staging: scoreStaging,
      readRow: (row) => [
        row.need('candidateNumber', readNumber),
        row.take('name', personName),
        facts.format(row),
      ],
      checks: scoreChecks(has('name')),
      count: (transaction) => countScores(transaction, facts.keys),
      apply: (transaction) => applyScores(transaction, facts.keys),
    };
  },
};
