/** Sentences of `verify` and `witness`. */
export const ledgerChinese: Readonly<Record<string, string>> = {
  'compute every saved version and the ledger anew, and compare them with groups, evidence and checkpoints':
    '重新计算每次保存的校验值和账本，并与志愿状态、留存的证据和检查点比较',
  'First takes into the ledger what was saved since the last checkpoint.': '先把尚未记入账本的保存记入账本。',
  '--witness: also against the checkpoints that zhiyuan witness has kept in FILE.':
    '--witness：同时与 zhiyuan witness 保存在 FILE 中的检查点比较。',
  '--export: writes all that deploy/verify-ledger.py needs into FILE instead; it holds choices in clear.':
    '--export：改为把 deploy/verify-ledger.py 所需的内容写入 FILE，其中志愿没有加密。',
  'Prints each fault. Exit codes: 0 all is right, 1 there are faults, 130 stopped.':
    '列出每一处问题。退出码：0 全部正确，1 有问题，130 已停止。',
  '{0} versions, {1} a second': '{0}次保存，每秒{1}次',
  'verify: {0}, all is right': 'verify：{0}，全部正确',
  'verify: {0}, {1} fault(s)': 'verify：{0}，有{1}处问题',
  'verify: stopped after {0} versions, {1} fault(s) so far': 'verify：核对{0}次保存后停止，已发现{1}处问题',
  '{0} {1} version {2}: {3}': '考生号 {0} 的 {1} 记录{2}：{3}',
  'the stored header or body is not what was hashed': '存储的内容与校验值不符',
  'does not build upon the version before it': '与前一次保存不相接',
  'the version before it is gone': '前一次保存缺失',
  "the group's row does not end with this version": '当前有效的不是最后一次保存',
  '{0} {1}: {2}': '考生号 {0} 的 {1}：{2}',
  'no attempt on record has saved this form and body': '没有与此表单和内容相符的保存记录',
  "the group's row says another version in force, count or batch than this, its last":
    '现行有效的志愿、保存次数或批次与最后一次保存不符',
  'says that it closed a list which there is not': '记载的被覆盖志愿不存在',
  'given up without an act of its owner on record, or not given up though there is one':
    '没有本人放弃的记录而已放弃，或有记录而没有放弃',
  'a save is on record, and its version is gone': '有保存记录，而保存的志愿缺失',
  "the group's row says otherwise what was given up or granted than the acts on record":
    '放弃或增加的保存次数与留存的记录不符',
  'the ledger has taken another version in its place': '与记入账本的保存不符',
  'is gone': '缺失',
  'what stands in it is not what was hashed': '内容与散列值不符',
  'what it was taken from is gone': '它所记的保存或放弃缺失',
  'the act that it was taken from is another': '它所记的放弃或增加次数与当时不同',
  'is not signed with the key of this ledger': '不是本账本的密钥签名的',
  'what is kept of it is not what it says': '保存的内容与检查点所写不符',
  'the leaves below are not those of then': '它以前的内容与当时不同',
  'leaves that it covers are gone': '它所含的内容缺失',
  'ledger: {0} leaves under {1} checkpoint(s), {2} version(s) not taken yet':
    '账本：{0}条，{1}个检查点，{2}次保存尚未记入',
  'verify: {0} is there already': 'verify：{0} 已有同名文件',
  '{0} versions': '{0}次保存',
  'verify: {0} versions are in {1}': 'verify：{0}次保存已写入 {1}',
  'checkpoint of {0} leaves: {1}': '{0}条的检查点：{1}',
  'leaf {0} {1}: {2}': '第{0}条{1}：{2}',
  'LEDGER_KEY: not what the checkpoints of this database are signed with. Set what it was first started with.':
    'LEDGER_KEY：不是本数据库的检查点签名用的密钥。请改回第一次启动时的密钥。',
  '{0}: lacks the key {1}, under which data still stand. Put it back behind the new one, and end what zhiyuan rotate-key {2} has begun.':
    '{0}：缺少密钥 {1}，仍有数据用它加密。请把它写回新密钥之后，并用 zhiyuan rotate-key {2} 完成更换。',
  // rotate-key
  'let a new secret take the place of one, while everything serves; alone: which are current':
    '不停机更换一个密钥；单独执行时显示现用的密钥',
  'First write the new one behind the old, with a comma, DATA_KEY=old,new, wherever the program is started, and start each process anew, one after the other.':
    '先在每处启动程序的地方把新密钥写在旧密钥之后，用逗号隔开，如 DATA_KEY=OLD,NEW，再逐个重新启动各进程。',
  'Then run this: the new one becomes current in all processes within seconds, and of DATA_KEY and INDEX_KEY what is stored is written anew, in steps of moments. Stopped or killed, it goes on where it was when it is run again.':
    '再执行本命令：几秒内各进程改用新密钥；更换 DATA_KEY、INDEX_KEY 时，已保存的内容分小步重新写入。停止或中断后再执行一次，从中断处继续。',
  'Sessions, forms and cookies of the old secret are taken for 24 hours more; with --at-once not a moment, for a secret that got out: people sign in anew.':
    '旧密钥签名的登录、表单在24小时内仍然有效；密钥已泄露的，加 --at-once 立即作废，用户须重新登录。',
  'The ledger keeps the public half of each key: the old key signs that the new one follows.':
    '账本保留每个密钥的公开部分：由旧密钥签名确认新密钥。',
  'While INDEX_KEY changes, people are found by both, and no list is imported.':
    '更换 INDEX_KEY 期间，用两个密钥都能查到人，不能导入名单。',
  'rotate-key: of {0} first secrets, {1} codes of the counter and {2} mailboxes given up only a hash is kept: those of before serve, and are known again, for as long as the old key stands behind the new one':
    'rotate-key：{0}个初始密码、{1}个柜台码和{2}个不再使用的邮箱只存有散列值：旧密钥留在新密钥之后，以前的才有效、才能识别',
  'At the end it says when the old one can be taken out. Exit codes: 0 done, 1 refused or not done yet, 130 stopped.':
    '完成后说明何时可以去掉旧密钥。退出码：0 完成，1 不予执行或尚未完成，130 已停止。',
  'new: rotate-key makes it current': '新：用 rotate-key 启用',
  'current since {0}': '现用，自{0}',
  'former: something stands under it still': '旧：仍有内容用它加密',
  'former since {0}': '旧，自{0}',
  'rotate-key: {0} has several new keys, {1}: leave one': 'rotate-key：{0} 有几个新密钥（{1}）：请只留一个',
  'rotate-key: {0} has no new key. Write one behind the old with a comma, start each process anew, and run this again':
    'rotate-key：{0} 没有新密钥。请写在旧密钥之后，用逗号隔开，逐个重新启动各进程后再执行',
  'rotate-key: these processes do not have the new {0} yet: {1}. Start them anew with it, and run this again':
    'rotate-key：以下进程还没有新的 {0}：{1}。请用它重新启动这些进程后再执行',
  'rotate-key: {0} is current for {1}': 'rotate-key：{1} 已改用 {0}',
  'rotate-key: these processes do not follow: {0}. End them, and run this again':
    'rotate-key：以下进程没有改用新密钥：{0}。请结束这些进程后再执行',
  '{0} values written anew': '已重新写入{0}项',
  'rotate-key: stopped after {0} values; run it again to go on':
    'rotate-key：重新写入{0}项后停止；再执行一次即可继续',
  'rotate-key: values came under the old key meanwhile; run it again':
    'rotate-key：其间又有内容用旧密钥写入，请再执行一次',
  'rotate-key: {0} values written anew, nothing stands under another key':
    'rotate-key：重新写入{0}项，已没有内容使用其他密钥',
  'rotate-key: take the old key out of {0} when you like: checkpoints of before keep its public half':
    'rotate-key：旧密钥可随时从 {0} 中去掉，以前的检查点保留其公开部分',
  'rotate-key: take the old key out of {0} after {1}': 'rotate-key：{1} 之后可从 {0} 中去掉旧密钥',
  'rotate-key: keep a copy for as long as there are backups of before: restore reads them with DATA_KEY=new,old':
    'rotate-key：以前的备份还在时，请另存旧密钥：用 DATA_KEY=NEW,OLD 执行 restore 才能读取',
  // watch
  'see where versions, groups, counts, ledger, letters, messages and figures do not go together; alarm, or stop saves':
    '核对保存的志愿、次数、账本、邮件、消息和统计是否一致；不一致的告警，或暂停保存志愿',
  'DATABASE_URL: of the role whose name ends in _watcher (zhiyuan roles makes it; give it a password). It needs no secret. Left out: the embedded database, which has the role by itself.':
    'DATABASE_URL：用名称以 _watcher 结尾的用户连接（zhiyuan roles 建立，设置密码后使用），不需要任何密钥。不写的，核对内置数据库，它自动建立此用户。',
  '--every: goes on looking, every so many seconds, 1 at least. --stop: turns 暂停保存志愿 on where something is found; without, it only raises the alarm.':
    '--every：每隔若干秒（至少1秒）核对一次。--stop：发现不一致时打开“暂停保存志愿”；不加的只告警。',
  'Exit codes: 0 all goes together, 1 the database cannot be reached, 3 something does not, 130 stopped.':
    '退出码：0 全部一致，1 无法连接数据库，3 有不一致，130 已停止。',
  'watch: {0}: {1}': 'watch：{0}：{1}',
  'watch: {0}': 'watch：{0}',
  'watch: saves are stopped until somebody has looked: zhiyuan switch':
    'watch：已暂停保存志愿，核查后用 zhiyuan switch 恢复',
  'watch: all goes together, seen in {0} s': 'watch：全部一致，用时{0}秒',
  // roles
  'make the role of DATABASE_URL in an outside database, as one that cannot change what was saved':
    '在外部数据库中建立 DATABASE_URL 的用户，它不能修改已保存的内容',
  'DATABASE_URL names the role and the password that it is to have; DATABASE_OWNER_URL a role that owns the tables and may make roles.':
    'DATABASE_URL 写要建立的用户和密码；DATABASE_OWNER_URL 写拥有数据表、可以建立用户的用户。',
  'Run it again after each upgrade, then start without DATABASE_OWNER_URL. The embedded database makes its roles by itself.':
    '每次升级后再执行一次，启动时不写 DATABASE_OWNER_URL。内置数据库自动建立用户。',
  'Beside it a role that only reads is made, its name ending in _reader; it signs in once it is given a password.':
    '同时建立只能读取的用户，名称以 _reader 结尾，设置密码后可以登录。',
  'roles: the embedded database has its roles': 'roles：内置数据库已有自己的用户',
  'roles: set DATABASE_URL to the role that is to be made, with a password, and DATABASE_OWNER_URL to another that owns the tables':
    'roles：请在 DATABASE_URL 中写要建立的用户和密码，在 DATABASE_OWNER_URL 中写另一个拥有数据表的用户',
  'roles: {0} serves, {1} reads, {2} owns; start without DATABASE_OWNER_URL':
    'roles：{0} 用于服务，{1} 用于读取，{2} 拥有数据表；启动时不写 DATABASE_OWNER_URL',
  "the embedded server's own: it cannot change what was saved": '内置数据库自己的用户，不能修改已保存的内容',
  '{0} cannot change what was saved': '{0} 不能修改已保存的内容',
  '{0}, and could change what was saved: zhiyuan roles makes one for the application':
    '{0}，可以修改已保存的内容：请用 zhiyuan roles 建立本系统的用户',
  'the role {0} is a superuser': '用户 {0} 是超级用户',
  'the role {0} owns the tables': '用户 {0} 拥有数据表',
  'the role {0} may change what is never changed: {1}': '用户 {0} 可以修改只能追加的表：{1}',
  'DATABASE_URL: {0}, and could change what was saved. Make a role for the application: zhiyuan roles.':
    'DATABASE_URL：{0}，可以修改已保存的内容。请用 zhiyuan roles 建立本系统的用户。',
  '{0} migrations are to come, and this role may not bring them: run zhiyuan roles with DATABASE_OWNER_URL, then start again.':
    '有{0}项数据表调整，此用户不能执行：请写上 DATABASE_OWNER_URL 执行 zhiyuan roles，再启动。',
  // witness
  "look at a platform's checkpoints from elsewhere, keep them, and countersign what goes with those before":
    '在别处查看并保存平台的检查点，与以前相符的予以副署',
  'URL: where people find the platform. FILE: what was seen, a line each; FILE.key is made beside it and signs.':
    'URL：平台的网址。FILE：看到的内容，每行一条；同时生成 FILE.key，用来签名。',
  '--every: goes on looking, every so many seconds, 10 at least. --name: of the witness; by default of the machine.':
    '--every：每隔这些秒再看一次，至少10。--name：见证人名称，不写的为本机名。',
  'Needs no configuration and no database. Give FILE to zhiyuan verify --witness.':
    '不需要配置和数据库。FILE 可交给 zhiyuan verify --witness。',
  'Exit codes: 0 all goes with what was seen, 1 the platform cannot be reached, 3 it does NOT go with what was seen.':
    '退出码：0 与以前相符，1 无法连接平台，3 与以前不符。',
  'witness: {0}': 'witness：{0}',
  'witness: {0} cannot be looked at: {1}': 'witness：无法查看 {0}：{1}',
  'witness: {0} has no checkpoint yet': 'witness：{0} 还没有检查点',
  'witness: {0} shows nothing new, {1} leaves, {2}': 'witness：{0} 没有新内容，{1}条，{2}',
  'witness: {0} has {1} leaves, {2}: goes with what was seen, countersigned':
    'witness：{0} 共{1}条，{2}：与以前相符，已副署',
  'witness: NOT CONSISTENT, {0}: {1}. What was shown is kept in the file; keep a copy of it, and tell those who answer for the platform.':
    'witness：不一致！{0}：{1}。看到的内容已留在文件中，请另存一份，并告知平台的负责人。',
  'what is shown has not the form of a checkpoint': '显示的不是检查点',
  'the checkpoint is not signed with the key that was seen first': '检查点不是第一次看到的密钥签名的',
  'it is the checkpoint of another ledger': '是另一账本的检查点',
  'the same number of leaves has another root than before': '条数相同，根值与以前不同',
  'leaves that were there are gone': '以前的内容缺失',
  'the leaves that were there are not those of then': '以前的内容与当时不同',
  '{0}: line {1} cannot be read; put the file back from a copy.':
    '{0}：第{1}行无法读取，请用副本恢复该文件。',
};
