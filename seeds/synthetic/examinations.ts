import type { RulePack } from '../../src/rules/pack/rule-pack';
import type { Random } from '../demo/plan/random';
import { rankOf } from '../demo/statistics/score-ranks';

/** A kind of candidate with its 科类, and how many of a province they are. */
export interface CandidateKind {
  readonly code: string;
  readonly name: string;
  readonly trackName: string;
  /** What a 考生号 shows of the 科类. */
  readonly trackDigit: string;
  readonly share: number;
}

const SHARES: readonly { kind: string; track: string; digit: string; share: number }[] = [
  { kind: 'general', track: '5', digit: '5', share: 0.5 },
  { kind: 'general', track: '1', digit: '1', share: 0.31 },
  { kind: 'arts', track: '1', digit: '1', share: 0.06 },
  { kind: 'arts', track: '5', digit: '5', share: 0.015 },
  { kind: 'sports', track: '5', digit: '5', share: 0.015 },
  { kind: 'vocational', track: 'A', digit: '4', share: 0.06 },
  { kind: 'upgrade', track: 'B', digit: '2', share: 0.04 },
];

/** The kinds of a pack: those of Henan where it has them, else each kind with each 科类 alike. */
export function listKinds({ candidateKinds, tracks }: RulePack): readonly CandidateKind[] {
  const nameOf = (list: RulePack['tracks'], code: string) => list.find((one) => one.code === code)?.name;
  const known = SHARES.flatMap(({ kind, track, digit, share }) => {
    const name = nameOf(candidateKinds, kind);
    const trackName = nameOf(tracks, track);
    return name === undefined || trackName === undefined
      ? []
      : [{ code: kind, name, trackName, trackDigit: digit, share }];
  });
  if (known.length > 0) return known;
  return candidateKinds.flatMap(({ code, name }) =>
    tracks.map((track) => ({
      code,
      name,
      trackName: track.name,
      trackDigit: /^\d$/.test(track.code) ? track.code : '9',
      share: 1,
    })),
  );
}

export function drawKind(kinds: readonly CandidateKind[], random: Random): CandidateKind {
  const whole = kinds.reduce((sum, { share }) => sum + share, 0);
  let rest = (random.integer(0, 999_999) / 1_000_000) * whole;
  const drawn = kinds.find(({ share }) => {
    rest -= share;
    return rest < 0;
  });
  return drawn ?? random.pick(kinds);
}

const VOCATIONAL = [
  '计算机',
  '财经',
  '机电',
  '电子',
  '学前',
  '医科',
  '种植',
  '养殖',
  '旅游',
  '汽车',
  '建筑',
  '烹饪',
];
const MAJORS = ['计算机科学与技术', '会计学', '护理学', '土木工程', '英语', '电气工程及其自动化'];
const MAX = [150, 150, 150, 300] as const;
/** Where a 科类 has no ranks of its own. */
const RANKED: Readonly<Record<string, number>> = { 文科综合: 2021, 理科综合: 2021 };
/** Mean and deviation of the share of all points. */
const SPREAD = { mean: 0.57, deviation: 0.125 };

/** 对口专业类别, 报考专业, 总分, 位次, four subjects, 统考合格类别, 美术, 音乐, 体育. */
export function drawExaminations(kind: CandidateKind, random: Random): readonly string[] {
  const level = clamp(
    SPREAD.mean + SPREAD.deviation * drawNormal(random) - (kind.code === 'general' ? 0 : 0.12),
    0.1,
    0.95,
  );
  const subjects = MAX.map((most) => Math.round(most * clamp(level + 0.05 * drawNormal(random), 0.02, 0.99)));
  const total = subjects.reduce((sum, points) => sum + points, 0);
  const year = RANKED[kind.trackName];
  const fine = kind.code === 'arts' && random.chance(0.6);
  const artsScore = kind.code === 'arts' ? String(random.integer(150, 280)) : '';
  return [
    kind.code === 'vocational' ? random.pick(VOCATIONAL) : '',
    kind.code === 'upgrade' ? random.pick(MAJORS) : '',
    String(total),
    year === undefined ? '' : String(rankOf(year, kind.trackName, total)),
    ...subjects.map(String),
    kind.code === 'arts' ? (fine ? '美术' : '音乐') : '',
    fine ? artsScore : '',
    fine ? '' : artsScore,
    kind.code === 'sports' ? String(random.integer(90, 170)) : '',
  ];
}

/** Near to a normal distribution of mean 0 and deviation 1: the sum of twelve even ones. */
function drawNormal(random: Random): number {
  let sum = -6;
  for (let draw = 0; draw < 12; draw += 1) sum += random.integer(0, 10_000) / 10_000;
  return sum;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
