import type { Request } from 'express';
import type { Knex } from 'knex';
import { toFacts } from '../../domain/candidates/candidate-facts';
import { getFactors } from '../../domain/identity/factor.repository';
import type { Reference } from '../../domain/reference/reference';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { AppError } from '../../infrastructure/errors';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { CandidateHandler, CandidateVisit } from '../as-candidate';
import {
  listEqualRanks,
  listSegments,
  listSegmentTables,
  type ScoreSegment,
  type SegmentTable,
} from './score-segment.repository';
import { findSegment, nameScore, presentCurve } from './segments.presenter';

/** 一分一段表: only for who bound 动态密码, as 往年录取统计. */
export function createSegmentsController(db: Knex, reference: Watched<Reference>): CandidateHandler {
  return async (visit) => {
    const { totpBoundAt } = await getFactors(db, visit.candidate.id);
    const { province, year: thisYear, tracks } = reference.current().calendar.pack;
    if (totpBoundAt === null)
      return visit.render('candidate/past-admissions/unbound', { province }, { status: 403 });
    render(visit, { province, ...(await findSegments(db, visit, { thisYear, tracks })) });
  };
}

interface Year {
  readonly thisYear: number;
  readonly tracks: RulePack['tracks'];
}

/** The table that is asked for, where one's own or the typed score stands in it, and in those of other years. */
async function findSegments(
  db: Knex,
  { req, candidate }: CandidateVisit,
  { thisYear, tracks }: Year,
): Promise<Omit<SegmentsPage, 'province'>> {
  const tables = await listSegmentTables(db);
  const track = tracks.find(({ code }) => code === candidate.track)?.name ?? '';
  const chosen = chooseTable(tables, { year: readText(req, 'year'), track: readText(req, 'track') || track });
  const typed = readScore(req);
  if (chosen === null)
    return { ...{ tables, chosen, typed }, segments: [], score: null, rank: null, own: null, equal: [] };
  const { totalScore } = toFacts(candidate);
  const isOwn = chosen.track === track && chosen.year === thisYear;
  const own = isOwn && typeof totalScore === 'number' ? totalScore : null;
  const segments = await listSegments(db, chosen);
  const score = typed.score ?? own;
  const line = score === null ? undefined : findSegment(segments, score);
  if (line === undefined)
    return { ...{ tables, chosen, typed, segments, score, own }, rank: null, equal: [] };
  const rank = { from: line.total - line.people + 1, to: line.total };
  const equal = await listEqualRanks(db, chosen.track, rank.to);
  return { tables, chosen, typed, segments, score, own, rank, equal };
}

/** The table that was asked for; else the newest of one's own 科类, else the newest. */
function chooseTable(
  tables: readonly SegmentTable[],
  asked: { readonly year: string; readonly track: string },
): SegmentTable | null {
  const ofTrack = tables.filter(({ track }) => track === asked.track);
  const among = ofTrack.length > 0 ? ofTrack : tables;
  return among.find(({ year }) => String(year) === asked.year) ?? among[0] ?? null;
}

interface SegmentsPage {
  readonly province: string;
  readonly tables: readonly SegmentTable[];
  readonly chosen: SegmentTable | null;
  readonly segments: readonly ScoreSegment[];
  readonly typed: TypedScore;
  /** Typed, or one's own in the table of one's own year and 科类. */
  readonly score: number | null;
  readonly rank: { readonly from: number; readonly to: number } | null;
  readonly own: number | null;
  readonly equal: readonly (ScoreSegment & { readonly year: number })[];
}

function render(visit: CandidateVisit, page: SegmentsPage): void {
  const { province, tables, chosen, segments, typed, score, rank, own, equal } = page;
  const mark = own === null ? undefined : findSegment(segments, own);
  visit.render(
    'candidate/past-admissions/segments',
    {
      province,
      chosen,
      years: [...new Set(tables.map(({ year }) => year))],
      tracks: [...new Set(tables.map(({ track }) => track))],
      ...{ typed, score, rank, own },
      equal: equal.map((one) => ({ year: one.year, score: nameScore(one), ...pickCounts(one) })),
      curve: chosen === null ? null : presentCurve(chosen, segments, own),
      rows: segments.map((one) => ({
        ...{ score: nameScore(one), isOwn: one === mark },
        ...pickCounts(one),
      })),
    },
    { status: typed.fault === '' ? 200 : 422 },
  );
}

const pickCounts = ({ people, total }: ScoreSegment) => ({ people, total });

interface TypedScore {
  readonly text: string;
  readonly score: number | null;
  /** What is wrong with it; '' for nothing. */
  readonly fault: string;
}

const MAX_SCORE = 900;

function readScore(req: Request): TypedScore {
  const text = readText(req, 'score');
  if (text === '') return { text, score: null, fault: '' };
  const score = /^\d{1,3}(\.\d{1,2})?$/.test(text) ? Number(text) : Number.NaN;
  if (score <= MAX_SCORE) return { text, score, fault: '' };
  return { text, score: null, fault: `分数应当是0到${MAX_SCORE}的数，请检查后重新输入！` };
}

function readText(req: Request, name: string): string {
  const value = req.query[name] ?? '';
  if (typeof value !== 'string') throw new AppError('badRequest', 400);
  return value
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim()
    .slice(0, 40);
}
