import { formatUntil } from '../../infrastructure/format-time';
import type { SaveQuota } from '../../rules/filing/save-quota';
import type { Batch } from '../../rules/pack/rule-pack';

const MINUTE_MS = 60_000;

/** When a list may be changed again: 15:21:53, with the day where the interval goes over midnight; '' where it may be now. */
export function presentCoolingEnd({ cooldownMinutes }: Batch, quota: SaveQuota): string {
  if (quota.state !== 'cooldown') return '';
  return formatUntil(quota.until, new Date(quota.until.getTime() - cooldownMinutes * MINUTE_MS));
}
