import { presentSaveCount } from '../../domain/batches/saves-left.presenter';
import type { CounterCode } from '../../domain/counter-codes/counter-code.repository';
import { type CounterPurpose, listOfferedPurposes, takesTwo } from '../../domain/counter-codes/purpose';
import { presentPurpose } from '../../domain/counter-codes/purpose.presenter';
import { presentSignIn, type SignInRow } from '../../domain/credentials/sign-in-log.presenter';
import type { FactGroup } from '../../domain/facts/fact-group';
import { presentQualifications } from '../../domain/facts/qualification.presenter';
import type { Reference } from '../../domain/reference/reference';
import { formatInstant, formatMinute } from '../../infrastructure/format-time';
import { abandonGroupCode, quotaGroupCode } from '../../rules/filing/groups';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { CounterRecord } from './record.service';

interface FactRow {
  readonly label: string;
  readonly value: string;
}

interface CodeRow {
  readonly id: number;
  readonly purpose: string;
  readonly at: string;
  readonly state: string;
  readonly reason: string;
  /** Whether it may be taken back. */
  readonly open: boolean;
}

interface RecordModel {
  readonly id: number;
  readonly name: string;
  readonly candidateNumber: string;
  readonly until: string;
  readonly frozen: boolean;
  readonly facts: readonly FactGroup[];
  readonly factors: readonly FactRow[];
  readonly saves: readonly { readonly group: string; readonly used: string; readonly last: string }[];
  readonly signIns: readonly SignInRow[];
  readonly codes: readonly CodeRow[];
  readonly purposes: readonly {
    readonly code: CounterPurpose;
    readonly name: string;
    readonly takesTwo: boolean;
  }[];
  /** Hours that a phone takes, which one officer let be bound, before it proves anything. */
  readonly ripeHours: number;
}

const states: Readonly<Record<CounterCode['state'], string>> = {
  waiting: '等待另一名工作人员批准',
  approved: '上级已批准，等待打印',
  live: '有效',
  used: '已使用',
  withdrawn: '已收回',
  expired: '已失效',
};

const since = (at: Date | null) => (at === null ? '未绑定' : `已绑定（${formatInstant(at)}）`);

/** The record of a candidate as the counter sees it: which batches were saved how often, never a choice. */
export function presentRecord({ calendar, plan }: Reference, record: CounterRecord): RecordModel {
  const { pack } = calendar;
  const { candidate, factors } = record;
  return {
    id: candidate.id,
    name: candidate.name,
    candidateNumber: candidate.candidateNumber,
    until: formatMinute(record.opening.expiresAt),
    frozen: candidate.frozenAt !== null,
    facts: presentQualifications({
      pack,
      candidate,
      maskedIdentityNumber: record.maskedIdentityNumber,
      nameInstitution: (code) => plan.findInstitution(code)?.name ?? null,
    }),
    factors: [
      { label: '登录密码', value: factors.passwordHash === null ? '未设置（没有首次登录）' : '已设置' },
      { label: '手机号码', value: record.maskedPhone === '' ? '未登记' : record.maskedPhone },
      { label: '微信', value: since(factors.wechatBoundAt) },
      { label: '动态密码', value: since(factors.totpBoundAt) },
      { label: '密码验证信息', value: factors.hasPhrase ? '已设置' : '未设置' },
      { label: '最近一次密码重置', value: factors.resetAt === null ? '无' : formatInstant(factors.resetAt) },
      {
        label: '冻结',
        value: candidate.frozenAt === null ? '否' : `是，${formatInstant(candidate.frozenAt)}（不是我操作）`,
      },
    ],
    saves: presentSaves(pack, record),
    signIns: record.signIns.map((one) => presentSignIn(one, '')),
    codes: record.codes.map(presentCode),
    purposes: listOfferedPurposes({
      frozen: candidate.frozenAt !== null,
      hasTotp: factors.totpBoundAt !== null,
      hasPhone: factors.phoneCipher !== null,
    }).map((code) => ({ code, name: presentPurpose(code), takesTwo: takesTwo(code, record.recent) })),
    ripeHours: pack.identity.riskHoursAfterReset,
  };
}

/** How often each group was saved. Which of its batches is in force, and what stands in it, is not said. */
function presentSaves(pack: RulePack, { groups }: CounterRecord) {
  const rows = groups.filter(({ savesUsed, abandoned }) => savesUsed > 0 || abandoned);
  return rows.map(({ group, savesUsed, lastSavedAt, abandoned, confirmed, versionId }) => {
    const batches = pack.batches.filter((batch) =>
      abandoned ? abandonGroupCode(batch) === group : quotaGroupCode(batch) === group,
    );
    // Batches of one count share its limit.
    const [max = 0] = batches.map(({ maxSaves }) => maxSaves);
    return {
      group: batches.map(({ name }) => name).join('、') || group,
      used: abandoned
        ? '已放弃'
        : `已保存${savesUsed}次，共${presentSaveCount(max)}次${confirmed && versionId !== null ? '，已确认' : ''}`,
      last: lastSavedAt === null ? '' : formatInstant(lastSavedAt),
    };
  });
}

function presentCode({ id, purpose, requestedAt, expiresAt, state, reason }: CounterCode): CodeRow {
  return {
    id,
    purpose: presentPurpose(purpose),
    at: formatInstant(requestedAt),
    state: state === 'live' ? `${states.live}，${formatMinute(expiresAt)}前可以使用` : states[state],
    reason,
    open: ['live', 'waiting', 'approved'].includes(state),
  };
}
