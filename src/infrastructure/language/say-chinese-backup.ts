/** What is said of backups. */
export const backupChinese: Readonly<Record<string, string>> = {
  'copy the embedded database to BACKUP_DIR while it serves, or list the copies':
    '把内置数据库备份到 BACKUP_DIR（不影响服务），或列出已有的备份',
  'The server does so itself every night and brings each minute of what was written; restore goes back to any of them.':
    '服务程序每天夜里自动备份，并且每分钟带走新写入的内容；restore 可以回到其中任何一刻。',
  'Sealed under DATA_KEY: keep that apart, without it no backup can be read.':
    '备份用 DATA_KEY 加密：密钥要另外保管，没有它，任何备份都读不出来。',
  'Stopped or failed, nothing half done stays. Exit codes: 0 done, 1 refused, 130 stopped.':
    '中途停止或失败的，不留下半份备份。退出码：0 完成，1 不予执行，130 已停止。',
  'backup: the database is outside (DATABASE_URL): it is backed up where it runs, see the guide':
    'backup：数据库在外部（DATABASE_URL），请在它所在的服务器上备份，见指南',
  'backup: set BACKUP_DIR, a folder on another disk': 'backup：请设置 BACKUP_DIR，指定另一块磁盘上的文件夹',
  'backup: {0}, {1}, sealed {2}': 'backup：{0}，{1}，加密后{2}',
  'backup: stopped, nothing was kept of it': 'backup：已停止，没有留下任何内容',
  'bring the embedded database back from BACKUP_DIR, as it was at an instant or at the end':
    '用 BACKUP_DIR 中的备份恢复内置数据库，恢复到某一刻或最后',
  'DATA_DIR must hold no database yet: stop the server and move the old one away, or name another folder.':
    'DATA_DIR 里不能已有数据库：请先停止服务程序并移走原有的数据库，或另外指定文件夹。',
  'The instant is Asia/Shanghai, of the real clock. Afterwards every saved list is verified, and 暂停保存志愿 is on until somebody turns it off.':
    '时刻按北京时间（真实时间）。恢复后逐份校验已保存的志愿，并打开“暂停保存志愿”，由人检查后再关闭。',
  '--check restores into a folder of its own below DATA_DIR, verifies, and removes it again: one line for a timer.':
    '--check 恢复到 DATA_DIR 下单独的文件夹，校验后删除：可以放进定时任务，一行即可。',
  'Stopped or failed, no database is there. Exit codes: 0 done and verified, 1 refused or faults, 2 wrong words, 130 stopped.':
    '中途停止或失败的，不留下数据库。退出码：0 恢复并校验无误，1 不予执行或有错，2 命令写错，130 已停止。',
  'restore: the database is outside (DATABASE_URL): it is restored where it runs, see the guide':
    'restore：数据库在外部（DATABASE_URL），请在它所在的服务器上恢复，见指南',
  'restore: set BACKUP_DIR to the folder with the backups': 'restore：请把 BACKUP_DIR 设为存放备份的文件夹',
  'restore: stopped, no database was made': 'restore：已停止，没有建立数据库',
  'restore: {0}': 'restore：{0}',
  'restore: base {0} and {1} segments of WAL': 'restore：备份 {0}，WAL {1} 段',
  'restore: the last act that came back is of {0}': 'restore：恢复到的最后一次操作在 {0}',
  'restore: nothing lies between that and the instant that was asked for':
    'restore：从那时到指定的时刻没有别的操作',
  'restore: saves are stopped (暂停保存志愿) until somebody has looked: zhiyuan switch set stopSaves off --reason …':
    'restore：已打开“暂停保存志愿”，检查无误后请执行：zhiyuan switch set stopSaves off --reason …',
  files: '解开文件',
  WAL: '解开WAL',
  replaying: '重放',
  'replaying, {0}': '重放到 {0}',
  '{0} was sealed under another DATA_KEY: set the one that this installation had then':
    '{0} 是用另一个 DATA_KEY 加密的：请使用当时的 DATA_KEY',
  '{0} was changed or cut off, nothing was restored: take it from another copy, or go back to a base before it':
    '{0} 被修改过或不完整，没有恢复任何内容：请换用另一份拷贝，或恢复到更早的备份',
  'there is no backup in BACKUP_DIR': 'BACKUP_DIR 里没有备份',
  'there is no backup of before that: the oldest ended at {0}': '在那之前没有备份：最早的备份完成于 {0}',
  '{0} is of another database: give each installation a BACKUP_DIR of its own':
    '{0} 属于另一个数据库：每套系统要用各自的 BACKUP_DIR',
  '{0} is missing among the WAL of BACKUP_DIR: bring it back, or go back to an instant before it with --to':
    'BACKUP_DIR 的WAL中缺少 {0}：请找回它，或用 --to 恢复到它之前',
  'the database was started without BACKUP_DIR: restart the server with it':
    '数据库启动时没有设置 BACKUP_DIR：请设置后重新启动服务程序',
  'the database does not leave its WAL for backups: look at postgres.log and at the disk':
    '数据库没有为备份留出WAL：请检查 postgres.log 和磁盘',
  'another backup is under way: wait for it': '另一次备份正在进行：请等它完成',
  'there is a database in {0}, and it is not written over: stop the server and move it away, or name an empty folder by DATA_DIR':
    '{0} 已有数据库，不覆盖：请停止服务程序并把它移走，或用 DATA_DIR 指定空文件夹',
  'the WAL was not replayed, nothing was restored: {0}': 'WAL 没有重放成功，没有恢复任何内容：{0}',
  backup: '备份',
  'the database is outside: it is backed up where it runs': '数据库在外部：请在它所在的服务器上备份',
  'none: set BACKUP_DIR, a folder on another disk': '没有备份：请设置 BACKUP_DIR，指定另一块磁盘上的文件夹',
  'none yet at {0}: start the server': '{0} 还没有备份：请启动服务程序',
  'the last copy ended {0} hours ago, at {1}': '上一次备份完成于{0}小时前，在 {1}',
  '{0}: a night was missed, look at the log and at the disk': '{0}：漏了一夜，请检查日志和磁盘',
  '{0}: {1} segments of WAL wait to be brought there': '{0}：有{1}段WAL等待带走',
  '{0}: on the same disk as the database, and lost with it':
    '{0}：与数据库在同一块磁盘上，磁盘损坏时会一起丢失',
};
