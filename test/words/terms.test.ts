import { listScriptSentences, listSourceSentences, listTemplateSentences, type Sentence } from './sentences';

/*
 * One word for one thing, on every page, in every letter and on paper. A line stands for a word that must not be
 * written; `but` are the phrases in which it means something else, or is the manual's own.
 */
interface Term {
  readonly not: RegExp;
  readonly use: string;
  readonly but?: readonly RegExp[];
  /** Where it counts; everywhere when left out. */
  readonly where?: (file: string) => boolean;
}

const OFFICE =
  /^(views\/(office|layouts\/office)|src\/(office|operations|cli|infrastructure\/language|domain\/(officers|places|candidates\/identity)))/;
const CENTRE = /^(views|src)\/(account\/|domain\/(accounts|review-cases|re-registration)|layouts\/account)/;
const CLI = /^src\/(cli|infrastructure\/language|operations)/;
const isOffice = (file: string) => OFFICE.test(file);
const isCandidates = (file: string) => !OFFICE.test(file) && !CENTRE.test(file);
const isPublic = (file: string) => !OFFICE.test(file);
const notCli = (file: string) => !CLI.test(file);

const terms: readonly Term[] = [
  { not: /学信账号/, use: '学信网账号' },
  { not: /帐号/, use: '账号' },
  { not: /([一-鿿]{2,})\1/, use: 'a word once' },
  {
    not: /改动|更改|变更|改变/,
    use: '修改 (志愿, 密码), 改报 (其他类别), 调整 (计划, 时间), 更换 (手机), 变化',
  },
  {
    not: /(草稿|草表|录入).{0,6}保留|保留.{0,3}(草稿|草表)/,
    use: '存为草稿, 存入草表',
    but: [/草表中已有的保留/],
  },
  { not: /(保存|修改)机会/, use: '保存次数, 修改次数' },
  {
    not: /手机号(?!码)/,
    use: '手机号码',
    // Figure 25: the buttons and prompts of 手机号码维护, and the first line of figure 26.
    but: [
      /更新手机号/,
      /删除手机号/,
      /请输入手机号！/,
      /预留的手机号/,
      /登记您本人的手机号/,
      /登记考生个人的手机号/,
    ],
    where: (file) => notCli(file) && !/imports\/kinds/.test(file),
  },
  {
    not: /身份证号(?!码为)/,
    use: '证件号码',
    but: [/身份证号为18位/],
    where: (file) =>
      !/undertakings|imports\/kinds|accounts\/document|views\/printing|src\/printing/.test(file),
  },
  { not: /当前密码|原登录密码/, use: '登录密码, 原密码' },
  { not: /(?<!密码)验证信息|验证问题/, use: '密码验证信息', but: [/\] 验证信息可以是/] },
  { not: /验证本人|本人验证/, use: '验证身份, 核验身份', but: [/实人验证/] },
  { not: /申明|声明过/, use: '点击“不是我操作”' },
  { not: /(二维码|验证码|页面|登录|柜台码|密码)已?过期/, use: '失效' },
  { not: /县区招生考试机构|县级招办|省级招生考试机构/, use: '县（市、区）招生考试机构, 省招办' },
  { not: /信件/, use: '邮件' },
  { not: /设备/, use: '电脑或手机', where: isCandidates, but: [/登录设备/] },
  { not: /签名(?!人)/, use: '签字', but: [/考生签名/, /数字签名/], where: notCli },
  { not: /已经/, use: '已', but: [/^已经投档$/] },
  { not: /或者/, use: '或' },
  { not: /无须|无需|不必/, use: '不用' },
  {
    not: /(?<=[一-鿿”])以后/,
    use: '后',
    but: [/及以后/, /以后年度/, /已有以后/],
  },
  { not: /(开始|结束|截止|通过|解冻|打开|确认|登录|操作)以前/, use: '前' },
  { not: /登录系统/, use: '登录平台' },
  { not: /志愿段|志愿位/, use: '志愿栏, 志愿', where: (file) => !/rule-pack/.test(file) },
  { not: /[一-鿿]的，(请|可以)/, use: '如果…，请…', where: isPublic, but: [/与[^，]*的，/] },
  {
    not: /您[^。！？；：]*考生(?!号|服务|身份|类别|您好|评语|本人|个人|档案| )|(?<!请)考生(?!号|服务|身份|类别|您好|评语| )[^。！？；：，]*您/,
    use: '您 alone',
    where: isCandidates,
    // Figures 18 and 24.
    but: [/考生\s*\{/, /绑定考生/, /其他考生/, /一名考生/, /为考生/, /考生网上/, /只招【\{\}】的考生/],
  },
  {
    not: /[一-鿿”）】][,;:?!]/,
    use: 'full-width marks',
    but: [/不存在!/, /艺术统考:/, /"[,;:?!]/, /'[,;:?!]/],
    where: notCli,
  },
  { not: /\d(至|到)\d+(位|个|字|次|分钟)/, use: '8-20' },
  {
    not: /\}\} (名|人|份|个|次|页|条|行|张|所|位|天|秒|分钟|小时)|(第|共|有) \{\{/,
    use: 'no blank between number and word',
  },
];

const everything = [...listSourceSentences(), ...listTemplateSentences(), ...listScriptSentences()];

function findWrong({ not, where = () => true, but = [] }: Term, sentences: readonly Sentence[]): string[] {
  return sentences
    .filter(({ file }) => where(file))
    .filter(({ text }) => not.test(but.reduce((rest, one) => rest.replace(new RegExp(one, 'g'), '〇'), text)))
    .map(({ file, line, text }) => `${file}:${line} ${text.trim()}`);
}

describe('the table of terms', () => {
  it('reads the pages, the letters and the papers', () => {
    expect(everything.length).toBeGreaterThan(4000);
    for (const file of [
      'src/domain/mailbox/mail.presenter.ts',
      'views/candidate/home/home.njk',
      'views/office/service-desk/letters.typ',
    ])
      expect(everything.some((one) => one.file === file)).toBe(true);
  });

  it.each(terms.map((term) => [term.not.source, term] as const))('%s is not written', (_not, term) => {
    expect(findWrong(term, everything)).toEqual([]);
  });

  it.each([
    ['请核对学信账号。', '学信账号'],
    ['志愿已改动。', '改动'],
    ['您可以改变选择。', '改变'],
    ['草稿已保留。', '保留'],
    ['没有收到的，请重新获取。', '的，请'],
    ['请登录系统核对！', '登录系统'],
    ['密码为8至20位。', '8至20'],
    ['请检查后重试!', 'half-width'],
  ])('finds %s', (text) => {
    const said = [{ file: 'src/domain/mailbox/mail.presenter.ts', line: 1, text }];
    expect(terms.flatMap((term) => findWrong(term, said))).not.toEqual([]);
  });

  it('keeps what is the office’s to the office', () => {
    expect([
      isOffice('views/office/service-desk/record.njk'),
      isOffice('views/candidate/counter-codes/phone.njk'),
    ]).toEqual([true, false]);
  });
});
