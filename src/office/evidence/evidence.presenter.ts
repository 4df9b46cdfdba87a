import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import type { ApplicationVersion } from '../../domain/choice-lists/application.repository';
import { formatCheckValue } from '../../domain/choice-lists/canonical-body';
import { listSavedRows, presentSaved } from '../../domain/choice-lists/saved.presenter';
import { officeActions } from '../../domain/officers/actions';
import { nameBrowser } from '../../infrastructure/browser-name';
import type { EnvironmentName } from '../../infrastructure/config/config';
import { formatInstant, formatMillis } from '../../infrastructure/format-time';
import type {
  ActRecord,
  AttemptRecord,
  MailRecord,
  MessageRecord,
  SignInRecord,
} from './evidence.repository';
import type { EvidenceDocument, EvidencePart } from './evidence-document';
import { presentMessageKind, presentOutcome, presentOwnAct, presentSignInOutcome } from './outcome.presenter';

interface EvidenceSource {
  readonly environment: EnvironmentName;
  readonly office: string;
  readonly candidate: CandidateRecord;
  readonly attempts: readonly AttemptRecord[];
  /** The newest first. */
  readonly versions: readonly ApplicationVersion[];
  readonly signIns: readonly SignInRecord[];
  readonly acts: readonly ActRecord[];
  readonly mails: readonly MailRecord[];
  readonly messages: readonly MessageRecord[];
  readonly factors: readonly { readonly label: string; readonly value: string }[];
  readonly officerNames: ReadonlyMap<string, string>;
  readonly nameBatch: (code: string) => string;
  /** Whether the window of a batch is over for this candidate: only then are choices shown. */
  readonly hasClosed: (batch: string) => boolean;
  readonly openedBy: string;
  readonly reason: string;
  readonly now: Date;
}

const which = (device: string) => device.slice(0, 6);

/** All that is kept of one candidate's filing (P31). */
export function presentEvidence(source: EvidenceSource): EvidenceDocument {
  const { candidate, now } = source;
  return {
    title: '志愿填报证据材料',
    environment: source.environment,
    office: source.office,
    facts: [
      { label: '姓名', value: candidate.name },
      { label: '考生号', value: candidate.candidateNumber },
      { label: '报名县区', value: candidate.countyName },
      { label: '毕业学校', value: `${candidate.schoolName} ${candidate.className}` },
      ...source.factors,
      { label: '冻结', value: candidate.frozenAt === null ? '没有冻结' : formatInstant(candidate.frozenAt) },
      { label: '调阅人', value: source.openedBy },
      { label: '调阅理由', value: source.reason },
    ],
    parts: [
      listAttempts(source),
      listReceipts(source),
      listChoices(source),
      listSignIns(source),
      listOwnActs(source),
      listOfficerActs(source),
      listMails(source),
      listMessages(source),
    ],
    printed: `生成时间：${formatInstant(now)}`,
    printedAt: now,
  };
}

const part = (
  heading: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  note = '',
): EvidencePart => ({ heading, columns, rows, note: rows.length === 0 && note === '' ? '没有记录。' : note });

function listAttempts({ attempts, nameBatch }: EvidenceSource): EvidencePart {
  return part(
    '保存志愿的每次提交（包括没有保存的）',
    ['服务器时间', '批次', '结果', '地址', '设备编号', '节点'],
    attempts.map(({ at, batch, outcome, detail, address, device, node }) => [
      formatMillis(at),
      nameBatch(batch),
      presentOutcome(outcome, detail),
      address,
      which(device),
      node,
    ]),
  );
}

function listReceipts({ versions, officerNames }: EvidenceSource): EvidencePart {
  return part(
    '保存记录和校验值',
    ['记录', '批次', '保存', '操作人', '地址', '设备编号', '校验值'],
    versions
      .toReversed()
      .map(({ id, ordinal, body, saveNumber, savedAt, restoredBy, typedBy, address, device, hash }) => [
        `${id}（序号${ordinal}）`,
        body.batch.name,
        `第${saveNumber}次，${formatMillis(savedAt)}`,
        presentAuthor(restoredBy, typedBy, officerNames),
        address,
        which(device),
        formatCheckValue(hash),
      ]),
  );
}

