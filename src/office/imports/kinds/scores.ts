import type { ImportKind } from '../kind';
import { personName } from '../values/personal-values';
import { candidateColumns } from './about-candidates';
import { readNumber } from './candidates';
import { type ListedCandidate, listCandidatePiece } from './candidates.repository';
import { createFactReader, describeFactColumns, writeFact } from './fact-column';
import { readPieces } from './read-pieces.repository';
import { listScoreFacts, scoreFacts } from './score-facts';
import { applyScores, countScores, scoreChecks, scoreStaging, weighScores } from './scores.repository';

/**
 * 成绩: total, rank, subjects, 艺术 and 体育, into the facts of the candidates. Of who is in the file everything is
 * replaced that the file has a column for, blank cells too; nobody else changes.
 */
export const scoresKind: ImportKind = {
  code: 'scores',
  name: '成绩',
  columns: [...candidateColumns, ...describeFactColumns(scoreFacts)],
  async prepare(_transaction, { pack, has }) {
    const facts = createFactReader(listScoreFacts(pack), has);
    return {
      staging: scoreStaging,
      readRow: (row) => [
        row.need('candidateNumber', readNumber),
        row.take('name', personName),
        facts.format(row),
      ],
      checks: scoreChecks(has('name')),
      count: (transaction) => countScores(transaction, facts.keys),
      weigh: async (transaction) => ({
        existing: await weighScores(transaction, facts.keys),
        batches: null,
      }),
      apply: (transaction) => applyScores(transaction, facts.keys),
    };
  },
  async *readList(db, { extent }) {
    const pieces = readPieces<ListedCandidate>(0, (after, limit) =>
      listCandidatePiece(db, extent, Number(after), limit),
    );
    for await (const rows of pieces)
      yield rows.map(({ number, name, facts }) => [
        number,
        name,
        ...scoreFacts.map((column) => writeFact(column, facts[column.fact])),
      ]);
  },
};
