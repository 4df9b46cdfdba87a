import type { Coded, RulePack } from '../../../rules/pack/rule-pack';
import type { ImportKind } from '../kind';
import { registrationFacts } from '../kinds/registration-facts';
import { scoreFacts } from '../kinds/score-facts';
import type { Effect } from './effect';

const acts: Readonly<Record<Effect['act'], string>> = {
  removed: '删除',
  changed: '修改',
  cleared: '清除原有内容',
};

const facts = new Map<string, string>(
  [...registrationFacts, ...scoreFacts].map(({ fact, heading }) => [fact, heading] as const),
);
const others: Readonly<Record<string, string>> = {
  conditions: '报考限制',
  lists: '资格名单',
  list: '资格名单',
};

type DescribedEffect = Pick<Effect, 'act' | 'subject' | 'before' | 'after'>;

/** One record that goes or changes, in words. */
interface ShownEffect {
  readonly act: string;
  readonly subject: string;
  readonly before: string;
  readonly after: string;
  readonly holders: number;
}

export function presentEffect(kind: ImportKind, pack: RulePack, effect: Effect): ShownEffect {
  const { act, subject, before, after, holders } = effect;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const say = (values: Effect['before']) =>
    keys
      .filter((key) => act !== 'removed' || !isBlank(values[key]))
      .map((key) => `${nameField(kind, key)}：${showValue(pack, key, values[key])}`)
      .join('；');
  return {
    act: acts[act],
    subject,
    before: say(before),
    after: act === 'removed' ? '' : say(after),
    holders,
  };
}

/** What changes of a record, as its holder is told: 计划数由“5”改为“3”. */
export function describeEffect(kind: ImportKind, pack: RulePack, { before, after }: DescribedEffect): string {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys
    .map((key) => {
      const [was, is] = [showValue(pack, key, before[key]), showValue(pack, key, after[key])];
      return key === 'identityNumber' ? '证件号码已修改' : `${nameField(kind, key)}由“${was}”改为“${is}”`;
    })
    .join('，');
}

function nameField({ columns }: ImportKind, key: string): string {
  const heading = columns.find(({ code }) => code === key)?.heading;
  return others[key] ?? heading ?? facts.get(key) ?? key;
}

const isBlank = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

function showValue(pack: RulePack, key: string, value: unknown): string {
  if (isBlank(value)) return '（空）';
  if (key === 'identityNumber') return '（不显示）';
  if (key === 'sex') return value === 'male' ? '男' : '女';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (!Array.isArray(value)) return nameOf(pack, key, String(value));
  return value
    .map((one) =>
      typeof one === 'object' && one !== null ? String(one.message) : nameOf(pack, key, String(one)),
    )
    .join('、');
}

function nameOf(pack: RulePack, key: string, code: string): string {
  const lists: Readonly<Record<string, readonly Coded[]>> = {
    planType: pack.planTypes,
    tracks: pack.tracks,
    track: pack.tracks,
    kind: pack.candidateKinds,
  };
  return lists[key]?.find((one) => one.code === code)?.name ?? code;
}
