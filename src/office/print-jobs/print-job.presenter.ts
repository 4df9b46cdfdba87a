import { formatInstant } from '../../infrastructure/format-time';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { FiledClass } from './filed.repository';
import type { PrintJob, PrintJobPart } from './print-job.repository';

interface JobModel {
  readonly id: number;
  readonly title: string;
  readonly batch: string;
  readonly state: string;
  readonly printed: number;
  readonly total: number;
  readonly percent: number;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Something is going on: the page looks again by itself. */
  readonly moves: boolean;
  readonly mayStop: boolean;
  readonly mayResume: boolean;
}

/** A job as its page and the list show it. */
export function presentJob(pack: RulePack, job: PrintJob): JobModel {
  const moves = job.state === 'running' && !job.silent;
  return {
    id: job.id,
    title: job.title,
    batch: nameTarget(pack, job),
    state: presentState(job),
    printed: job.printed,
    total: job.total,
    percent: Math.floor((job.printed * 100) / job.total),
    createdAt: formatInstant(job.createdAt),
    expiresAt: formatInstant(job.expiresAt),
    moves,
    mayStop: moves,
    mayResume: job.state === 'stopped' || job.state === 'failed' || (job.state === 'running' && job.silent),
  };
}

/** The batch, or the round with the batches that it has. */
function nameTarget({ batches, rounds }: RulePack, { batch, round }: PrintJob): string {
  if (batch !== null) return batches.find(({ code }) => code === batch)?.name ?? batch;
  return `${rounds.find(({ code }) => code === round)?.name ?? round}（全部批次）`;
}

function presentState({ state, silent }: PrintJob): string {
  if (state === 'running') return silent ? '已中断，可以继续' : '正在生成';
  if (state === 'stopped') return '已停止，可以继续';
  return state === 'done' ? '已完成' : '出现故障，已停止，可以继续';
}

interface PartModel {
  readonly part: number;
  /** School and class, or the first and the last of its classes. */
  readonly name: string;
  readonly forms: string;
  readonly size: string;
  readonly removed: boolean;
}

export function presentPart(one: PrintJobPart): PartModel {
  const { part, first, last, bytes, removed } = one;
  const kilobytes = Math.ceil(bytes / 1000);
  return {
    part,
    name: namePart(one),
    forms: `第${first}至${last}份`,
    size: kilobytes < 1000 ? `${kilobytes}KB` : `${(kilobytes / 1000).toFixed(1)}MB`,
    removed,
  };
}

/** 实验中学高三(5)班, or 实验中学高三(1)班至高三(3)班. */
export function namePart({ schoolName, firstClass, lastClass }: PrintJobPart): string {
  return `${schoolName}${firstClass}${firstClass === lastClass ? '' : `至${lastClass}`}`;
}

/** One thing to print: the county, a school or a class. */
interface PrintChoice {
  readonly value: string;
  readonly label: string;
  readonly filed: number;
  readonly schoolCode: string | null;
  readonly className: string | null;
}

/** The county, its schools and their classes, with how many lists each has. */
export function listPrintChoices(placeName: string, classes: readonly FiledClass[]): readonly PrintChoice[] {
  const sum = (own: readonly FiledClass[]) => own.reduce((total, { filed }) => total + filed, 0);
  const schools = [...new Map(classes.map((one) => [one.schoolCode, one])).values()];
  return [
    {
      value: 'county',
      label: `${placeName}（全部）`,
      filed: sum(classes),
      schoolCode: null,
      className: null,
    },
    ...schools.flatMap(({ schoolCode, schoolName }): PrintChoice[] => {
      const own = classes.filter((one) => one.schoolCode === schoolCode);
      return [
        {
          value: schoolCode,
          label: `${schoolName}（全校）`,
          filed: sum(own),
          schoolCode,
          className: null,
        },
        ...own.map(({ className, filed }) => ({
          value: `${schoolCode}|${className}`,
          label: `${schoolName}　${className}`,
          filed,
          schoolCode,
          className,
        })),
      ];
    }),
  ];
}
