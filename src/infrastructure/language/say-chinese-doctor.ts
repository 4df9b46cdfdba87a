/** What `zhiyuan doctor` finds, in Chinese; what a start refuses for the same reasons as well. */
export const doctorChinese: Readonly<Record<string, string>> = {
  ok: '正常',
  note: '提示',
  problem: '问题',
  configuration: '配置',
  node: 'Node',
  secrets: '密钥',
  disk: '磁盘',
  fonts: '字体',
  sms: '短信',
  wechat: '微信公众号',
  liveness: 'APP自助验证',
  sessions: '会话',
  proxies: '反向代理',
  database: '数据库',
  connections: '连接数',
  migrations: '表结构',
  environment: '环境',
  keys: '数据密钥',
  clock: '时钟',
  'rule pack': '规则包',
  data: '数据',
  people: '姓名和号码',
  officers: '工作人员',
  certificate: '网站证书',
  'restore check': '试恢复',
  watcher: '核对程序',
  'sealed values': '加密的值',
  retention: '保存期限',
  'sign-ins go after {0} days, codes after {1}, letters after {2}, messages after {3}, requests after {4}; cancelled accounts are erased after {5}':
    '登录记录保存{0}天，验证码{1}天，邮件{2}天，短信等{3}天，协助请求{4}天，到期删除；账号注销{5}天后清除个人信息',
  'rows of {0} should be gone or erased: a running server does it, some thousands in ten minutes':
    '{0} 中有到期没有删除或清除的记录：服务器运行时会处理，每十分钟数千条',
  "none: PUBLIC_URL is http:, as it is for this machine or a network of one's own":
    '没有：PUBLIC_URL 是 http:，只用于本机或内部网络',
  '{0} does not answer from here: look at it from outside': '在本机连接不到 {0}：请从外部检查',
  'of {0}, until {1}': '{0} 的证书，有效期到{1}',
  '{0}: it has ended, browsers refuse it: renew it now': '{0}：已过期，浏览器不接受，请立即更换',
  '{0}: it is for another name, browsers refuse it': '{0}：不是这个域名的证书，浏览器不接受',
  "{0}: it is not valid yet: look at this machine's clock": '{0}：还没有生效，请检查本机的时钟',
  '{0}: it ends soon: renew it, and look why it was not': '{0}：快要过期，请更换，并查明为什么没有自动更换',
  'no backup was brought back to be looked at: put zhiyuan restore --check into a timer':
    '还没有试恢复过备份：请定时执行 zhiyuan restore --check',
  'a backup was brought back and verified {0} hours ago': '{0}小时前试恢复并核对过备份',
  '{0}: a night was missed, look at the timer of zhiyuan restore --check':
    '{0}：漏了一夜，请检查 zhiyuan restore --check 的定时任务',
  'nothing to try: there are no backups of ours': '没有本系统做的备份，不用试恢复',
  'nobody watches: zhiyuan watch sees what does not go together':
    '没有运行核对程序：zhiyuan watch 能发现不一致的数据',
  'zhiyuan watch looked {0} minutes ago': '核对程序在{0}分钟前核对过',
  '{0}, and {1} did not go together: see its lines': '{0}，有{1}处不一致：请看它列出的各行',
  '{0}: start it again': '{0}：请重新启动',
  '{0}, and all went together': '{0}，全部一致',
  'v{0} is too old: it takes {1} or later, best {2}': 'v{0} 太旧：须是 {1} 或更新的版本，建议安装 {2}',
  'v{0} has not been tried: {1} have': 'v{0} 没有试用过，试用过的是 {1}',
  'v{0} got its last security fixes in {1}: install {2}, which gets them until {3}':
    'v{0} 的安全更新到 {1} 为止：请安装 {2}，安全更新到 {3}',
  "the demo's published secrets serve unless others are set; drill and live refuse them":
    '没有另设的，使用演示环境公开的密钥；演练和正式环境不接受这些密钥',
  'six of them, none published, regular or twice': '共6个，没有公开、过于规律或重复的',
  '{0} GB free at {1}': '{1} 还有 {0} GB 可用',
  '{0}: make room, a province needs {1} GB and more': '{0}：请腾出空间，一个省需要 {1} GB 以上',
  'for the printed forms: {0}': '打印志愿表使用：{0}',
  'messages stay on a page of the demo': '短信只显示在演示页面上',
  'none: codes go by SMS': '没有配置：验证码用短信发送',
  'none: a page plays APP自助验证': '没有配置：APP自助验证由演示页面代替',
  'none: APP自助验证 is not offered': '没有配置：不提供APP自助验证',
  'kept in PostgreSQL': '保存在PostgreSQL',
  'kept in Redis': '保存在Redis',
  'none is trusted: behind one, set TRUSTED_PROXIES, or all share its address':
    '没有配置：前面有反向代理的，请设置 TRUSTED_PROXIES，否则全部访问者都算作代理的一个地址',
  'PostgreSQL {0}, UTF-8, nothing acknowledged is lost': 'PostgreSQL {0}，UTF-8，已保存的不会丢失',
  '{0} of {1} in use, each process takes up to {2}, here {3} run':
    '已用{0}个，最多{1}个，每个进程最多用{2}个，本机{3}个进程',
  '{0}: raise max_connections or lower DATABASE_POOL_SIZE or WEB_CONCURRENCY':
    '{0}：请调大 max_connections，或调小 DATABASE_POOL_SIZE 或 WEB_CONCURRENCY',
  "the schema is this version's": '与此版程序一致',
  '{0} to come ({1} …): start the server, which brings them in':
    '还有{0}项没有执行（{1} …）：启动服务器时会自动执行',
  'the database belongs to no environment yet': '数据库还不属于任何环境',
  'the database holds the data of {0}, ENVIRONMENT is {1}: set DATABASE_URL or ENVIRONMENT':
    '数据库存放的是 {0} 的数据，而 ENVIRONMENT 是 {1}：请改正 DATABASE_URL 或 ENVIRONMENT',
  'none is in force: start the server once': '没有正在使用的规则包：请启动一次服务器',
  '{0}, version {1}': '{0} 第{1}版',
  'there are candidates, a plan and officers': '有考生、招生计划和工作人员',
  'no candidates: zhiyuan import candidates brings them': '没有考生：请用 zhiyuan import candidates 导入',
  'no plan: zhiyuan import plans brings one': '没有招生计划：请用 zhiyuan import plans 导入',
  'no officers: zhiyuan officer create makes the first': '没有工作人员：请用 zhiyuan officer create 建立',
  'the schema is older': '表结构还没有更新',
  'all are sealed for their rows': '全部按所在的行加密',
  'some in {0} are of a version before, not sealed for their rows: zhiyuan rotate-key DATA_KEY seals all anew':
    '{0} 中还有以前版本加密、没有与所在的行绑定的值：请执行 zhiyuan rotate-key DATA_KEY，全部重新加密',
  'names and numbers are not in their newest form: start the server, which brings them to it':
    '姓名和号码还不是最新的写法：启动服务器时会自动统一',
  'names and numbers are in one form, one key a person': '姓名和号码写法统一，一人一条',
  '{0} stand twice, with 15 digits and 18 or under two documents: the log of the start names them; change one in the list and import it':
    '有{0}人重复（15位和18位号码，或两种证件）：启动日志列出了是谁，请改正名单中的一条后重新导入',
  'DATA_KEY and INDEX_KEY are those of this database': 'DATA_KEY 和 INDEX_KEY 与数据库相符',
  'DATA_KEY and INDEX_KEY read what is stored; the next start notes them':
    'DATA_KEY 和 INDEX_KEY 能读取已有数据；下次启动时记入数据库',
  'DATA_KEY and INDEX_KEY': 'DATA_KEY 和 INDEX_KEY',
  '{0}: not what this database was written with. Set what it was first started with; what is stored cannot be read without, and nothing was changed.':
    '{0} 与写入此数据库时用的不同。请改回第一次启动时的值，否则无法读取已有数据；没有作任何修改。',
  'the clock is shifted by {0} s: only a demo may be': '时间调整了{0}秒：只有演示环境可以调整',
  'database and program are {0} s apart': '数据库和程序相差{0}秒',
  'database and program are {0} s apart, business time is shifted by {1} s':
    '数据库和程序相差{0}秒，业务时间调整了{1}秒',
  "{0}: set both machines' clocks by NTP": '{0}：请用NTP校准两台机器的时钟',
  'enough for every act by two': '凡须两人办理的都够人数',
  'province: {0} of {1}': '省招办{0}人，至少要{1}人',
  'reviewer: {0} of {1}': '学信网账号客服{0}人，至少要{1}人',
  'counties with fewer than {0}: {1}': '不足{0}人的县：{1}',
  'counties with fewer than {0}: {1} and {2} more': '不足{0}人的县：{1}，还有{2}个县',
  'acts by two wait until zhiyuan officer create makes more':
    '人数不够时，须两人办理的不能办理，请用 zhiyuan officer create 建立',
  // What a start refuses
  '{0} of a newer version, on which this one may serve: put that version in place':
    '数据库已由更新版本升级（{0}项），本版本仍可运行：请换上该版本',
  '{0} waits for a table that somebody holds: pg_stat_activity shows who; what was done stands, start again.':
    '{0} 在等一张被占用的表：pg_stat_activity 可查出是谁；已完成的升级保留，请重新启动。',
  'The database was migrated by a newer version of this program ({0}): start that version or a later one, or restore the backup from before it.':
    '数据库已由更新版本的程序升级（{0}）：请启动该版本或更高版本，或恢复升级之前的备份。',
  'The database is refused:': '数据库不符合要求：',
  '{0} is {1}: acknowledged saves could be lost, set it to {2}':
    '{0} 是 {1}：已保存的志愿可能丢失，请设为 {2}',
  'the server is older than PostgreSQL 15': '数据库低于PostgreSQL 15',
  'server_encoding is {0}: it must be UTF8': 'server_encoding 是 {0}：须是 UTF8',
};
