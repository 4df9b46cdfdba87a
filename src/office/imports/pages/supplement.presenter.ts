import { deriveSupplement } from '../../../domain/supplements/derive-supplement';
import { formatDayMinute } from '../../../infrastructure/format-time';
import { comparePacks } from '../../../rules/pack/compare-packs';
import type { RulePack } from '../../../rules/pack/rule-pack';
import { presentDifference } from '../../rule-packs/rule-pack.presenter';
import type { SupplementReport } from '../import-report';

const SHOWN_DIFFERENCES = 50;

/** What a list of remaining places makes, for both officers to look at. */
export function presentSupplement(
  pack: RulePack,
  { settings, name, version, people: counted }: SupplementReport,
  isDone: boolean,
) {
  const { base, opensAt, closesAt, dailyHours, lines, freeOnly = true, qualification } = settings;
  const nameTrack = (code: string) => pack.tracks.find((track) => track.code === code)?.name ?? code;
  const people = Object.entries(counted ?? {}).map(([track, count]) => ({
    track: nameTrack(track),
    count,
  }));
  const derived = isDone ? null : deriveSupplement(pack, settings);
  const differences = derived === null ? [] : comparePacks(pack, derived.pack);
  return {
    base: pack.batches.find(({ code }) => code === base)?.name ?? base,
    batch: name,
    version,
    times: `${formatDayMinute(new Date(opensAt))}至${formatDayMinute(new Date(closesAt))}`,
    hours: dailyHours === undefined ? '' : `每天${dailyHours.from}-${dailyHours.until}`,
    lines: lines
      .map(({ track, score }) => `${nameTrack(track)}${score === 0 ? '不设线' : `${score}分`}`)
      .join('、'),
    who: [
      freeOnly ? '档案为自由可投（没有被录取或投档）的考生' : '不论档案状态',
      ...(qualification === undefined ? [] : [`有${qualification}资格`]),
    ].join('，'),
    counted: counted !== null,
    people,
    total: people.reduce((sum, { count }) => sum + count, 0),
    packName: pack.code,
    differences: differences
      .filter(({ path }) => path !== 'version')
      .slice(0, SHOWN_DIFFERENCES)
      .map((difference) => presentDifference(derived?.pack ?? pack, difference)),
  };
}
