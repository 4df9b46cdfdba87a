import type {
  ScoreSegment,
  SegmentTable,
} from '../../../src/candidate/past-admissions/score-segment.repository';
import { rankOf } from './score-ranks';

const BEST = 750;
const WORST = 100;
/** 750及以上. */
const OPEN_END = 999;

/** 一分一段 of a year and 科类 of the demo, by the same invented spread as its ranks: a rank stands in the line of its score. */
export function listDemoSegments(
  years: readonly number[],
  tracks: readonly string[],
): readonly (SegmentTable & ScoreSegment)[] {
  return years.flatMap((year) =>
    tracks.flatMap((track) => {
      // Whoever has a rank is behind all with a better score.
      const totalOf = (score: number) => rankOf(year, track, score - 1) - 1;
      const scores = Array.from({ length: BEST - WORST + 1 }, (_none, index) => BEST - index);
      return scores
        .map((score) => ({ score, total: totalOf(score) }))
        .filter(({ total }) => total > 0)
        .map(({ score, total }, index, all) => {
          const people = total - (all[index - 1]?.total ?? 0);
          // The best line holds all who are above it too.
          return { year, track, score, scoreTo: index === 0 ? OPEN_END : null, people, total };
        });
    }),
  );
}
