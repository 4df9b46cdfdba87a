import { backupChinese } from './say-chinese-backup';
import { doctorChinese } from './say-chinese-doctor';
import { ledgerChinese } from './say-chinese-ledger';
import { listsChinese } from './say-chinese-lists';
import { platformsChinese } from './say-chinese-platforms';
import { rehearsalChinese } from './say-chinese-rehearsal';
import { settingsChinese } from './say-chinese-settings';
import { windowsChinese } from './say-chinese-windows';

/** What `say` says in Chinese, by its English sentence; `{0}` is the first value of the English one. */
export const chinese: Readonly<Record<string, string>> = {
  // The frame
  'usage: zhiyuan {0}': '用法：zhiyuan {0}',
  'zhiyuan: there is no command "{0}"; zhiyuan help lists them':
    'zhiyuan：没有“{0}”这个命令；zhiyuan help 列出全部命令',
  'zhiyuan: there is no command "{0}"': 'zhiyuan：没有“{0}”这个命令',
  'zhiyuan help <command> says more of one; --lang zh | en chooses the language.':
    'zhiyuan help <命令> 说明一个命令；--lang zh | en 选择语言。',
  'Exit codes: 0 done, 1 refused or failed, 2 wrong words or configuration.':
    '退出码：0 完成，1 不予执行或失败，2 命令写错或配置有误。',
  '--reason is longer than {0} signs': '--reason 不能超过{0}个字',
  '--reason is missing: every act is written down with its reason, e.g. --reason "power cut in 410122"':
    '缺少 --reason：每次操作都要写明理由，记入操作记录，例如 --reason "中牟县停电"',
  // Files and the database
  '{0} is there already and is not written over: name another, or move it away':
    '{0} 已存在，不覆盖：请换一个名称，或先移走原有的文件',
  '{0} is not there: look at the name and the folder': '没有 {0}：请检查文件名和所在的文件夹',
  '{0} may not be read or written: look at its owner and permissions':
    '没有读写 {0} 的权限：请检查它的所有者和权限',
  '{0} is a folder: name a file': '{0} 是文件夹：请指定文件',
  '{0} lies in something that is no folder: look at the name': '{0} 的上一级不是文件夹：请检查路径',
  'the disk is full: make room and try again': '磁盘已满：请腾出空间后再试',
  '{0} lies on a disk that is read-only: name another place': '{0} 所在的磁盘只读：请换一个位置',
  'the database does not answer at {0}:{1}: look whether it runs, and at DATABASE_URL':
    '数据库 {0}:{1} 没有应答：请检查数据库是否运行，以及 DATABASE_URL',
  "the database's host is not known: look at DATABASE_URL": '找不到数据库主机：请检查 DATABASE_URL',
  'the database refuses the user or the password: look at DATABASE_URL':
    '数据库拒绝了用户名或密码：请检查 DATABASE_URL',
  'there is no database of this name: make it, or look at DATABASE_URL':
    '没有这个数据库：请先建立，或检查 DATABASE_URL',
  'the database has no connection free: try again, or raise max_connections':
    '数据库没有空闲连接：请稍后再试，或调大 max_connections',
  "the database's disk is full: make room and try again": '数据库的磁盘已满：请腾出空间后再试',
  'the database is read-only: is DATABASE_URL a standby?': '数据库只读：DATABASE_URL 是否指向了备库？',
  'the database is starting or stopping: try again in a minute': '数据库正在启动或停止：请一分钟后再试',
  'This database holds the data of {0}; it is not started as {1}.':
    '此数据库存放的是 {0} 的数据，不能按 {1} 启动。',
  'The clock of this database is shifted; {0} runs on real time only.':
    '此数据库的时间经过调整；{0} 只能使用真实时间。',
  // officer
  'make, list, disable, enable officers, or give one a new first secret (24 hours, shown once)':
    '建立、列出、停用、恢复工作人员账号，或重新发放首次登录密码（24小时有效，只显示一次）',
  'officer create: the sign-in name {0} is taken': 'officer create：登录名 {0} 已使用',
  'is required for this role': '：此角色必须填写',
  'has not the right shape': '：格式不对',
  'does not belong to this role': '：此角色不需要',
  'sign-in name  {0}': '登录名        {0}',
  'first secret  {0}': '首次登录密码  {0}',
  'Shown once; serves 24 hours, once, at {0}/office/first-sign-in':
    '只显示一次；24小时内在 {0}/office/first-sign-in 使用一次',
  'officer create: {0}: no such place in the records; import the list of places first, or the candidates, whose counties and schools are taken up':
    'officer create：{0}：没有这个市、县或学校，请先导入市县名单或考生名册，名册中的县区和学校会自动列入',
  'window: no such place in the records: look at the code or the name':
    'window：没有这个县或学校，请检查代码或名称',
  disabled: '已停用',
  ready: '正常',
  'no password yet': '没有设置密码',
  'first secret waits for a second officer': '首次登录密码等待另一人核准',
  'never signed in': '从未登录',
  'signed in {0}': '{0}登录',
  'officer {0}: there is no officer {1}': 'officer {0}：没有登录名为 {1} 的工作人员',
  'officer {0}: {1} is disabled': 'officer {0}：{1} 已停用',
  'officer {0}: {1} is not disabled': 'officer {0}：{1} 没有停用',
  '{0} is enabled': '{0} 已恢复',
  '{0} is disabled': '{0} 已停用',
  // account
  'show what became of a 学信 account, or take its cancellation or suspension back':
    '查看一个学信网账号的情况，或撤回注销、停用',
  'show prints states, times and user names: no names, numbers, phones.':
    'show 只列出状态、时间和用户名，不列出姓名、号码和手机。',
  'reinstate gives the number back where nobody has it. Where another account has, the one that comes back is':
    'reinstate：证件号码没有被别的账号使用的，归还给此账号；已被别的账号使用的，恢复后为',
  'unproved: it signs in, sends its pictures, and two reviewers decide. The reason is written to 操作记录.':
    '未核验：可以登录、提交照片，由两名客服审核。理由记入操作记录。',
  'account show: there is no account {0}': 'account show：没有账号 {0}',
  'registered {0}': '{0}注册',
  'same number': '同一证件号码',
  '{0} took it from {1} by {2}': '{0} 从 {1} 取得（{2}）',
  nobody: '无',
  'objected to {0}': '{0}提出异议',
  'cancelled {0}': '{0}注销',
  'cancelled from {0} on': '{0}起注销',
  'is back and owns its number': '已恢复，证件号码归还',
  'is back, not proved: its number is another account’s, so it goes through 客服协助验证':
    '已恢复，未核验：证件号码已由别的账号使用，须经客服协助验证',
  'there is no such account': '没有这个账号',
  'is neither cancelled, nor suspended in favour of another account': '没有注销，也没有因别的账号而停用',
  'its phone belongs to another account by now': '它的手机号码已属于别的账号',
  // import
  'take in a list as CSV (UTF-8, GB18030) or XLSX, whole or not at all':
    '导入名单（CSV：UTF-8、GB18030；或XLSX），全部写入或一行也不写入',
  'Kinds, in the order in which a year begins:': '种类，按一年的先后顺序：',
  '--dry-run  tells every fault and what would change, and changes nothing':
    '--dry-run  只检查，列出全部错误和将有的变化，不写入',
  '--map      what a heading of the file, or a letter (C), stands for; it is remembered for files with the same':
    '--map      文件的表头或列标（C）对应哪一列；以后表头相同的文件照此',
  '           headings. "heading=" passes the column over; "A=院校代号+院校名称" takes a cell with code and name apart;':
    '           识别。"表头=" 表示不用这一列；"A=院校代号+院校名称" 把一格里的代号和名称分开；',
  '           "D=计划数@1" and "H=计划数@2" tell records apart that stand side by side in a row':
    '           "D=计划数@1" 和 "H=计划数@2" 区分一行里并列的两条记录',
  '--set      the value of a column that the file does not have: "年度=2020", "年度@2=2019" of the second record':
    '--set      文件里没有的列的固定值："年度=2020"，"年度@2=2019" 是第二条记录的',
  '--headings the row of the headings as a spreadsheet counts; it is looked for without it':
    '--headings 表头在第几行（按表格软件的行号），不写则自动查找',
  '--sheet    a sheet of a spreadsheet; the one with the columns of the kind is taken without it':
    '--sheet    表格的哪一张工作表，不写则取列与此种类相符的那一张',
  'sheet {0}, headings in row {1}': '工作表“{0}”，表头在第{1}行',
  'headings in row {0}': '表头在第{0}行',
  'fixed values: {0}': '固定值：{0}',
  'sheets passed over: {0}': '没有使用的工作表：{0}',
  'note passed over: row {0} {1}': '没有使用的说明：第{0}行 {1}',
  'look at: {0}': '请核对：{0}',
  row: '行',
  'Ctrl-C stops and leaves nothing. Exit codes: 0 done, 1 refused, 2 wrong words, 130 stopped.':
    'Ctrl-C 停止，什么也不留下。退出码：0 完成，1 不予导入，2 命令写错，130 已停止。',
  'kinds: {0}': '种类：{0}',
  'import: there is no file {0}': 'import：没有文件 {0}',
  'import: stopped, nothing was written': 'import：已停止，没有写入任何数据',
  '{0} rows, {1} a second': '{0}行，每秒{1}行',
  reading: '正在读取',
  checking: '正在与现有数据核对',
  writing: '正在写入',
  '… {0} more of {1} faults': '……还有{0}处，共{1}处错误',
  'columns passed over: {0}': '没有使用的列：{0}',
  'codes whose zeros were put back: {0}': '补回前面的零的代码：{0}',
  '{0} new, {1} changed, {2} unchanged, {3} removed, {4} kept though not in the list':
    '新增{0}，修改{1}，不变{2}，删除{3}，名单里没有而保留{4}',
  '{0} rows: {1}': '{0}行：{1}',
  'import: done': 'import：已导入',
  'import: {0} fault(s), nothing was written': 'import：有{0}处错误，没有写入任何数据',
  'import: a dry run, nothing was written': 'import：只是检查，没有写入任何数据',
  'import: nothing was written': 'import：没有写入任何数据',
  // rule-pack
  'list the versions that are kept, check a pack, or keep it and put it in force':
    '列出保存的规则包版本，检查规则包，或保存并启用',
  'in force': '正在使用',
  kept: '已保存',
  'rule-pack: {0} cannot be read': 'rule-pack：不能读取 {0}',
  'rule-pack: a supplement needs a batch, --from and --until, --line "track=score" and --out':
    'rule-pack：征集志愿须写明批次、--from、--until、--line "科类=分数" 和 --out',
  'rule-pack: {0} cannot be written, or is there already': 'rule-pack：{0} 不能写入，或已有这个文件',
  'import: a 征集 needs --from and --until, and --line "track=score" for each 科类 that may file':
    'import：征集须写明 --from、--until，以及每个可以填报的科类的 --line "科类=分数"',
  'import: nothing was made; an officer of the province must approve it at /office/list-approvals/{0}; run the same command again then':
    'import：没有建立；须由省级工作人员在 /office/list-approvals/{0} 批准，然后再次执行同一命令',
  '--supplement  the file is of the places that a batch has left: makes its 征集, with pack, plan and window, in one act':
    '--supplement  文件是一个批次的剩余计划：一次建立它的征集，包括规则包、招生计划和填报时间，',
  '              that an officer of the province approves in the browser. --line 物理类=419 for each 科类 that may file (0:':
    '              由省级工作人员在浏览器里批准。--line 物理类=419 每个可以填报的科类各写一次（0：不设线），',
  '              no line), --list asks for a qualification, --anybody not for a free file, --daily 09:00-18:00':
    '              --list 要求的资格，--anybody 不论档案状态，--daily 09:00-18:00 每天的时间',
  'version {0} of the pack; {1} people may file': '规则包第 {0} 版；{1} 人可以填报',
  'rule-pack: the pack has no batch {0}': 'rule-pack：规则包里没有批次 {0}',
  'rule-pack: {0} is written; next: activate it, import the places left, open the window':
    'rule-pack：已写入 {0}；接着启用它，导入剩余计划，设置填报时间',
  '{0} version {1}: {2} batches, no fault': '{0} 第{1}版：{2}个批次，没有错误',
  'rule-pack: version {0} of {1} is kept already and says something else':
    'rule-pack：{1} 的第{0}版已保存而且内容不同，请把 version 加1',
  'rule-pack: {0} version {1} is in force already': 'rule-pack：{0} 第{1}版正在使用',
  '{0}: {1} ({2} saved lists)': '{0}：{1}（{2}份已保存的志愿）',
  batchGone: '新规则包里没有这个批次',
  groupChanged: '新规则包把它改到了另一个组',
  '{0}: excluded by the pack, and held together by {1}':
    '{0}：新规则包规定不能兼报，{1}名考生的两份志愿都有效',
  'group {0}: given up, and unknown to the pack': '{0}组已有考生放弃，新规则包里没有这个组',
  '{0}: {1} of {2} saved lists conform no longer': '{0}：试算{2}份，{1}份不再符合规则',
  '{0} version {1} is in force': '{0} 第{1}版已启用',
  '--dry-run  lists every open batch and saved list that the pack concerns, and keeps and changes nothing':
    '--dry-run  列出规则包涉及的正在填报的批次和已保存的志愿，不保存、不修改任何内容',
  '--number   how many they are, where there are any; while a batch is open an officer of the province approves it in':
    '--number   有涉及的，写明项数。有批次正在填报时，须由省招办工作人员在浏览器里',
  '           the browser, and it is in force then. Owners of lists are told, and may save once more.':
    '           批准，批准后立即启用。涉及的考生会收到通知，可以再保存一次。',
  '{0} saved lists tried': '已试算{0}份志愿',
  '{0} of {1} saved lists tried': '已试算{0}份志愿，共{1}份',
  'rule-pack: stopped, nothing was changed': 'rule-pack：已停止，没有任何变化',
  'rule-pack: stopped, nothing was changed; the same command goes on with the trial':
    'rule-pack：已停止，没有任何变化；再执行同一命令，接着试算',
  'rule-pack: nothing was changed; plan, windows or packs changed meanwhile, please repeat the command':
    'rule-pack：没有任何变化；试算期间招生计划、填报时间或规则包有变化，请重新执行命令',
  'rule-pack: nothing was changed; many lists were saved meanwhile, please repeat the command':
    'rule-pack：没有任何变化；试算后又有很多考生保存了志愿，请重新执行命令',
  'rule-pack: the running server tells {0} owners of lists, one after another':
    'rule-pack：正在运行的服务逐一通知涉及的{0}名考生',
  'rule-pack: a dry run, nothing was changed': 'rule-pack：只是试算，没有任何变化',
  'rule-pack: {0} open batches and saved lists are concerned':
    'rule-pack：涉及正在填报的批次和已保存的志愿共{0}项',
  'rule-pack: nothing was changed; say --number {0} once the list above is as it should be':
    'rule-pack：没有任何变化；请核对上面的清单，无误后加 --number {0}',
  'rule-pack: nothing was changed; an officer of the province must approve it at {0}':
    'rule-pack：没有任何变化；须由省招办工作人员在 {0} 批准，批准后立即启用',
  ...windowsChinese,
  ...listsChinese,
  ...platformsChinese,
  ...rehearsalChinese,
  // switch
  'show or turn the switches: read-only, stop saves, no new sign-ins (officers are not concerned)':
    '查看或调整应急开关：只读、暂停保存志愿、暂停新的登录（工作人员不受影响）',
  'switch set: {0} is {1} already': 'switch set：{0} 已是 {1}',
  'never turned': '从未调整',
  'turned {0}': '{0}调整',
  on: '打开',
  off: '关闭',
  // export
  'list the packages of final lists, take one out, or open one and check its manifest':
    '列出志愿导出的文件，取出一个，或打开一个并核对清单',
  'A package is asked for by one officer of the province and approved by another, in the browser (志愿导出).':
    '志愿导出由一名省招办工作人员在浏览器中申请、另一名批准。',
  'open asks for both halves of the passphrase, never as words of the command.':
    'open 会询问密码的两半，密码不写在命令里。',
  '--dbf writes lists.dbf too (dBase III, GBK), for programs that read nothing else.':
    '--dbf 另外写出 lists.dbf（dBase III，GBK），供只能读取DBF的程序使用。',
  'lists.dbf\t{0} lines': 'lists.dbf\t{0}行',
  'lists.dbf: {0} texts are longer than a field can be, and were cut':
    'lists.dbf：{0}处文字超过字段的最大长度，已截短',
  'Exit codes: 0 done, 1 refused, 2 wrong words.': '退出码：0 完成，1 不予执行，2 命令写错。',
  'export lists: there is no finished package {0}': 'export lists：没有已完成的导出 {0}',
  'export lists: the file of package {0} was deleted; packages are kept for {1} days':
    'export lists：导出 {0} 的文件已删除；文件留存{1}天',
  '{0}: {1} lists, encrypted': '{0}：{1}份志愿，已加密',
  'first half of the passphrase:  ': '密码的前一半：',
  'second half of the passphrase: ': '密码的后一半：',
  '{0} lists of {1}': '{1}：{0}份志愿',
  '{0}\t{1} bytes\tSHA-256 {2}\tas the manifest says': '{0}\t{1}字节\tSHA-256 {2}\t与清单相符',
  'export open: {0}': 'export open：{0}',
  '{0} is not what the manifest says': '{0} 与清单不符',
  requested: '等待批准',
  refused: '不予批准',
  running: '正在生成',
  stopped: '已停止',
  failed: '没有完成',
  done: '已完成',
  // generate, wipe, clock
  'a province of N synthetic candidates and M plan rows (demo and drill only)':
    '生成N名虚构考生和M条招生计划（只用于演示和演练）',
  'The same seed gives the same people and plan on every machine. They have no passwords: letters with first':
    '同一种子在每台机器上生成相同的考生和计划。考生没有密码：首次登录通知单',
  'secrets are printed for them as for others. Phones are given in a demo only, where no message leaves.':
    '与其他考生一样打印。只在演示环境有手机号码，短信不会发出。',
  'Plan rows take the place of the plan of the batches that they are in.':
    '生成的计划取代所在批次原有的招生计划。',
  'generate: refused, this is live: its candidates and plan are real':
    'generate：这是正式环境，考生和计划都是真实的，不予执行',
  'generate: stopped; what had been written whole stays': 'generate：已停止；已完整写入的保留',
  '{0} new, {1} changed, {2} unchanged, {3} removed': '新增{0}，修改{1}，不变{2}，删除{3}',
  '{0}: {1} rows, {2}': '{0}：{1}行，{2}',
  '{0}: {1} rows, {2}; NOT written': '{0}：{1}行，{2}；没有写入',
  "delete a drill's candidates and all that they did (drill only)":
    '删除演练的考生和他们的一切操作（只用于演练）',
  "Asks for the installation's name, the host of PUBLIC_URL; who cannot be asked gives the flag.":
    '会要求输入本系统的名称（PUBLIC_URL的主机名）；不能应答的，写上参数。',
  'Rule packs, windows, plan, statistics of former years and officers stay. Nothing brings the rest back.':
    '规则包、填报时间、招生计划、往年统计和工作人员保留；其余删除后无法找回。',
  'wipe: refused, this is {0}; only a drill is wiped': 'wipe：这是 {0}，只能清除演练环境，不予执行',
  'This deletes all candidates of {0} and their lists. Type {1} to go on: ':
    '将删除 {0} 的全部考生和志愿。请输入 {1} 继续：',
  'it may be meant so; look it over: {0}': '也许是这样，请核对：{0}',
  'wipe: the name was not typed, nothing was deleted': 'wipe：名称没有输对，什么也没有删除',
  'wipe: {0} candidates and all that they did are gone': 'wipe：已删除{0}名考生和他们的一切操作',
  "show, move or reset the demo's business time (demo only)":
    '查看、移动或还原演示环境的业务时间（只用于演示）',
  'clock: only a demo has a clock that can be moved; this is {0}':
    'clock：只有演示环境可以移动时间；这是 {0}',
  'business time {0} (Asia/Shanghai), {1} minutes ahead of real time':
    '业务时间 {0}（北京时间），比真实时间早{1}分钟',
  // doctor
  'look over program, configuration, database, clocks, disk and data: one line each':
    '检查程序、配置、数据库、时钟、磁盘和数据，每项一行',
  'Changes nothing, but that it starts the embedded PostgreSQL where there is no DATABASE_URL.':
    '不修改任何内容；没有 DATABASE_URL 的，会启动内置的PostgreSQL。',
  'Exit codes: 0 all is well, 1 there is a problem, 2 the configuration is faulty.':
    '退出码：0 一切正常，1 有问题，2 配置有误。',
  'cannot be opened: {0}': '不能打开：{0}',
  'doctor: all is well': 'doctor：一切正常',
  'doctor: {0} problem(s)': 'doctor：有{0}处问题',
  ...ledgerChinese,
  ...settingsChinese,
  ...backupChinese,
  ...doctorChinese,
};
