import { listSourceSentences, listTemplateSentences } from './sentences';

/*
 * How an error speaks (screens: errors): which field, what is wrong, what to do; ！ once, at its end. Hints end with 。;
 * the manual's own prompts keep their ！. Pages of refusal speak in sentences that end with 。.
 */

/** What a reader is to do. */
const REMEDY =
  /请(您|先|再|本人|立即|尽快|检查|重新|换|缩短|更换|输入|选择|填写|核对|在|于|从|用|改|删除|清空|修改|返回|把|与|到|点击|打开|稍后|登录|勾选|说明|上传|重试)/;
/** Rules that are a remedy by themselves. */
const RULE = /必须|只能|须|不能(超过|少于|多于|包含|使用|与)|为\{\}?|为\d|最长|应当是|应为|请|\{\}！$/;
const END = /[。！？…：、”’）】}》]$/;

/** Sentences that get their mark where they are put together, and titles of letters and pages, which have none. */
const UNMARKED = [
  'src/office/imports/fault.presenter.ts',
  'src/office/imports/refusal.presenter.ts',
  'src/infrastructure/spreadsheets/reading/file-refusal.presenter.ts',
  'src/office/imports/effects/tell-holders.ts',
  'src/office/windows/window.presenter.ts',
  'src/domain/batches/hours.presenter.ts',
  'src/domain/rule-packs/rule-pack-faults.ts',
  'src/candidate/list-files/list-file.presenter.ts',
  'src/candidate/pasted-lists/pasted-list.presenter.ts',
  'src/domain/accounts/document.presenter.ts',
];
const TITLES =
  /^(请先登录|请先阅读须知|同班同学请您协助核验身份|对方已提交身份证照片，请您也提交|请用考生号和密码登录|没有完成，请重新申请|不能保存，请打开查看原因|客服审核通过，请完成实名信息绑定|.*((志愿|\{choices\})尚未保存，请尽快保存|调整，请核对(\{batch\})?志愿))$/;
/** Figure 18, and what the manual's figure 12 says of 放弃. */
const MANUAL = /暂无法修改！|无法再次填报本批次志愿！/;

const isCli = (file: string) => /^src\/(cli|infrastructure\/language|operations)/.test(file);
const sources = listSourceSentences().filter(({ file }) => !isCli(file));
const show = ({ file, line, text }: { file: string; line: number; text: string }) =>
  `${file}:${line} ${text}`;

const hasMarkInside = (text: string) => /！(?!$)/.test(text.replace(MANUAL, ''));
const lacksEnd = (text: string) =>
  REMEDY.test(text) && !END.test(text.replace(/⟧$/, '')) && !TITLES.test(text);
const lacksRemedy = (text: string) => /！$/.test(text) && !RULE.test(text) && !MANUAL.test(text);

describe('an error', () => {
  it('has its ！ once, at its end', () => {
    expect(sources.filter(({ text }) => hasMarkInside(text)).map(show)).toEqual([]);
  });

  it('that says what to do has an end mark', () => {
    const wrong = sources.filter(({ file, text }) => !UNMARKED.includes(file) && lacksEnd(text));
    expect(wrong.map(show)).toEqual([]);
  });

  it('says what to do', () => {
    expect(sources.filter(({ text }) => lacksRemedy(text)).map(show)).toEqual([]);
  });

  it('of a field has a fault and a remedy', () => {
    const vague = sources.filter(({ text }) => /(有误|不正确|无效)！$/.test(text) && !/请|，/.test(text));
    expect(vague.map(show)).toEqual([]);
  });

  it.each([
    ['证件号码有误，请检查后重新输入', lacksEnd],
    ['没有保存！请重新输入！', hasMarkInside],
    ['验证码错误！', lacksRemedy],
  ])('%s is found', (text, isWrong) => expect(isWrong(text)).toBe(true));
});

describe('a page of refusal', () => {
  const presenters = [
    'src/infrastructure/http/error.presenter.ts',
    'src/domain/choice-lists/refusal.presenter.ts',
  ];
  const pages = sources.filter(({ file, text }) => presenters.includes(file) && text.length > 14);
  it('says what to do, and ends with 。', () => {
    expect(pages.length).toBeGreaterThan(35);
    expect(
      pages.filter(({ text }) => !/请|[重才]新?(进入|填报)|后可以/.test(text) || !/。$/.test(text)).map(show),
    ).toEqual([]);
  });
});

describe('a hint beside a field', () => {
  const PROMPTS =
    /^(2-25个汉字|请输入(14位考生号|8位动态密码|6位数字验证码|密码验证信息|手机号|证件号码|内容|同时包含字母大写、小写、数字和符号的密码|同时包含字母大写、小写、数字和符号))！$/;
  const hints = listTemplateSentences().flatMap((one) =>
    [...one.text.matchAll(/advice: '([^']*)'( \+)?/g)].flatMap(([, text = '', goesOn]) =>
      goesOn === undefined ? [{ ...one, text }] : [],
    ),
  );
  it('ends with 。, but for the prompts of the manual', () => {
    expect(hints.length).toBeGreaterThan(50);
    expect(
      hints.filter(({ text }) => text !== '' && !/[。，-]$/.test(text) && !PROMPTS.test(text)).map(show),
    ).toEqual([]);
  });
});

describe('a notice of a template', () => {
  const notices = listTemplateSentences().flatMap((one) =>
    [...one.text.matchAll(/<p class="notice error"[^>]*>(.*?)<\/p>/g)].map(([, text = '']) => ({
      ...one,
      text: text.replace(/<a\b.*?<\/a>|<[^>]+>|\{%.*?%\}/g, '').trim(),
    })),
  );
  it('ends with a mark', () => {
    expect(notices.length).toBeGreaterThan(8);
    expect(notices.filter(({ text }) => text !== '' && !/([。！：]|\}\})$/.test(text)).map(show)).toEqual([]);
  });
});
