import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '../../src/infrastructure/config/config';
import { findLanguage, keyOf, say, sayMade, sayText, speak } from '../../src/infrastructure/language/say';
import { chinese } from '../../src/infrastructure/language/say-chinese';

const src = path.resolve(__dirname, '../../src');
const read = (file: string) => readFileSync(path.join(src, file), 'utf8');
const sources = readdirSync(path.join(src, 'cli')).map((file) => read(`cli/${file}`));
const examining = ['doctor', 'node-versions', 'officer-count', 'certificate', 'restore-mark'].map((name) =>
  read(`operations/${name}.ts`),
);
const checking = readdirSync(path.join(src, 'infrastructure/config')).map((file) =>
  read(`infrastructure/config/${file}`),
);

/** Sentences of a source: the literals behind `say`, with values numbered. Nested templates are values. */
function listSaid(text: string): string[] {
  return [...text.matchAll(/\bsay`((?:\\.|\$\{(?:[^{}`]|`[^`]*`|\{[^}]*\})*\}|[^`\\])*)`/g)].map(
    ([, inside = '']) => {
      const parts = inside.split(/\$\{(?:[^{}`]|`[^`]*`|\{[^}]*\})*\}/);
      return keyOf(parts.map((part) => part.replaceAll('\\t', '\t').replaceAll('\\n', '\n')));
    },
  );
}

/** Literals of a source, with values numbered; comments and imports left out. */
function listLiterals(source: string): string[] {
  const text = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|^import[\s\S]*?;$|^} from.*$/gm, '');
  return [...text.matchAll(/'((?:[^'\n\\]|\\.)+)'|"([^"\n]+)"|`([^`]+)`/g)].map(
    ([, single, double, template]) =>
      single ?? double ?? keyOf((template ?? '').split(/\$\{(?:[^{}`]|`[^`]*`)*\}/)),
  );
}

const rehearsing = ['report', 'scratch-database'].map((name) => read(`operations/rehearsal/${name}.ts`));

describe('the language of the command', () => {
  afterEach(() => speak('en'));

  it('has Chinese for every sentence of the command', () => {
    const said = sources.flatMap(listSaid);
    expect(said.length).toBeGreaterThan(70);
    expect(said.filter((english) => chinese[english] === undefined)).toEqual([]);
  });

  it('has Chinese for every finding of the doctor', () => {
    const said = examining.flatMap(listSaid);
    expect(said.length).toBeGreaterThan(40);
    expect(said.filter((english) => chinese[english] === undefined)).toEqual([]);
    const bare = examining.flatMap(
      (source) => source.match(/\b(ok|note|problem)\(\s*['"`][^)]*|words: ['"`][^,]*/g) ?? [],
    );
    // A gateway's own name and host are no sentence.
    expect(bare.filter((text) => /[a-z]+ [a-z]+/.test(text))).toEqual([]);
  });

  it('has Chinese for the report of a rehearsal', () => {
    const said = rehearsing.flatMap(listSaid);
    const names = rehearsing.flatMap((source) => [...source.matchAll(/^ {2}\w+: '([^']+)',$/gm)]);
    expect([said.length > 20, names.length]).toEqual([true, 38]);
    const sentences = [...said, ...names.map(([, text = '']) => text)];
    expect(sentences.filter((english) => chinese[english] === undefined)).toEqual([]);
  });

  it('has Chinese for every fault of the configuration', () => {
    const sentences = checking
      .flatMap((source) => listLiterals(source))
      .filter((text) => /[a-z] [a-z]/.test(text));
    expect(sentences.length).toBeGreaterThan(35);
    speak('zh');
    const lacking = sentences.filter((text) => {
      const filled = text.replace(/\{\d\}/g, 'SOME_NAME');
      return ![filled, `SOME_NAME ${filled}`].some((one) => /[一-鿿]/.test(sayMade(one)));
    });
    // The one is hashed; of the others the part before a nested template.
    expect(lacking.filter((text) => !/^zhiyuan demo|\$\{/.test(text))).toEqual([]);
  });

  it.each([
    [{ PORT: 'x', SMS_GATEWAY: 'pigeon' }, ['PORT 须是数字', 'SMS_GATEWAY 须是 smpp 或 http']],
    [
      { IMPORT_MAX_MB: '0', REDIS_URL: 'http://x' },
      ['IMPORT_MAX_MB 不能小于 1', 'REDIS_URL 须是以 redis:// 或 rediss:// 开头的地址'],
    ],
    [
      { ENVIRONMENT: 'live', LIVENESS_URL: 'https://face.example/' },
      ['DATA_KEY 没有填写', 'LIVENESS_SECRET 没有填写：另一个 LIVENESS 变量需要它'],
    ],
  ])('says what is wrong with %j', (env, expected) => {
    speak('zh');
    try {
      loadConfig(env);
    } catch (error) {
      const said = sayMade((error as Error).message);
      expect(said).toMatch(/^配置有\d+处错误：\n {2}- /);
      for (const line of expected) expect(said.split('\n')).toContain(`  - ${line}`);
      expect(said).not.toMatch(/[a-z] (must|is|be|it) [a-z]/);
    }
    expect.hasAssertions();
  });

  it('has Chinese for every summary and detail', () => {
    const texts = sources.flatMap((source) => {
      const [, details = ''] = /details: \[([\s\S]*?)\n {2}\],/.exec(source) ?? [];
      const [, , summary = ''] = /summary:\s+(['"])([\s\S]*?)\1,\n/.exec(source) ?? [];
      return [summary, ...[...details.matchAll(/^\s+(['"])([\s\S]*?)\1,$/gm)].map(([, , text = '']) => text)];
    });
    const sentences = texts.filter((text) => text !== '');
    expect(sentences.length).toBeGreaterThan(20);
    expect(sentences.filter((text) => chinese[text] === undefined)).toEqual([]);
  });

  it('prints nothing that is not said', () => {
    const bare = sources.flatMap(
      (source) => source.match(/\bprint\(\s*[`'"](?!\\n)[A-Za-z ]*[a-z]{3}[^)]*\)/g) ?? [],
    );
    expect(bare.filter((line) => !/sayText|say`|sentences|npm run/.test(line))).toEqual([]);
  });

  it('uses in Chinese every value that the English sentence has', () => {
    const values = (text: string) => [...new Set(text.match(/\{\d\}/g) ?? [])].toSorted();
    const wrong = Object.entries(chinese).filter(
      ([english, text]) => String(values(english)) !== String(values(text)),
    );
    expect(wrong).toEqual([]);
  });

  it('says a sentence, a kept one and one made elsewhere in the language that was chosen', () => {
    const [name, path_] = ['wipe', '/tmp/x'];
    expect(say`${path_} is a folder: name a file`).toBe('/tmp/x is a folder: name a file');
    speak('zh');
    expect(say`${path_} is a folder: name a file`).toBe('/tmp/x 是文件夹：请指定文件');
    expect(sayText('has not the right shape')).toBe('：格式不对');
    expect(sayMade('lists.csv is not what the manifest says')).toBe('lists.csv 与清单不符');
    expect(say`${name} was never heard of`).toBe('wipe was never heard of');
  });

  it.each([
    [{ LC_ALL: 'zh_CN.UTF-8', LANG: 'en_US.UTF-8' }, 'zh'],
    [{ LC_ALL: '', LANG: 'zh_CN.GB18030' }, 'zh'],
    [{ LC_MESSAGES: 'en_GB.UTF-8', LANG: 'zh_CN.UTF-8' }, 'en'],
    [{ LC_ALL: 'C', LANG: 'zh_CN.UTF-8' }, 'en'],
    [{}, 'en'],
  ])('reads %j as %s', (env, language) => expect(findLanguage(env)).toBe(language));
});
