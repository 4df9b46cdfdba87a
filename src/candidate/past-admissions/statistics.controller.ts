import type { Knex } from 'knex';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { toFacts } from '../../domain/candidates/candidate-facts';
import { getFactors } from '../../domain/identity/factor.repository';
import type { Reference } from '../../domain/reference/reference';
import type { Watched } from '../../infrastructure/database/reference-watch';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { CandidateHandler, CandidateVisit } from '../as-candidate';
import type { AdmissionStatistics } from './admission-statistics';
import { findAdmissionInstitutions, listAdmissionStatistics } from './admission-statistics.repository';
import { readStatisticsQuery, type StatisticsQuery } from './statistics.form';
import {
  DETAIL_COLUMNS,
  type OwnStanding,
  presentDetails,
  presentStatistics,
  STATISTICS_COLUMNS,
} from './statistics.presenter';

/** How many institutions of a like name are offered; who finds more is asked to type more. */
const MAX_INSTITUTIONS = 30;

/** 往年录取统计 (manual, chapter seven): only for who bound 动态密码 (M12). */
export function createStatisticsController(db: Knex, reference: Watched<Reference>): CandidateHandler {
  return async (visit) => {
    const { totpBoundAt } = await getFactors(db, visit.candidate.id);
    const { province, tracks } = reference.current().calendar.pack;
    if (totpBoundAt === null)
      return visit.render('candidate/past-admissions/unbound', { province }, { status: 403 });
    const query = readStatisticsQuery(visit.req);
    const found =
      query.institution === ''
        ? []
        : await findAdmissionInstitutions(db, query.institution, MAX_INSTITUTIONS + 1);
    const [first] = found;
    const chosen = first && (found.length === 1 || first.name === query.institution) ? first : null;
    const own = describeOwn(tracks, visit.candidate);
    render(visit, query, own, {
      province,
      chosen,
      offered: chosen === null ? found.slice(0, MAX_INSTITUTIONS) : [],
      more: chosen === null && found.length > MAX_INSTITUTIONS,
      all: chosen === null ? [] : await listAdmissionStatistics(db, chosen.code),
    });
  };
}

function describeOwn(tracks: RulePack['tracks'], candidate: CandidateRecord): OwnStanding {
  const { totalScore, totalRank } = toFacts(candidate);
  return {
    track: tracks.find(({ code }) => code === candidate.track)?.name ?? '',
    score: typeof totalScore === 'number' ? totalScore : null,
    rank: typeof totalRank === 'number' ? totalRank : null,
  };
}

interface Found {
  readonly province: string;
  readonly chosen: { readonly code: string; readonly name: string } | null;
  readonly offered: readonly { readonly code: string; readonly name: string }[];
  readonly more: boolean;
  readonly all: readonly AdmissionStatistics[];
}

function render(visit: CandidateVisit, query: StatisticsQuery, own: OwnStanding, found: Found): void {
  const { all, ...rest } = found;
  const batch = createFilter('batch', '批次', query.batch, listDistinct(all.map((row) => row.batch)));
  const tracks = listDistinct(all.map((row) => row.track));
  const track = createFilter('track', '科类', query.track ?? own.track, tracks);
  const years = listDistinct(all.map((row) => String(row.year))).toSorted();
  const year = createFilter('year', '年度', query.year, years);
  const shown = all.filter(
    (row) => passes(batch, row.batch) && passes(track, row.track) && passes(year, String(row.year)),
  );
  const codes = listDistinct(all.map((row) => row.group).filter((code) => code !== '')).toSorted();
  const group = createFilter('group', '专业组', query.group, codes);
  const isWhole = (row: AdmissionStatistics) => row.major === '' && row.majorName === '';
  // By itself the page shows 专业 of 专业+院校 and every 专业组; of one that is asked for, its 专业 too.
  const details = shown.filter((row) =>
    group.value === '' ? isWhole(row) === (row.group !== '') : row.group === group.value,
  );
  visit.render('candidate/past-admissions/statistics', {
    ...rest,
    text: query.institution,
    filters: [batch, track, year, ...(codes.length === 0 ? [] : [group])],
    columns: STATISTICS_COLUMNS,
    groups: presentStatistics(
      shown.filter((row) => isWhole(row) && row.group === group.value),
      own,
    ),
    detailColumns: DETAIL_COLUMNS,
    details: presentDetails(details),
  });
}

interface Filter {
  readonly name: string;
  readonly label: string;
  /** '' lets all through. */
  readonly value: string;
  readonly options: readonly string[];
}

/** What an institution does not have is no filter: it may be left over from the institution looked at before. */
function createFilter(name: string, label: string, asked: string, options: readonly string[]): Filter {
  return { name, label, value: options.includes(asked) ? asked : '', options };
}

function passes({ value }: Filter, of: string): boolean {
  return value === '' || value === of;
}

function listDistinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
