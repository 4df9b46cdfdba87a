/** What is said of backups. */
export const backupChinese: Readonly<Record<string, string>> = {
  'copy the database to BACKUP_DIR while it serves, or list the copies':
    '把数据库备份到 BACKUP_DIR（不影响服务），或列出已有的备份',
  'Of the embedded database the server does so itself every night and brings each minute of what was written; restore goes back to any of them.':
    '内置数据库由服务程序每天夜里自动备份，并且每分钟带走新写入的内容；restore 可以回到其中任何一刻。',
  'An outside server (DATABASE_BACKUP_URL) is followed by backup --follow, a service of its own, which does the same until it is stopped.':
    '外部数据库（DATABASE_BACKUP_URL）由 backup --follow 跟随：它是单独的服务，做同样的事，直到停止。',
  'Sealed under DATA_KEY: keep that apart, without it no backup can be read.':
    '备份用 DATA_KEY 加密：密钥要另外保管，没有它，任何备份都读不出来。',
  'Stopped or failed, nothing half done stays. Exit codes: 0 done, 1 refused, 130 stopped.':
    '中途停止或失败的，不留下半份备份。退出码：0 完成，1 不予执行，130 已停止。',
  'backup: the database is outside (DATABASE_URL): set DATABASE_BACKUP_URL, the same server as a role that replicates, see the guide':
    'backup：数据库在外部（DATABASE_URL）：请设置 DATABASE_BACKUP_URL，用同一台服务器上有复制权限的用户，见指南',
  'backup: the server follows the embedded database by itself': 'backup：内置数据库由服务程序自动跟随',
  'backup: set BACKUP_DIR, a folder on another disk': 'backup：请设置 BACKUP_DIR，指定另一块磁盘上的文件夹',
  'backup: {0}, {1}, sealed {2}': 'backup：{0}，{1}，加密后{2}',
  'backup: stopped, nothing was kept of it': 'backup：已停止，没有留下任何内容',
  'bring the database back from BACKUP_DIR, as it was at an instant or at the end':
    '用 BACKUP_DIR 中的备份恢复数据库，恢复到某一刻或最后',
  'Of an outside server (DATABASE_URL) its files are made in --into, a folder that is not there or empty, by an account that may start servers; start PostgreSQL of the same version on it.':
    '外部数据库（DATABASE_URL）的文件恢复到 --into 指定的文件夹（不存在或空的），由能启动数据库的用户执行；然后用同一版本的PostgreSQL启动。',
  'DATA_DIR must hold no database yet: stop the server and move the old one away, or name another folder.':
    'DATA_DIR 里不能已有数据库：请先停止服务程序并移走原有的数据库，或另外指定文件夹。',
  'The instant is Asia/Shanghai, of the real clock. Afterwards every saved list is verified, and 暂停保存志愿 is on until somebody turns it off.':
    '时刻按北京时间（真实时间）。恢复后逐份校验已保存的志愿，并打开“暂停保存志愿”，由人检查后再关闭。',
  '--check restores into a folder of its own below DATA_DIR, verifies, and removes it again: one line for a timer.':
    '--check 恢复到 DATA_DIR 下单独的文件夹，校验后删除：可以放进定时任务，一行即可。',
  'Stopped or failed, no database is there. Exit codes: 0 done and verified, 1 refused or faults, 2 wrong words, 130 stopped.':
    '中途停止或失败的，不留下数据库。退出码：0 恢复并校验无误，1 不予执行或有错，2 命令写错，130 已停止。',
  'restore: the database is outside (DATABASE_URL): name a folder for its files by --into':
    'restore：数据库在外部（DATABASE_URL）：请用 --into 指定存放数据库文件的文件夹',
  'restore: the embedded database goes to DATA_DIR, without --into':
    'restore：内置数据库恢复到 DATA_DIR，不用 --into',
  'restore: the files are in {0}: start PostgreSQL of the same version on them, then this program':
    'restore：文件在 {0}：请先用同一版本的PostgreSQL启动，再启动本程序',
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
  'archive_timeout of the server is 0, so that WAL would come late or never: set it to 60s':
    '数据库的 archive_timeout 是0，WAL会迟到或不来：请设为60s',
  "the programs of the database's version are not here: {0}. Install them, or name their folder by POSTGRES_BIN":
    '这台机器上没有数据库这一版本的程序：{0}。请安装，或用 POSTGRES_BIN 指定所在的文件夹',
  'the database was not copied: {0}': '数据库没有备份成功：{0}',
  'another backup is under way: wait for it': '另一次备份正在进行：请等它完成',
  'there is a database in {0}, and it is not written over: stop the server and move it away, or name an empty folder by DATA_DIR or --into':
    '{0} 已有数据库，不覆盖：请停止服务程序并把它移走，或用 DATA_DIR 或 --into 指定空文件夹',
  'the WAL was not replayed, nothing was restored: {0}': 'WAL 没有重放成功，没有恢复任何内容：{0}',
  backup: '备份',
  'the database is outside: set DATABASE_BACKUP_URL and BACKUP_DIR and run backup --follow, or see to its backups yourselves':
    '数据库在外部：请设置 DATABASE_BACKUP_URL 和 BACKUP_DIR 并运行 backup --follow，或自行备份',
  'none yet at {0}: start zhiyuan backup --follow': '{0} 还没有备份：请启动 zhiyuan backup --follow',
  '{0}: nothing came for {1} minutes, look at zhiyuan backup --follow':
    '{0}：已有{1}分钟没有带走新内容，请检查 zhiyuan backup --follow',
  'none: set BACKUP_DIR, a folder on another disk': '没有备份：请设置 BACKUP_DIR，指定另一块磁盘上的文件夹',
  'none yet at {0}: start the server': '{0} 还没有备份：请启动服务程序',
  'the last copy ended {0} hours ago, at {1}': '上一次备份完成于{0}小时前，在 {1}',
  '{0}: a night was missed, look at the log and at the disk': '{0}：漏了一夜，请检查日志和磁盘',
  '{0}: {1} segments of WAL wait to be brought there': '{0}：有{1}段WAL等待带走',
  '{0}: on the same disk as the database, and lost with it':
    '{0}：与数据库在同一块磁盘上，磁盘损坏时会一起丢失',
};