function presentAuthor(
  restoredBy: string | null,
  typedBy: string | null,
  names: ReadonlyMap<string, string>,
): string {
  if (restoredBy !== null) return `恢复：${nameOfficers(restoredBy, names)}`;
  return typedBy === null ? '考生' : `按纸质志愿表录入：${nameOfficers(typedBy, names)}`;
}

function nameOfficers(ids: string, names: ReadonlyMap<string, string>): string {
  return ids
    .split('+')
    .map((id) => names.get(id) ?? id)
    .join('、');
}

function listChoices({ versions, hasClosed }: EvidenceSource): EvidencePart {
  const shown = versions.toReversed().filter(({ batch }) => hasClosed(batch));
  const hidden = versions.length - shown.length;
  return part(
    '志愿内容',
    ['记录', '志愿', '内容'],
    shown.flatMap(({ id, body }) => [
      ...presentSaved(body).flatMap((section) =>
        section.slots
          .filter(({ empty }) => !empty)
          .map((slot) => [
            String(id),
            slot.title,
            listSavedRows(slot)
              .filter(({ empty }) => !empty)
              .map(({ label, text }) => `${label}：${text}`)
              .join('；'),
          ]),
      ),
      ...(body.undertakings ?? []).map(({ title, paragraphs }) => [
        String(id),
        '承诺书',
        `已同意《${title}》：${paragraphs.join('')}`,
      ]),
    ]),
    hidden > 0 ? `填报截止前不显示志愿内容：${hidden}份记录尚未截止。` : '',
  );
}

function listSignIns({ signIns }: EvidenceSource): EvidencePart {
  return part(
    '登录记录',
    ['时间', '结果', '地址', '设备编号', '浏览器'],
    signIns.map(({ at, outcome, address, device, userAgent }) => [
      formatMillis(at),
      presentSignInOutcome(outcome),
      address,
      which(device),
      `${nameBrowser(userAgent) || '不明'}：${userAgent.slice(0, 120)}`,
    ]),
  );
}

function listOwnActs({ acts }: EvidenceSource): EvidencePart {
  return part(
    '考生本人的操作（密码、安全措施、放弃、冻结）',
    ['时间', '操作', '地址', '设备编号'],
    acts
      .filter(({ actorKind }) => actorKind === 'candidate' || actorKind === 'system')
      .map(({ at, action, address, device }) => [
        formatMillis(at),
        presentOwnAct(action),
        address,
        which(device),
      ]),
  );
}

function listOfficerActs({ acts, officerNames }: EvidenceSource): EvidencePart {
  const names: Readonly<Record<string, string>> = officeActions;
  return part(
    '工作人员的操作',
    ['时间', '人员', '操作', '理由', '地址'],
    acts
      .filter(({ actorKind }) => actorKind === 'officer' || actorKind === 'operator')
      .map(({ at, actorKind, actorId, action, detail, address }) => [
        formatMillis(at),
        actorKind === 'operator' ? '运维人员' : (officerNames.get(actorId) ?? actorId),
        names[action] ?? action,
        String(detail.reason ?? ''),
        address,
      ]),
  );
}

function listMails({ mails }: EvidenceSource): EvidencePart {
  return part(
    '信箱（只列标题）',
    ['时间', '标题', '阅读'],
    mails.map(({ sentAt, title, readAt }) => [
      formatInstant(sentAt),
      title,
      readAt === null ? '未读' : formatInstant(readAt),
    ]),
  );
}

function listMessages({ messages }: EvidenceSource): EvidencePart {
  return part(
    '短信和微信（不列内容）',
    ['产生时间', '途径', '事由', '结果'],
    messages.map(({ createdAt, channel, kind, attempts, sentAt, givenUpAt }) => [
      formatMillis(createdAt),
      channel === 'sms' ? '短信' : '微信',
      presentMessageKind(kind),
      sentAt !== null
        ? `已发送，${formatMillis(sentAt)}`
        : givenUpAt !== null
          ? `没有送达，尝试${attempts}次`
          : `等待发送，已尝试${attempts}次`,
    ]),
  );
}
