import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isSecretField } from '../../../src/infrastructure/http/secret-fields';

const root = path.resolve(__dirname, '../../../views');
const templates = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.njk'),
);

interface Field {
  readonly file: string;
  /** With `x` for what the template puts in: `row.kind + 'Current'` is `xCurrent`. */
  readonly name: string;
  readonly label: string;
  /** The call of the macro, or the tag. */
  readonly text: string;
}

const SECRET_LABEL = /密码|口令|验证码|核对码|密钥|答案|柜台码/;
const SECRET_KIND = /type(: '|=")password|(one-time-code|current-password|new-password)/;

/** Every field of every template, in macros as in tags. */
function listFields(file: string): Field[] {
  const source = readFileSync(path.join(root, file), 'utf8').replace(/\{#[\s\S]*?#\}/g, '');
  const labels = new Map(
    [...source.matchAll(/<label[^>]* for="([^"]+)"[^>]*>([\s\S]*?)<\/label>/g)].map(
      ([, name = '', label = '']) => [name, label],
    ),
  );
  const called = [...source.matchAll(/\w+\(\{ name: ([^,]+), ([\s\S]*?)\}\) \}\}/g)].map(
    ([text, name = '']) => ({
      file,
      name: [...name.matchAll(/'([^']*)'|[\w.]+/g)].map(([, literal]) => literal ?? 'x').join(''),
      label: /label: '([^']*)'/.exec(text)?.[1] ?? '',
      text,
    }),
  );
  const tagged = [...source.matchAll(/<(?:input|textarea)\b[^>]*>/g)].flatMap(([text]) => {
    const name = / name="([^"]*)"/.exec(text)?.[1];
    if (name === undefined || /type="(hidden|checkbox|radio|submit)"/.test(text)) return [];
    return [{ file, name: name.replace(/\{\{.*?\}\}/g, 'x'), label: labels.get(name) ?? '', text }];
  });
  return [...called, ...tagged];
}

describe('fields that hold a secret', () => {
  const fields = templates.flatMap(listFields);
  const secrets = fields.filter(
    ({ text, label }) =>
      SECRET_KIND.test(text) || (SECRET_LABEL.test(label) && !text.includes("type: 'tel'")),
  );

  it('are found in the templates: macros and tags, with names put together too', () => {
    expect(fields.length).toBeGreaterThan(120);
    expect(secrets.length).toBeGreaterThan(40);
    expect(secrets.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['password', 'totp', 'answer', 'matchCode', 'xCurrent', 'phrase', 'secret']),
    );
  });

  it('are carried by no form, shown by no page and filled into none', () => {
    const carried = secrets.filter(({ name }) => !isSecretField(name));
    expect(carried.map(({ file, name, label }) => `${file}: ${name} ${label}`)).toEqual([]);
  });

  it('leave what is no secret to be carried', () => {
    for (const name of [
      'phone',
      'email',
      'reason',
      'identityNumber',
      'userName',
      'first-1-major-1',
      'current_county',
    ])
      expect([name, isSecretField(name)]).toEqual([name, false]);
  });
});
