import { formatInstant } from '../../../infrastructure/format-time';
import { type AskedConsent, losesMuch, numberToType } from '../../../rules/consent/import-consent';
import { presentFault, type ShownFault } from '../fault.presenter';
import type { ImportReport, ReportSample } from '../import-report';
import type { ImportJob, JobState } from '../jobs/import-job';
import { kindOfJob } from '../jobs/job-kind';

const states: Readonly<Record<JobState, string>> = {
  mapping: '等待指定各列',
  checkQueued: '等待检查',
  checking: '正在检查',
  checked: '检查完毕，等待确认',
  approving: '等待另一名工作人员批准',
  importQueued: '等待导入',
  importing: '正在导入',
  done: '已导入',
  refused: '文件不能导入，没有写入任何数据',
  stopped: '已停止，没有写入任何数据',
  interrupted: '中断，没有写入任何数据',
  discarded: '已放弃，没有写入任何数据',
};

const SHOWN_FAULTS = 200;
const MAX_IGNORED = 50;

interface ShownJob {
  readonly id: number;
  readonly kind: string;
  readonly fileName: string;
  readonly size: string;
  readonly officer: string;
  readonly created: string;
  readonly seen: string;
  readonly state: string;
  readonly code: JobState;
  readonly kindCode: string;
  /** Whether something goes on by itself, so that the page looks again. */
  readonly moving: boolean;
  /** Whether it waits for its turn, so that it can be given up. */
  readonly waiting: boolean;
  readonly refusal: string;
  /** Who asked for it and why, and who approved. */
  readonly consent: { readonly by: string; readonly reason: string; readonly approvedBy: string } | null;
  /** Done so far, in words, and in hundredths; null where that is not known. */
  readonly progress: { readonly words: string; readonly percent: number | null } | null;
}

export function presentJob(job: ImportJob): ShownJob {
  return {
    id: job.id,
    kind: kindOfJob(job).name,
    fileName: job.fileName,
    size: formatSize(job.bytes),
    officer: job.officerName,
    created: formatInstant(job.createdAt),
    seen: formatInstant(job.seenAt),
    state: presentState(job),
    code: job.state,
    kindCode: job.kind,
    moving: ['checkQueued', 'checking', 'importQueued', 'importing'].includes(job.state),
    waiting: ['checkQueued', 'importQueued'].includes(job.state),
    refusal: job.refusal ?? '',
    consent:
      job.consent === null
        ? null
        : {
            by: job.consent.officerName,
            reason: job.consent.reason,
            approvedBy: job.consent.approvedBy?.name ?? '',
          },
    progress: presentProgress(job),
  };
}

function presentState({ state, report, stopRequested }: ImportJob): string {
  if (stopRequested && (state === 'checking' || state === 'importing')) return '正在停止';
  return state === 'checked' && (report?.faultCount ?? 0) > 0 ? '检查完毕，有错误' : states[state];
}

function presentProgress({ progress }: ImportJob): ShownJob['progress'] {
  if (progress === null) return null;
  const { phase, rows, rowsPerSecond, share } = progress;
  const read = `已读${rows}行，每秒${rowsPerSecond}行`;
  const words = { reading: read, checking: `${read}，正在与现有数据核对`, writing: `${read}，正在写入` }[
    phase
  ];
  return { words, percent: share === null ? null : Math.floor(share * 100) };
}

function formatSize(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

interface ShownReport {
  readonly rows: number;
  readonly figures: readonly { readonly label: string; readonly value: number }[];
  /** Sentences on how the file was read. */
  readonly notes: readonly string[];
  /** The same where something was passed over. */
  readonly warnings: readonly string[];
  readonly sample: ReportSample | null;
  readonly stake: ShownStake | null;
  readonly faultCount: number;
  readonly faults: readonly ShownFault[];
  readonly doubtCount: number;
  readonly doubts: readonly ShownFault[];
  /** Whether faults are listed beyond those that are shown. */
  readonly more: boolean;
}

export function presentReport(report: ImportReport): ShownReport {
  const { added, changed, unchanged, removed, kept } = report.counts;
  return {
    rows: report.rows,
    figures: [
      { label: '新增', value: added },
      { label: '修改', value: changed },
      { label: '不变', value: unchanged },
      { label: '删除', value: removed },
      { label: '文件里没有，已保留', value: kept },
      { label: '补回前面的零', value: report.repaired },
    ],
    notes: listNotes(report),
    warnings: listWarnings(report),
    sample: report.sample ?? null,
    stake: presentStake(report),
    faultCount: report.faultCount,
    faults: report.faults.slice(0, SHOWN_FAULTS).map(presentFault),
    more: report.faults.length > SHOWN_FAULTS,
    doubtCount: report.doubtCount ?? 0,
    doubts: (report.doubts ?? []).slice(0, SHOWN_FAULTS).map(presentFault),
  };
}

/** What an import does to records that stand, and what it asks for. */
interface ShownStake {
  /** Sentences of what is lost and whom it concerns. */
  readonly sentences: readonly string[];
  readonly asks: AskedConsent;
  /** Whether it makes a 征集. */
  readonly makes: boolean;
  /** To be typed. */
  readonly number: number;
  readonly listed: number;
  /** Nothing was written: what stands has changed since it was consented to. */
  readonly overtaken: boolean;
}

export function presentStake({ stake, asks, waits, dryRun, counts }: ImportReport): ShownStake | null {
  // Reports that were written before this was known have none.
  if (stake === null || stake === undefined) return null;
  const { existing, removed, cleared, held, people, open, remaining } = stake;
  const grant = open ? '并让每人可以再保存一次' : '批次尚未截止的，每人可以再保存一次';
  const sentences = [
    losesMuch(stake) &&
      `现有${existing}条中，将删除${removed}条${cleared > 0 ? `，另有${cleared}条的原有内容将被清空` : ''}。请核对文件是否完整。`,
    held > 0 && `其中${held}条涉及${people}名考生已保存的志愿。写入之后通知这些考生，${grant}。`,
    asks === 'secondOfficer' && remaining === undefined && '填报正在进行，须由另一名省级工作人员批准。',
    counts.kept > 0 && asks !== 'none' && `文件里没有而保留的有${counts.kept}条。`,
  ].filter((sentence) => sentence !== false);
  return {
    sentences,
    asks,
    makes: remaining !== undefined,
    number: numberToType(stake),
    listed: stake.listed,
    overtaken: waits && !dryRun,
  };
}

/** How the file was read. */
function listNotes({ sheet, headingsRow, fixed = [] }: ImportReport): readonly string[] {
  const place = sheet === null || sheet === undefined ? '' : `工作表“${sheet}”，`;
  return [
    ...(headingsRow === undefined ? [] : [`${place}第${headingsRow}行是表头。`]),
    ...(fixed.length === 0 ? [] : [`固定值：${fixed.join('、')}。`]),
  ];
}

/** What was passed over. */
function listWarnings({ ignored, otherSheets = [], notes = [] }: ImportReport): readonly string[] {
  return [
    ...(ignored.length === 0 ? [] : [`没有使用的列：${ignored.slice(0, MAX_IGNORED).join('、')}`]),
    ...(otherSheets.length === 0 ? [] : [`没有读入的工作表：${otherSheets.join('、')}`]),
    ...notes.map(({ row, text }) => `没有读入的注：第${row}行“${text}”`),
  ];
}
