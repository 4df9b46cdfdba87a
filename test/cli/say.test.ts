import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findLanguage, keyOf, say, sayMade, sayText, speak } from '../../src/say';
import { chinese } from '../../src/say-chinese';

const folder = path.resolve(__dirname, '../../src/cli');
const sources = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'));

/** Sentences of a source: the literals behind `say`, with values numbered. Nested templates are values. */
function listSaid(text: string): string[] {
  return [...text.matchAll(/\bsay`((?:\\.|\$\{(?:[^{}`]|`[^`]*`|\{[^}]*\})*\}|[^`\\])*)`/g)].map(
    ([, inside = '']) => {
      const parts = inside.split(/\$\{(?:[^{}`]|`[^`]*`|\{[^}]*\})*\}/);
      return keyOf(parts.map((part) => part.replaceAll('\\t', '\t').replaceAll('\\n', '\n')));
    },
  );
}

describe('the language of the command', () => {
  afterEach(() => speak('en'));

  it('has Chinese for every sentence of the command', () => {
    const said = sources.flatMap(listSaid);
    expect(said.length).toBeGreaterThan(70);
    expect(said.filter((english) => chinese[english] === undefined)).toEqual([]);
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
