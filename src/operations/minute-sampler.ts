import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isAccountPath } from '../infrastructure/http/account-path';
import { isOfficePath } from '../infrastructure/http/office-path';
import { keptAnswers, requestDuration, saves, shed, signIns } from '../infrastructure/meters';
import { durationBounds, type MinuteFigures, noFigures, sumFigures } from '../rules/alerts/measured-minute';

/** What this process can say of itself at this moment, by name. */
type Gauges = () => Readonly<Record<string, number>>;

/** Adds up what happened in this process since the last look, minute by minute. */
interface MinuteSampler {
  /** Everything of this minute so far. What happened between two looks counts for the minute of the later one. */
  look(minute: Date): Promise<MinuteFigures>;
  stop(): void;
}

/** Nanoseconds of a second. */
const NANO = 1e9;
const MEGABYTE = 1_048_576;
/** How finely the delay of the event loop is measured, in milliseconds. */
const RESOLUTION_MS = 20;

export function createMinuteSampler(readGauges: Gauges): MinuteSampler {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let before: Readonly<Record<string, number>> | null = null;
  let running = 0;
  let figures = noFigures;

  function measure(): Readonly<Record<string, number>> {
    const late = delay.count === 0 ? 0 : Math.max(0, delay.percentile(99) / NANO - RESOLUTION_MS / 1000);
    delay.reset();
    return { ...readGauges(), lag: late, memory: Math.round(process.memoryUsage().rss / MEGABYTE) };
  }

  return {
    async look(minute) {
      const now = await readCounters();
      const gauges = measure();
      const seen = toFigures(now, before ?? now);
      before = now;
      if (minute.getTime() !== running) figures = noFigures;
      running = minute.getTime();
      figures = sumFigures([figures, { ...seen, highest: gauges, lowest: gauges }]);
      return figures;
    },
    stop: () => delay.disable(),
  };
}

/** All counters of the process, added up over what no page tells apart. */
async function readCounters(): Promise<Readonly<Record<string, number>>> {
  const sums: Record<string, number> = {};
  const add = (name: string, value: number) => {
    sums[name] = (sums[name] ?? 0) + value;
  };
  for (const { metricName, labels, value } of (await requestDuration.get()).values) {
    const wing = wingOf(String(labels.http_route));
    if (metricName?.endsWith('_count'))
      add(`requests/${wing}/${String(labels.http_response_status_code).slice(0, 1)}xx`, value);
    if (metricName?.endsWith('_bucket') && (wing === 'candidate' || wing === 'account'))
      add(`within/${(labels as { readonly le?: string | number }).le}`, value);
  }
  for (const { labels, value } of (await signIns.get()).values)
    add(`signIns/${labels.wing}/${labels.outcome}`, value);
  for (const { labels, value } of (await saves.get()).values) add(`saves/${labels.outcome}`, value);
  for (const { labels, value } of (await shed.get()).values) add(`shed/${labels.load}`, value);
  for (const { value } of (await keptAnswers.get()).values) add('kept', value);
  return sums;
}

/** Whose page a route is; look-ups that were answered from memory have none. */
function wingOf(route: string): string {
  if (route === 'assets' || route === 'none') return 'other';
  if (isOfficePath(route)) return 'office';
  return isAccountPath(route) ? 'account' : 'candidate';
}

function toFigures(
  now: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): Pick<MinuteFigures, 'counts' | 'durations'> {
  const grown = (name: string) => (now[name] ?? 0) - (before[name] ?? 0);
  const counts = Object.fromEntries(
    Object.keys(now)
      .filter((name) => !name.startsWith('within/') && grown(name) > 0)
      .map((name) => [name, grown(name)]),
  );
  // Prometheus' bounds hold what lies below them too.
  const upTo = [...durationBounds, '+Inf'].map((bound) => grown(`within/${bound}`));
  return { counts, durations: upTo.map((count, at) => count - (upTo[at - 1] ?? 0)) };
}
