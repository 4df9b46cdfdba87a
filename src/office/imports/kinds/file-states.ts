import type { Knex } from 'knex';
import { FILE_STATES } from '../../../domain/candidates/file-state';
import { listInstitutions } from '../../../domain/enrolment-plan/plan.repository';
import type { ImportKind, KindContext } from '../kind';
import type { RowReader } from '../row-reader';
import { fixedCode } from '../values/codes';
import { instant } from '../values/dates';
import { isSameName } from '../values/names';
import { personName } from '../values/personal-values';
import { oneOf, text } from '../values/plain-values';
import { candidateColumns } from './about-candidates';
import { readNumber } from './candidates';
import {
  applyFileStates,
  countFileStates,
  fileStateChecks,
  fileStateStaging,
  type ListedFileState,
  listFileStatePiece,
  weighFileStates,
} from './file-states.repository';
import { nameOfPack, oneOfPack } from './pack-names';
import { readPieces } from './read-pieces.repository';

/**
 * 档案状态: one for each candidate and heading of the pack, in place of what was noted before. The conditions of 征集志愿
 * read this table and nothing else.
 */
export const fileStatesKind: ImportKind = {
  code: 'fileStates',
  name: '档案状态',
  columns: [
    ...candidateColumns,
    { code: 'heading', heading: '批次', synonyms: ['批次名称', '录取批次'], required: true },
    { code: 'state', heading: '档案状态', synonyms: ['状态'], required: true },
    {
      code: 'institution',
      heading: '院校代号',
      synonyms: ['院校代码', '投档院校代号', '录取院校代号'],
      named: 'institutionName',
    },
    { code: 'institutionName', heading: '院校名称', synonyms: ['投档院校', '录取院校'] },
    { code: 'changedAt', heading: '时间', synonyms: ['状态时间', '更新时间'], date: true },
  ],
  async prepare(transaction, context) {
    return {
      staging: fileStateStaging,
      readRow: await createReader(transaction, context),
      checks: fileStateChecks(context.has('name')),
      count: (open) => countFileStates(open, context.whole),
      weigh: async (open) => ({ existing: await weighFileStates(open, context.whole), batches: null }),
      apply: (open) => applyFileStates(open, context.whole),
    };
  },
  async *readList(db, { pack }) {
    const pieces = readPieces<ListedFileState>(0, (after, limit) =>
      listFileStatePiece(db, Number(after), limit),
    );
    for await (const rows of pieces)
      yield rows.flatMap(({ cells }) =>
        cells.map(([number = '', name = '', heading, ...rest]) => [
          number,
          name,
          nameOfPack(pack.headings, heading ?? ''),
          ...rest,
        ]),
      );
  },
};

/** The name that the file says, in the spelling of the list where it is the same. */
function nameInstitution(said: string | null, listed: string | undefined, code: string): string {
  if (said === null) return listed ?? code;
  return listed !== undefined && isSameName(said, listed) ? listed : said;
}

async function createReader(transaction: Knex.Transaction, { pack, now, onRepair }: KindContext) {
  const institutions = await listInstitutions(transaction, pack.year);
  const names = new Map(institutions.map(({ code, name }) => [code, name]));
  const heading = oneOfPack(pack.headings);
  const state = oneOf(new Map(FILE_STATES.map((one) => [one, one])));
  const institution = fixedCode(pack.codes.institution, { known: new Set(names.keys()), onRepair });
  const name = text(100);
  return (row: RowReader) => {
    const stands = row.need('state', state);
    const isFree = stands === FILE_STATES[0];
    if (isFree && row.text('institution') !== '') row.refuse('institution', 'notWanted', stands);
    const code = isFree ? null : row.need('institution', institution);
    const said = isFree ? null : row.take('institutionName', name);
    return [
      row.need('candidateNumber', readNumber),
      row.take('name', personName),
      row.need('heading', heading),
      stands,
      code,
      code === null ? null : nameInstitution(said, names.get(code), code),
      row.take('changedAt', instant) ?? now.toISOString(),
    ];
  };
}
