/** A place in the line: how many are before, null where nobody can say, and a guess of the wait in seconds. */
export interface WaitingPlace {
  readonly ahead: number | null;
  readonly seconds: number;
}

/** The page asks again after a quarter of the wait: often when it is soon, seldom when it is not. */
const SOONEST = 5;
const LATEST = 30;
/** By how much a page may come sooner or later than the others: those whom one slow moment brought in step fall out of it. */
const SPREAD = 0.2;
const MINUTE = 60;
const HOUR = 60;

/** @param draw a number from 0 up to 1, by lot */
export function presentWaiting({ ahead, seconds }: WaitingPlace, draw = Math.random) {
  const usual = Math.min(LATEST, Math.max(SOONEST, seconds / 4));
  return {
    ahead: ahead === null ? '' : formatCount(ahead),
    wait: ahead === null ? '' : formatWait(seconds),
    refreshSeconds: Math.round(usual * (1 + SPREAD * (2 * draw() - 1))),
  };
}

/** Two digits are as many as such a guess is worth: 约12000. */
function formatCount(count: number): string {
  if (count < 100) return String(count);
  const unit = 10 ** (Math.floor(Math.log10(count)) - 1);
  return `约${Math.round(count / unit) * unit}`;
}

function formatWait(seconds: number): string {
  const minutes = Math.ceil(seconds / MINUTE);
  if (minutes <= 1) return '不到1分钟';
  if (minutes < HOUR) return `约${minutes}分钟`;
  return `约${Math.floor(minutes / HOUR)}小时${minutes % HOUR === 0 ? '' : `${minutes % HOUR}分钟`}`;
}
