import type { AlertCode } from '../../rules/alerts/find-alerts';
import { countOf, findDuration, type MinuteFigures } from '../../rules/alerts/measured-minute';
import { presentOutcome, presentSignInOutcome } from '../evidence/outcome.presenter';

/** A column of the table beneath a chart. */
export type FigureColumn = readonly [heading: string, read: (of: MinuteFigures) => number];

/** One chart of the page. */
export interface FigurePlan {
  readonly id: string;
  readonly title: string;
  /** What is drawn, and which part of it in red. */
  read(of: MinuteFigures): number;
  readBad?(of: MinuteFigures): number;
  /** What stands beneath, of the minutes in which there is something. */
  columns(hour: MinuteFigures): readonly FigureColumn[];
  /** Said where there is nothing. */
  readonly empty: string;
  /** What colours it red as a whole. */
  readonly alerts: readonly AlertCode[];
}

const wings = [
  ['candidate', '考生平台'],
  ['account', '账号中心'],
  ['office', '工作平台'],
  ['other', '其他'],
] as const;

const mostOf = (of: MinuteFigures, start: string) =>
  Math.max(
    0,
    ...Object.entries(of.highest).flatMap(([name, value]) => (name.startsWith(start) ? [value] : [])),
  );
const millis = (seconds: number) => Math.round(seconds * 1000);
const most =
  (name: string): FigureColumn[1] =>
  (of) =>
    Math.round(of.highest[name] ?? 0);

/** The counters of the hour that begin so: a column each. */
const byName = (hour: MinuteFigures, start: string, say: (rest: string) => string): readonly FigureColumn[] =>
  Object.keys(hour.counts)
    .filter((name) => name.startsWith(start))
    .toSorted()
    .map((name) => [say(name.slice(start.length)), ({ counts }) => counts[name] ?? 0]);

const loads: Readonly<Record<string, string>> = {
  statistics: '统计',
  planQuery: '计划查询',
  signIn: '登录',
  browse: '浏览',
  filing: '填报',
};
const queues: Readonly<Record<string, string>> = {
  signIns: '登录',
  newPasswords: '设置新密码',
  signedIn: '登录后的确认',
  office: '工作人员',
};

function saySignIn(rest: string): string {
  const [wing = '', outcome = ''] = rest.split('/');
  const name = wings.find(([code]) => code === wing)?.[1] ?? wing;
  return `${name}：${outcome in ownOutcomes ? ownOutcomes[outcome] : presentSignInOutcome(outcome)}`;
}

/** Outcomes that candidates' sign-ins do not have. */
const ownOutcomes: Readonly<Record<string, string>> = {
  refused: '密码错误，未登录',
  suspended: '账号已停用，未登录',
};

export const figurePlans: readonly FigurePlan[] = [
  {
    id: 'requests',
    title: '每分钟请求数（红色为系统出错的）',
    read: (of) => countOf(of, 'requests/'),
    readBad: (of) => countOf(of, 'requests/', '/5xx'),
    columns: () => [
      ...wings.map(([wing, name]): FigureColumn => [name, (of) => countOf(of, `requests/${wing}/`)]),
      ['查代码', ({ counts }) => counts.kept ?? 0],
      ['4xx', (of) => countOf(of, 'requests/', '/4xx')],
      ['5xx', (of) => countOf(of, 'requests/', '/5xx')],
    ],
    empty: '最近1小时没有请求。',
    alerts: ['Errors', 'Down'],
  },
  {
    id: 'durations',
    title: '考生页面用时（毫秒，100次中最慢的1次）',
    read: (of) => millis(findDuration(of, 0.99)),
    columns: () => [
      ['半数的用时', (of) => millis(findDuration(of, 0.5))],
      ['最慢1次的用时', (of) => millis(findDuration(of, 0.99))],
    ],
    empty: '最近1小时没有打开考生页面。',
    alerts: ['Slow'],
  },
  {
    id: 'sign-ins',
    title: '每分钟登录次数（红色为没有登录成功的）',
    read: (of) => countOf(of, 'signIns/'),
    readBad: (of) =>
      ['wrongPassword', 'wrongTotp', 'throttled', 'refused', 'suspended'].reduce(
        (sum, outcome) => sum + countOf(of, 'signIns/', `/${outcome}`),
        0,
      ),
    columns: (hour) => byName(hour, 'signIns/', saySignIn),
    empty: '最近1小时没有登录。',
    alerts: ['PasswordsTried'],
  },
  {
    id: 'saves',
    title: '每分钟保存志愿次数（红色为系统出错的）',
    read: (of) => countOf(of, 'saves/'),
    readBad: ({ counts }) => counts['saves/failed'] ?? 0,
    columns: (hour) =>
      byName(hour, 'saves/', (outcome) =>
        outcome === 'failed' ? '系统出错，没有保存' : presentOutcome(outcome, {}),
      ),
    empty: '最近1小时没有保存。',
    alerts: ['SavesFail', 'FilingStopped'],
  },
  {
    id: 'line',
    title: '登录排队人数',
    read: most('line'),
    columns: () => [['排队人数', most('line')]],
    empty: '最近1小时没有排队。',
    alerts: [],
  },
  {
    id: 'hashes',
    title: '等待核对的密码（每个进程最多时）',
    read: (of) => mostOf(of, 'hashes/'),
    columns: (hour) =>
      Object.keys(hour.highest)
        .filter((name) => name.startsWith('hashes/'))
        .map((name) => [queues[name.slice('hashes/'.length)] ?? name, most(name)]),
    empty: '最近1小时没有等待。',
    alerts: ['HashesWait'],
  },
  {
    id: 'pools',
    title: '等待数据库连接的请求（每个进程最多时）',
    read: (of) => mostOf(of, 'pool/'),
    columns: () => [
      ['考生和账号', most('pool/candidates')],
      ['排队和登录', most('pool/arrivals')],
      ['工作平台', most('pool/office')],
    ],
    empty: '最近1小时没有等待。',
    alerts: ['PoolWaits'],
  },
  {
    id: 'shed',
    title: '每分钟因负荷过高拒绝的请求',
    read: (of) => countOf(of, 'shed/'),
    readBad: (of) => countOf(of, 'shed/'),
    columns: (hour) => byName(hour, 'shed/', (load) => loads[load] ?? load),
    empty: '最近1小时没有拒绝。',
    alerts: ['Sheds'],
  },
  {
    id: 'outbox',
    title: '最早一条待发消息已等待（秒）',
    read: most('outboxAge'),
    columns: () => [['等待', most('outboxAge')]],
    empty: '最近1小时消息都按时发出。',
    alerts: ['MessagesWait'],
  },
  {
    id: 'ledger',
    title: '最早一次待记入账本的保存已等待（秒）',
    read: most('ledgerAge'),
    columns: () => [['等待', most('ledgerAge')]],
    empty: '最近1小时保存都按时记入。',
    alerts: ['LedgerWaits', 'Drift', 'WatchStopped'],
  },
  {
    id: 'lag',
    title: '进程的响应延迟（毫秒，最慢的进程）',
    read: (of) => millis(of.highest.lag ?? 0),
    columns: () => [['延迟', (of) => millis(of.highest.lag ?? 0)]],
    empty: '最近1小时没有延迟。',
    alerts: ['Late'],
  },
  {
    id: 'memory',
    title: '进程占用的内存（MB，最多的进程）',
    read: most('memory'),
    columns: () => [['内存', most('memory')]],
    empty: '最近1小时没有记录。',
    alerts: [],
  },
];
