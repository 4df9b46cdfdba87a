import { presentHoursBeside } from '../../domain/batches/hours.presenter';
import { formatMinute } from '../../infrastructure/format-time';
import { groupBy } from '../../infrastructure/group-by';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import { mayConfirm, needsConfirmation } from '../../rules/filing/final-confirmation';
import { quotaGroupCode } from '../../rules/filing/groups';
import type { Batch } from '../../rules/pack/rule-pack';

/** What a candidate may still save until an instant. */
interface Remaining {
  /** 06月28日 18:00; '' where the window does not say. */
  readonly until: string;
  /** （每天9:00-18:00）, where a window has hours of each day. */
  readonly hours: string;
  readonly drafts: readonly { readonly name: string; readonly href: string }[];
  /** Lists that were saved and are still to be confirmed. */
  readonly unconfirmed: readonly { readonly name: string; readonly href: string; readonly isVoid: boolean }[];
  /** Names of what is not filed; batches of which one alone can be filed in one. */
  readonly unfiled: readonly string[];
}

interface Standing {
  readonly batch: Batch;
  readonly standing: BatchStanding;
}

/** What is still to be saved, soonest first: drafts that were not saved, and what may be filed and is not. */
export function listRemaining(standings: readonly Standing[]): readonly Remaining[] {
  const open = standings
    .filter(({ standing }) => ['openDraft', 'openEmpty'].includes(standing.state) || mayConfirm(standing))
    .toSorted((one, other) => endOf(one) - endOf(other));
  return [...groupBy(open, timesOf).values()].map((members) => {
    const window = members[0]?.standing.window ?? null;
    const drafts = members.filter(isDraft);
    const begun = new Set(drafts.map(({ batch }) => quotaGroupCode(batch)));
    const unconfirmed = members.filter(({ standing }) => mayConfirm(standing));
    const others = members
      .filter((one) => !unconfirmed.includes(one))
      .filter(({ batch }) => !begun.has(quotaGroupCode(batch)));
    return {
      until: window === null ? '' : formatMinute(window.closesAt),
      hours: window === null ? '' : presentHoursBeside(window),
      drafts: drafts.map(({ batch }) => ({ name: batch.name, href: `/batches/${batch.code}/notice` })),
      unconfirmed: unconfirmed.map(({ batch }) => ({
        name: batch.name,
        href: `/batches/${batch.code}/confirmation`,
        isVoid: needsConfirmation(batch),
      })),
      unfiled: [...groupBy(others, ({ batch }) => quotaGroupCode(batch)).values()].map(presentUnfiled),
    };
  });
}

const endOf = ({ standing }: Standing) => standing.window?.closesAt.getTime() ?? Number.MAX_SAFE_INTEGER;
/** What must be alike to be told together. */
const timesOf = ({ standing }: Standing) =>
  standing.window ? `${formatMinute(standing.window.closesAt)}${presentHoursBeside(standing.window)}` : '';
const isDraft = ({ standing }: Standing) => standing.state === 'openDraft';

const NAMED = 2;

function presentUnfiled(members: readonly Standing[]): string {
  const names = members.slice(0, NAMED).map(({ batch }) => batch.name);
  if (members.length === 1) return names.join('');
  return `${names.join('、')}${members.length > NAMED ? '等' : ''}${members.length}类（只能填报其中一类）`;
}
