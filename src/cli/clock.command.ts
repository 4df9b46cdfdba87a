import { addClockShift, databaseClock, findClockShift, resetClockShift } from '../infrastructure/clock';
import { formatInstant } from '../infrastructure/format-time';
import { say } from '../infrastructure/language/say';
import type { Command, CommandContext } from './command';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
/** Ten years: beyond it, dates stop fitting the column. */
const MAX_SECONDS = 315_360_000;

/** Seconds of `61m`, `-2h`, `90s`, `3d`; null when the words are off. */
export function parseDuration(text: string): number | null {
  const [, sign = '', number = '', unit = ''] = /^([+-]?)(\d{1,9})([smhd])$/.exec(text) ?? [];
  const seconds = Number(number) * (UNITS[unit] ?? 0) * (sign === '-' ? -1 : 1);
  return unit === '' || Math.abs(seconds) > MAX_SECONDS ? null : seconds;
}

/** The demo's business time: moves windows, cooldown and form timer; never codes, sessions or throttles. */
export const clockCommand: Command = {
  name: 'clock',
  usage: 'clock show | clock shift <61m|2h|-1d> | clock reset',
  summary: "show, move or reset the demo's business time (demo only)",
  async run(context, [verb, amount, ...rest]) {
    if (context.config.environment !== 'demo') {
      context.print(
        say`clock: only a demo has a clock that can be moved; this is ${context.config.environment}`,
      );
      return 1;
    }
    if (verb === 'show' && amount === undefined) return show(context);
    if (verb === 'reset' && amount === undefined) {
      await resetClockShift(context.db);
      return show(context);
    }
    const seconds = verb === 'shift' && rest.length === 0 ? parseDuration(amount ?? '') : null;
    if (seconds === null) {
      context.print(say`usage: zhiyuan ${this.usage}`);
      return 2;
    }
    await addClockShift(context.db, seconds);
    return show(context);
  },
};

async function show({ db, print }: CommandContext): Promise<number> {
  const [now, shift] = [await databaseClock.now(db), await findClockShift(db)];
  const minutes = Math.round(shift / 60);
  print(say`business time ${formatInstant(now)} (Asia/Shanghai), ${minutes} minutes ahead of real time`);
  return 0;
}
