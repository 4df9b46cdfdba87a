import type { ImportKind, KindContext } from '../kind';
import type { RowReader } from '../row-reader';
import { wholeNumber } from '../values/plain-values';
import { repeating, ValueFault } from '../values/value-fault';
import { readPieces } from './read-pieces.repository';
import {
  applySegments,
  countSegments,
  type ListedSegment,
  listSegmentPiece,
  segmentChecks,
  segmentStaging,
  weighSegments,
} from './segments.repository';
import { createSpeller, listTrackSpellings } from './track-spellings';

/** 700及以上 ends nowhere. */
const OPEN_END = 999;

/**
 * 一分一段表 of a year and 科类: the list is the whole table of each that it names. It has how many have each score
 * (本段人数), how many have it or a better one (累计人数, in some lists 考生人数), or both.
 */
export const segmentsKind: ImportKind = {
  code: 'segments',
  name: '一分一段表',
  columns: [
    { code: 'year', heading: '年度', synonyms: ['年份'], required: true },
    { code: 'track', heading: '科类', synonyms: ['科类名称', '首选科目', '类别'], required: true },
    {
      code: 'score',
      heading: '分数',
      synonyms: ['分数段', '总分', '成绩', '分值', '高考总分'],
      required: true,
    },
    { code: 'people', heading: '本段人数', synonyms: ['同分人数', '本分人数', '人数', '本段'] },
    { code: 'total', heading: '累计人数', synonyms: ['考生人数', '累计考生人数', '累计'] },
  ],
  async prepare(_transaction, context) {
    return {
      staging: segmentStaging,
      readRow: createReader(context),
      checks: segmentChecks,
      count: countSegments,
      weigh: async (open) => ({ existing: await weighSegments(open), batches: [] }),
      apply: applySegments,
    };
  },
  async *readList(db, { extent }) {
    const pieces = readPieces<ListedSegment>('', (after, limit) =>
      listSegmentPiece(db, extent, String(after), limit),
    );
    for await (const rows of pieces)
      yield rows.map(({ year, track, score, scoreTo, people, total }) => [
        ...[year, track, writeScore(Number(score), scoreTo === null ? null : Number(scoreTo)), people, total],
      ]);
  },
};

function createReader({ pack }: KindContext) {
  const readYear = wholeNumber(1977, pack.year);
  const year = repeating((found: string) => readYear(found.replace(/年(度)?$/, '')));
  const spell = createSpeller(listTrackSpellings(pack));
  const track = repeating((found: string) => spell(found));
  const people = wholeNumber(0, 9_999_999);
  return (row: RowReader) => {
    const score = row.need('score', readScore);
    const [own, total] = [row.take('people', people), row.take('total', people)];
    if (row.isSound() && own === null && total === null) row.refuse('total', 'missing');
    return [
      row.need('year', year),
      row.need('track', track),
      score?.from ?? null,
      score?.to ?? null,
      own,
      total,
    ];
  };
}

interface ScoreSegment {
  readonly from: number;
  /** Null: this score alone. */
  readonly to: number | null;
}

const FAULT = new ValueFault('malformed', '分数，例如“560”“700及以上”“180-199”');

/** 560, 700及以上, 700分以上(含), 180-199, 99及以下. */
function readScore(found: string): ScoreSegment | ValueFault {
  const text = found.normalize('NFKC').replace(/[\s分]|\(含\)/g, '');
  const [, one = '', mark = ''] = /^[≥>=]*(\d{1,3}(?:\.\d{1,2})?)(及?以[上下])?$/.exec(text) ?? [];
  if (one !== '') {
    if (mark.endsWith('下')) return { from: 0, to: Number(one) };
    return { from: Number(one), to: mark !== '' || /^[≥>]/.test(text) ? OPEN_END : null };
  }
  const [, left, right] = /^(\d{1,3}(?:\.\d{1,2})?)[-~—–至到](\d{1,3}(?:\.\d{1,2})?)$/.exec(text) ?? [];
  if (left === undefined || right === undefined) return FAULT;
  const [from, to] = [Number(left), Number(right)].toSorted((a, b) => a - b);
  return { from: from ?? 0, to: to === from ? null : (to ?? null) };
}

/** A score such that it is read again as it was. */
function writeScore(from: number, to: number | null): string {
  if (to === null) return String(from);
  return to === OPEN_END ? `${from}及以上` : `${from}-${to}`;
}
