/** What the commands about lists say in Chinese. */
export const listsChinese: Readonly<Record<string, string>> = {
  'import: nothing was written; say --reason <text> --number {0} once the list above is as it should be':
    'import：没有写入；核对以上内容无误的，请加上 --reason <理由> --number {0} 再次运行',
  'import: nothing was written; a batch is open, so that an officer of the province must approve it at /office/list-approvals/{0}, with the list of what goes; run the same command again then':
    'import：没有写入；有批次正在填报，须由一名省招办工作人员在 /office/list-approvals/{0} 核对清单并批准，批准后再次运行同一命令',
  '--number   with --reason: how many records go or change, where the import loses much or touches filed lists. While a':
    '--number   与 --reason 同用：导入会删除较多记录或涉及已保存志愿时，写明删除和修改的记录数。有批次',
  '           batch is open an officer of the province approves it in the browser; run the same command again then':
    '           正在填报的，由一名省招办工作人员在浏览器中批准，批准后再次运行同一命令',
  '--version  puts a list back as it was before an import; zhiyuan list shows the versions':
    '--version  把名单恢复为某次导入之前的样子；zhiyuan list 列出各版本',
  'write a list to a file in the shape in which it is taken in, or show what stood before each import':
    '按导入时的格式把名单写入文件，或列出每次导入之前的版本',
  'import <kind> --version <id> puts one back.': 'import <种类> --version <编号> 恢复其中一个版本。',
  'list: {0} written to {1}': 'list：{0} 已写入 {1}',
};
