import type { Alert, AlertCode } from '../../rules/alerts/find-alerts';

/** What is wrong, and what to do: the words of deploy/prometheus/alerts.yml. */
export const alertWords: Readonly<Record<AlertCode, { readonly title: string; readonly advice: string }>> = {
  Down: {
    title: '有进程没有响应',
    advice: '服务进程没有响应。查看进程和日志；其他进程仍在服务时，考生不受影响。',
  },
  Errors: {
    title: '出错的请求过多',
    advice: '超过1%的请求出错。按日志中的编号（request）查找原因，先看数据库和磁盘。',
  },
  SavesFail: {
    title: '保存志愿时出错',
    advice: '有考生保存志愿时系统出错（内容已存为草稿）。查看日志；必要时打开“暂停保存志愿”。',
  },
  Slow: {
    title: '页面变慢',
    advice: '页面变慢。查看数据库、处理器和登录排队；放行速度过高的，在“登录排队”调低。',
  },
  Sheds: {
    title: '负荷过高',
    advice:
      '负荷过高，正在按次序拒绝请求（统计、计划查询、登录、浏览，最后是保存）。增加服务器，或调低放行速度。',
  },
  PoolWaits: {
    title: '等待数据库的请求过多',
    advice: '数据库连接不够用或数据库变慢。查看数据库的锁等待和磁盘。',
  },
  HashesWait: { title: '等待核对的密码过多', advice: '登录过于集中。在“登录排队”调低放行速度。' },
  MessagesWait: {
    title: '消息没有发出',
    advice: '短信、微信或邮件发不出去，考生收不到验证码。查看与通道的连接。',
  },
  LedgerWaits: {
    title: '账本没有按时记入',
    advice: '保存记录没有按时进入账本。查看日志中 ledger 的错误；保存本身不受影响。',
  },
  PasswordsTried: {
    title: '有人批量试探密码',
    advice: '有人批量试探密码。“工作平台首页”列有详情；登录页面已要求验证码图片。',
  },
  Drift: {
    title: '保存的志愿与账本、次数、消息或统计不一致',
    advice:
      'zhiyuan watch 发现数据不一致。立即查看它的输出，保留数据库的副本，执行 zhiyuan verify；查清之前打开“暂停保存志愿”。',
  },
  WatchStopped: {
    title: '核对程序没有运行',
    advice: '核对程序没有运行。启动 zhiyuan watch；没有使用它的，不会有这条告警。',
  },
  FilingStopped: {
    title: '填报时间内暂停了保存',
    advice: '应急开关仍然打开，考生不能保存。处理完毕后请关闭。',
  },
  NoBackup: {
    title: '没有按时备份',
    advice: '没有按时备份。运行 zhiyuan doctor 查看原因。数据库在别处的，删去本条，由那里负责。',
  },
  WalLate: {
    title: '备份落后',
    advice: '备份落后，现在损坏会丢失这段时间的保存。查看 BACKUP_DIR 所在的磁盘。',
  },
  Late: { title: '进程忙不过来', advice: '进程忙不过来。增加进程（WEB_CONCURRENCY）或服务器。' },
};

/** One alert as the page says it. */
export function presentAlert({ code, sources }: Alert) {
  return { ...alertWords[code], where: sources.map(presentSource).join('、') };
}

/** `app1:3000 2`: the machine, its port, and which of its processes. */
export function presentSource(source: string): string {
  const [, machine = source, place = '1'] = /^(.*) (\d+)$/.exec(source) ?? [];
  return `${machine} 进程${place}`;
}
