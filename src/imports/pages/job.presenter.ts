import { formatInstant } from '../../format-time';
import { presentFault, type ShownFault } from '../fault.presenter';
import type { ImportReport, ReportSample } from '../import-report';
import type { ImportJob, JobState } from '../jobs/import-job';
import { getImportKind } from '../kinds';

const states: Readonly<Record<JobState, string>> = {
  mapping: '等待指定各列',
  checkQueued: '等待检查',
  checking: '正在检查',
  checked: '检查完毕，等待确认',
  importQueued: '等待导入',
  importing: '正在导入',
  done: '已导入',
  refused: '文件不能导入，没有写入任何数据',
  stopped: '已停止，没有写入任何数据',
  interrupted: '中断，没有写入任何数据',
  discarded: '已放弃，没有写入任何数据',
};

const SHOWN_FAULTS = 200;
const MOST_IGNORED = 50;

export interface ShownJob {
  readonly id: number;
  readonly kind: string;
  readonly fileName: string;
  readonly size: string;
  readonly officer: string;
  readonly created: string;
  readonly seen: string;
  readonly state: string;
  readonly code: JobState;
  /** Whether something goes on by itself, so that the page looks again. */
  readonly moving: boolean;
  /** Whether it waits for its turn, so that it can be given up. */
  readonly waiting: boolean;
  readonly refusal: string;
  /** Done so far, in words, and in hundredths; null where that is not known. */
  readonly progress: { readonly words: string; readonly percent: number | null } | null;
}

export function presentJob(job: ImportJob): ShownJob {
  return {
    id: job.id,
    kind: getImportKind(job.kind).name,
    fileName: job.fileName,
    size: formatSize(job.bytes),
    officer: job.officerName,
    created: formatInstant(job.createdAt),
    seen: formatInstant(job.seenAt),
    state: presentState(job),
    code: job.state,
    moving: ['checkQueued', 'checking', 'importQueued', 'importing'].includes(job.state),
    waiting: ['checkQueued', 'importQueued'].includes(job.state),
    refusal: job.refusal ?? '',
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

export interface ShownReport {
  readonly rows: number;
  readonly figures: readonly { readonly label: string; readonly value: number }[];
  /** Sentences on how the file was read. */
  readonly notes: readonly string[];
  /** The same where something was passed over. */
  readonly warnings: readonly string[];
  readonly sample: ReportSample | null;
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
    faultCount: report.faultCount,
    faults: report.faults.slice(0, SHOWN_FAULTS).map(presentFault),
    more: report.faults.length > SHOWN_FAULTS,
    doubtCount: report.doubtCount ?? 0,
    doubts: (report.doubts ?? []).slice(0, SHOWN_FAULTS).map(presentFault),
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
    ...(ignored.length === 0 ? [] : [`没有使用的列：${ignored.slice(0, MOST_IGNORED).join('、')}`]),
    ...(otherSheets.length === 0 ? [] : [`没有读入的工作表：${otherSheets.join('、')}`]),
    ...notes.map(({ row, text }) => `没有读入的注：第${row}行“${text}”`),
  ];
}
