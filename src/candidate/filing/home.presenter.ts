import { presentReason, presentState } from '../../domain/batches/batch-state.presenter';
import { presentTimes } from '../../domain/batches/hours.presenter';
import { groupBy } from '../../infrastructure/group-by';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import type { BatchOffer } from '../../rules/filing/batch-state';
import { mayConfirm } from '../../rules/filing/final-confirmation';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';
import type { Window } from '../../rules/windows/window-in-force';

interface HomeAction {
  readonly label: string;
  readonly href: string;
}

interface HomeRow {
  readonly code: string;
  readonly name: string;
  /** The button says it louder. */
  readonly quiet: boolean;
  readonly state: string;
  /** What a state needs to be told of beside its words. */
  readonly why: string;
  readonly actions: readonly HomeAction[];
}

/** Rows of one heading of the pack. */
interface HomeGroup {
  readonly heading: string;
  readonly note: string;
  readonly rows: readonly HomeRow[];
}

/** What is filed at the same time. */
interface HomeRound {
  /** 06月26日 08:00 - 06月28日 18:00, said once; '' where no time is arranged. */
  readonly window: string;
  readonly groups: readonly HomeGroup[];
}

/** Batches that are not for this candidate, under what keeps them from it. */
interface HomeRefusal {
  readonly reason: string;
  readonly names: readonly string[];
}

interface HomeModel {
  /** What may be filed now, by closing time. */
  readonly open: readonly HomeRound[];
  /** What goes on another day, what is filed later, each by opening time, then what is over. */
  readonly others: readonly HomeRound[];
  readonly refusals: readonly HomeRefusal[];
  readonly refused: number;
}

interface Standing {
  readonly batch: Batch;
  readonly standing: BatchStanding;
}

const actionOf: Partial<Record<BatchOffer, (code: string) => HomeAction>> = {
  fill: (code) => ({ label: '填报', href: `/batches/${code}/notice` }),
  browse: (code) => ({ label: '浏览', href: `/batches/${code}` }),
  modify: (code) => ({ label: '修改', href: `/batches/${code}/notice` }),
  thaw: () => ({ label: '解冻', href: '/thaw' }),
};

/** The table of batches on the home page (figure 2; M19): first what may be filed, one group a heading and time. */
export function presentHome(pack: RulePack, standings: readonly Standing[]): HomeModel {
  const shut = standings.filter(({ standing }) => standing.state === 'notEligible');
  const shown = standings.filter(({ standing }) => standing.state !== 'notEligible');
  const isOpen = ({ standing }: Standing) => standing.phase === 'open';
  const refusals = groupBy(shut, ({ batch, standing }) => presentReason(pack, batch, standing));
  return {
    open: presentRounds(pack, shown.filter(isOpen), ({ closesAt }) => closesAt),
    others: [
      ...presentRounds(
        pack,
        shown.filter(({ standing }) => standing.phase === 'pause'),
        ({ closesAt }) => closesAt,
      ),
      ...presentRounds(
        pack,
        shown.filter(({ standing }) => standing.phase === 'before'),
        ({ opensAt }) => opensAt,
      ),
      ...presentRounds(
        pack,
        shown.filter(({ standing }) => !['open', 'pause', 'before'].includes(standing.phase)),
        ({ closesAt }) => closesAt,
      ),
    ],
    refusals: [...refusals].map(([reason, rows]) => ({ reason, names: rows.map(({ batch }) => batch.name) })),
    refused: shut.length,
  };
}

function presentRounds(
  pack: RulePack,
  standings: readonly Standing[],
  instantOf: (window: Window) => Date,
): readonly HomeRound[] {
  const instant = ({ standing: { window } }: Standing) =>
    window === null ? Number.MAX_SAFE_INTEGER : instantOf(window).getTime();
  const sorted = standings.toSorted((one, other) => instant(one) - instant(other));
  const rounds = groupBy(sorted, ({ standing }) => presentWindow(standing));
  return [...rounds].map(([window, members]) => ({
    window,
    groups: pack.headings.flatMap((heading) => {
      const rows = members
        .filter(({ batch }) => batch.heading === heading.code)
        .map(({ batch, standing }) => presentRow(pack, batch, standing));
      return rows.length === 0 ? [] : [{ heading: heading.name, note: heading.note ?? '', rows }];
    }),
  }));
}

function presentWindow({ window }: BatchStanding): string {
  return window === null ? '' : presentTimes(window);
}

function presentRow(pack: RulePack, batch: Batch, standing: BatchStanding): HomeRow {
  return {
    code: batch.code,
    name: batch.name,
    quiet: standing.state === 'openEmpty',
    state: presentState(pack, batch, standing),
    why: presentReason(pack, batch, standing),
    actions: [
      ...standing.offers.flatMap((offer) => actionOf[offer]?.(batch.code) ?? []),
      ...(mayConfirm(standing) ? [{ label: '确认', href: `/batches/${batch.code}/confirmation` }] : []),
    ],
  };
}
