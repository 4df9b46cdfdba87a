import type { ImportKind } from '../kind';
import { personName } from '../values/personal-values';
import { oneOf } from '../values/plain-values';
import { candidateColumns } from './about-candidates';
import { readNumber } from './candidates';
import { listKnownLists } from './known-lists';
import {
  applyQualifications,
  countQualifications,
  type ListedQualifications,
  listQualificationPiece,
  qualificationChecks,
  qualificationStaging,
  weighQualifications,
} from './qualifications.repository';
import { readPieces } from './read-pieces.repository';

/**
 * 资格名单: the file is the whole of every list that it names, so that who is not in it any more loses the
 * qualification. Lists that it does not name stay as they are. Only lists that the pack or a plan row asks for are taken:
 * a slip in a name would qualify nobody.
 */
export const qualificationsKind: ImportKind = {
  code: 'qualifications',
  name: '资格名单',
  columns: [
    ...candidateColumns,
    { code: 'list', heading: '资格名单', synonyms: ['资格', '资格名称', '资格类别', '名单'], required: true },
  ],
  async prepare(transaction, { pack, has }) {
    const names = await listKnownLists(transaction, pack);
    const list = oneOf(new Map(names.map((name) => [name, name])));
    return {
      staging: qualificationStaging,
      readRow: (row) => [
        row.need('candidateNumber', readNumber),
        row.take('name', personName),
        row.need('list', list),
      ],
      checks: qualificationChecks(has('name')),
      count: countQualifications,
      weigh: async (open) => ({ existing: await weighQualifications(open), batches: null }),
      apply: applyQualifications,
    };
  },
  async *readList(db, { extent }) {
    const pieces = readPieces<ListedQualifications>(0, (after, limit) =>
      listQualificationPiece(db, extent, Number(after), limit),
    );
    for await (const rows of pieces)
      yield rows.flatMap(({ number, name, lists }) => lists.map((list) => [number, name, list]));
  },
};
