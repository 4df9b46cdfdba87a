import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

/** Kept between runs: some 20 MB. npm brings it for the long run alone, as it brings old engines. */
const KEPT = path.join(os.tmpdir(), 'zhiyuan-html-validate');
const PACKED = 'html-validate@10.9.0';

interface Validator {
  validateString(html: string): Promise<{
    readonly results: readonly {
      readonly messages: readonly {
        readonly ruleId: string;
        readonly message: string;
        readonly line: number;
      }[];
    }[];
  }>;
}

/** What html-validate finds against the HTML standard and its own advice; null where npm could not bring it. */
export function findHtmlValidator(): ((html: string) => Promise<string[]>) | null {
  if (!bring()) return null;
  const { HtmlValidate } = createRequire(path.join(KEPT, 'package.json'))('html-validate') as {
    HtmlValidate: new (config: object) => Validator;
  };
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended'],
    rules: {
      // Spellings that the standard has beside others: small letters, a type that is the default, hidden="".
      'doctype-style': 'off',
      'no-implicit-input-type': 'off',
      'no-implicit-button-type': 'off',
      'attribute-empty-style': 'off',
      'attribute-boolean-style': 'off',
      // Boxes of one name are told apart by their values.
      'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'reset', 'submit'] }],
      // A list may have a name, as the second line of the office's menu has.
      'aria-label-misuse': ['error', { allowAnyNamable: true }],
      // Without a script a page that waits has no other way; docs/accessibility.md names it.
      'meta-refresh': 'off',
      // The buttons of 选择专业 stand in the rows of a school that is opened.
      'wcag/h32': 'off',
    },
  });
  return async (html) => {
    // Several buttons of one name may send one form: the rule knows them by the type that is the default.
    const typed = html.replace(/<button(?![^>]*\stype=)/g, '<button type="submit"');
    const { results } = await validator.validateString(typed);
    return results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message }) => `html ${ruleId}: ${message}`),
    );
  };
}

function bring(): boolean {
  if (existsSync(path.join(KEPT, 'node_modules/html-validate/package.json'))) return true;
  try {
    mkdirSync(KEPT, { recursive: true });
    execFileSync('npm', ['install', '--prefix', KEPT, '--no-audit', '--no-fund', '--silent', PACKED], {
      stdio: 'pipe',
      timeout: 180_000,
    });
    return true;
  } catch {
    return false;
  }
}
