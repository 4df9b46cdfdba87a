import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { listTracked as listFiles, listHits, readTracked as read, root } from './tracked-files';

/*
 * The guides name pages, buttons, commands and variables: each has to be there. In the Chinese ones “…” is what stands
 * on a page, or a heading of a guide.
 */

const operatorGuides = ['docs/operator.md', 'docs/operator.zh-CN.md'];
const chineseGuides = listFiles('docs').filter((file) => file.endsWith('.zh-CN.md'));
const guides = [
  ...new Set([
    ...operatorGuides,
    ...chineseGuides,
    'README.md',
    'README.zh-CN.md',
    'docs/demo.md',
    'CONTRIBUTING.md',
  ]),
];
const joined = (files: readonly string[]) => files.map(read).join('\n');

const sources = listFiles('src').filter((file) => file.endsWith('.ts'));
const commandFiles = sources.filter((file) => /^src\/cli\/[a-z-]+\.command\.ts$/.test(file));
const commands = new Map(
  commandFiles.map((file) => [path.basename(file, '.command.ts'), read(file)] as const),
);
const kinds = joined(sources.filter((file) => file.startsWith('src/office/imports/kinds/')));
const settings = joined(
  sources.filter((file) => /^src\/infrastructure\/config\/(config|[a-z-]+-settings)\.ts$/.test(file)),
);
const variables = [...settings.matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(([, name = '']) => name);

/** What stands between backticks, and the lines of shell examples with their continuations. */
function listCode(text: string): string[] {
  const blocks = listHits(text, /```sh\n([\s\S]*?)```/g)
    .join('\n')
    .replace(/\\\n\s*/g, '');
  return [...blocks.split('\n'), ...listHits(text.replace(/```[\s\S]*?```/g, ''), /`([^`\n]+)`/g)];
}

interface Called {
  readonly command: string;
  readonly words: readonly string[];
  /** Written as a call, not only with the words of one. */
  readonly called: boolean;
}

function listCalls(text: string): Called[] {
  return listCode(text).flatMap((code) => {
    const [, prefix, rest = ''] =
      /^(npm run zhiyuan -- |(?:docker exec zhiyuan )?zhiyuan (?!\.)|)(.*)$/.exec(code) ?? [];
    const [command = '', ...words] = rest.split(/\s+/);
    const called = prefix !== '' && /^[a-z]/.test(command) && !code.startsWith('docker build');
    return called || (commands.has(command) && words.length > 0) ? [{ command, words, called }] : [];
  });
}

/** Whether a command is one, and its verb, kind and flags are its own. */
function isWrong({ command, words }: Called): boolean {
  if (command === 'help') return words.some((word) => /^[a-z-]+$/.test(word) && !commands.has(word));
  const source = commands.get(command);
  if (source === undefined) return true;
  const known = ['import', 'list'].includes(command) ? source + kinds : source;
  const [verb = ''] = words;
  const verbs =
    /^[a-zA-Z|\\-]+$/.test(verb) && /[a-z]/.test(verb) && !verb.startsWith('-') ? verb.split(/\\?\|/) : [];
  const flags = words
    .filter((word) => /^\[?--[a-z]/.test(word))
    .map((word) => word.replace(/[[\]]/g, '').slice(2));
  const acts = `${known} ${read('src/cli/act-words.ts')} ${read('src/cli/zhiyuan.ts')}`;
  return (
    verbs.some((one) => !new RegExp(`\\b${one}\\b`).test(known)) ||
    flags.some((flag) => !new RegExp(`(?<![a-z])(--${flag}|'?${flag}'?)(?![a-z-])`).test(acts))
  );
}

describe('the guides', () => {
  it('are read', () => {
    expect(guides.length).toBeGreaterThanOrEqual(7);
    expect(commands.size).toBeGreaterThan(10);
    expect(variables.length).toBeGreaterThan(50);
  });

  it('know each verb by the name under which it is read and called', () => {
    const called = [
      ...read('src/cli/zhiyuan.ts').matchAll(/^ {2}'?([\w-]+)'?: async .*'\.\/([\w-]+)\.command\.js'/gm),
    ];
    expect(called.map(([, verb]) => verb).toSorted()).toEqual([...commands.keys()].toSorted());
    for (const [, verb, file] of called) {
      expect(file).toBe(verb);
      expect(commands.get(String(verb))).toMatch(
        new RegExp(`Command: (Lone)?Command = \\{\\s+name: '${verb}',`),
      );
    }
  });

  it.each(guides)('%s names commands that there are', (file) => {
    expect(listCalls(read(file)).filter(isWrong)).toEqual([]);
  });

  it.each([
    'zhiyuan window stretch early-other',
    'npm run zhiyuan -- audit list',
    'zhiyuan import pupils FILE',
    'zhiyuan verify --deeply',
    'zhiyuan help audit',
  ])('would find `%s`', (code) => {
    expect(listCalls(`\`${code}\``).filter(isWrong)).toHaveLength(1);
  });

  it.each(operatorGuides)('%s describes every command and every variable', (file) => {
    const text = read(file);
    expect([...commands.keys()].filter((name) => !new RegExp(`^\\| \`${name}\\b`, 'm').test(text))).toEqual(
      [],
    );
    // Said by a supervisor, not by an operator.
    const handedOn = ['LISTEN_FDS', 'LISTEN_PID', 'PROCESS_PLACE', 'PROCESS_ANNOUNCES'];
    const told = new Set(listHits(text, /`([A-Z][A-Z0-9_]+)`/g));
    expect(variables.filter((name) => !told.has(name) && !handedOn.includes(name))).toEqual([]);
  });

  it.each(guides)('%s names variables that are read', (file) => {
    const named = listCode(read(file)).flatMap((code) => listHits(code, /\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b/g));
    // Of the locale, of the demo's secrets, of an example, of a test.
    const others = /^(LC_ALL|LC_MESSAGES|EMPTY_DATABASE_URL|NODE_BINARIES|ZHIYUANDEMO.*)$/;
    expect(named.filter((name) => !variables.includes(name) && !others.test(name))).toEqual([]);
  });

  it.each(guides)('%s names pages that there are', (file) => {
    const named = listHits(
      read(file),
      /(?<![\w.:])(\/(?:office|account|demo|livez|readyz|metrics|wechat)(?:\/[a-z-]+)*)(?![\w-])/g,
    );
    const everything = joined(sources);
    expect(
      [...new Set(named)].filter((page) => !new RegExp(`['"\`]${page}['"\`/?#]`).test(everything)),
    ).toEqual([]);
  });

  it.each(guides)('%s leads to files and headings that there are', (file) => {
    const wrong = listHits(read(file), /\]\(([^)\s]+)\)/g)
      .filter((target) => !/^https?:/.test(target))
      .filter((target) => {
        const [name = '', anchor] = target.split('#');
        const aim = name === '' ? file : path.join(path.dirname(file), name);
        if (!existsSync(path.join(root, aim))) return true;
        if (anchor === undefined || statSync(path.join(root, aim)).isDirectory()) return false;
        const anchors = listHits(read(aim), /^#+ (.+)$/gm).map((heading) =>
          heading
            .toLowerCase()
            .replace(/[^\p{L}\p{N}\s-]/gu, '')
            .replaceAll(' ', '-'),
        );
        return !anchors.includes(anchor);
      });
    expect(wrong).toEqual([]);
  });

  const pages = joined(
    listFiles('views', 'src', 'public/js', 'seeds').filter((file) => /\.(njk|typ|ts|js|json)$/.test(file)),
  );
  const headings = new Set(chineseGuides.flatMap((file) => listHits(read(file), /^#+ (.+)$/gm)));
  /** Said of something, not written on a page. */
  const sayings: readonly string[] = ['最后一分钟没有保存上'];

  it.each(chineseGuides)('%s names buttons, fields and menus as the pages have them', (file) => {
    const named = listHits(read(file), /“([^”\n]+)”/g);
    const wrong = [...new Set(named)].filter(
      (text) => !pages.includes(text) && !headings.has(text) && !sayings.includes(text),
    );
    expect(wrong).toEqual([]);
  });

  const views = joined(listFiles('views', 'src').filter((file) => /\.(njk|ts)$/.test(file)));
  /** The whole text of a button, a link or an entry of the menu. */
  function isPressed(text: string): boolean {
    const parts = views.split(text);
    return parts
      .slice(1)
      .some(
        (after, index) =>
          /[>}'"]\s*$/.test((parts[index] ?? '').slice(-40)) && /^\s*[<{'"]/.test(after.slice(0, 40)),
      );
  }

  it('tell what can be pressed from what is only said', () => {
    expect(['执行调整', '退出', '撤回申请', '考生服务'].map(isPressed)).toEqual([true, true, true, true]);
    expect(['执行', '立即生效', '撤回这次申请'].map(isPressed)).toEqual([false, false, false]);
  });

  it.each(chineseGuides)('%s has people press what can be pressed', (file) => {
    const pressed = listHits(read(file), /(?:点击|按钮是)“([^”\n]+)”/g);
    expect([...new Set(pressed)].filter((text) => !isPressed(text))).toEqual([]);
  });

  it.each(chineseGuides)('%s keeps to the words of the pages', (file) => {
    const text = read(file);
    const forbidden =
      /已经|或者|改动|更改|变更|改变|帐号|学信账号|无须|无需|不必|手机号(?!码)|当前密码|(?<=[一-鿿”])以后|[一-鿿”）】][,;?!]/;
    expect(text.split('\n').filter((line) => forbidden.test(line))).toEqual([]);
  });
});
